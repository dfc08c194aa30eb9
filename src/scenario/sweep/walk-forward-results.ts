/** The runs of a walk forward and what they come to: of each fold the chosen parameters, judged on what comes after. */

import { formatDecimal, parseDecimal, trimDecimal } from '../../core/decimal.ts'
import type { Moments } from '../../core/deflated-sharpe.ts'
import { NANOS_PER_DAY } from '../../core/units.ts'
import { TRADING_DAYS_A_YEAR } from '../../projections/equity.ts'
import type { WalkForward } from '../../report/sweep/sweep-results.ts'
import type { FigureValue } from '../expect/figures.ts'
import { bestOf, type Point } from './search.ts'
import { metricOf, type SweepJob, type SweptRun, sweepJob, valuesAt } from './sweep-job.ts'
import { isAdditive } from './sweep-metric.ts'
import type { SweepPlan, WalkForwardRequest } from './sweep-plan.ts'
import type { Fold } from './walk-forward.ts'

export interface Walked {
  readonly runs: readonly SweptRun[]
  /** `firstRun`: the index of the first of these runs in the table. */
  results(firstRun: number): WalkForward
}

/** The runs that the folds choose from: every point on the past of every fold. */
export function pastJobs(plan: SweepPlan, folds: readonly Fold[], points: readonly Point[]): SweepJob[] {
  return folds.flatMap(({ inSample }, i) =>
    points.map((point) => sweepJob(plan, point, inSample, { stage: 'in-sample', rung: null, fold: i + 1 })),
  )
}

/** Judges each fold with the best of its past; `inSample` are the runs of `pastJobs`. */
export async function walkForwardOf(
  plan: SweepPlan,
  { window }: WalkForwardRequest,
  folds: readonly Fold[],
  inSample: readonly SweptRun[],
  run: (jobs: readonly SweepJob[]) => Promise<SweptRun[]>,
): Promise<Walked> {
  const chosen = folds.map((_, i) =>
    bestRunOf(
      plan,
      inSample.filter(({ job }) => job.fold === i + 1),
    ),
  )
  const outJobs = folds.flatMap(({ outOfSample: span }, i) => {
    const point = chosen[i]?.job.point
    return point === undefined ? [] : [sweepJob(plan, point, span, { stage: 'out-of-sample', rung: null, fold: i + 1 })]
  })
  const outOfSample = await run(outJobs)
  const judged = folds.map((_, i) => outOfSample.find(({ job }) => job.fold === i + 1))
  return {
    runs: [...inSample, ...outOfSample],
    results: (firstRun) => ({
      window,
      folds: folds.map((fold, i) => {
        const [best, out] = [chosen[i], judged[i]]
        return {
          ...fold,
          values: best === undefined ? null : valuesAt(plan, best.job.point),
          inMetric: best === undefined ? null : metricOf(best),
          outMetric: out === undefined ? null : metricOf(out),
          run: out === undefined ? null : firstRun + inSample.length + outOfSample.indexOf(out),
        }
      }),
      sum: sumOf(judged),
      sharpe: sharpeOfAll(judged, plan.sampleEveryNs),
    }),
  }
}

function bestRunOf(plan: SweepPlan, runs: readonly SweptRun[]): SweptRun | undefined {
  const [index] = bestOf(runs.map(metricOf), plan.metric.better, 1)
  const best = index === undefined ? undefined : runs[index]
  return best !== undefined && metricOf(best) !== null ? best : undefined
}

/** Figures added over the folds, exactly; null where a fold has none of it. */
function sumOf(runs: readonly (SweptRun | undefined)[]): Record<string, FigureValue> {
  const figures = runs.map((run) => (run === undefined || 'error' in run.outcome ? undefined : run.outcome.figures))
  const names = Object.keys(figures.find((one) => one !== undefined) ?? {}).filter(isAdditive)
  return Object.fromEntries(names.map((name) => [name, added(figures.map((one) => one?.[name] ?? null))]))
}

function added(values: readonly FigureValue[]): FigureValue {
  if (values.some((value) => value === null)) return null
  if (values.every((value) => typeof value === 'number')) return values.reduce((sum, value) => sum + value, 0)
  const decimals = values.map((value) => parseDecimal(String(value)) ?? { mantissa: 0n, decimals: 0 })
  const most = Math.max(...decimals.map((value) => value.decimals))
  const sum = decimals.reduce((total, value) => total + value.mantissa * 10n ** BigInt(most - value.decimals), 0n)
  return trimDecimal(formatDecimal(sum, most))
}

/** Annualised Sharpe ratio of all differences of the folds together, from the moments of each. */
function sharpeOfAll(runs: readonly (SweptRun | undefined)[], sampleEveryNs: number): number | null {
  const moments: Moments[] = []
  for (const run of runs) {
    if (run === undefined || 'error' in run.outcome || run.outcome.returns === null) return null
    moments.push(run.outcome.returns)
  }
  const count = moments.reduce((sum, one) => sum + one.count, 0)
  const mean = moments.reduce((sum, one) => sum + one.count * one.mean, 0) / count
  const squares = moments.reduce(
    (sum, one) => sum + (one.count - 1) * one.deviation * one.deviation + one.count * (one.mean - mean) ** 2,
    0,
  )
  const sharpe =
    (mean / Math.sqrt(squares / (count - 1))) * Math.sqrt((NANOS_PER_DAY / sampleEveryNs) * TRADING_DAYS_A_YEAR)
  return Number.isFinite(sharpe) ? sharpe : null
}
