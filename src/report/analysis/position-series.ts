/**
 * The position over time as its chart steps: at each fill as the trader learned of it. Of more fills than there is room
 * for, at some of them, evenly, at some of the samples of equity, and at the largest position on either side.
 */
import type { ReportSeries } from '../run-report.ts'
import { Thinned } from './thinned.ts'

export interface PositionPoint {
  /** Of its entry. */
  readonly seq: number
  readonly ts: number
  readonly lots: number
}

export class PositionSeries {
  readonly #fills: Thinned<PositionPoint>
  readonly #most: number
  #longest: PositionPoint | undefined
  #shortest: PositionPoint | undefined

  /** Keeps at most `most` fills, and as many samples beside them. */
  constructor(most: number) {
    this.#most = most
    this.#fills = new Thinned(most)
  }

  /** After a fill; `lots` is what is then held. */
  fill(point: PositionPoint): void {
    this.#fills.add(point)
    if (point.lots > (this.#longest?.lots ?? 0)) this.#longest = point
    if (point.lots < (this.#shortest?.lots ?? 0)) this.#shortest = point
  }

  /** From nothing at the start of the run to its end. */
  view(startTs: number, endTs: number, samples: readonly PositionPoint[]): ReportSeries['position'][number] {
    const fills = this.#fills.items()
    const extremes = [this.#longest, this.#shortest].filter((point) => point !== undefined)
    const isSample = this.#fills.total >= this.#most
    const stride = Math.ceil(samples.length / this.#most)
    const between = samples.filter((_, i) => i % stride === 0)
    const points = isSample ? [...fills, ...between, ...extremes].sort((a, b) => a.seq - b.seq) : fills
    const [ts, lots] = [[startTs], [0]]
    const add = (atTs: number, held: number): void => {
      // Of several at one instant the last one counts.
      const at = ts.at(-1) === atTs ? ts.length - 1 : ts.length
      ts[at] = atTs
      lots[at] = held
    }
    for (const point of points) add(point.ts, point.lots)
    add(endTs, lots.at(-1)!)
    return { ts: Float64Array.from(ts), lots: Float64Array.from(lots) }
  }
}
