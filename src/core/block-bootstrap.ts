/**
 * How far the sum of a series might have come out otherwise, when neighbours in it depend on one another: the
 * stationary bootstrap (Politis and Romano, "The stationary bootstrap", 1994), which puts series together anew from
 * stretches of random length, and the automatic choice of their mean length (Politis and White, "Automatic block-length
 * selection for the dependent bootstrap", 2004, with the correction of Patton, Politis and White, 2009).
 */
import { assert } from './bug.ts'
import { log, pow } from './math.ts'
import type { Rng } from './rng.ts'

/** The constant c of the rule: an autocorrelation counts where it passes c * sqrt(log10(n) / n). */
const SIGNIFICANCE = 2
/** The least K of the rule: so many lags in a row must not count. */
const QUIET_LAGS_MIN = 5

/**
 * Mean length of the stretches that fits the dependence of a series: 1 where there is none, at most 3 * sqrt(n) and a
 * third of the series. With R the autocovariances, m the last lag that counts, M = 2m and w a flat-top window,
 *
 *     G = sum of w(k/M) |k| R(k),  g = sum of w(k/M) R(k)  over |k| <= M,    length = (G^2 / g^2 * n)^(1/3)
 */
export function automaticBlockLength(values: Float64Array): number {
  const n = values.length
  assert(n >= 2, 'A series of fewer than two values has no block length')
  if (values.every((value) => value === values[0])) return 1
  const logN = log(n) / log(10)
  const quietLags = Math.max(QUIET_LAGS_MIN, Math.ceil(Math.sqrt(logN)))
  const lagMax = Math.ceil(Math.sqrt(n)) + quietLags
  const covariances = autocovariances(values, Math.min(lagMax + quietLags, n - 1))
  const last = lastLag(covariances, quietLags, SIGNIFICANCE * Math.sqrt(logN / n), lagMax)
  const reach = Math.min(2 * last, lagMax, covariances.length - 1)
  let weighted = 0
  let spectrum = covariances[0]!
  for (let lag = 1; lag <= reach; lag++) {
    const window = Math.min(1, 2 * (1 - lag / reach))
    weighted += 2 * window * lag * covariances[lag]!
    spectrum += 2 * window * covariances[lag]!
  }
  const longest = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3))
  const ratio = weighted / spectrum
  const length = pow(ratio * ratio * n, 1 / 3)
  return length < longest ? Math.max(1, length) : longest
}

/**
 * Sums of series that are put together anew, in increasing order: each from stretches of the given one, from anywhere
 * in it and around its end, of geometric length with this mean. The same for the same stream of random numbers.
 */
export function resampledSums(values: Float64Array, blockLength: number, count: number, rng: Rng): Float64Array {
  const n = values.length
  assert(n > 0 && blockLength >= 1, 'A series of some length and blocks of at least 1 are needed')
  // Sums up to each place, twice around, so that a stretch is one difference.
  const upTo = new Float64Array(2 * n + 1)
  for (let i = 0; i < 2 * n; i++) upTo[i + 1] = upTo[i]! + values[i % n]!
  const logGoOn = blockLength === 1 ? 0 : log(1 - 1 / blockLength)
  const sums = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let sum = 0
    for (let left = n; left > 0; ) {
      const start = rng.integer(0, n - 1)
      const drawn = logGoOn === 0 ? 1 : 1 + Math.floor(log(1 - rng.float()) / logGoOn)
      const length = Math.min(drawn, left)
      sum += upTo[start + length]! - upTo[start]!
      left -= length
    }
    sums[i] = sum
  }
  return sums.sort((a, b) => a - b)
}

/** Autocovariances by lag, each over the whole length: sums of products of distances from the mean, divided by n. */
function autocovariances(values: Float64Array, lagMax: number): Float64Array {
  const n = values.length
  let mean = 0
  for (const value of values) mean += value / n
  const covariances = new Float64Array(lagMax + 1)
  for (let lag = 0; lag <= lagMax; lag++) {
    let sum = 0
    for (let i = lag; i < n; i++) sum += (values[i]! - mean) * (values[i - lag]! - mean)
    covariances[lag] = sum / n
  }
  return covariances
}

/** The smallest lag, from 1, behind which `quietLags` in a row do not count; without one the last lag that counts. */
function lastLag(covariances: Float64Array, quietLags: number, threshold: number, lagMax: number): number {
  let quiet = 0
  let counts = 1
  for (let lag = 2; lag < covariances.length; lag++) {
    const isQuiet = Math.abs(covariances[lag]! / covariances[0]!) < threshold
    quiet = isQuiet ? quiet + 1 : 0
    if (!isQuiet) counts = lag
    if (quiet === quietLags) return lag - quietLags
  }
  return Math.min(counts, lagMax)
}
