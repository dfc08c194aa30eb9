import { describe, expect, test } from 'vitest'
import type { Moments } from '../../../src/core/deflated-sharpe.ts'
import { deflatedSharpe, SAMPLES_MIN } from '../../../src/scenario/sweep/deflate.ts'

const moments = (mean: number, count = 1250): Moments => ({ count, mean, deviation: 1, skewness: -3, kurtosis: 10 })

/** Means whose variance is that of the paper's example: 1 / 500. */
const TRIALS = Array.from({ length: 100 }, (_, i) =>
  moments((i % 2 === 0 ? 1 : -1) * Math.sqrt((99 / 100) * (1 / 500))),
)

/** A sentence or a part of one a line. */
const lines = (words: string): string => words.replaceAll(/(?<=[.:,]) /g, '\n')

describe('the deflated Sharpe ratio of a sweep', () => {
  test("the paper's example: 0.9004, which luck may explain", () => {
    const { probability, expectedMaximum, words } = deflatedSharpe(moments(2.5 / Math.sqrt(250)), TRIALS, 100)
    expect(expectedMaximum).toBeCloseTo(0.1132, 4)
    expect(probability).toBeCloseTo(0.9004, 4)
    expect(lines(words)).toMatchInlineSnapshot(`
      "100 parameter sets were tried and the best was taken:
      the chance that its Sharpe ratio is better than the best of 100 sets without any skill is 90.0%.
      Below the 95% that are usually asked for,
      luck may explain it."
    `)
  })

  test('its ends in words', () => {
    expect(lines(deflatedSharpe(moments(0.4), TRIALS, 100).words)).toMatchInlineSnapshot(`
      "100 parameter sets were tried and the best was taken:
      the chance that its Sharpe ratio is better than the best of 100 sets without any skill is above 99.9%.
      That is more than luck would explain,
      on this data."
    `)
    expect(lines(deflatedSharpe(moments(-0.4), TRIALS, 100).words)).toMatchInlineSnapshot(`
      "100 parameter sets were tried and the best was taken:
      the chance that its Sharpe ratio is better than the best of 100 sets without any skill is below 0.1%.
      That is no more than luck gives."
    `)
  })

  test('where it cannot be told it says why', () => {
    const why = (best: Moments | null, trials: readonly (Moments | null)[]): string => {
      const { probability, words } = deflatedSharpe(best, trials, trials.length)
      expect(probability).toBeNull()
      return lines(words)
    }
    expect(why(null, TRIALS)).toMatchInlineSnapshot(`
      "n/a:
      the best run has no Sharpe ratio in one currency."
    `)
    expect(why(moments(1, SAMPLES_MIN - 1), TRIALS)).toMatchInlineSnapshot(`
      "n/a:
      it rests on 29 differences of equity,
      and fewer than 30 tell nothing."
    `)
    expect(why(moments(1), [moments(1)])).toMatchInlineSnapshot(`
      "n/a:
      the runs tried do not differ in their Sharpe ratio."
    `)
    expect(why(moments(1), [moments(1), null, moments(1)])).toMatchInlineSnapshot(`
      "n/a:
      the runs tried do not differ in their Sharpe ratio."
    `)
    expect(why({ ...moments(1), skewness: 9 }, TRIALS)).toMatchInlineSnapshot(`
      "n/a:
      skewness and kurtosis of the differences allow no answer."
    `)
  })
})
