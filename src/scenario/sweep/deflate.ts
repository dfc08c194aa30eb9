/** The deflated Sharpe ratio of the best run of a sweep, and what it says in words. */
import { expectedMaximumSharpe, type Moments, momentsOf, probabilisticSharpe } from '../../core/deflated-sharpe.ts'
import type { DeflatedSharpe } from '../../report/sweep/sweep-results.ts'

/** Fewer differences tell nothing of a ratio whose error is taken to be normal. */
export const SAMPLES_MIN = 30

/**
 * `trials`: how many points were tried. `returns`: those of each of them on the longest span that it was run on, null
 * where it has none. A shorter span scatters more, so that it raises the hurdle: the error is on the careful side.
 */
export function deflatedSharpe(
  best: Moments | null,
  returns: readonly (Moments | null)[],
  trials: number,
): DeflatedSharpe {
  const ratios = returns.flatMap((moments) => (moments === null ? [] : [sharpeOf(moments)]))
  const sharpe = best === null ? null : sharpeOf(best)
  const known = { trials, samples: best?.count ?? 0, sharpe, skewness: best?.skewness ?? null }
  const none = (why: string): DeflatedSharpe => ({
    ...known,
    kurtosis: best?.kurtosis ?? null,
    expectedMaximum: null,
    probability: null,
    words: `n/a: ${why}`,
  })
  if (best === null || sharpe === null) return none('the best run has no Sharpe ratio in one currency.')
  if (best.count < SAMPLES_MIN) {
    return none(`it rests on ${best.count} differences of equity, and fewer than ${SAMPLES_MIN} tell nothing.`)
  }
  const variance = momentsOf(ratios).deviation ** 2
  if (ratios.length < 2 || !(variance > 0)) return none('the runs tried do not differ in their Sharpe ratio.')
  const expectedMaximum = expectedMaximumSharpe(trials, variance)
  const probability = probabilisticSharpe(best, expectedMaximum)
  if (Number.isNaN(probability)) return none('skewness and kurtosis of the differences allow no answer.')
  return { ...known, kurtosis: best.kurtosis, expectedMaximum, probability, words: inWords(trials, probability) }
}

/** Of one sampling interval. */
export function sharpeOf({ mean, deviation }: Moments): number {
  return mean / deviation
}

function inWords(trials: number, probability: number): string {
  const percent = (probability * 100).toFixed(1)
  const chance = probability < 0.0005 ? 'below 0.1%' : probability > 0.9995 ? 'above 99.9%' : `${percent}%`
  const of = `that its Sharpe ratio is better than the best of ${trials} sets without any skill`
  const says = `${trials} parameter sets were tried and the best was taken: the chance ${of} is ${chance}.`
  if (probability >= 0.95) return `${says} That is more than luck would explain, on this data.`
  if (probability >= 0.5) return `${says} Below the 95% that are usually asked for, luck may explain it.`
  return `${says} That is no more than luck gives.`
}
