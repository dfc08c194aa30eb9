/** `hftsim compare`: recorded runs, or the runs of a scenario's matrix, side by side. */
import { statSync } from 'node:fs'
import type { Command } from 'commander'
import pc from 'picocolors'
import { writeWhole } from '../disk/write-file.ts'
import type { Comparison } from '../report/compare/comparison.ts'
import { UsageError } from './errors.ts'
import { prepareOutput } from './files.ts'
import { onInterrupt } from './interrupt.ts'
import { oneMore, wholeNumber } from './option-values.ts'

interface CompareOptions {
  readonly set: readonly string[]
  readonly threads?: number
  readonly json?: boolean
  readonly csv?: string
  readonly html?: string
  readonly quiet?: boolean
}

export function addCompare(program: Command, done: (code: number) => void): void {
  program
    .command('compare')
    .description('Recorded runs side by side, with the first entry at which they part; or the runs of a matrix.')
    .argument('<what...>', 'run folders, or one scenario with a matrix; the first run is the baseline')
    .option('--set <path=value>', 'change a value of the scenario; may be repeated', oneMore, [])
    .option('--threads <count>', 'runs at a time (default: as many as the machine has cores)', wholeNumber)
    .option('--json', 'print the comparison as one JSON object')
    .option('--csv <file>', 'also write the figures as CSV')
    .option('--html <file>', 'also write a page')
    .option('--quiet', 'no progress')
    .action(async (what: string[], options: CompareOptions) => done(await compare(what, options)))
}

async function compare(what: readonly string[], options: CompareOptions): Promise<number> {
  const ofMatrix = isScenario(what)
  for (const file of [options.csv, options.html]) if (file !== undefined) prepareOutput(file, { overwrite: true })
  const { formatComparison } = await import('../report/compare/terminal.ts')
  const comparison = ofMatrix ? await compareMatrix(what[0]!, options) : await compareFolders(what, options)
  if (options.csv !== undefined) {
    const { comparisonCsv } = await import('../report/compare/csv.ts')
    writeWhole(options.csv, comparisonCsv(comparison))
  }
  if (options.html !== undefined) {
    const { comparisonPage } = await import('../report/compare/page.ts')
    writeWhole(options.html, comparisonPage(comparison))
  }
  console.log(options.json ? JSON.stringify(comparison) : formatComparison(comparison, { color: pc.isColorSupported }))
  return comparison.runs.some(({ error }) => error !== null) ? 1 : 0
}

function isScenario(what: readonly string[]): boolean {
  const files = what.filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
  const looksLikeScenario = files.filter((path) => /\.ya?ml$/i.test(path))
  if (looksLikeScenario.length === 0) return false
  if (what.length === 1) return true
  const why = `${looksLikeScenario[0]} is a scenario: compare takes run folders, or one scenario with a matrix alone.`
  throw new UsageError({}, why)
}

async function compareFolders(folders: readonly string[], { set }: CompareOptions): Promise<Comparison> {
  if (set.length > 0) throw new UsageError({ path: '--set' }, 'is for a scenario: recorded runs are what they are.')
  if (folders.length === 1) {
    throw new UsageError(
      { file: folders[0]! },
      'is one run alone: name the runs to compare, or a scenario with a matrix.',
    )
  }
  const [{ recordedInputs, partingsOf }, { compareRuns }] = await Promise.all([
    import('../scenario/recorded-input.ts'),
    import('../report/compare/comparison.ts'),
  ])
  const recorded = recordedInputs(folders)
  const inputs = recorded.map(({ input }) => input)
  return compareRuns(inputs, { of: 'runs', scenario: null, partings: partingsOf(recorded) })
}

async function compareMatrix(file: string, { set, threads, quiet, json }: CompareOptions): Promise<Comparison> {
  const [{ matrixInputs }, { compareRuns }, { progress }] = await Promise.all([
    import('../scenario/matrix-runs.ts'),
    import('../report/compare/comparison.ts'),
    import('./progress.ts'),
  ])
  const { signal, release } = onInterrupt()
  let shown: ReturnType<typeof progress> | undefined
  const onDone = (done: number, total: number): void => {
    shown ??= progress(total, { silent: quiet === true || json === true, unit: 'runs' })
    shown.update(done)
  }
  try {
    const inputs = await matrixInputs(file, set, { threads, signal, onDone })
    return compareRuns(inputs, { of: 'matrix', scenario: file, partings: [] })
  } finally {
    shown?.stop()
    release()
  }
}
