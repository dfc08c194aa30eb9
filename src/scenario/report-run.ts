/**
 * The report of a run: of one that is being made, by looking on (`reportingOn`), or of one that was recorded, by
 * executing it again and holding every entry against the record (`reportRun`). Both give the same.
 */
import { Bug, InputError } from '../core/bug.ts'
import { parseInstant } from '../data/instant.ts'
import type { JournalEntry, JournalSink } from '../journal/entries.ts'
import { formatEntry } from '../journal/format-entry.ts'
import { projectingSink, RunProjections } from '../projections/run-projections.ts'
import type { SeriesCaps } from '../report/analysis/instrument-analysis.ts'
import { RunAnalysis } from '../report/analysis/run-analysis.ts'
import { buildReport } from '../report/build-report.ts'
import type { Band, ReportSeries, RunReport } from '../report/run-report.ts'
import { buildSummary, environmentFree, type Result, type Summary } from '../report/summary.ts'
import type { Trader } from '../trading/trader.ts'
import { assumptionsOf } from './assumptions.ts'
import type { RunWitness } from './build.ts'
import { dataFindings } from './data-findings.ts'
import type { PreparedRun } from './prepare.ts'
import { replayRun } from './replay.ts'
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

/** A run that is looked at while it is executed. */
export interface ReportedRun {
  /** To be executed in place of the run itself. */
  readonly prepared: PreparedRun
  readonly witness: RunWitness
  /** Folds what the run writes to `journal`. */
  sink(journal: JournalSink): JournalSink
  summarise(outcome: RunOutcome | undefined, rootHash: string): Summary
  /** After the run's end, whatever that was. Reads the data once more, for what is wrong with it. */
  finish(summary: Summary, surroundings: ReportSurroundings): Promise<MadeReport>
}

/** `caps` bounds the series, for tests. */
export function reportingOn(run: PreparedRun, caps?: SeriesCaps): ReportedRun {
  const instruments = run.instruments.map(({ instrument }) => instrument)
  const { epochNs } = run.manifest
  const projections = new RunProjections(instruments, { sampleEveryNs: run.scenario.metrics.sampleEvery })
  const tapes = instruments.map(() => new TradeTape())
  let trader: Trader | undefined
  let analysis: RunAnalysis | undefined
  const begun = (): RunAnalysis => {
    if (analysis === undefined) throw new Bug('Cannot report on a run that has not begun')
    return analysis
  }
  return {
    prepared: { ...run, source: (id) => tapes[id]!.over(run.source(id)) },
    witness: {
      begin(of, lookAt) {
        trader = of
        const books = instruments.map(({ id }) => of.viewOf(id).book)
        analysis = new RunAnalysis({ instruments, books, lookAt, spanNs: spanNsOf(run), ...(caps && { caps }) })
      },
      venue: (id) => ({
        // Venues are built before the trader, whose books the analysis looks at.
        rested: (order, ticks, lots, ahead, ts) => begun().venue(id).rested(order, ticks, lots, ahead, ts),
        queueMoved: () => {},
        filled: (order, lots, evidence, ts) => begun().venue(id).filled(order, lots, evidence, ts),
      }),
      onLook: (nowTs) => begun().onLook(nowTs),
    },
    sink: (journal) =>
      projectingSink(journal, {
        apply(entry) {
          projections.apply(entry)
          begun().apply(entry)
        },
      }),
    summarise: (outcome, rootHash) =>
      buildSummary({
        scenario: run.scenario.name,
        epochNs,
        projections,
        rootHash,
        ...(outcome && {
          market: { rows: outcome.rows, feedLatencyNs: instruments.map(({ id }) => outcome.trader.feedLatencyNs(id)) },
          wallSeconds: outcome.wallSeconds,
        }),
      }),
    async finish(summary, { band, reproduce }) {
      const ended = begun()
      ended.end()
      const findings = await dataFindings(run)
      const report = buildReport({
        epochNs,
        result: environmentFree(summary),
        band,
        aliases: run.instruments.map(({ alias }) => alias),
        projections,
        analysis: ended,
        feedLatencyNs: instruments.map(({ id }) => trader?.feedLatencyNs(id)),
        market: tapes.map((tape, id) => {
          const { trades, steps } = tape.upTo(ended.endTs)
          return { rows: tape.rows, trades, tradedSteps: steps, findings: findings[id]! }
        }),
        assumptions: assumptionsOf(run),
        reproduce,
        manifest: run.manifest,
      })
      return { summary, report, series: ended.series() }
    },
  }
}

export interface ReportRunOptions {
  /** Rows read so far; called some times a second. */
  readonly onProgress?: (rows: number) => void
  readonly reproduce: readonly string[]
  /** Makes the band around a result, once the run has come to its end. */
  readonly bandAround?: (result: Result) => Promise<readonly Band[] | null>
  readonly caps?: SeriesCaps
}

/**
 * Reports on the run in `folder`. Throws `InputError` where the journal is damaged, where data, code or version are not
 * the record's, or where executing it again gives something else.
 */
export async function reportRun(
  run: PreparedRun,
  folder: string,
  { onProgress, reproduce, bandAround, caps }: ReportRunOptions,
): Promise<MadeReport> {
  const reported = reportingOn(run, caps)
  const { divergence, outcome, rootHash } = await replayRun(reported.prepared, folder, {
    ...(onProgress && { onProgress }),
    witness: reported.witness,
    through: (journal) => reported.sink(journal),
  })
  if (divergence !== undefined) {
    const instruments = run.instruments.map(({ instrument }) => instrument)
    const line = (entry: JournalEntry | undefined): string =>
      entry === undefined ? '(no more entries)' : formatEntry(entry, instruments)
    throw new InputError(
      { file: folder },
      `executing the run again gives something else from entry ${divergence.seq} on, so there is nothing to report:\n` +
        `  recorded  ${line(divergence.expected)}\n  executed  ${line(divergence.actual)}`,
    )
  }
  const summary = reported.summarise(outcome, rootHash)
  const band = (await bandAround?.(environmentFree(summary))) ?? null
  return reported.finish(summary, { band, reproduce })
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
