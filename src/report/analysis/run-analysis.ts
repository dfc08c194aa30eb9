/**
 * Everything of a report that a run's own figures do not hold, folded while the run goes on: from its journal's entries
 * in the order written, from what the venue tells of our fills, and from looks at the trader's books.
 */
import { Bug } from '../../core/bug.ts'
import type { JournalEntry } from '../../journal/entries.ts'
import type { Instrument } from '../../market/instrument.ts'
import type { BookView } from '../../market/l2-book.ts'
import type { VenueWitness } from '../../venue/sim/venue-witness.ts'
import { MAX_FILLS, MAX_POINTS, type ReportSeries, type RiskEvent, type RiskEvents } from '../run-report.ts'
import { fillColumns, orderColumns } from './fill-series.ts'
import { InstrumentAnalysis, type SeriesCaps } from './instrument-analysis.ts'
import { MarketGrid } from './market-grid.ts'
import { Thinned } from './thinned.ts'

export const MAX_RISK_EVENTS = 1000

export interface AnalysisOptions {
  /** By id. */
  readonly instruments: readonly Instrument[]
  /** By instrument id: the books of the trader. */
  readonly books: readonly BookView[]
  /** Asks the run for an `onLook` at an instant to come. */
  readonly lookAt: (ts: number) => void
  /** How long the run will be, roughly: the market is drawn at even times over it. */
  readonly spanNs: number
  readonly caps?: SeriesCaps
}

export class RunAnalysis {
  readonly instruments: readonly InstrumentAnalysis[]
  readonly #grid: MarketGrid
  readonly #risk = new Thinned<RiskEvent>(MAX_RISK_EVENTS)
  #startTs = 0
  /** Of the last entry. */
  #endTs = 0
  #isOver = false

  constructor({ instruments, books, lookAt, spanNs, caps }: AnalysisOptions) {
    const most = caps ?? { points: MAX_POINTS, fills: MAX_FILLS }
    this.instruments = instruments.map((instrument, i) => new InstrumentAnalysis(instrument, books[i]!, lookAt, most))
    this.#grid = new MarketGrid(books, spanNs, most.points, lookAt)
  }

  get endTs(): number {
    return this.#endTs
  }

  get risk(): RiskEvents {
    return { total: this.#risk.total, events: this.#risk.items() }
  }

  venue(instrument: number): VenueWitness {
    return this.#of(instrument).witness()
  }

  onLook(nowTs: number): void {
    this.#grid.onLook(nowTs)
    for (const instrument of this.instruments) instrument.onLook(nowTs)
  }

  apply(entry: JournalEntry): void {
    this.#endTs = entry.ts
    switch (entry.kind) {
      case 'RunStarted':
        this.#startTs = entry.ts
        return this.#grid.start(entry.ts)
      case 'MarketMarked':
        return this.#of(entry.instrument).marked(entry)
      case 'SubmitOrder':
        return this.#of(entry.instrument).sent(entry)
      case 'CancelOrder':
        return this.#of(entry.instrument).cancelSent(entry)
      case 'CommandRefused': {
        const { ts, instrument, order, reason } = entry
        this.#risk.add({ ts, instrument, order, reason })
        if (entry.command === 'SubmitOrder') this.#of(instrument).ended(order, ts, 'refused')
        return
      }
      case 'OrderAccepted':
        return this.#of(entry.instrument).accepted(entry)
      case 'OrderRejected':
        return this.#of(entry.instrument).ended(entry.order, entry.ts, 'rejected')
      case 'OrderExpired':
        return this.#of(entry.instrument).ended(entry.order, entry.ts, 'expired')
      case 'OrderCanceled':
        return this.#of(entry.instrument).ended(entry.order, entry.ts, 'canceled')
      case 'OrderModified':
        return this.#of(entry.instrument).modified(entry)
      case 'CancelRejected':
        return this.#of(entry.instrument).cancelRejected(entry)
      case 'Fill':
        return this.#of(entry.instrument).filled(entry)
      default:
    }
  }

  /** The run is over. A second call does nothing. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const instrument of this.instruments) instrument.end(this.#endTs)
  }

  series(): ReportSeries {
    return {
      market: this.#grid.view(),
      equity: this.instruments.map(({ equity }) => equity.view()),
      position: this.instruments.map(({ position, equity }) =>
        position.view(this.#startTs, this.#endTs, equity.samples),
      ),
      fills: this.instruments.map(({ fills, instrument }) => fillColumns(fills, instrument)),
      orders: this.instruments.map(({ stands }) => orderColumns(stands)),
    }
  }

  #of(instrument: number): InstrumentAnalysis {
    const analysis = this.instruments[instrument]
    if (analysis === undefined) throw new Bug(`Cannot analyse instrument ${instrument}: the run has none of that id`)
    return analysis
  }
}
