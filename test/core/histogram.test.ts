import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Histogram } from '../../src/core/histogram.ts'

function filled(values: readonly number[]): Histogram {
  const histogram = new Histogram()
  for (const value of values) histogram.record(value)
  return histogram
}

/** The value of that rank, of all values sorted. */
function exact(values: readonly number[], quantile: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(quantile * sorted.length)) - 1]!
}

describe('quantiles', () => {
  test('are never below the exact one, and at most 1/128 above', () => {
    const size = fc.oneof(fc.nat(300), fc.nat(10_000_000), fc.maxSafeNat())
    const quantiles = fc.oneof(fc.constantFrom(0, 0.5, 0.9, 0.99, 1), fc.double({ min: 0, max: 1, noNaN: true }))
    fc.assert(
      fc.property(fc.array(size, { minLength: 1, maxLength: 60 }), quantiles, (values, quantile) => {
        const estimate = filled(values).quantile(quantile)
        const value = exact(values, quantile)
        expect(estimate).toBeGreaterThanOrEqual(value)
        expect(estimate).toBeLessThanOrEqual(value + value / 128)
      }),
      { numRuns: 500 },
    )
  })

  test('are exact below 256, and the greatest value is always exact', () => {
    const values = Array.from({ length: 256 }, (_, i) => i)
    for (const quantile of [0.1, 0.5, 0.77, 1]) expect(filled(values).quantile(quantile)).toBe(exact(values, quantile))
    const huge = [1, 2 ** 52 + 12345]
    expect([filled(huge).quantile(1), filled(huge).max]).toEqual([huge[1], huge[1]])
  })
})

test('counts what it is given; fractions are dropped, what is below nothing counts as nothing', () => {
  const histogram = filled([1.9, -5, 3])
  expect([histogram.count, histogram.max]).toEqual([3, 3])
  expect([histogram.quantile(0.3), histogram.quantile(0.6)]).toEqual([0, 1])
  expect(new Histogram().quantile(0.5)).toBeNaN()
})
