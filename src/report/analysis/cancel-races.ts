/** What it cost to be late with a cancel. How many were is counted with the orders. */
import { formatLots, type Instrument } from '../../market/instrument.ts'
import type { OrderCounts } from '../../projections/orders.ts'
import type { CancelRaces } from '../run-report.ts'
import { WeightedMean } from './weighted-mean.ts'

export class CancelRaceFold {
  readonly #instrument: Instrument
  readonly #markout = new WeightedMean()
  #lostLots = 0

  constructor(instrument: Instrument) {
    this.#instrument = instrument
  }

  /** A fill came while a cancel of its order was under way. */
  lostFill(lots: number): void {
    this.#lostLots += lots
  }

  lostMarkout(gainedTicks: number, lots: number): void {
    this.#markout.add(gainedTicks, lots)
  }

  view({ cancels, cancelsLost }: Readonly<OrderCounts>): CancelRaces {
    return {
      cancels,
      lost: cancelsLost,
      lostVolume: formatLots(this.#lostLots, this.#instrument),
      lostMarkoutTicks: this.#markout.mean,
    }
  }
}
