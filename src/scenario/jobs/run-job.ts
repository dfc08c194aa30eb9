/**
 * One run as a job for another thread: a pure function of what is to be run, the changes to it and the data. Compare,
 * sweep, test and the report's band all run this and nothing else, side by side over one copy of the data; its result
 * is the same whatever thread computes it and however many there are.
 */
import type { RunEnd } from '../../market/orders.ts'
import type { EquitySamples } from '../../projections/equity-samples.ts'
import type { RunReport } from '../../report/run-report.ts'
import type { Result } from '../../report/summary.ts'
import type { TestFindings, TestOrder } from '../expect/run-test.ts'
import type { ModelVariant } from '../model-variant.ts'

/** What is run: a scenario's file with changes to it, or a run that was recorded. */
export type RunJob = (ScenarioRun | RecordedRun) & RunJobOptions

export interface ScenarioRun {
  /** The scenario's file. */
  readonly file: string
  /** `path=value`, applied in order. */
  readonly overrides: readonly string[]
}

/** Scenario and parameters come from the journal; data and code must be what they were then. */
export interface RecordedRun {
  /** The run's folder. */
  readonly recorded: string
  /** The folder that the paths of its scenario are relative to. */
  readonly from: string
}

export interface RunJobOptions {
  /** Under other models than the scenario's own, with the same random numbers. */
  readonly variant?: ModelVariant
  /** Also give the samples of equity. Default no. */
  readonly samples?: boolean
  /** Also give the report of the run, without its series and its band. Default no: it takes a look at every fill. */
  readonly report?: boolean
  /** Also hold the run to its scenario's expectations and to its golden result. Default no. */
  readonly test?: TestOrder
}

export interface JobResult {
  readonly result: Result
  readonly end: RunEnd
  /** Eight digits that name what the run is made of. */
  readonly runId: string
  readonly params: Readonly<Record<string, unknown>>
  /** What the variant changed of the scenario, in words; empty without one. */
  readonly changed: readonly string[]
  /** Of each currency, at the samples of `metrics.sampleEvery`; only where the job asked for them. */
  readonly samples?: readonly EquitySamples[]
  /** Only where the job asked for it. */
  readonly test?: TestFindings
  /** Only where the job asked for it. */
  readonly report?: RunReport
  readonly wallSeconds: number
}

/** What came of a job: one that fails does not end the others. */
export type JobOutcome = { readonly result: JobResult } | { readonly error: Error }
