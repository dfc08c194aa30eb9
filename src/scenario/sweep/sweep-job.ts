/**
 * One run of a sweep: a pure function of the scenario, the values and the data, named by a hash of these. Its record is
 * what is kept of it, and the same whoever computes it, whenever.
 */
import { type Moments, momentsOf } from '../../core/deflated-sharpe.ts'
import type { RunEnd } from '../../market/orders.ts'
import type { SweepRun, SweepSpan } from '../../report/sweep/sweep-results.ts'
import type { FigureValue } from '../expect/figures.ts'
import type { JobOutcome, JobResult, RunJob } from '../jobs/run-job.ts'
import type { Point } from './search.ts'
import { figuresOf } from './sweep-metric.ts'
import { digest, type SweepPlan } from './sweep-plan.ts'

export interface SweepJob {
  /** Hash of what the run is made of: its name in the sweep's folder. */
  readonly key: string
  readonly point: Point
  /** The part of the data; that of the sweep for all of it. */
  readonly span: SweepSpan
  readonly stage: SweepRun['stage']
  readonly rung: number | null
  readonly fold: number | null
}

/** What is kept of a run that came to its end. */
export interface SweepRecord {
  readonly key: string
  readonly values: readonly string[]
  readonly span: SweepSpan
  readonly metric: number | null
  readonly figures: Readonly<Record<string, FigureValue>>
  /**
   * Of the differences of equity between regular samples; null where these are none or all the same, and with several
   * currencies, which have no sum.
   */
  readonly returns: Moments | null
  readonly runId: string
  readonly rootHash: string
  readonly end: RunEnd
  readonly wallSeconds: number
}

/** A run that failed has its error: it is tried again when the sweep is resumed. */
export type SweepOutcome = SweepRecord | { readonly key: string; readonly error: string }

/** A run of a sweep with what it came to. */
export interface SweptRun {
  readonly job: SweepJob
  readonly outcome: SweepOutcome
}

/** Null for a run that failed, or where the figure is not defined. */
export function metricOf({ outcome }: SweptRun): number | null {
  return 'error' in outcome ? null : outcome.metric
}

export type JobPlace = Pick<SweepJob, 'stage' | 'rung' | 'fold'>

export function sweepJob(plan: SweepPlan, point: Point, span: SweepSpan, place: JobPlace): SweepJob {
  const values = plan.dimensions.map(({ path, made }, i) => [path, made[point[i]!]])
  return { key: digest({ base: plan.base, values, span }), point, span, ...place }
}

export function valuesAt(plan: SweepPlan, point: Point): string[] {
  return plan.dimensions.map(({ values }, i) => values[point[i]!]!)
}

/** The job for a thread. On all of the data it is the very run that `hftsim backtest` makes of these values. */
export function runJobOf(plan: SweepPlan, { point, span }: SweepJob): RunJob {
  return { file: plan.request.file, overrides: overridesOf(plan, valuesAt(plan, point), span), samples: true }
}

/** What `--set` is told for a run of the sweep. */
export function overridesOf(
  { request, dimensions, span: all }: SweepPlan,
  values: readonly string[],
  span: SweepSpan,
): string[] {
  const isWhole = span.from === all.from && span.to === all.to
  return [
    ...request.overrides,
    ...dimensions.map(({ path }, i) => `${path}=${values[i]!}`),
    ...(isWhole ? [] : [`span={ from: "${span.from}", to: "${span.to}" }`]),
  ]
}

export function outcomeOf(plan: SweepPlan, job: SweepJob, outcome: JobOutcome): SweepOutcome {
  if ('error' in outcome) return { key: job.key, error: outcome.error.message }
  const { result, runId, end, wallSeconds } = outcome.result
  return {
    key: job.key,
    values: valuesAt(plan, job.point),
    span: job.span,
    metric: finite(plan.metric.read(result)),
    figures: figuresOf(result),
    returns: returnsOf(outcome.result),
    runId,
    rootHash: result.rootHash,
    end,
    wallSeconds,
  }
}

function returnsOf({ samples = [] }: JobResult): Moments | null {
  const [first, ...others] = samples
  if (first === undefined || others.length > 0) return null
  const { net } = first
  const moments = momentsOf(net.subarray(1).map((equity, i) => equity - net[i]!))
  return Object.values(moments).every(Number.isFinite) ? moments : null
}

function finite(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value
}
