/**
 * How sure a simulated fill is, from what the venue saw of it:
 *
 * - it rests on the estimate of our place in the queue: `queue-dependent`. The margin is the quantity that traded past
 *   us beyond the half lot that fills: so much more could have stood ahead;
 * - else the market showed less than was filled: `size-dependent`. The margin is what was shown less what was filled,
 *   below zero;
 * - else `certain`. The margin is by how many ticks the market went through the price: 0 for a fill on arrival, which
 *   is at the market's own price.
 */
import type { FillEvidence } from '../../venue/sim/venue-witness.ts'
import type { FillConfidence } from '../run-report.ts'

/** Of what went past an order, half a lot already fills it: the venue rounds to whole lots. */
const LEAST_PAST_LOTS = 0.5

export interface Judgement {
  readonly confidence: FillConfidence
  /** Lots, or ticks for a certain fill. */
  readonly margin: number
}

/** `availableLots`: what the market showed, less what an earlier part of the same execution took of it. */
export function judge({ rule, throughTicks }: FillEvidence, availableLots: number, lots: number): Judgement {
  if (rule === 'queue') return { confidence: 'queue-dependent', margin: availableLots - LEAST_PAST_LOTS }
  if (availableLots < lots) return { confidence: 'size-dependent', margin: availableLots - lots }
  return { confidence: 'certain', margin: throughTicks }
}
