/**
 * Many runs side by side in worker threads over one copy of the data. Each job is a pure function, so the outcomes and
 * their order depend on the jobs alone; the number of threads changes nothing but the time that it takes.
 */
import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { packageModule } from '../../disk/own-files.ts'
import { namesData } from '../names-data.ts'
import { executeJob, loadJob } from './execute-job.ts'
import { reviveError } from './job-error.ts'
import type { JobAnswer } from './job-worker.ts'
import type { JobOutcome, RunJob } from './run-job.ts'
import { type SharedMarket, shareMarket } from './shared-market.ts'

/**
 * Rows of all jobs together up to which a thread of its own is not worth its start, which takes about as long as these:
 * half a second.
 */
const SHORT_WORK_ROWS = 4_000_000
/** What a job costs besides its rows, in rows: reading the scenario, loading the strategy. */
const JOB_ROWS = 200_000

export interface RunJobsOptions {
  /**
   * Threads that work, and no more than there are jobs. 1: this one. 0 or left out: as many as the machine has, but
   * this one alone for work that is done before another has started.
   */
  readonly threads?: number | undefined
  /** Called once for each job when it is done, in whatever order that happens. */
  readonly onDone?: (index: number, outcome: JobOutcome) => void
  /** Ends all work at once; `runJobs` then throws the signal's reason. What was told by `onDone` stays done. */
  readonly signal?: AbortSignal | undefined
  /** Market files in memory. By default those of the jobs, as far as `SHARED_BYTES_MAX` goes; `[]` for none. */
  readonly market?: SharedMarket | undefined
}

/** The outcomes in the order of the jobs. A job that fails has its error there; the others go on. */
export async function runJobs(jobs: readonly RunJob[], options: RunJobsOptions = {}): Promise<JobOutcome[]> {
  const outcomes: JobOutcome[] = []
  const onDone = (index: number, outcome: JobOutcome): void => {
    outcomes[index] = outcome
    options.onDone?.(index, outcome)
  }
  await runEach(jobs, { ...options, onDone })
  return outcomes
}

/**
 * The same, and nothing is held but what `onDone` takes: memory does not grow with the number of jobs. What `onDone`
 * throws ends all work and comes out of here; no other job is told then.
 */
export async function runEach(jobs: readonly RunJob[], options: RunJobsOptions): Promise<void> {
  const { signal, onDone } = options
  signal?.throwIfAborted()
  const files = jobs.length > 1 ? await marketFilesOf(jobs) : []
  const market = options.market ?? (await shareMarket(files))
  const threads = Math.min(options.threads || fittingThreads(jobs.length, files, market), jobs.length)
  let failed = false
  const done = (index: number, outcome: JobOutcome): void => {
    signal?.throwIfAborted()
    // The end of the threads ends jobs of which nobody may think that they failed of their own.
    if (failed) return
    try {
      onDone?.(index, outcome)
    } catch (error) {
      failed = true
      throw error
    }
  }
  if (threads > 1) await inWorkers(jobs, threads, market, done, signal)
  else for (const [index, job] of jobs.entries()) done(index, await outcomeOf(executeJob(job, { market, signal })))
}

/** As many as the machine has, but one for little work. Of a file that is not in memory nobody knows how long it is. */
export function fittingThreads(jobs: number, files: readonly string[], market: SharedMarket): number {
  const shared = new Map(market.map(({ path, rows }) => [path, rows]))
  if (files.some((path) => !shared.has(path))) return availableParallelism()
  const rows = market.reduce((sum, file) => sum + file.rows, 0)
  return jobs * (rows + JOB_ROWS) < SHORT_WORK_ROWS ? 1 : availableParallelism()
}

async function inWorkers(
  jobs: readonly RunJob[],
  threads: number,
  market: SharedMarket,
  done: (index: number, outcome: JobOutcome) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pool = new Piscina<RunJob, JobAnswer>({
    filename: packageModule('scenario/jobs/job-worker').href,
    name: 'answerJob',
    minThreads: threads,
    maxThreads: threads,
    workerData: market,
    // Workers wait for files and for esbuild, which a thread that sleeps between its tasks would not hear.
    atomics: 'disabled',
    // Flags of the process, such as -e, are about its own entry.
    execArgv: [],
  })
  const end = (): void => void pool.destroy()
  signal?.addEventListener('abort', end, { once: true })
  try {
    const all = jobs.map(async (job, index) => done(index, await outcomeOf(answerOf(pool.run(job)))))
    await Promise.all(all)
  } finally {
    signal?.removeEventListener('abort', end)
    await pool.destroy()
  }
}

async function answerOf(answer: Promise<JobAnswer>): Promise<Extract<JobAnswer, { result: unknown }>['result']> {
  const told = await answer
  if ('carried' in told) throw reviveError(told.carried)
  return told.result
}

async function outcomeOf<T>(work: Promise<T>): Promise<{ readonly result: T } | { readonly error: Error }> {
  try {
    return { result: await work }
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }
}

/** Paths of the market data that the jobs name. What is wrong with a scenario is its own job's to say. */
async function marketFilesOf(jobs: readonly RunJob[]): Promise<string[]> {
  const paths = new Set<string>()
  const seen = new Set<string>()
  for (const job of jobs) {
    // Jobs differ mostly in values that name no data.
    const ofData: RunJob = 'recorded' in job ? job : { file: job.file, overrides: job.overrides.filter(namesData) }
    const key = JSON.stringify('recorded' in ofData ? [ofData.recorded, ofData.from] : [ofData.file, ofData.overrides])
    if (seen.has(key)) continue
    seen.add(key)
    try {
      const { full, resolve } = await loadJob(ofData)
      for (const { files } of Object.values(full.data)) for (const file of files) paths.add(resolve(file))
    } catch {}
  }
  return [...paths]
}
