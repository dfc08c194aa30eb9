/** `hftsim report`: what can be concluded from a recorded run, as a page and as JSON. */
import type { Command } from 'commander'
import pc from 'picocolors'
import { scenarioFolderOf } from '../scenario/run-folder.ts'
import { prepareOutput } from './files.ts'
import { progress } from './progress.ts'

interface ReportOptions {
  readonly band: boolean
  readonly from?: string
  readonly json?: boolean
  readonly out?: string
  readonly quiet?: boolean
}

export function addReport(program: Command, done: (code: number) => void): void {
  program
    .command('report')
    .description(
      'Execute a recorded run again and write its report: report.html to read, report.json with the figures.',
    )
    .argument('<run>', 'run folder')
    .option('--no-band', 'leave out the two runs under pessimistic and optimistic models')
    .option('--from <folder>', "folder that the scenario's paths are relative to (default: where the scenario lay)")
    .option('--out <file>', "write the page here and leave the run's folder as it is")
    .option('--json', 'print report.json on standard output')
    .option('--quiet', 'no progress')
    .action(async (folder: string, options: ReportOptions) => done(await report(folder, options)))
}

async function report(folder: string, options: ReportOptions): Promise<number> {
  const [{ recordedScenario }, { prepareRun }, { reportRun }, { formatSummary }, written] = await Promise.all([
    import('../scenario/replay.ts'),
    import('../scenario/prepare.ts'),
    import('../scenario/report-run.ts'),
    import('../report/terminal.ts'),
    import('./write-report.ts'),
  ])
  if (options.out !== undefined) prepareOutput(options.out, { overwrite: true })
  const from = options.from ?? scenarioFolderOf(folder)
  const prepared = await prepareRun(recordedScenario(folder, from))
  const shown = progress(prepared.totalRows, { silent: options.quiet === true || options.json === true })
  const made = await reportRun(prepared, folder, {
    onProgress: shown.update,
    reproduce: written.reproduction(folder),
    ...(options.band && { bandAround: (result) => written.bandOfRun(folder, from, result) }),
  }).finally(() => shown.stop())
  const page = await written.writeReport(folder, made, options.out)
  if (options.json) console.log(JSON.stringify(made.report))
  else {
    const told = { page, report: made.report }
    console.log(formatSummary(made.summary, { color: pc.isColorSupported, folder, report: told }))
  }
  return 0
}
