/**
 * How much of a Sharpe ratio is left when it is the best of many tries. Bailey and López de Prado, "The deflated Sharpe
 * ratio: correcting for selection bias, backtest overfitting and non-normality", Journal of Portfolio Management 40(5),
 * 2014, equations 1 and 2; the probabilistic Sharpe ratio is theirs of 2012 ("The Sharpe ratio efficient frontier").
 *
 * All ratios are of one sampling interval: mean over standard deviation of the differences, not annualised.
 */
import { normalCdf, normalQuantile } from './normal.ts'

const EULER_MASCHERONI = 0.5772156649015329

/** Of a series. Skewness and kurtosis are those of the sample (a normal distribution has 0 and 3). */
export interface Moments {
  readonly count: number
  readonly mean: number
  /** With n - 1. */
  readonly deviation: number
  readonly skewness: number
  readonly kurtosis: number
}

/** NaN leaves a value out. What has no value (no deviation of one value) is NaN. */
export function momentsOf(values: Iterable<number>): Moments {
  const known = [...values].filter((value) => !Number.isNaN(value))
  const count = known.length
  const mean = known.reduce((sum, value) => sum + value, 0) / count
  const meanOf = (f: (distance: number) => number): number =>
    known.reduce((sum, value) => sum + f(value - mean), 0) / count
  const m2 = meanOf((d) => d * d)
  const m3 = meanOf((d) => d * d * d)
  const m4 = meanOf((d) => d * d * d * d)
  return {
    count,
    mean,
    deviation: Math.sqrt((m2 * count) / (count - 1)),
    skewness: m3 / (m2 * Math.sqrt(m2)),
    kurtosis: m4 / (m2 * m2),
  }
}

/**
 * The largest Sharpe ratio to be expected of `trials` tries without any skill, whose ratios have this variance:
 *
 *     sqrt(variance) * ((1 - g) Z(1 - 1/N) + g Z(1 - 1/(N e)))     g = 0.5772…, Z the normal quantile
 *
 * The tries are taken to be independent, which neighbours in a grid are not: then it errs towards a higher hurdle.
 * 0 for one try.
 */
export function expectedMaximumSharpe(trials: number, variance: number): number {
  if (trials < 2) return 0
  const first = normalQuantile(1 - 1 / trials)
  const second = normalQuantile(1 - 1 / (trials * Math.E))
  return Math.sqrt(variance) * ((1 - EULER_MASCHERONI) * first + EULER_MASCHERONI * second)
}

/**
 * The probability that the true Sharpe ratio is above `hurdle`, given the one measured:
 *
 *     Phi((SR - hurdle) sqrt(T - 1) / sqrt(1 - skewness SR + (kurtosis - 1) / 4 SR^2))
 *
 * With `expectedMaximumSharpe` as the hurdle it is the deflated Sharpe ratio. NaN where the moments allow no answer.
 */
export function probabilisticSharpe({ count, mean, deviation, skewness, kurtosis }: Moments, hurdle: number): number {
  const sharpe = mean / deviation
  const spread = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe * sharpe
  return spread > 0 ? normalCdf(((sharpe - hurdle) * Math.sqrt(count - 1)) / Math.sqrt(spread)) : Number.NaN
}
