/**
 * A run that is looked at while it is executed, for its report: it folds the entries that the run writes, hears from
 * the venue why our orders were filled, and looks at the trader's books. The run is the same with and without.
 */
import { Bug } from '../core/bug.ts'
import { parseInstant } from '../data/instant.ts'
import { canonicalJson } from '../journal/canonical-json.ts'
import type { JournalEntry, JournalSink } from '../journal/entries.ts'
import type { Instrument } from '../market/instrument.ts'
import type { OnEquitySample } from '../projections/equity.ts'
import { projectingSink, RunProjections } from '../projections/run-projections.ts'
import type { SeriesCaps } from '../report/analysis/instrument-analysis.ts'
import { RunAnalysis } from '../report/analysis/run-analysis.ts'
import { buildReport } from '../report/build-report.ts'
import type { Band, ReportSeries, RunReport } from '../report/run-report.ts'
import { buildSummary, environmentFree, type Summary } from '../report/summary.ts'
import type { Trader } from '../trading/trader.ts'
import type { VenueWitness } from '../venue/sim/venue-witness.ts'
import { assumptionsOf } from './assumptions.ts'
import type { RunWitness } from './build.ts'
import { dataFindings } from './data-findings.ts'
import type { PreparedRun } from './prepare.ts'
import type { Reporting } from './reporting.ts'
import type { RunOutcome } from './run.ts'
import { TradeTape } from './trade-tape.ts'

export interface MadeReport {
  readonly summary: Summary
  readonly report: RunReport
  readonly series: ReportSeries
}

/** What the caller knows of a run's surroundings. */
export interface ReportSurroundings {
  readonly band: readonly Band[] | null
  /** Commands that make the run and this report again. */
  readonly reproduce: readonly string[]
}

export class ReportedRun {
  /** To be executed in place of the run itself, with `witness`. */
  readonly prepared: PreparedRun
  readonly witness: RunWitness
  readonly #run: PreparedRun
  readonly #instruments: readonly Instrument[]
  readonly #projections: RunProjections
  readonly #tapes: readonly TradeTape[]
  #trader: Trader | undefined
  #analysis: RunAnalysis | undefined

  /** `caps` bounds the series; `onSample` is told each currency's equity at each regular sample. */
  constructor(run: PreparedRun, caps?: SeriesCaps, onSample?: OnEquitySample) {
    this.#run = run
    this.#instruments = run.instruments.map(({ instrument }) => instrument)
    const sampleEveryNs = run.scenario.metrics.sampleEvery
    this.#projections = new RunProjections(this.#instruments, { sampleEveryNs, ...(onSample && { onSample }) })
    this.#tapes = this.#instruments.map(() => new TradeTape())
    this.prepared = { ...run, source: (id) => this.#tapes[id]!.over(run.source(id)) }
    this.witness = {
      begin: (trader, lookAt) => {
        this.#trader = trader
        const books = this.#instruments.map(({ id }) => trader.viewOf(id).book)
        const options = { instruments: this.#instruments, books, lookAt, spanNs: spanNsOf(run) }
        this.#analysis = new RunAnalysis({ ...options, ...(caps && { caps }) })
      },
      venue: (id) => this.#venueWitness(id),
      onLook: (nowTs) => this.#begun.onLook(nowTs),
    }
  }

  /** As the function of that name gives it for any run, with the report's folds behind it. */
  reporting(journal: JournalSink): Reporting {
    return { sink: this.sink(journal), summarise: (outcome, rootHash) => this.summarise(outcome, rootHash) }
  }

  /** A journal that is folded as the run writes it. */
  sink(journal: JournalSink): JournalSink {
    const apply = (entry: JournalEntry): void => {
      this.#projections.apply(entry)
      this.#begun.apply(entry)
    }
    return projectingSink(journal, { apply })
  }

  /** `outcome` is undefined for a run that did not come to its end: how much it read is then not known. */
  summarise(outcome: RunOutcome | undefined, rootHash: string): Summary {
    return buildSummary({
      scenario: this.#run.scenario.name,
      epochNs: this.#run.manifest.epochNs,
      projections: this.#projections,
      rootHash,
      ...(outcome && {
        market: {
          rows: outcome.rows,
          feedLatencyNs: this.#instruments.map(({ id }) => outcome.trader.feedLatencyNs(id)),
        },
        wallSeconds: outcome.wallSeconds,
      }),
    })
  }

  /** After the run's end, whatever that was. Reads the data once more, for what is wrong with it. */
  async finish(summary: Summary, { band, reproduce }: ReportSurroundings): Promise<MadeReport> {
    const analysis = this.#begun
    analysis.end()
    const { manifest, instruments } = this.#run
    const findings = await dataFindings(this.#run)
    const report = buildReport({
      epochNs: manifest.epochNs,
      result: environmentFree(summary),
      band,
      aliases: instruments.map(({ alias }) => alias),
      projections: this.#projections,
      analysis,
      feedLatencyNs: this.#instruments.map(({ id }) => this.#trader?.feedLatencyNs(id)),
      market: this.#tapes.map((tape, id) => {
        const { trades, steps } = tape.upTo(analysis.endTs)
        return { rows: tape.rows, trades, tradedSteps: steps, findings: findings[id]! }
      }),
      assumptions: assumptionsOf(this.#run),
      reproduce,
      // With its keys in order: it comes from a scenario or from a journal, and the report is the same.
      manifest: JSON.parse(canonicalJson(manifest)),
    })
    return { summary, report, series: analysis.series() }
  }

  get #begun(): RunAnalysis {
    if (this.#analysis === undefined) throw new Bug('Cannot report on a run that has not begun')
    return this.#analysis
  }

  /** Venues are built before the trader, whose books the analysis looks at. */
  #venueWitness(id: number): VenueWitness {
    let begun: VenueWitness | undefined
    const witness = (): VenueWitness => {
      begun ??= this.#begun.venue(id)
      return begun
    }
    return {
      rested: (order, ticks, lots, aheadSteps, ts) => witness().rested(order, ticks, lots, aheadSteps, ts),
      queueMoved: () => {},
      filled: (order, lots, evidence, ts) => witness().filled(order, lots, evidence, ts),
    }
  }
}

/** How long the run will be at most, by the trader's clock. */
function spanNsOf({ instruments, manifest, scenario }: PreparedRun): number {
  const epochNs = BigInt(manifest.epochNs)
  const spans = instruments.flatMap(({ files }) => files.flatMap(({ manifest: { span } }) => (span ? [span] : [])))
  const [from, to] = [scenario.span?.from, scenario.span?.to].map((text) => text && parseInstant(text, epochNs))
  const first = from ? [from] : spans.map(({ firstLocalTs }) => BigInt(firstLocalTs))
  const last = to ? [to] : spans.map(({ lastLocalTs }) => BigInt(lastLocalTs))
  const sinceEpoch = (ns: bigint): number => Number(ns - epochNs)
  return Math.max(0, Math.max(...last.map(sinceEpoch)) - Math.min(...first.map(sinceEpoch)))
}
