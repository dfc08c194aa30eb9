/** Reads a scenario: YAML, changes from the command line, check, defaults. All that is wrong is reported at once. */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { InputError } from '../core/bug.ts'
import type { FullScenario } from './full-scenario.ts'
import { missingFile } from './missing-file.ts'
import { applyOverrides } from './overrides.ts'
import { type Path, ScenarioError, type ScenarioProblem } from './problems.ts'
import { scenarioSchema } from './schema.ts'
import { schemaProblems } from './schema-problems.ts'
import { YamlSource } from './yaml-source.ts'

export interface LoadedScenario {
  /** Path of the file as it was given. */
  readonly file: string
  readonly full: FullScenario
  /** Absolute path of a file that the scenario names. */
  resolve(path: string): string
  /** A problem found later, such as a parameter that the strategy refuses, at its place in the file. */
  problemAt(path: Path, message: string, at?: 'key' | 'value'): ScenarioProblem
}

/** Reads and checks a scenario and looks for the files that it names. Throws `ScenarioError` with everything wrong. */
export async function loadScenario(file: string, overrides: readonly string[] = []): Promise<LoadedScenario> {
  const missing = await missingFile(file)
  if (missing) throw new InputError({ file }, missing)
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new InputError({ file }, `Cannot be read: ${error.message}.`)
  })
  const { scenario, input } = check(text, file, overrides)
  const problems: ScenarioProblem[] = []
  for (const { path, name } of namedFiles(scenario.full, input)) {
    const why = await missingFile(scenario.resolve(name))
    if (why) problems.push(scenario.problemAt(path, why))
  }
  if (problems.length > 0) throw new ScenarioError(problems)
  return scenario
}

/** Checks a scenario's text. `file` is where it stands: its name in messages, and what its paths are relative to. */
export function parseScenario(text: string, file: string, overrides: readonly string[] = []): LoadedScenario {
  return check(text, file, overrides).scenario
}

interface Checked {
  readonly scenario: LoadedScenario
  /** As written, before defaults. */
  readonly input: unknown
}

function check(text: string, file: string, overrides: readonly string[]): Checked {
  const source = new YamlSource(text, file)
  const problems = [...source.problems, ...applyOverrides(source, overrides)]
  const input = source.toJson()
  const result = scenarioSchema.safeParse(input)
  if (!result.success) {
    const found = schemaProblems(result.error.issues, input)
    problems.push(...found.map(({ path, message, at }) => source.problemAt(path, message, at)))
  }
  if (!result.success || problems.length > 0) throw new ScenarioError(problems)
  const scenario: LoadedScenario = {
    file,
    full: result.data,
    resolve: (path) => resolve(dirname(file), path),
    problemAt: (path, message, at) => source.problemAt(path, message, at),
  }
  return { scenario, input }
}

/** Every file that a scenario names, with the path of the field. */
function namedFiles(full: FullScenario, input: unknown): { readonly path: Path; readonly name: string }[] {
  const files: { path: Path; name: string }[] = []
  const { data: written } = input as { data: Readonly<Record<string, unknown>> }
  for (const [alias, entry] of Object.entries(full.data)) {
    const form = written[alias]
    for (const [i, name] of entry.files.entries()) {
      const inEntry = typeof form === 'string' ? [] : Array.isArray(form) ? [i] : ['files', i]
      files.push({ path: ['data', alias, ...inEntry], name })
    }
  }
  for (const [venue, { latency, queue, fill, fees }] of Object.entries(full.venues)) {
    const at = (...path: string[]): Path => ['venues', venue, ...path]
    if ('file' in latency) files.push({ path: at('latency', 'file'), name: latency.file })
    if ('use' in latency) files.push({ path: at('latency', 'use'), name: latency.use })
    if ('use' in queue) files.push({ path: at('queue', 'model'), name: queue.use })
    if ('use' in fill) files.push({ path: at('fill', 'model'), name: fill.use })
    if ('use' in fees) files.push({ path: at('fees', 'use'), name: fees.use })
  }
  files.push({ path: ['strategy', 'use'], name: full.strategy.use })
  return files
}
