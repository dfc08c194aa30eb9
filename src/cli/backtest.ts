/** `hftsim backtest`: one scenario, from its file to a summary and a journal. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import pc from 'picocolors'
import { runId, unusedFolder, writeEnvironment } from '../scenario/run-folder.ts'
import { onInterrupt } from './interrupt.ts'
import { oneMore } from './option-values.ts'
import { progress } from './progress.ts'

interface BacktestOptions {
  readonly set: readonly string[]
  readonly out?: string
  readonly force?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
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
  const interrupt = onInterrupt()
  const shown = progress(totalRows, { silent: options.quiet === true || options.json === true })
  const journal = new JournalWriter(manifest, stores.sha256, (bytes) => journalFile.append(bytes))
  try {
    writeEnvironment(folder, file)
    const { sink, summarise } = reporting(prepared, journal)
    const outcome = await executeRun(prepared, sink, { onProgress: shown.update, signal: interrupt.signal })
    const summary = summarise(outcome, journal.seal())
    journalFile.close()
    writeFileSync(join(folder, stores.SUMMARY_FILE), `${JSON.stringify(summary, null, 2)}\n`)
    shown.stop()
    console.log(options.json ? JSON.stringify(summary) : formatSummary(summary, { color: pc.isColorSupported, folder }))
    return outcome.end === 'interrupted' ? 130 : 0
  } catch (error) {
    // What ended the run is what must be told: sealing and closing may fail for the same reason.
    const isKept = [() => journal.seal(), () => journalFile.close()].map(attempt).every(Boolean)
    shown.stop()
    if (isKept) console.error(`The journal up to here is kept: ${folder}`)
    throw error
  } finally {
    shown.stop()
    interrupt.release()
  }
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
