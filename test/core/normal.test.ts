import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalCdf, normalQuantile } from '../../src/core/normal.ts'

describe('the normal distribution', () => {
  // From Python's statistics.NormalDist.
  test.each([
    [-6, 9.865876449133282e-10],
    [-3.5, 0.0002326290790355401],
    [-1.96, 0.024997895148220428],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [0.1, 0.539827837277029],
    [1, 0.8413447460685429],
    [2.326, 0.9899907246591324],
    [5, 0.9999997133484282],
    [7, 0.9999999999987201],
  ])('up to %d', (x, p) => {
    expect(Math.abs(normalCdf(x) - p)).toBeLessThan(1e-15)
  })

  test.each([
    [0.5, 0],
    [0.9, 1.2815515655446008],
    [0.975, 1.9599639845400536],
    [0.99, 2.3263478740408408],
    [0.001, -3.090232306167813],
    [1e-6, -4.753424308822899],
    [0.9963212055876643, 2.6802104449103594],
  ])('the quantile of %d', (p, x) => {
    expect(normalQuantile(p)).toBeCloseTo(x, 9)
  })

  test('the ends', () => {
    expect([normalCdf(-40), normalCdf(40), normalQuantile(0), normalQuantile(1)]).toEqual([
      0,
      1,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ])
    expect(normalQuantile(1.5)).toBeNaN()
  })

  test('one undoes the other', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (x) => {
        expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 7)
      }),
    )
  })
})
