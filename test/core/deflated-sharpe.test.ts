import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expectedMaximumSharpe, type Moments, momentsOf, probabilisticSharpe } from '../../src/core/deflated-sharpe.ts'

/** The paper's example: five years of 250 days, an annual ratio of 2.5, a variance over the trials of 1/2 a year. */
const DAYS = 250
const VARIANCE = 1 / 2 / DAYS

function yearly(skewness: number, kurtosis: number): Moments {
  return { count: 5 * DAYS, mean: 2.5 / Math.sqrt(DAYS), deviation: 1, skewness, kurtosis }
}

const deflated = (trials: number, moments: Moments): number =>
  probabilisticSharpe(moments, expectedMaximumSharpe(trials, VARIANCE))

describe('the numerical example of Bailey and López de Prado (2014)', () => {
  test('100 trials, skewness -3, kurtosis 10: 0.9004, below 95%', () => {
    expect(expectedMaximumSharpe(100, VARIANCE)).toBeCloseTo(0.1132, 4)
    expect(deflated(100, yearly(-3, 10))).toBeCloseTo(0.9004, 4)
  })

  test('46 trials would still have been significant, 88 with normal returns', () => {
    expect(deflated(46, yearly(-3, 10))).toBeCloseTo(0.9505, 4)
    expect(deflated(88, yearly(0, 3))).toBeCloseTo(0.9505, 4)
  })
})

describe('laws', () => {
  test('more trials never help, and one trial is held against nothing', () => {
    expect(expectedMaximumSharpe(1, 4)).toBe(0)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 1000 }), (trials, more) => {
        expect(expectedMaximumSharpe(trials + more, 1)).toBeGreaterThanOrEqual(expectedMaximumSharpe(trials, 1))
      }),
    )
  })

  test('the expected maximum is near the mean of maxima of normal draws', () => {
    // E[max] of N normal values, from tables of order statistics (Harter 1961).
    for (const [trials, exact] of [
      [10, 1.53875],
      [100, 2.50759],
      [1000, 3.24144],
    ] as const) {
      expect(Math.abs(expectedMaximumSharpe(trials, 1) / exact - 1)).toBeLessThan(0.03)
    }
  })

  test('moments that allow no answer give none', () => {
    expect(probabilisticSharpe(momentsOf([1, 1, 1]), 0)).toBeNaN()
    expect(probabilisticSharpe(momentsOf([]), 0)).toBeNaN()
  })
})

test('moments by hand; what is not known is left out', () => {
  const { count, mean, deviation, skewness, kurtosis } = momentsOf([1.5, -2, 0.25, Number.NaN, 3, 3, -1, 0.5])
  expect(count).toBe(7)
  expect(mean).toBeCloseTo(0.75, 12)
  expect(deviation).toBeCloseTo(1.8984642916490861, 12)
  expect(skewness).toBeCloseTo(-0.08139543754465996, 12)
  expect(kurtosis).toBeCloseTo(1.769471081559691, 12)
})
