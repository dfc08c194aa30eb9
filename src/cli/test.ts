/** `hftsim test`: runs scenarios and holds each to its expectations and to its golden result. */
import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { missingFile } from '../disk/missing-file.ts'
import type { SuiteOptions, Verdict } from '../scenario/expect/suite.ts'
import { UsageError } from './errors.ts'
import { Interrupted, onInterrupt } from './interrupt.ts'
import { wholeNumber } from './option-values.ts'

const DEFAULT_FOLDER = 'scenarios'

interface TestOptions {
  readonly update?: boolean
  readonly watch?: boolean
  readonly junit?: string
  readonly filter?: string
  readonly threads?: number
  readonly allowMissingData?: boolean
}

export function addTest(program: Command, done: (code: number) => void): void {
  program
    .command('test')
    .description('Run scenarios and check what they expect, and that they give their golden results.')
    .argument('[paths...]', `scenarios, or folders of them (default: ${DEFAULT_FOLDER})`)
    .option('--filter <text>', 'only scenarios whose path has this in it')
    .option('--update', 'write golden results: those that are there, and those of scenarios named by their own file')
    .option('--watch', 'run again what a changed file belongs to, until Ctrl-C')
    .option('--junit <file>', 'also write the outcome as JUnit XML')
    .option('--threads <count>', 'scenarios side by side (default: as many as the machine has processors)', wholeNumber)
    .option('--allow-missing-data', 'leave out scenarios whose data files are not there, instead of failing')
    .action(async (paths: string[], options: TestOptions) => done(await test(paths, options)))
}

async function test(given: readonly string[], options: TestOptions): Promise<number> {
  const paths = given.length > 0 ? given : [DEFAULT_FOLDER]
  for (const path of paths) await refuseUnknown(path)
  if (options.watch && options.update) {
    throw new UsageError({}, '--watch and --update do not go together: every change would become the measure.')
  }
  const interrupt = onInterrupt()
  try {
    if (!options.watch) return await testOnce(paths, options, interrupt.signal)
    const { watchScenarios } = await import('./watch-scenarios.ts')
    await watchScenarios(paths, options.filter, interrupt.signal, async (files) => {
      if (files !== paths) console.log('')
      await testOnce(files, options, interrupt.signal)
    })
    return 0
  } catch (error) {
    // Ctrl-C is how watching ends.
    if (options.watch && error instanceof Interrupted) return 0
    throw error
  } finally {
    interrupt.release()
  }
}

/** One round over the paths; prints as it goes, and gives the exit code. */
async function testOnce(paths: readonly string[], options: TestOptions, signal: AbortSignal): Promise<number> {
  const [{ findScenarios, testScenarios }, { totalsLine, verdictLines }] = await Promise.all([
    import('../scenario/expect/suite.ts'),
    import('./test-lines.ts'),
  ])
  const { filter, update, threads, allowMissingData } = options
  const files = findScenarios(paths, filter).map(({ file }) => file)
  if (files.length === 0) {
    const those = filter === undefined ? '' : ` with "${filter}" in its path`
    throw new UsageError({}, `There is no scenario${those} in ${paths.join(', ')}.`)
  }
  const nameWidth = Math.max(...files.map((file) => file.length))
  const startedMs = performance.now()
  const suite: SuiteOptions = {
    ...{ filter, update, threads, allowMissingData, signal },
    onVerdict: (verdict) => console.log(verdictLines(verdict, nameWidth).join('\n')),
  }
  const verdicts = await testScenarios(paths, suite)
  console.log(`\n${totalsLine(verdicts, (performance.now() - startedMs) / 1000)}`)
  if (options.junit !== undefined) await writeJUnit(options.junit, verdicts)
  return exitCode(verdicts)
}

/** Where nothing at all was tested, nothing is known to be right. */
function exitCode(verdicts: readonly Verdict[]): number {
  if (verdicts.some(({ status }) => status === 'failed')) return 1
  if (verdicts.some(({ status }) => status !== 'not-tested')) return 0
  console.error('Nothing was tested: no scenario has an expect section or a golden result.')
  return 1
}

async function writeJUnit(file: string, verdicts: readonly Verdict[]): Promise<void> {
  const [{ junitXml }, { junitCase }, { OutputFile }, { prepareOutput }] = await Promise.all([
    import('../report/junit.ts'),
    import('./test-lines.ts'),
    import('../data/output-file.ts'),
    import('./files.ts'),
  ])
  prepareOutput(file, { overwrite: true })
  const output = new OutputFile(file, { overwrite: true })
  output.write(new TextEncoder().encode(junitXml('hftsim', verdicts.map(junitCase))))
  output.commit()
}

async function refuseUnknown(path: string): Promise<void> {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return
  throw new UsageError({}, (await missingFile(path)) ?? `There is no "${path}".`)
}
