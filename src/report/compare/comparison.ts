/**
 * Several runs side by side: `hftsim compare --json` prints this object, and the table, the page and the CSV file show
 * it. Amounts of money are exact decimal text, except for the intervals; what is not known is null.
 */
import type { EquitySamples } from '../../projections/equity-samples.ts'
import type { ExecutionQuality } from '../run-report.ts'
import type { Result } from '../summary.ts'
import { BOOTSTRAP_SEED, CONFIDENCE, type NetDifference, netDifference, RESAMPLES } from './net-difference.ts'
import type { Parting } from './parting.ts'

export interface Comparison {
  readonly format: 'hftsim-compare'
  readonly version: 1
  readonly of: 'runs' | 'matrix'
  /** The scenario's file, or null for runs that were recorded. */
  readonly scenario: string | null
  /** Label of the run that the others are compared with. */
  readonly baseline: string
  readonly runs: readonly ComparedRun[]
  /** Where each run parts from the baseline; only of recorded runs. */
  readonly partings: readonly Parting[]
  /** How the intervals of confidence were made. */
  readonly bootstrap: { readonly confidence: number; readonly resamples: number; readonly seed: number }
}

export interface ComparedRun {
  readonly label: string
  /** Of a matrix: the name of the value by path. */
  readonly values: Readonly<Record<string, string>>
  readonly folder: string | null
  readonly runId: string | null
  /** Null where the run failed. */
  readonly result: Result | null
  readonly error: string | null
  /** By instrument id; null without a report of the run. */
  readonly slippage: readonly SlippageTicks[] | null
  /** From the baseline, by currency; null for the baseline itself and where there is nothing to compare. */
  readonly differences: readonly NetDifference[] | null
}

/** Side times (price less the mid when the order was sent), in ticks. */
export interface SlippageTicks {
  readonly maker: number | null
  readonly taker: number | null
}

/** What is taken from the report of a run; instruments by id. */
export interface ReportedExecution {
  readonly instruments: readonly {
    readonly execution: readonly Pick<ExecutionQuality, 'liquidity' | 'slippageTicks'>[]
  }[]
}

/** What a comparison is made from. */
export interface RunInput extends Omit<ComparedRun, 'differences' | 'slippage'> {
  readonly samples: readonly EquitySamples[]
  readonly report: ReportedExecution | null
  /** What the run's data is, as text: runs on other data have no pairs of samples. */
  readonly data: string
}

/** The first run is the baseline. */
export function compareRuns(
  inputs: readonly RunInput[],
  { of, scenario, partings }: Pick<Comparison, 'of' | 'scenario' | 'partings'>,
): Comparison {
  const [baseline] = inputs
  return {
    format: 'hftsim-compare',
    version: 1,
    of,
    scenario,
    baseline: baseline!.label,
    runs: inputs.map((input) => {
      const { samples: _, data: __, report, ...run } = input
      const differences = input === baseline ? null : differencesOf(input, baseline!)
      return { ...run, slippage: slippageOf(report), differences }
    }),
    partings,
    bootstrap: { confidence: CONFIDENCE, resamples: RESAMPLES, seed: BOOTSTRAP_SEED },
  }
}

function differencesOf(run: RunInput, baseline: RunInput): NetDifference[] | null {
  const [result, other] = [run.result, baseline.result]
  if (result === null || other === null) return null
  const inCurrency = ({ samples }: RunInput, { totals }: Result, settle: string) => ({
    settle,
    net: totals.currencies.find((money) => money.settle === settle)?.pnl.net ?? null,
    samples: samples.find((of) => of.settle === settle),
  })
  const sameData = run.data === baseline.data
  return result.totals.currencies.map(({ settle }) =>
    netDifference(inCurrency(run, result, settle), inCurrency(baseline, other, settle), { sameData }),
  )
}

function slippageOf(report: ReportedExecution | null): SlippageTicks[] | null {
  if (report === null) return null
  return report.instruments.map(({ execution }) => {
    const of = (liquidity: 'maker' | 'taker'): number | null =>
      execution.find((quality) => quality.liquidity === liquidity)?.slippageTicks ?? null
    return { maker: of('maker'), taker: of('taker') }
  })
}
