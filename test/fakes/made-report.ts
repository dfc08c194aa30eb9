/** The report of a run that is made for it in this process; the journal goes nowhere but into the root hash. */
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import type { SeriesCaps } from '../../src/report/analysis/instrument-analysis.ts'
import type { LoadedScenario } from '../../src/scenario/load.ts'
import { prepareRun } from '../../src/scenario/prepare.ts'
import { type MadeReport, ReportedRun } from '../../src/scenario/reported-run.ts'
import { executeRun, type RunOptions } from '../../src/scenario/run.ts'
import { openJournalFile, sha256 } from '../../src/stores/journal-file.ts'

export interface ReportSetting extends Pick<RunOptions, 'interruptedTs'> {
  readonly caps?: SeriesCaps
  /** Keeps the journal there. */
  readonly folder?: string
}

export async function madeReport(loaded: LoadedScenario, setting: ReportSetting = {}): Promise<MadeReport> {
  const { caps, folder, ...options } = setting
  const reported = new ReportedRun(await prepareRun(loaded), caps)
  const { manifest } = reported.prepared
  const file = folder === undefined ? undefined : openJournalFile(folder, manifest, { overwrite: false })
  const journal = new JournalWriter(manifest, sha256, (bytes) => file?.append(bytes))
  const { sink, summarise } = reported.reporting(journal)
  const outcome = await executeRun(reported.prepared, sink, { ...options, witness: reported.witness })
  const summary = summarise(outcome, journal.seal())
  file?.close()
  return reported.finish(summary, { band: null, reproduce: [] })
}
