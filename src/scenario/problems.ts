/** What is wrong with a scenario, each thing where it was written, all of it at once. */
import { formatPlace, InputError, type InputPlace } from '../core/bug.ts'

export type Path = readonly (string | number)[]

export interface ScenarioProblem {
  /** The file, or the `--set …` that it was given by. */
  readonly file: string
  /** From 1; 0 where there are no lines. */
  readonly line: number
  readonly column: number
  /** Dotted path of the field, such as `venues.binance-usdm.queue.model`; empty for the whole file. */
  readonly path: string
  readonly message: string
}

/** The answer to a scenario that cannot be run. */
export class ScenarioError extends InputError {
  override name = 'ScenarioError'
  readonly problems: readonly ScenarioProblem[]

  /** `problems` may not be empty. They are put in the order of the file. */
  constructor(problems: readonly ScenarioProblem[]) {
    const sorted = problems.toSorted(compare)
    const [first, ...others] = sorted
    const rest = others.map((problem) => `\n${formatPlace(placeOf(problem))}${format(problem)}`)
    super(placeOf(first!), `${format(first!)}${rest.join('')}`)
    this.problems = sorted
  }
}

export function formatPath(path: Path): string {
  return path.join('.')
}

function placeOf({ file, line, column, path }: ScenarioProblem): InputPlace {
  return line === 0 ? { file, path } : { file, line, column, path }
}

/** What is accepted goes to a line of its own, below what is wrong. */
function format({ message }: ScenarioProblem): string {
  return message.replace(/\s+(?=One of: )/, '\n  ')
}

/** By place; what came from the command line has no line and goes last, in the order given. */
function compare(a: ScenarioProblem, b: ScenarioProblem): number {
  const line = (problem: ScenarioProblem): number => problem.line || Number.MAX_SAFE_INTEGER
  return line(a) - line(b) || a.column - b.column
}
