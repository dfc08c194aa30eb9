/** Whole runs for tests: in this process, and in another one as a user would start it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import type { Summary } from '../../src/report/summary.ts'
import { loadScenario, parseScenario } from '../../src/scenario/load.ts'
import { prepareRun } from '../../src/scenario/prepare.ts'
import { reporting } from '../../src/scenario/reporting.ts'
import { executeRun } from '../../src/scenario/run.ts'
import { sha256 } from '../../src/stores/journal-file.ts'

export const ROOT: string = resolve(import.meta.dirname, '../..')

/** A folder that is gone when the test is. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hftsim-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs a scenario in this process; the journal goes nowhere but into the root hash. */
export async function runScenario(file: string, overrides: readonly string[] = []): Promise<Summary> {
  return summaryOf(await loadScenario(file, overrides))
}

/** The same for a scenario given as text, with paths relative to the project. */
export async function runText(text: string): Promise<Summary> {
  return summaryOf(parseScenario(text, join(ROOT, 'text.yaml')))
}

async function summaryOf(loaded: Parameters<typeof prepareRun>[0]): Promise<Summary> {
  const prepared = await prepareRun(loaded)
  const journal = new JournalWriter(prepared.manifest, sha256, () => {})
  const { sink, summarise } = reporting(prepared, journal)
  return summarise(await executeRun(prepared, sink), journal.seal())
}

/** Runs the command line's sources under some Node, as a process of its own. */
export function runProcess(node: string, args: readonly string[]): { status: number | null; out: string; err: string } {
  const entry = `import { main } from ${JSON.stringify(join(ROOT, 'src/cli/main.ts'))}
    process.exitCode = await main(process.argv.slice(1))`
  const { status, stdout, stderr } = spawnSync(node, ['--input-type=module', '-e', entry, '--', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return { status, out: stdout, err: stderr }
}
