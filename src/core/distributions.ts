/**
 * Draws from the distributions that latency models and the market generator need, from a seeded stream and
 * `core/math.ts` alone: the same numbers on every engine.
 */
import { exp, log, pow } from './math.ts'
import type { Rng } from './rng.ts'

/** Exponential with this mean, by inversion. */
export function drawExponential(rng: Rng, mean: number): number {
  return -mean * log(1 - rng.float())
}

/**
 * Standard normal by the polar method (Marsaglia and Bray, "A convenient method for generating normal variables",
 * 1964).
 */
export function drawNormal(rng: Rng): number {
  for (;;) {
    const u = 2 * rng.float() - 1
    const v = 2 * rng.float() - 1
    const square = u * u + v * v
    // The pair's second normal is left unused: a draw keeps no state beside the stream's.
    if (square < 1 && square > 0) return u * Math.sqrt((-2 * log(square)) / square)
  }
}

/** Lognormal: the exponential of a normal with mean `mu` and standard deviation `sigma`. Its median is exp(mu). */
export function drawLognormal(rng: Rng, mu: number, sigma: number): number {
  return exp(mu + sigma * drawNormal(rng))
}

/**
 * Generalised Pareto from 0 up, by inversion: heavy-tailed for shape > 0, exponential for 0, bounded by -scale / shape
 * for shape < 0 (Hosking and Wallis, "Parameter and quantile estimation for the generalized Pareto distribution", 1987,
 * with the sign of the shape reversed).
 */
export function drawGeneralisedPareto(rng: Rng, scale: number, shape: number): number {
  const survival = 1 - rng.float()
  return shape === 0 ? -scale * log(survival) : (scale * (pow(survival, -shape) - 1)) / shape
}
