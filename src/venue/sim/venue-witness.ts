/**
 * Port: who is told why the simulated venue did what it did to our orders, for reports and for the story of an order.
 *
 * - It is told of our own orders only, by the venue's time and in its order of events. It changes nothing: a
 *   run with one gives the same journal as a run without.
 * - `filled` comes right before the answer goes on its link: the n-th of an order belongs to its n-th `Fill`.
 * - A run without one pays nothing for it.
 */

/**
 * What let an order be filled: the best of the other side came to its price (`best-crossed`), a trade printed beyond it
 * (`traded-through`), trades at its price went past its place in the queue (`queue`), or it crossed on arrival.
 */
export type FillRule = 'best-crossed' | 'traded-through' | 'queue' | 'on-arrival'

export interface FillEvidence {
  readonly rule: FillRule
  /** How far beyond the order's price the market came, in ticks; 0 where it only reached it. */
  readonly throughTicks: number
  /**
   * Lots that the market showed for it, not rounded: displayed by the other side up to the order's price
   * (`best-crossed`), at the price of the execution (`on-arrival`), traded (`traded-through`), or traded past our place
   * (`queue`). A fill of more than this assumes liquidity that was not seen.
   */
  readonly availableLots: number
  /** Best bid plus best ask of the venue right before what filled it: its mid in half ticks. NaN without both. */
  readonly midHalfTicks: number
}

export interface VenueWitness {
  /** An order, or one that a modification moved, came to rest behind `aheadSteps` at its price. */
  rested(order: number, priceTicks: number, lots: number, aheadSteps: number, exchTs: number): void
  /**
   * The estimate of what is ahead (decimal quantities; negative once trades went past) moved: by a trade of `qty` at
   * its price, or since the level went by `qty` from what it showed before.
   */
  queueMoved(
    order: number,
    by: 'trade' | 'depth',
    qty: number,
    aheadBefore: number,
    aheadAfter: number,
    exchTs: number,
  ): void
  filled(order: number, lots: number, evidence: FillEvidence, exchTs: number): void
}
