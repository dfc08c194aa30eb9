/**
 * One run as a job for another thread: a pure function of the scenario's file, the changes to it and the data. Compare,
 * sweep, test and the report's band all run this and nothing else, side by side over one copy of the data; its result
 * is the same whatever thread computes it and however many there are.
 */
import type { RunEnd } from '../../market/orders.ts'
import type { Result } from '../../report/summary.ts'

export interface RunJob {
  /** The scenario's file. */
  readonly file: string
  /** `path=value`, applied in order. */
  readonly overrides: readonly string[]
  /** Also give the samples of equity. Default no. */
  readonly samples?: boolean
  /** Keep the journal and its summary in this folder. Default: the journal goes nowhere but into the root hash. */
  readonly folder?: string
}

export interface JobResult {
  readonly result: Result
  readonly end: RunEnd
  /** Eight digits that name what the run is made of. */
  readonly runId: string
  readonly params: Readonly<Record<string, unknown>>
  /** Net equity of each currency at the regular samples, in the currency; NaN where it is not known. */
  readonly samples?: readonly { readonly settle: string; readonly net: Float64Array }[]
  readonly wallSeconds: number
}
