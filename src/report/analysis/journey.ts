/** How orders went on, step by step, and how long each step took by the trader's clock. */
import { Histogram } from '../../core/histogram.ts'
import type { JourneyStep } from '../run-report.ts'
import { quantiles } from '../summary.ts'

export type JourneyEnd = Exclude<JourneyStep['to'], 'acknowledged'>

/** Every step that there can be, in the order in which they are shown. */
const STEPS: readonly (readonly [JourneyStep['from'], JourneyStep['to']])[] = [
  ['sent', 'acknowledged'],
  ['sent', 'filled'],
  ['sent', 'canceled'],
  ['sent', 'expired'],
  ['sent', 'rejected'],
  ['sent', 'refused'],
  ['sent', 'open'],
  ['acknowledged', 'filled'],
  ['acknowledged', 'canceled'],
  ['acknowledged', 'expired'],
  ['acknowledged', 'open'],
]

export class JourneyFold {
  readonly #took: ReadonlyMap<string, Histogram> = new Map(
    STEPS.map(([from, to]) => [`${from} ${to}`, new Histogram()]),
  )

  step(from: JourneyStep['from'], to: JourneyStep['to'], tookNs: number): void {
    this.#took.get(`${from} ${to}`)!.record(tookNs)
  }

  /** The steps that an order took. */
  view(): JourneyStep[] {
    return STEPS.flatMap(([from, to]) => {
      const took = this.#took.get(`${from} ${to}`)!
      return took.count === 0 ? [] : [{ from, to, orders: took.count, tookNs: quantiles(took) }]
    })
  }
}
