/** What a comparison is made from: recorded runs in their folders, or the runs of a scenario's matrix. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { InputError } from '../core/bug.ts'
import { canonicalJson } from '../journal/canonical-json.ts'
import type { JournalEntry } from '../journal/entries.ts'
import { instrumentFrom } from '../market/instrument.ts'
import { EquitySampleColumns } from '../projections/equity-samples.ts'
import { foldJournal, RunProjections } from '../projections/run-projections.ts'
import type { RunInput } from '../report/compare/comparison.ts'
import { type Parting, partingOf, type ReadableRun } from '../report/compare/parting.ts'
import { settingDifferences } from '../report/compare/setting-differences.ts'
import { REPORT_FILE, type RunReport } from '../report/run-report.ts'
import { buildSummary, environmentFree, type Result, type Summary } from '../report/summary.ts'
import { readJournal, SUMMARY_FILE } from '../stores/journal-file.ts'
import type { JobOutcome, ScenarioRun } from './jobs/run-job.ts'
import { type RunJobsOptions, runJobs } from './jobs/run-jobs.ts'
import { type LoadedScenario, loadScenario } from './load.ts'
import { type Matrix, type MatrixCell, matrixCells, matrixValues, problemWords } from './matrix.ts'
import { prepareRun, type RunManifest } from './prepare.ts'
import { ScenarioError, type ScenarioProblem } from './problems.ts'
import { runId } from './run-folder.ts'

/** A recorded run, read once. */
export interface RecordedInput {
  readonly input: RunInput
  readonly readable: ReadableRun
  readonly manifest: RunManifest
}

/** Reads the runs in these folders. Throws `InputError` where one holds no run, or a damaged one. */
export function recordedInputs(folders: readonly string[]): RecordedInput[] {
  const labels = labelsOf(folders)
  return folders.map((folder, i) => recordedInput(folder, labels[i]!))
}

/** Where each of the others parts from the first. */
export function partingsOf([first, ...others]: readonly RecordedInput[]): Parting[] {
  return others.map((other) => {
    const settings = settingDifferences(first!.manifest, other.manifest)
    return partingOf(first!.readable, other.readable, settings)
  })
}

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
  const data = Object.entries(values).filter(([path]) => /^\s*(data|\d+)\b/.test(path))
  const named = { label, values, folder: null, data: JSON.stringify(data) }
  if ('error' in outcome) {
    return { ...named, runId: null, result: null, error: outcome.error.message, samples: [], report: null }
  }
  const { result, runId: id, samples = [], report = null } = outcome.result
  return { ...named, runId: id, result, error: null, samples, report }
}

function recordedInput(folder: string, label: string): RecordedInput {
  const { reader, manifest: read, path, close } = readJournal(folder)
  try {
    const manifest = read as RunManifest
    if (manifest.format !== 'hftsim-run') throw new InputError({ file: path }, 'is not the journal of a run.')
    const instruments = manifest.instruments.map((spec, id) => instrumentFrom(spec, id))
    const columns = new EquitySampleColumns()
    const { sampleEvery } = manifest.scenario.metrics
    const options = { sampleEveryNs: sampleEvery, onSample: columns.take }
    const projections = foldJournal(reader, new RunProjections(instruments, options))
    if (reader.problem?.kind === 'corrupt') {
      const { seq, byteOffset, what } = reader.problem
      throw new InputError({ file: path }, `is damaged at entry ${seq}, byte ${byteOffset}: ${what}.`)
    }
    const { name } = manifest.scenario
    const folded = { scenario: name, epochNs: manifest.epochNs, projections, rootHash: reader.rootSoFar }
    const result = withMeasured(environmentFree(buildSummary(folded)), folder)
    const report = keptJson<RunReport>(join(folder, REPORT_FILE))
    const input: RunInput = {
      label,
      values: {},
      folder,
      runId: runId(manifest),
      result,
      error: null,
      samples: columns.columns(),
      report: report?.result?.rootHash === result.rootHash ? report : null,
      // The same rows under another name are the same data.
      data: canonicalJson([manifest.epochNs, manifest.data.map((files) => files.map((file) => file.contentHash))]),
    }
    const shown = manifest.instruments.map((spec, id) => instrumentFrom({ ...spec, symbol: spec.alias }, id))
    return { input, readable: { label, instruments: shown, read: (look) => reading(folder, look) }, manifest }
  } finally {
    close()
  }
}

function reading<T>(folder: string, look: (entries: Iterable<JournalEntry>) => T): T {
  const { reader, close } = readJournal(folder)
  try {
    return look(reader)
  } finally {
    close()
  }
}

/** With the market rows and the feed leg, which a journal does not hold, where the run's own summary has them. */
function withMeasured(result: Result, folder: string): Result {
  const kept = keptJson<Summary>(join(folder, SUMMARY_FILE))
  return kept?.rootHash === result.rootHash ? environmentFree(kept) : result
}

/** What a file beside the journal holds; undefined without one that can be read: the journal is what counts. */
function keptJson<T>(file: string): (Partial<T> & T) | undefined {
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<T> & T
  } catch {
    return undefined
  }
}

/** The last names of the folders, as many as tell them apart; of one that is given twice, with its place. */
function labelsOf(folders: readonly string[]): string[] {
  const paths = folders.map((folder) => resolve(folder))
  if (new Set(paths.map((path) => basename(path))).size === folders.length) return paths.map((path) => basename(path))
  return folders.map((folder, i) => (paths.indexOf(paths[i]!) === i ? folder : `${folder} (${i + 1})`))
}
