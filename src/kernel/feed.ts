/**
 * A modelled feed: replaces the recorded arrival times by venue time plus a modelled latency, one draw per message
 * (rows with one venue stamp and one recorded arrival). Rows that only the trader saw are hidden, since with one
 * first-in-first-out feed both nodes see rows in the venue's order.
 */
import type { Rng } from '../core/rng.ts'
import { type MarketColumns, TRADER_SEES, VENUE_SEES } from '../market/columns.ts'
import type { LatencyModel } from './latency/latency-model.ts'

export class ModelledFeed {
  readonly #model: LatencyModel
  readonly #rng: Rng
  #exchTs = Number.NaN
  #recordedTs = Number.NaN
  #arrivalTs = Number.NEGATIVE_INFINITY

  constructor(model: LatencyModel, rng: Rng) {
    this.#model = model
    this.#rng = rng
  }

  /** Rewrites `localTs` and the visibility of rows `[from, columns.length)`; call once per row, in order. */
  apply(columns: MarketColumns, from: number): void {
    const { exchTs, localTs, flags, length } = columns
    for (let row = from; row < length; row++) {
      const rowFlags = flags[row]!
      if ((rowFlags & VENUE_SEES) === 0) {
        flags[row] = rowFlags & ~TRADER_SEES
        continue
      }
      if (exchTs[row]! !== this.#exchTs || localTs[row]! !== this.#recordedTs) {
        this.#exchTs = exchTs[row]!
        this.#recordedTs = localTs[row]!
        const arrivalTs = this.#exchTs + this.#model.delayNs('feed', this.#exchTs, this.#rng)
        if (arrivalTs > this.#arrivalTs) this.#arrivalTs = arrivalTs
      }
      flags[row] = rowFlags | TRADER_SEES
      localTs[row] = this.#arrivalTs
    }
  }
}
