import { describe, expect, test } from 'vitest'
import { drawExponential, drawGeneralisedPareto, drawLognormal, drawNormal } from '../../src/core/distributions.ts'
import { Rng } from '../../src/core/rng.ts'

const COUNT = 100_000

/** Largest distance between the empirical distribution of many draws and the exact one. */
function distance(draw: (rng: Rng) => number, distribution: (x: number) => number): number {
  const rng = new Rng(11, 'test')
  const draws = Float64Array.from({ length: COUNT }, () => draw(rng)).sort()
  return draws.reduce((largest, x, i) => Math.max(largest, Math.abs((i + 0.5) / COUNT - distribution(x))), 0)
}

/** Abramowitz and Stegun 7.1.26, good to 1.5e-7. */
function normalDistribution(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2)
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const tail = 0.5 * series * Math.exp((-x * x) / 2)
  return x > 0 ? 1 - tail : tail
}

// The 99.9% bound of the Kolmogorov-Smirnov statistic; the seed is fixed, so a pass stays a pass.
const BOUND = 1.95 / Math.sqrt(COUNT)

describe('distributions have the right shape', () => {
  test('exponential', () => {
    expect(
      distance(
        (rng) => drawExponential(rng, 5),
        (x) => 1 - Math.exp(-x / 5),
      ),
    ).toBeLessThan(BOUND)
  })

  test('normal and lognormal', () => {
    expect(distance(drawNormal, normalDistribution)).toBeLessThan(BOUND)
    const lognormal = (x: number): number => normalDistribution((Math.log(x) - 2) / 0.7)
    expect(distance((rng) => drawLognormal(rng, 2, 0.7), lognormal)).toBeLessThan(BOUND)
  })

  test.each([-0.6, 0, 0.4])('generalised Pareto of shape %d', (shape) => {
    const exact = (x: number): number => 1 - (shape === 0 ? Math.exp(-x / 3) : (1 + (shape * x) / 3) ** (-1 / shape))
    expect(distance((rng) => drawGeneralisedPareto(rng, 3, shape), exact)).toBeLessThan(BOUND)
  })
})

test('draws are the same on every engine', () => {
  const rng = new Rng(7, 'pinned')
  expect([
    drawExponential(rng, 1),
    drawNormal(rng),
    drawLognormal(rng, 0, 1),
    drawGeneralisedPareto(rng, 1, 0.3),
  ]).toMatchInlineSnapshot(`
    [
      1.119649135920146,
      -0.582756520623913,
      1.8266688621546403,
      3.0056720041044636,
    ]
  `)
})
