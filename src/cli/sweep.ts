/** `hftsim sweep`: one scenario with many values of its parameters, side by side, and what to think of the best. */
import { join } from 'node:path'
import type { Command } from 'commander'
import { shellWord } from '../core/shell-word.ts'
import { writeWhole } from '../disk/write-file.ts'
import type { SweepRun } from '../report/sweep/sweep-results.ts'
import type { Search } from '../scenario/sweep/search.ts'
import type { SweepFolder } from '../scenario/sweep/sweep-folder.ts'
import type { SweepPlan, SweepRequest } from '../scenario/sweep/sweep-plan.ts'
import { noSuchValue, UsageError } from './errors.ts'
import { onInterrupt } from './interrupt.ts'
import { oneMore, wholeNumber } from './option-values.ts'
import { sweepProgress } from './sweep-progress.ts'

interface SweepOptions {
  readonly param: readonly string[]
  readonly set: readonly string[]
  readonly search: string
  readonly samples?: number
  readonly seed?: number
  readonly eta?: number
  readonly metric: string
  readonly minimise?: boolean
  readonly walkForward?: number
  readonly window: string
  readonly threads?: number
  readonly out?: string
  readonly resume?: boolean
  readonly json?: boolean
  readonly quiet?: boolean
}

const SEARCHES = ['grid', 'random', 'halving']
const WINDOWS = ['anchored', 'rolling']

export function addSweep(program: Command, done: (code: number) => void): void {
  program
    .command('sweep')
    .description('Run a scenario with many values of its parameters: the best, and how far luck explains it.')
    .argument('<scenario>', 'YAML file')
    .option(
      '--param <name=values>',
      'what to vary: a parameter of the strategy or a path in the scenario; 1,2,5 or 1..10 or 0..1:0.25; repeatable',
      oneMore,
      [],
    )
    .option('--set <path=value>', 'change a value of the scenario in all runs; may be repeated', oneMore, [])
    .option('--search <how>', 'grid: all points. random: some. halving: many on little data, few on all of it', 'grid')
    .option('--samples <n>', 'points that random search, or the first rung of halving, tries', wholeNumber)
    .option('--seed <n>', 'of the choice of points (default: 1)', wholeNumber)
    .option('--eta <n>', 'of halving: one in so many goes on to the next rung (default: 3)', wholeNumber)
    .option('--metric <figure>', 'what the best is chosen by: a figure of docs/metrics.md', 'pnl.net')
    .option('--minimise', 'the smallest is the best')
    .option(
      '--walk-forward <folds>',
      'also choose on the past and judge on what comes next, in so many folds',
      wholeNumber,
    )
    .option('--window <which>', 'past of a walk forward: anchored at the beginning, or rolling', 'anchored')
    .option('--threads <n>', 'runs at a time (default: as many as the machine has processors)', wholeNumber)
    .option('--out <folder>', 'where the sweep goes (default: sweeps/<name>-<hash of what it is made of>)')
    .option('--resume', 'continue a sweep that broke off; nothing that is done is run again')
    .option('--json', 'print the results as one JSON object on standard output')
    .option('--quiet', 'no progress')
    .action(async (file: string, options: SweepOptions) => done(await sweep(file, options)))
}

async function sweep(file: string, options: SweepOptions): Promise<number> {
  const request = requestOf(file, options)
  const [{ planSweep }, { openSweepFolder }] = await Promise.all([
    import('../scenario/sweep/sweep-plan.ts'),
    import('../scenario/sweep/sweep-folder.ts'),
  ])
  const plan = await planSweep(request)
  const path = options.out ?? join('sweeps', `${plan.name}-${plan.sweepId}`)
  const folder = openSweepFolder(path, plan, { resume: options.resume === true })
  try {
    return await runAndWrite(plan, folder, options)
  } finally {
    folder.close()
  }
}

async function runAndWrite(plan: SweepPlan, folder: SweepFolder, options: SweepOptions): Promise<number> {
  const [{ runSweep }, { overridesOf }, { formatSweep }, { sweepParquet }, { sweepPage }] = await Promise.all([
    import('../scenario/sweep/run-sweep.ts'),
    import('../scenario/sweep/sweep-job.ts'),
    import('../report/sweep/sweep-table.ts'),
    import('../report/sweep/sweep-parquet.ts'),
    import('../report/sweep/sweep-page.ts'),
  ])
  const interrupt = onInterrupt()
  const shown = sweepProgress({ silent: options.quiet === true || options.json === true })
  const startedMs = performance.now()
  const before = folder.done.size
  try {
    const { threads = 0 } = options
    const results = await runSweep(plan, folder, { threads, signal: interrupt.signal, onProgress: shown.update })
    shown.stop()
    const write = (name: string, content: string | Uint8Array): void => writeWhole(join(folder.path, name), content)
    write('results.parquet', sweepParquet(results))
    write('results.json', `${JSON.stringify(results, null, 2)}\n`)
    write('sweep.html', sweepPage(results))
    const failed = results.runs.filter(({ error }) => error !== null).length
    const ran = folder.done.size - before + failed
    const seconds = (performance.now() - startedMs) / 1000
    const commandOf = ({ values, span }: SweepRun): string => {
      const overrides = overridesOf(plan, values, span).map((override) => `--set ${shellWord(override)}`)
      return ['hftsim backtest', shellWord(plan.request.file), ...overrides].join(' ')
    }
    const table = { folder: folder.path, ran, seconds, commandOf }
    console.log(options.json ? JSON.stringify(results) : formatSweep(results, table))
    return failed === results.runs.length ? 1 : 0
  } catch (error) {
    if (!interrupt.signal.aborted) throw error
    shown.stop()
    console.error(`Interrupted: ${folder.done.size} runs are kept in ${folder.path}. Go on with --resume.`)
    return 130
  } finally {
    shown.stop()
    interrupt.release()
  }
}

function requestOf(file: string, options: SweepOptions): SweepRequest {
  const { param, set, metric, minimise = false, walkForward: folds, window } = options
  const search = searchOf(options)
  if (!WINDOWS.includes(window)) throw noSuchValue({ path: '--window' }, window, 'no window', WINDOWS)
  if (folds === 0) throw new UsageError({ path: '--walk-forward' }, '0 is no number of folds: at least 1.')
  if (folds !== undefined && search.kind === 'halving') {
    throw new UsageError({ path: '--walk-forward' }, 'goes with grid and random search: halving has spans of its own.')
  }
  const walkForward = folds === undefined ? undefined : { folds, window: window as 'anchored' | 'rolling' }
  return { file, overrides: set, params: param, search, metric, minimise, walkForward }
}

function searchOf({ search, samples, seed = 1, eta = 3 }: SweepOptions): Search {
  if (samples === 0) throw new UsageError({ path: '--samples' }, '0 points are nothing to try: at least 1.')
  if (eta < 2) throw new UsageError({ path: '--eta' }, `${eta} lets all of them go on: at least 2.`)
  switch (search) {
    case 'grid':
      if (samples !== undefined) throw new UsageError({ path: '--samples' }, 'is for --search random and halving.')
      return { kind: 'grid' }
    case 'random':
      if (samples === undefined)
        throw new UsageError({ path: '--search random' }, 'needs --samples N: how many to try.')
      return { kind: 'random', samples, seed }
    case 'halving':
      return { kind: 'halving', ...(samples !== undefined && { samples }), seed, eta }
    default:
      throw noSuchValue({ path: '--search' }, search, 'no way to search', SEARCHES)
  }
}
