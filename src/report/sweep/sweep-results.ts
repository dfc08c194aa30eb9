/**
 * What came of a sweep, as one plain JSON object: `results.json`, and what the terminal, the Parquet file and the page
 * show. It depends on the scenario, the options and the data alone, never on threads, interruptions or the machine.
 */
import type { RunEnd } from '../../market/orders.ts'

export interface SweepResults {
  readonly format: 'hftsim-sweep'
  readonly version: 1
  readonly hftsim: string
  /** Name of the scenario. */
  readonly scenario: string
  /** Eight digits that name what the sweep is made of. */
  readonly sweepId: string
  readonly search: SearchWords
  readonly metric: SweepMetric
  readonly params: readonly SweepParam[]
  /** The part of the data that the sweep is on. */
  readonly span: SweepSpan
  /** All runs in the order of the search; those of a walk forward behind it. */
  readonly runs: readonly SweepRun[]
  /** The index of the best run, of those on the whole span; null where none has a figure. */
  readonly best: number | null
  readonly deflated: DeflatedSharpe
  readonly walkForward: WalkForward | null
}

export interface SearchWords {
  readonly kind: 'grid' | 'random' | 'halving'
  /** Points of the whole grid. */
  readonly points: number
  /** Points that were tried. */
  readonly trials: number
  /** Of the choice of points; null for a grid. */
  readonly seed: number | null
  /** Of halving: one in so many goes on to the next rung. */
  readonly eta: number | null
  /** Of halving: points of each rung and the share of the span that they were run on. */
  readonly rungs: readonly Rung[]
}

export interface Rung {
  readonly trials: number
  readonly share: number
}

export interface SweepMetric {
  /** Name of the figure: docs/metrics.md. */
  readonly name: string
  readonly meaning: string
  readonly better: 'larger' | 'smaller'
  /** The currency of money, the unit of a quantity, `ns`; empty for counts, ratios and shares. */
  readonly unit: string
}

export interface SweepParam {
  readonly name: string
  /** Its path in the scenario. */
  readonly path: string
  readonly values: readonly string[]
}

/** From one instant up to another, as text. */
export interface SweepSpan {
  readonly from: string
  readonly to: string
}

export interface SweepRun {
  readonly stage: 'search' | 'in-sample' | 'out-of-sample'
  /** From 1; of halving alone. */
  readonly rung: number | null
  /** From 1; of a walk forward alone. */
  readonly fold: number | null
  /** By parameter, each among its values. */
  readonly values: readonly string[]
  readonly span: SweepSpan
  /** Null where it is not defined or the run failed. */
  readonly metric: number | null
  /** Money and quantities as exact decimal text. Empty where the run failed. */
  readonly figures: Readonly<Record<string, number | string | null>>
  readonly runId: string | null
  readonly rootHash: string | null
  readonly end: RunEnd | null
  /** Why there is no result. */
  readonly error: string | null
}

/** The Sharpe ratio of the best run, held against the best that luck would have found (docs/sweep.md). */
export interface DeflatedSharpe {
  /** Points that were tried: the best of them was taken. */
  readonly trials: number
  /** Differences of equity that the ratio of the best run rests on. */
  readonly samples: number
  /** Of one sampling interval; null where it is not defined. */
  readonly sharpe: number | null
  /** The largest that so many tries without skill would be expected to reach; null with `probability`. */
  readonly expectedMaximum: number | null
  readonly skewness: number | null
  readonly kurtosis: number | null
  /** That the true ratio is above what luck would have reached; null where it cannot be told. */
  readonly probability: number | null
  /** In a sentence what it says, or why it cannot be told. */
  readonly words: string
}

export interface WalkForward {
  /** `anchored`: the past from the beginning of the span. `rolling`: as much of it as one fold is long. */
  readonly window: 'anchored' | 'rolling'
  readonly folds: readonly WalkForwardFold[]
  /** Of the figures that can be added, over the folds: null where one of them has none. */
  readonly sum: Readonly<Record<string, number | string | null>>
  /** Annualised, of all out-of-sample differences together; null where it is not defined. */
  readonly sharpe: number | null
}

export interface WalkForwardFold {
  readonly inSample: SweepSpan
  readonly outOfSample: SweepSpan
  /** Of the best in-sample run; null where none has a figure. */
  readonly values: readonly string[] | null
  readonly inMetric: number | null
  readonly outMetric: number | null
  /** Index of the out-of-sample run. */
  readonly run: number | null
}
