/** `hftsim backtest`: one scenario, from its file to a summary and a journal. */
import { writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import pc from 'picocolors'
import type { Summary } from '../report/summary.ts'
import type { SummaryFormat } from '../report/terminal.ts'
import type { PreparedRun } from '../scenario/prepare.ts'
import type { ReportedRun } from '../scenario/reported-run.ts'
import { runId, unusedFolder, writeEnvironment } from '../scenario/run-folder.ts'
import { onInterrupt } from './interrupt.ts'
import { oneMore } from './option-values.ts'
import { progress } from './progress.ts'
import { bandOfRun, removeReport, reproduction, writeReport } from './write-report.ts'

interface BacktestOptions {
  readonly set: readonly string[]
  readonly out?: string
  readonly force?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
  readonly report?: boolean
  readonly band: boolean
}

export function addBacktest(program: Command, done: (code: number) => void): void {
  program
    .command('backtest')
    .description('Run a scenario on recorded data: a summary on the screen, a journal in a folder.')
    .argument('<scenario>', 'YAML file')
    .option(
      '--set <path=value>',
      'change a value of the scenario, such as venues.0.latency.profile=optimistic; may be repeated',
      oneMore,
      [],
    )
    .option('--out <folder>', 'where the run goes (default: runs/<name>-<hash of what the run is made of>)')
    .option('--force', 'overwrite the run in --out')
    .option('--report', 'also write report.html and report.json into the run: what can be concluded from it')
    .option('--no-band', 'with --report: leave out the two runs under pessimistic and optimistic models')
    .option('--json', 'print the summary as one JSON object on standard output')
    .option('--quiet', 'no progress')
    .action(async (file: string, options: BacktestOptions) => done(await backtest(file, options)))
}

async function backtest(file: string, options: BacktestOptions): Promise<number> {
  const [
    { loadScenario },
    { prepareRun },
    { executeRun },
    stores,
    { JournalWriter },
    { reporting },
    { formatSummary },
  ] = await Promise.all([
    import('../scenario/load.ts'),
    import('../scenario/prepare.ts'),
    import('../scenario/run.ts'),
    import('../stores/journal-file.ts'),
    import('../journal/journal-writer.ts'),
    import('../scenario/reporting.ts'),
    import('../report/terminal.ts'),
  ])
  const prepared = await prepareRun(await loadScenario(file, options.set))
  const { manifest, scenario, totalRows } = prepared
  const folder = options.out ?? unusedFolder(join('runs', `${scenario.name}-${runId(manifest)}`))
  const journalFile = stores.openJournalFile(folder, manifest, { overwrite: options.force === true })
  removeReport(folder)
  const interrupt = onInterrupt()
  const shown = progress(totalRows, { silent: options.quiet === true || options.json === true })
  const journal = new JournalWriter(manifest, stores.sha256, (bytes) => journalFile.append(bytes))
  const { log } = console
  // What a strategy logs is not to stand in front of the JSON.
  if (options.json) console.log = console.error
  try {
    writeEnvironment(folder, file)
    const reported = options.report ? await reportedRun(prepared) : undefined
    const { sink, summarise } = reported?.reporting(journal) ?? reporting(prepared, journal)
    const outcome = await executeRun(reported?.prepared ?? prepared, sink, {
      onProgress: shown.update,
      signal: interrupt.signal,
      ...(reported && { witness: reported.witness }),
    })
    const summary = summarise(outcome, journal.seal())
    journalFile.close()
    writeFileSync(join(folder, stores.SUMMARY_FILE), `${JSON.stringify(summary, null, 2)}\n`)
    shown.stop()
    const report =
      reported && (await reportOf(reported, summary, { file, folder, band: options.band, signal: interrupt.signal }))
    const format = { color: pc.isColorSupported, folder, ...(report && { report }) }
    log(options.json ? JSON.stringify(summary) : formatSummary(summary, format))
    return interrupt.signal.aborted ? 130 : 0
  } catch (error) {
    // What ended the run is what must be told: sealing and closing may fail for the same reason.
    const isKept = [() => journal.seal(), () => journalFile.close()].map(attempt).every(Boolean)
    shown.stop()
    if (isKept) console.error(`The journal up to here is kept: ${folder}`)
    if (isKept && options.report) console.error(`A report of it: ${reproduction(folder).at(-1)}`)
    throw error
  } finally {
    console.log = log
    shown.stop()
    interrupt.release()
  }
}

/** Loaded where a report is asked for: it is a fifth of all that a run loads. */
async function reportedRun(prepared: PreparedRun): Promise<ReportedRun> {
  const { ReportedRun } = await import('../scenario/reported-run.ts')
  return new ReportedRun(prepared)
}

interface ReportPlace {
  readonly file: string
  readonly folder: string
  readonly band: boolean
  readonly signal: AbortSignal
}

/** Writes the report of the run that was just made. One that was interrupted waits for no other runs. */
async function reportOf(
  reported: ReportedRun,
  summary: Summary,
  { file, folder, band, signal }: ReportPlace,
): Promise<SummaryFormat['report']> {
  const around = band && summary.end !== 'interrupted'
  const bands = around ? await bandOfRun(folder, dirname(resolve(file)), summary, signal) : null
  const made = await reported.finish(summary, { band: bands, reproduce: reproduction(folder) })
  return { page: await writeReport(folder, made), report: made.report }
}

/** Whether a step worked. */
function attempt(step: () => unknown): boolean {
  try {
    step()
    return true
  } catch {
    return false
  }
}
