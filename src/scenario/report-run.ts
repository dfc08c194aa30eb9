/** The report of a recorded run: it is executed again, looked at, and every entry held against the record. */
import { InputError } from '../core/bug.ts'
import type { JournalEntry } from '../journal/entries.ts'
import { formatEntry } from '../journal/format-entry.ts'
import type { SeriesCaps } from '../report/analysis/instrument-analysis.ts'
import type { Band } from '../report/run-report.ts'
import { environmentFree, type Result } from '../report/summary.ts'
import type { PreparedRun } from './prepare.ts'
import { replayRun } from './replay.ts'
import { type MadeReport, ReportedRun } from './reported-run.ts'

export interface ReportRunOptions {
  /** Rows read so far; called some times a second. */
  readonly onProgress?: (rows: number) => void
  /** Commands that make the run and this report again. */
  readonly reproduce: readonly string[]
  /** Makes the band around a result, once the run has come to its end. */
  readonly bandAround?: (result: Result) => Promise<readonly Band[] | null>
  /** Bounds the series, for tests. */
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
  const reported = new ReportedRun(run, caps)
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
