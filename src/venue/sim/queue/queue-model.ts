/**
 * Port: how much stands ahead of each resting order at its price, when the feed shows levels and trades but not who
 * left.
 *
 * - It owns its arrays, indexed by order slot (a small integer that is used again after `leave`); slots may grow.
 * - Quantities are decimal quantities of the instrument as doubles (0.5 BTC, 20 contracts), as in the published
 *   formulas.
 * - It is told of every trade at the order's price by the opposite aggressor and of every depth row at the order's
 *   price, in the venue's order of events, before the venue looks at `ahead`.
 * - It answers how much is ahead; it never decides fills, and asking changes nothing. Below zero means that trades went
 *   past the order: that much of it could have been executed.
 * - It does not know of other orders of ours at the price.
 */
export interface QueueModel {
  /** The order comes to rest behind a level that shows `levelQty`. */
  rest(slot: number, levelQty: number): void
  /** `tradedQty` was traded at the order's price against its side. */
  trade(slot: number, tradedQty: number): void
  /** The level at the order's price went from `previousQty` to `levelQty`. */
  depth(slot: number, previousQty: number, levelQty: number): void
  /** Trades have executed what went past the order: nothing is ahead of it, and nothing is past it any more. */
  reachFront(slot: number): void
  /** The order is gone; the slot may be used again. */
  leave(slot: number): void
  /** Quantity ahead; negative by what trades could have executed. */
  ahead(slot: number): number
}
