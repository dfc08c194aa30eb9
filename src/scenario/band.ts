/**
 * The net result in a band: the same run under pessimistic models, its own and optimistic ones, with the same
 * random numbers in each, side by side in worker threads. The models are in docs/fills.md.
 */
import { ordersIn } from '../report/compare/currency-orders.ts'
import type { Band, BandEnd } from '../report/run-report.ts'
import type { Result } from '../report/summary.ts'
import type { JobOutcome, RecordedRun, ScenarioRun } from './jobs/run-job.ts'
import { type RunJobsOptions, runJobs } from './jobs/run-jobs.ts'

export interface BandOptions extends Pick<RunJobsOptions, 'threads' | 'signal' | 'market'> {
  /** The result under the run's own models, where it is known already: two runs are left to be made. */
  readonly base?: Result
}

/** By settlement currency, in the order of the result's totals. */
export interface RunBand {
  readonly bands: readonly Band[]
}

/** Throws what one of the three runs throws. A recorded run that was interrupted ends in all three where it ended. */
export async function bandOf(run: ScenarioRun | RecordedRun, options: BandOptions = {}): Promise<RunBand> {
  const { base: known, ...others } = options
  const jobs = [{ ...run, variant: 'pessimistic' }, { ...run, variant: 'optimistic' }, run] as const
  const outcomes = await runJobs(known === undefined ? jobs : jobs.slice(0, 2), others)
  const [pessimistic, optimistic] = [resultOf(outcomes[0]!), resultOf(outcomes[1]!)]
  const base = known ?? resultOf(outcomes[2]!).result
  const bands = base.totals.currencies.map(({ settle }) => ({
    settle,
    pessimistic: bandEnd(settle, pessimistic.result, pessimistic.changed),
    base: bandEnd(settle, base, []),
    optimistic: bandEnd(settle, optimistic.result, optimistic.changed),
  }))
  return { bands }
}

function resultOf(outcome: JobOutcome): Extract<JobOutcome, { result: unknown }>['result'] {
  if ('error' in outcome) throw outcome.error
  return outcome.result
}

function bandEnd(settle: string, result: Result, changed: readonly string[]): BandEnd {
  const { pnl } = result.totals.currencies.find((money) => money.settle === settle)!
  return { net: pnl.net, ...ordersIn(result, settle), maxDrawdown: pnl.maxDrawdown, changed }
}
