/**
 * Reads a scenario: YAML, changes from the command line, check, defaults. All that is wrong in the text is reported at
 * once, with the files that are not there.
 */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { InputError } from '../core/bug.ts'
import { missingFile } from '../disk/missing-file.ts'
import { type BesideScenario, type FullScenario, splitScenario } from './full-scenario.ts'
import { matrixProblems } from './matrix.ts'
import { applyOverrides } from './overrides.ts'
import { type Path, ScenarioError, type ScenarioProblem } from './problems.ts'
import { scenarioSchema } from './schema.ts'
import { isModulePath } from './schema-fields.ts'
import { schemaProblems } from './schema-problems.ts'
import { YamlSource } from './yaml-source.ts'

export interface LoadedScenario {
  /** Path of the file as it was given. */
  readonly file: string
  readonly full: FullScenario
  /** What the file says beside: what is expected of the run, and the matrix of runs to compare. */
  readonly beside?: BesideScenario
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
  const { full, beside, problems, input, resolve, problemAt } = checkAll(text, file, overrides)
  for (const { path, name } of namedFiles(input)) {
    const why = await missingFile(resolve(name))
    if (why) problems.push(problemAt(path, why))
  }
  if (full === undefined || problems.length > 0) throw new ScenarioError(problems)
  return { file, full, beside, resolve, problemAt }
}

/** Checks a scenario's text. `file` is where it stands: its name in messages, and what its paths are relative to. */
export function parseScenario(text: string, file: string, overrides: readonly string[] = []): LoadedScenario {
  const { full, beside, problems, resolve, problemAt } = checkAll(text, file, overrides)
  if (full === undefined || problems.length > 0) throw new ScenarioError(problems)
  return { file, full, beside, resolve, problemAt }
}

interface Checked extends Required<Pick<LoadedScenario, 'beside' | 'resolve' | 'problemAt'>> {
  /** Undefined where the text is no scenario; `problems` say why. */
  readonly full: FullScenario | undefined
  readonly problems: ScenarioProblem[]
  /** As written, before defaults. */
  readonly input: unknown
}

/** Also every value of the matrix, which the scenario must be right with. */
function checkAll(text: string, file: string, overrides: readonly string[]): Checked {
  const checked = check(text, file, overrides)
  const { beside, problems, problemAt } = checked
  if (beside.matrix === undefined || problems.length > 0) return checked
  const problemsWith = (override: string): ScenarioProblem[] => check(text, file, [...overrides, override]).problems
  return { ...checked, problems: matrixProblems(beside.matrix, problemsWith, problemAt) }
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
  const parts = result.data && splitScenario(result.data)
  return {
    full: parts?.full,
    beside: parts?.beside ?? {},
    problems,
    input,
    resolve: (path) => resolve(dirname(file), path),
    problemAt: (path, message, at) => source.problemAt(path, message, at),
  }
}

/** Every file that a scenario names, with the path of the field; also of one that is wrong elsewhere. */
function namedFiles(input: unknown): { readonly path: Path; readonly name: string }[] {
  const files: { path: Path; name: string }[] = []
  const add = (name: unknown, ...path: Path): void => {
    if (typeof name === 'string' && name !== '') files.push({ path, name })
  }
  const addModule = (name: unknown, ...path: Path): void => {
    if (typeof name === 'string' && isModulePath(name)) add(name, ...path)
  }
  const addAll = (names: unknown, ...path: Path): void => {
    if (Array.isArray(names)) for (const [i, name] of names.entries()) add(name, ...path, i)
  }
  const { data, venues, strategy } = fieldsOf(input)
  for (const [alias, entry] of Object.entries(fieldsOf(data))) {
    add(entry, 'data', alias)
    addAll(entry, 'data', alias)
    addAll(fieldsOf(entry)['files'], 'data', alias, 'files')
  }
  for (const [name, venue] of Object.entries(fieldsOf(venues))) {
    const { latency, queue, fill, fees } = fieldsOf(venue)
    add(fieldsOf(latency)['file'], 'venues', name, 'latency', 'file')
    addModule(fieldsOf(latency)['use'], 'venues', name, 'latency', 'use')
    addModule(fieldsOf(queue)['model'], 'venues', name, 'queue', 'model')
    addModule(fieldsOf(fill)['model'], 'venues', name, 'fill', 'model')
    addModule(fieldsOf(fees)['use'], 'venues', name, 'fees', 'use')
  }
  addModule(fieldsOf(strategy)['use'], 'strategy', 'use')
  return files
}

/** The fields of a map; of anything else none. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
