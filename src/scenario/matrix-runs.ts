/** The runs of a scenario's matrix, for a comparison. */
import { InputError } from '../core/bug.ts'
import type { RunInput } from '../report/compare/comparison.ts'
import type { JobOutcome, ScenarioRun } from './jobs/run-job.ts'
import { type RunJobsOptions, runJobs } from './jobs/run-jobs.ts'
import { type LoadedScenario, loadScenario } from './load.ts'
import { type Matrix, type MatrixCell, matrixCells, matrixValues, problemWords } from './matrix.ts'
import { namesData } from './names-data.ts'
import { prepareRun } from './prepare.ts'
import { ScenarioError, type ScenarioProblem } from './problems.ts'

export interface MatrixRunOptions extends Pick<RunJobsOptions, 'threads' | 'signal'> {
  /** Once for each run that is done. */
  readonly onDone?: (done: number, total: number) => void
}

/**
 * Runs every combination of a scenario's matrix. Throws `InputError` where there is no matrix and `ScenarioError` for
 * what is wrong with a combination; a run that fails on its way has its error in its place.
 */
export async function matrixInputs(
  file: string,
  set: readonly string[],
  { threads, signal, onDone }: MatrixRunOptions = {},
): Promise<RunInput[]> {
  const loaded = await loadScenario(file, set)
  const { matrix } = loaded.beside ?? {}
  if (matrix === undefined) {
    const example = 'matrix: { venues.0.latency.profile: [optimistic, realistic, pessimistic] }'
    throw new InputError({ file }, `has no matrix, so there is one run and nothing to compare. Such as "${example}".`)
  }
  const cells = matrixCells(matrix)
  const jobs = cells.map(({ overrides }): ScenarioRun => ({ file, overrides: [...set, ...overrides] }))
  await checkPrepared(loaded, matrix, set)
  let done = 0
  const outcomes = await runJobs(
    jobs.map((job) => ({ ...job, samples: true, report: true })),
    { threads, signal, onDone: () => onDone?.(++done, jobs.length) },
  )
  return cells.map((cell, i) => matrixInput(cell, outcomes[i]!))
}

/**
 * The schema has seen every value; what needs the strategy, the data or other files is looked at before the first run
 * is made. Throws `ScenarioError` with every value that cannot be run.
 */
async function checkPrepared(loaded: LoadedScenario, matrix: Matrix, set: readonly string[]): Promise<void> {
  const problems: ScenarioProblem[] = []
  await prepareRun(loaded)
  for (const { path, key, override } of matrixValues(matrix)) {
    try {
      await prepareRun(await loadScenario(loaded.file, [...set, override]))
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      const at = ['matrix', path, key]
      problems.push(...error.problems.map((problem) => loaded.problemAt(at, problemWords(problem, path))))
    }
  }
  if (problems.length > 0) throw new ScenarioError(problems)
}

function matrixInput({ label, values }: MatrixCell, outcome: JobOutcome): RunInput {
  const data = Object.entries(values).filter(([path]) => namesData(path))
  const named = { label, values, folder: null, data: JSON.stringify(data) }
  if ('error' in outcome) {
    return { ...named, runId: null, result: null, error: outcome.error.message, samples: [], report: null }
  }
  const { result, runId: id, samples = [], report = null } = outcome.result
  return { ...named, runId: id, result, error: null, samples, report }
}
