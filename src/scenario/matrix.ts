/**
 * The matrix of a scenario: values that some of its fields take in turn, and the runs that follow from all combinations
 * of them. It is no part of what a run is made of: each run is the scenario with its own values.
 */
import { show } from '../core/quantity.ts'
import type { Path, ScenarioProblem } from './problems.ts'

/** By path, as for `--set`: the values that the field takes, each named by itself or by a name. */
export type Matrix = Readonly<Record<string, MatrixValues>>
export type MatrixValues = readonly unknown[] | Readonly<Record<string, unknown>>

/** One combination. */
export interface MatrixCell {
  /** Such as "profile=optimistic model=LogProb"; paths are cut to what tells them apart. */
  readonly label: string
  /** The name of the value that each path has, by the path as written. */
  readonly values: Readonly<Record<string, string>>
  /** `path=value`, as for `--set`. */
  readonly overrides: readonly string[]
}

/** The runs of a comparison stand side by side, in memory and in one table: more than these are for a sweep. */
export const MATRIX_RUNS_MAX = 1000

/** All combinations: the last path changes fastest, and values stand in the order of the file. */
export function matrixCells(matrix: Matrix): MatrixCell[] {
  const short = shortPaths(Object.keys(matrix))
  let cells: MatrixCell[] = [{ label: '', values: {}, overrides: [] }]
  for (const [path, values] of Object.entries(matrix)) {
    cells = cells.flatMap((cell) =>
      namedValues(values).map(({ name, override }) => ({
        label: `${cell.label} ${short.get(path)}=${name}`.trimStart(),
        values: { ...cell.values, [path]: name },
        overrides: [...cell.overrides, `${path}=${override}`],
      })),
    )
  }
  return cells
}

/** One value of a matrix, with its change alone. */
export interface MatrixValue {
  readonly path: string
  /** Where it stands within the values of the path. */
  readonly key: string | number
  /** `path=value`, as for `--set`. */
  readonly override: string
}

export function matrixValues(matrix: Matrix): MatrixValue[] {
  return Object.entries(matrix).flatMap(([path, values]) =>
    namedValues(values).map(({ key, override }) => ({ path, key, override: `${path}=${override}` })),
  )
}

/**
 * What is wrong with a matrix, each thing at its value. `problemsWith` checks the whole scenario under one more
 * `path=value`; the scenario without must be right.
 */
export function matrixProblems(
  matrix: Matrix,
  problemsWith: (override: string) => readonly ScenarioProblem[],
  problemAt: (path: Path, message: string, at?: 'key' | 'value') => ScenarioProblem,
): ScenarioProblem[] {
  const runs = Object.values(matrix).reduce((product, values) => product * Object.keys(values).length, 1)
  if (runs > MATRIX_RUNS_MAX) {
    const few = 'Take fewer values, or search among them with "hftsim sweep".'
    const message = `That makes ${runs.toLocaleString('en-US')} runs: at most ${MATRIX_RUNS_MAX}. ${few}`
    return [problemAt(['matrix'], message, 'key')]
  }
  const problems: ScenarioProblem[] = []
  for (const [path, values] of Object.entries(matrix)) {
    const [first = ''] = path.trim().split('.')
    if (first === 'matrix' || first === 'expect') {
      const message = `"${first}" is no part of what a run is made of: a matrix cannot change it.`
      problems.push(problemAt(['matrix', path], message, 'key'))
      continue
    }
    const names = new Set<string>()
    for (const { name, key, override } of namedValues(values)) {
      if (names.has(name)) problems.push(problemAt(['matrix', path, key], `${show(name)} is given twice: keep one.`))
      names.add(name)
      const found = problemsWith(`${path}=${override}`)
      // A path that does not exist is wrong once, whatever its values are.
      const badPath = found.find((problem) => problem.path === '')
      if (badPath) {
        problems.push(problemAt(['matrix', path], badPath.message, 'key'))
        break
      }
      problems.push(...found.map((problem) => problemAt(['matrix', path, key], problemWords(problem, path))))
    }
  }
  return problems
}

/** The message, with the field that it is about where that is not the one that the matrix names. */
export function problemWords({ path, message }: ScenarioProblem, matrixPath: string): string {
  return path.split('.').at(-1) === matrixPath.split('.').at(-1) ? message : `${path}: ${message}`
}

interface NamedValue {
  readonly name: string
  /** Where it stands within the values. */
  readonly key: string | number
  /** As YAML on one line. */
  readonly override: string
}

function namedValues(values: MatrixValues): NamedValue[] {
  if (!isList(values)) {
    return Object.entries(values).map(([name, value]) => ({ name, key: name, override: JSON.stringify(value) }))
  }
  return values.map((value, key) => {
    const override = JSON.stringify(value)
    return { name: typeof value === 'string' ? value : override, key, override }
  })
}

function isList(values: MatrixValues): values is readonly unknown[] {
  return Array.isArray(values)
}

/** Each path by as many of its last names as tell it from the others. */
function shortPaths(paths: readonly string[]): Map<string, string> {
  const lastNames = (path: string, count: number): string => path.split('.').slice(-count).join('.')
  return new Map(
    paths.map((path) => {
      let count = 1
      while (paths.some((other) => other !== path && lastNames(other, count) === lastNames(path, count))) count++
      return [path, lastNames(path, count)]
    }),
  )
}
