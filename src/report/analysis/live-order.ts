/** What is known of an order while it may still change. */
import type { FillEvidence } from '../../venue/sim/venue-witness.ts'

export interface LiveOrder {
  readonly order: number
  readonly side: number
  readonly sentTs: number
  /** The mid when it was sent, NaN where a side was empty. */
  readonly sentMidTicks: number
  /** Bucket of its distance to the touch. */
  readonly distance: string
  /** When the trader learned that it rests; NaN before. */
  ackTs: number
  /** When it came to rest, by the venue's clock; NaN before. */
  acceptedTs: number
  /** Ahead of it as it first came to rest. */
  aheadSteps: number | undefined
  priceTicks: number
  /** Since when it stands at that price, by the trader's clock. */
  standsSinceTs: number
  touched: boolean
  /** Cancels under way. */
  cancels: number
  /** Of fills that the trader has not heard of yet, in order. */
  readonly evidence: FillEvidence[]
  /** What the last execution on arrival took, where, and when. */
  taken: { readonly exchTs: number; readonly priceTicks: number; readonly lots: number } | undefined
}
