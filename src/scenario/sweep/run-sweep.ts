/**
 * Runs a sweep to its end: what its folder holds already is not run again, every result is kept before it counts, and
 * the table that comes out is the same however many threads and interruptions there were.
 */
import type { Moments } from '../../core/deflated-sharpe.ts'
import type { Rung, SweepResults, SweepRun } from '../../report/sweep/sweep-results.ts'
import { VERSION } from '../../version.ts'
import { runEach } from '../jobs/run-jobs.ts'
import { type SharedMarket, shareMarket } from '../jobs/shared-market.ts'
import { deflatedSharpe } from './deflate.ts'
import { bestOf, firstPoints, gridSize, type Point, rungsOf } from './search.ts'
import type { SweepFolder } from './sweep-folder.ts'
import {
  metricOf,
  outcomeOf,
  runJobOf,
  type SweepJob,
  type SweepOutcome,
  type SweptRun,
  sweepJob,
  valuesAt,
} from './sweep-job.ts'
import type { SweepPlan } from './sweep-plan.ts'
import { foldsOf, headOf, lengthOf } from './walk-forward.ts'
import { pastJobs, walkForwardOf } from './walk-forward-results.ts'

export interface SweepProgress {
  /** Runs that have an outcome, of all that the search will make. */
  readonly done: number
  readonly total: number
  /** The same in time of the market, and how much of it came from an earlier session. */
  readonly work: number
  readonly workTotal: number
  readonly workBefore: number
}

export interface RunSweepOptions {
  /** 0: as many as the machine has. */
  readonly threads: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: SweepProgress) => void
}

type RunAll = (jobs: readonly SweepJob[]) => Promise<SweptRun[]>

/** Throws the signal's reason when it ends the sweep; all that was done by then is in the folder. */
export async function runSweep(plan: SweepPlan, folder: SweepFolder, options: RunSweepOptions): Promise<SweepResults> {
  const { request, dimensions, metric, span } = plan
  const { search, walkForward } = request
  const sizes = dimensions.map(({ values }) => values.length)
  const points = firstPoints(search, sizes)
  const rungs = search.kind === 'halving' ? rungsOf(points.length, search.eta) : []
  const folds = walkForward === undefined ? [] : foldsOf(span, walkForward.folds, walkForward.window)
  const work = new Work(plan, folder, options)
  const shares = rungs.length === 0 ? [{ trials: points.length, share: 1 }] : rungs
  for (const { trials, share } of shares) work.expect(trials, lengthOf(headOf(span, share)))
  for (const { inSample, outOfSample } of folds) {
    work.expect(points.length, lengthOf(inSample))
    work.expect(1, lengthOf(outOfSample))
  }
  const past = pastJobs(plan, folds, points)
  const first =
    search.kind === 'halving'
      ? await halving(plan, points, rungs, work.run)
      : await work.run([...wholeSearch(plan, points), ...past])
  const searched = first.slice(0, first.length - past.length)
  const onWhole = searched.filter(({ job }) => job.span.to === span.to)
  const best = bestOf(onWhole.map(metricOf), metric.better, 1).map((index) => onWhole[index]!)[0]
  const bestRun = best !== undefined && metricOf(best) !== null ? best : undefined
  const walked = walkForward && (await walkForwardOf(plan, walkForward, folds, first.slice(searched.length), work.run))
  const swept = [...searched, ...(walked?.runs ?? [])]
  return {
    format: 'hftsim-sweep',
    version: 1,
    hftsim: VERSION,
    scenario: plan.name,
    sweepId: plan.sweepId,
    search: {
      kind: search.kind,
      points: gridSize(sizes),
      trials: points.length,
      seed: search.kind === 'grid' ? null : search.seed,
      eta: search.kind === 'halving' ? search.eta : null,
      rungs,
    },
    metric: { name: metric.name, meaning: metric.meaning, better: metric.better, unit: metric.unit },
    params: dimensions.map(({ name, path, values }) => ({ name, path, values })),
    span,
    runs: swept.map((run) => rowOf(plan, run)),
    best: bestRun === undefined ? null : swept.indexOf(bestRun),
    deflated: deflatedSharpe(returnsOf(bestRun), lastOfEach(searched).map(returnsOf), points.length),
    walkForward: walked?.results(searched.length) ?? null,
  }
}

function wholeSearch(plan: SweepPlan, points: readonly Point[]): SweepJob[] {
  return points.map((point) => sweepJob(plan, point, plan.span, { stage: 'search', rung: null, fold: null }))
}

/** Of each rung the best go on to the next, which is run on more of the span, at last on all of it. */
async function halving(
  plan: SweepPlan,
  points: readonly Point[],
  rungs: readonly Rung[],
  run: RunAll,
): Promise<SweptRun[]> {
  const swept: SweptRun[] = []
  let left = points
  for (const [i, { trials, share }] of rungs.entries()) {
    if (i > 0) {
      const before = swept.slice(-left.length)
      // Back in the order of the grid, so that equals stay in it.
      const kept = bestOf(before.map(metricOf), plan.metric.better, trials).toSorted((a, b) => a - b)
      left = kept.map((index) => left[index]!)
    }
    const place = { stage: 'search', rung: i + 1, fold: null } as const
    swept.push(...(await run(left.map((point) => sweepJob(plan, point, headOf(plan.span, share), place)))))
  }
  return swept
}

/** Each point at the last rung that it came to. */
function lastOfEach(searched: readonly SweptRun[]): SweptRun[] {
  return [...new Map(searched.map((run) => [run.job.point.join(), run])).values()]
}

function returnsOf(run: SweptRun | undefined): Moments | null {
  return run === undefined || 'error' in run.outcome ? null : run.outcome.returns
}

function rowOf(plan: SweepPlan, { job, outcome }: SweptRun): SweepRun {
  const { stage, rung, fold, span, point } = job
  const place = { stage, rung, fold, values: valuesAt(plan, point), span }
  if ('error' in outcome) {
    return { ...place, metric: null, figures: {}, runId: null, rootHash: null, end: null, error: outcome.error }
  }
  const { metric, figures, runId, rootHash, end } = outcome
  return { ...place, metric, figures, runId, rootHash, end, error: null }
}

/** Runs jobs, those that have a result already excepted, and tells how far all of it is. */
class Work {
  readonly #plan: SweepPlan
  readonly #folder: SweepFolder
  readonly #options: RunSweepOptions
  #market: SharedMarket | undefined
  #done = 0
  #total = 0
  #work = 0
  #workTotal = 0
  #workBefore = 0

  constructor(plan: SweepPlan, folder: SweepFolder, options: RunSweepOptions) {
    this.#plan = plan
    this.#folder = folder
    this.#options = options
  }

  expect(runs: number, lengthNs: number): void {
    this.#total += runs
    this.#workTotal += runs * lengthNs
  }

  readonly run: RunAll = async (jobs) => {
    const outcomes = new Map<string, SweepOutcome>()
    const missing: SweepJob[] = []
    for (const job of jobs) {
      const known = this.#folder.done.get(job.key)
      if (known === undefined) missing.push(job)
      else {
        outcomes.set(job.key, known)
        this.#workBefore += lengthOf(job.span)
        this.#count(job)
      }
    }
    const { threads, signal } = this.#options
    if (missing.length > 0) {
      this.#market ??= await shareMarket(this.#plan.files)
      await runEach(
        missing.map((job) => runJobOf(this.#plan, job)),
        {
          threads,
          signal,
          market: this.#market,
          onDone: (index, jobOutcome) => {
            const job = missing[index]!
            const outcome = outcomeOf(this.#plan, job, jobOutcome)
            this.#folder.keep(outcome)
            outcomes.set(job.key, outcome)
            this.#count(job)
          },
        },
      )
    }
    return jobs.map((job) => ({ job, outcome: outcomes.get(job.key)! }))
  }

  #count(job: SweepJob): void {
    this.#done++
    this.#work += lengthOf(job.span)
    this.#options.onProgress?.({
      done: this.#done,
      total: this.#total,
      work: this.#work,
      workTotal: this.#workTotal,
      workBefore: this.#workBefore,
    })
  }
}
