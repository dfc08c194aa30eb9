/**
 * The language between trader and venue: commands one way, answers the other. Both are immutable; a command may be
 * refused, an answer is a fact. The value lists are also the codes in the journal: add at the end, never renumber.
 */
import type { Side } from '../core/units.ts'

export const REASONS = [
  'none',
  // risk gate
  'order-size',
  'position',
  'order-rate',
  'price-band',
  // venue
  'post-only-would-cross',
  'nothing-to-match',
  'unfilled-remainder',
  'unknown-order',
  'lost-on-entry',
] as const
/** Why something was refused or ended. */
export type Reason = (typeof REASONS)[number]

export const TIME_IN_FORCE = ['gtc', 'ioc', 'fok'] as const
export type TimeInForce = (typeof TIME_IN_FORCE)[number]

export const ORDER_TYPES = ['limit', 'market'] as const
export type OrderType = (typeof ORDER_TYPES)[number]

export const LIQUIDITY = ['maker', 'taker'] as const
/** Whether a fill of ours added the liquidity or removed it. */
export type Liquidity = (typeof LIQUIDITY)[number]

export const COMMAND_KINDS = ['SubmitOrder', 'ModifyOrder', 'CancelOrder'] as const
export type CommandKind = (typeof COMMAND_KINDS)[number]

export const RUN_ENDS = ['end-of-data', 'interrupted', 'strategy-stopped', 'failed'] as const
export type RunEnd = (typeof RUN_ENDS)[number]

export interface SubmitOrder {
  readonly kind: 'SubmitOrder'
  /** Client order id, unique in the run. */
  readonly order: number
  readonly side: Side
  readonly type: OrderType
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  /** Limit price; for a market order it means nothing. */
  readonly priceTicks: number
  readonly lots: number
}

export interface ModifyOrder {
  readonly kind: 'ModifyOrder'
  readonly order: number
  readonly priceTicks: number
  /** The new open quantity. */
  readonly lots: number
}

export interface CancelOrder {
  readonly kind: 'CancelOrder'
  readonly order: number
}

export type Command = SubmitOrder | ModifyOrder | CancelOrder

interface AnswerBase {
  readonly instrument: number
  readonly order: number
  /** When the venue acted, by its own clock. */
  readonly exchTs: number
}

export type Answer =
  | (AnswerBase & { readonly kind: 'OrderAccepted'; readonly aheadSteps: number })
  | (AnswerBase & { readonly kind: 'OrderRejected' | 'CancelRejected' | 'ModifyRejected'; readonly reason: Reason })
  | (AnswerBase & { readonly kind: 'OrderExpired'; readonly leavesLots: number; readonly reason: Reason })
  | (AnswerBase & { readonly kind: 'OrderCanceled'; readonly leavesLots: number })
  | (AnswerBase & { readonly kind: 'OrderModified'; readonly priceTicks: number; readonly leavesLots: number })
  | FillAnswer

export interface FillAnswer extends AnswerBase {
  readonly kind: 'Fill'
  readonly priceTicks: number
  readonly lots: number
  readonly leavesLots: number
  readonly liquidity: Liquidity
  readonly feeAtoms: bigint
}
