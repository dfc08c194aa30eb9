/** Cancels that raced a fill. */
import { formatLots, type Instrument } from '../../market/instrument.ts'
import type { CancelRaces } from '../run-report.ts'
import { WeightedMean } from './weighted-mean.ts'

export class CancelRaceFold {
  readonly #instrument: Instrument
  /** Cancels whose answers are still to come, of orders that were filled meanwhile. */
  readonly #pending = new Map<number, number>()
  readonly #markout = new WeightedMean()
  #cancels = 0
  #lost = 0
  #lostLots = 0

  constructor(instrument: Instrument) {
    this.#instrument = instrument
  }

  cancelSent(): void {
    this.#cancels++
  }

  /** An order was filled in full with so many cancels under way. */
  filledFirst(order: number, cancels: number): void {
    if (cancels > 0) this.#pending.set(order, cancels)
  }

  /** A cancel of an order that has ended was turned down; `arrived` false where it was lost on its way. */
  cancelRejected(order: number, arrived: boolean): void {
    const pending = this.#pending.get(order)
    if (pending === undefined) return
    if (arrived) this.#lost++
    if (pending === 1) this.#pending.delete(order)
    else this.#pending.set(order, pending - 1)
  }

  /** A fill came while a cancel of its order was under way. */
  lostFill(lots: number): void {
    this.#lostLots += lots
  }

  lostMarkout(gainedTicks: number, lots: number): void {
    this.#markout.add(gainedTicks, lots)
  }

  view(): CancelRaces {
    return {
      cancels: this.#cancels,
      lost: this.#lost,
      lostVolume: formatLots(this.#lostLots, this.#instrument),
      lostMarkoutTicks: this.#markout.mean,
    }
  }
}
