/** The standard normal distribution, from `core/math.ts` alone: the same numbers on every engine. */
import { exp } from './math.ts'

const LOG_SQRT_2_PI = 0.9189385332046727
/** Beyond it either way the distribution is 0 or 1 to within a double's last bits. */
const X_MAX = 8.3

/**
 * Probability of a value up to `x`, to about 1e-15 (absolute; tails below that are 0). Taylor series of Marsaglia,
 * "Evaluating the normal distribution", Journal of Statistical Software 11(4), 2004.
 */
export function normalCdf(x: number): number {
  if (x < -X_MAX) return 0
  if (x > X_MAX) return 1
  let sum = x
  let term = x
  for (let i = 3, before = 0; sum !== before; i += 2) {
    before = sum
    term *= (x * x) / i
    sum += term
  }
  return 0.5 + sum * exp(-0.5 * x * x - LOG_SQRT_2_PI)
}

/** The value up to which the probability is `p`: by halving, since it is asked for rarely. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN
  let [low, high] = [-X_MAX, X_MAX]
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return middle
    if (normalCdf(middle) < p) low = middle
    else high = middle
  }
}
