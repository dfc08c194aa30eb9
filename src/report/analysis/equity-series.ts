/** Net equity and position at the samples of a run. */
import type { Instrument } from '../../market/instrument.ts'
import { atomsFloat } from '../../market/money.ts'
import type { ReportSeries } from '../run-report.ts'
import type { PositionPoint } from './position-series.ts'
import { Thinned } from './thinned.ts'

interface Sample extends PositionPoint {
  readonly net: number
}

export class EquitySeries {
  readonly #instrument: Instrument
  readonly #samples: Thinned<Sample>
  #latest: Sample | undefined

  constructor(instrument: Instrument, most: number) {
    this.#instrument = instrument
    this.#samples = new Thinned(most)
  }

  /** Of two samples at one instant, as at the end of a run, the later one counts. */
  sample({ seq, ts, lots }: PositionPoint, netAtoms: bigint | undefined): void {
    if (this.#latest !== undefined && this.#latest.ts !== ts) this.#samples.add(this.#latest)
    const net = netAtoms === undefined ? Number.NaN : atomsFloat(netAtoms, this.#instrument)
    this.#latest = { seq, ts, net, lots }
  }

  /** The run is over. */
  end(): void {
    if (this.#latest !== undefined) this.#samples.add(this.#latest)
    this.#latest = undefined
  }

  get samples(): readonly PositionPoint[] {
    return this.#samples.items()
  }

  view(): ReportSeries['equity'][number] {
    const items = this.#samples.items()
    return {
      ts: Float64Array.from(items, ({ ts }) => ts),
      net: Float64Array.from(items, ({ net }) => net),
      lots: Float64Array.from(items, ({ lots }) => lots),
    }
  }
}
