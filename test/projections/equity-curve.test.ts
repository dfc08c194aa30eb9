import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EquityCurve } from '../../src/projections/equity-curve.ts'

function curveOf(...samples: readonly (bigint | undefined)[]): EquityCurve {
  const curve = new EquityCurve()
  for (const sample of samples) curve.sample(sample)
  return curve
}

describe('equity curve', () => {
  test('Sharpe by hand: differences 3, -1, 4 have the mean 2 and the deviation sqrt(7)', () => {
    const curve = curveOf(10n, 13n, 12n, 16n)
    // Squares about the mean: 1 + 9 + 4 = 14; over n - 1 = 2 it is 7. A year of 400 samples: times 20.
    expect(curve.sharpe(400)).toBeCloseTo((2 / Math.sqrt(7)) * 20, 12)
  })

  test('Sortino by hand: losses -1 and -2 of four differences weigh (1 + 4) / 4', () => {
    const curve = curveOf(0n, 5n, 4n, 6n, 4n)
    expect(curve.sortino(100)).toBeCloseTo((1 / Math.sqrt(5 / 4)) * 10, 12)
  })

  test('drawdown by hand: from 9 down to -2, whatever comes after; equity begins at 0', () => {
    expect(curveOf(4n, 9n, 3n, 5n, -2n, 20n, 12n).maxDrawdownAtoms).toBe(11n)
    expect(curveOf(-5n, -3n).maxDrawdownAtoms).toBe(5n)
    expect(curveOf(1n, 2n, 3n).maxDrawdownAtoms).toBe(0n)
    expect(curveOf().maxDrawdownAtoms).toBe(0n)
  })

  test('no Sharpe or Sortino of fewer than three samples, none without variance or loss', () => {
    expect(curveOf(1n, 5n).sharpe(1)).toBeNaN()
    expect(curveOf(5n, 1n).sortino(1)).toBeNaN()
    expect(curveOf(1n, 3n, 5n).sharpe(1)).toBeNaN()
    expect(curveOf(1n, 3n, 5n).sortino(1)).toBeNaN()
    expect(curveOf(0n, 0n, 0n).sharpe(1)).toBeNaN()
    expect(curveOf(1n, 3n, 4n).sharpe(1)).not.toBeNaN()
    expect(curveOf(1n, 3n, 2n).sortino(1)).not.toBeNaN()
  })

  test('an unknown equity takes the differences on both its sides with it', () => {
    const holed = curveOf(10n, 13n, undefined, 50n, 49n, 53n)
    expect(holed.samples).toBe(5)
    // Left: 3, -1, 4.
    expect(holed.sharpe(400)).toBeCloseTo((2 / Math.sqrt(7)) * 20, 12)
  })

  test('what is observed between the samples counts for the drawdown alone', () => {
    const curve = curveOf(10n, 13n)
    curve.observe(2n)
    curve.sample(12n)
    curve.sample(16n)
    expect(curve.maxDrawdownAtoms).toBe(11n)
    expect(curve.samples).toBe(4)
    expect(curve.sharpe(400)).toBeCloseTo((2 / Math.sqrt(7)) * 20, 12)
  })

  test('agrees with the plain formulas in doubles', () => {
    const samples = fc.array(fc.bigInt({ min: -1_000_000n, max: 1_000_000n }), { minLength: 3, maxLength: 60 })
    fc.assert(
      fc.property(samples, (samples) => {
        const equity = samples.map(Number)
        const differences = equity.slice(1).map((value, i) => value - equity[i]!)
        const mean = differences.reduce((a, b) => a + b, 0) / differences.length
        const variance = differences.reduce((a, b) => a + (b - mean) ** 2, 0) / (differences.length - 1)
        const fall = Math.sqrt(differences.reduce((a, b) => a + Math.min(0, b) ** 2, 0) / differences.length)
        const curve = curveOf(...samples)
        if (variance > 1e-6) expect(curve.sharpe(365)).toBeCloseTo((mean / Math.sqrt(variance)) * Math.sqrt(365), 6)
        if (fall > 0) expect(curve.sortino(365)).toBeCloseTo((mean / fall) * Math.sqrt(365), 6)
        let peak = 0
        let drawdown = 0
        for (const value of equity) {
          peak = Math.max(peak, value)
          drawdown = Math.max(drawdown, peak - value)
        }
        expect(Number(curve.maxDrawdownAtoms)).toBe(drawdown)
      }),
    )
  })
})
