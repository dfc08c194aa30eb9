import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { axisScale, logarithmicScale, roundBetween } from '../../../src/report/html/svg/axis.ts'
import { bandBars } from '../../../src/report/html/svg/band.ts'
import { histogram } from '../../../src/report/html/svg/histogram.ts'
import { markoutChart } from '../../../src/report/html/svg/markouts.ts'
import type { Distribution } from '../../../src/report/run-report.ts'

function numbers(markup: string, attribute: string): number[] {
  return [...markup.matchAll(new RegExp(`\\b${attribute}="(-?[\\d.]+)"`, 'g'))].map(([, text]) => Number(text))
}

describe('an axis', () => {
  test('goes from end to end, upwards, and is labelled within', () => {
    const value = fc.double({ min: 0, max: 1e12, noNaN: true })
    fc.assert(
      fc.property(value, value, value, (a, b, between) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        fc.pre(high - low > 1e-6)
        const { at, ticks } = axisScale(low, high, 10, 110)
        expect(at(low)).toBeCloseTo(10, 6)
        expect(at(high)).toBeCloseTo(110, 6)
        expect(at(between)).toBeGreaterThanOrEqual(10)
        expect(at(between)).toBeLessThanOrEqual(110)
        const slack = (high - low) * 1e-6 + high * 1e-3
        for (const tick of ticks) expect(tick >= low - slack && tick <= high + slack).toBe(true)
      }),
    )
  })

  test('that is logarithmic has each doubling as wide, and labels at round values', () => {
    const { at, ticks } = logarithmicScale(1e3, 1e9, 0, 6)
    expect(at(1e6)).toBeCloseTo(3, 9)
    expect([at(0), at(1e10)]).toEqual([0, 6])
    expect(ticks).toEqual([1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9])
    expect(logarithmicScale(18, 520, 0, 1).ticks).toEqual([20, 50, 100, 200, 500])
    expect(logarithmicScale(2.5, 4.5, 0, 1).ticks).toEqual([3, 4])
    expect(logarithmicScale(5, 5.25, 0, 1).ticks).toEqual([5, 5.2])
    expect(axisScale(100, 200, 0, 10).at(150)).toBe(5)
    expect(roundBetween(-3.2, 1, 5)).toEqual([-3, -2, -1, 0, 1])
  })
})

describe('drawings', () => {
  const distribution: Distribution = {
    count: 10,
    p50: 15,
    p90: 25,
    p99: 29,
    p999: 30,
    max: 30,
    bins: [
      { from: 10, to: 20, count: 8 },
      { from: 20, to: 25, count: 0 },
      { from: 25, to: 30, count: 2 },
    ],
  }
  const format = (value: number): string => `${value} ms`

  test('the area of a bar is its count on a logarithmic axis, and the quantiles are said', () => {
    const { markup } = histogram({ title: 'Wait', distribution, format, of: 'fills' })
    const bars = [...markup.matchAll(/<rect[^>]*>/g)].map(([bar]) => bar)
    expect(bars).toHaveLength(2)
    const [first, last] = bars.flatMap((bar) => numbers(bar, 'height'))
    // 8 over the logarithm of 20 / 10 against 2 over that of 30 / 25: 11.54 against 10.97.
    expect(first! / last!).toBeCloseTo(1.052, 2)
    expect(markup).toContain('logarithmic axis; the area of a bar is its count')
    expect(markup).toContain('Wait: 10 fills, half at or below 15 ms, 99% at or below 29 ms, at most 30 ms.')
    expect(markup).toContain('<title>10 ms to 20 ms: 8</title>')
  })

  test('a distribution that is even over the logarithm of time is drawn flat, whatever its bins', () => {
    // The four bins of a doubling hold shares of it that differ: ln(10/8), ln(12/10), ln(14/12), ln(16/14).
    const edges = [8, 10, 12, 14, 16, 20, 24, 28, 32]
    const bins = edges.slice(1).map((to, i) => {
      const from = edges[i]!
      return { from, to, count: Math.round(1e6 * Math.log(to / from)) }
    })
    const { markup } = histogram({ title: 'Wait', distribution: { ...distribution, bins }, format, of: 'fills' })
    const heights = [...markup.matchAll(/<rect[^>]*>/g)].flatMap(([bar]) => numbers(bar, 'height'))
    expect(new Set(heights)).toEqual(new Set([110]))
  })

  test('a histogram with values of zero shows them beside the others', () => {
    const bins = [
      { from: 0, to: 1, count: 4 },
      { from: 8, to: 10, count: 4 },
    ]
    const { markup } = histogram({ title: 'Wait', distribution: { ...distribution, bins }, format, of: 'fills' })
    const widths = [...markup.matchAll(/<rect[^>]*>/g)].flatMap(([bar]) => numbers(bar, 'width'))
    expect(widths.every((width) => width > 20)).toBe(true)
  })

  test('a histogram without values says so', () => {
    const nothing = { count: 0, p50: null, p90: null, p99: null, p999: null, max: null, bins: [] }
    expect(histogram({ title: 'Wait', distribution: nothing, format, of: 'fills' }).markup).toContain(
      'Wait: no values.',
    )
  })

  test('the band has bars from zero, to the left for losses', () => {
    const ends = [
      { name: 'pessimistic', net: '-10' },
      { name: 'base', net: '0' },
      { name: 'optimistic', net: '30' },
    ]
    const { markup } = bandBars({ settle: 'USDT', ends, decimals: 2 })
    const bars = [...markup.matchAll(/<rect[^>]*>/g)].map(([bar]) => bar)
    const [x, widths] = [bars.flatMap((bar) => numbers(bar, 'x')), bars.flatMap((bar) => numbers(bar, 'width'))]
    const zero = Number(/class="zero" d="M([\d.]+)/.exec(markup)![1])
    expect(x[0]! + widths[0]!).toBeCloseTo(zero, 1)
    expect([x[1], x[2]]).toEqual([zero, zero])
    expect(widths[2]! / widths[0]!).toBeCloseTo(3, 1)
    expect(markup).toContain('Net result in USDT: -10.00 pessimistic, 0.00 base, 30.00 optimistic.')
  })

  test('markouts have a mark with its interval for each horizon that is known', () => {
    const markout = { fills: 5, meanBps: 0, capturedTicks: 0, adverseTicks: 0 }
    const markouts = [
      { ...markout, horizonNs: 1e8, meanTicks: 1, standardErrorTicks: 0.5 },
      { ...markout, horizonNs: 1e9, meanTicks: null, standardErrorTicks: null },
      { ...markout, horizonNs: 1e10, meanTicks: -2, standardErrorTicks: null },
    ]
    const quality = { fills: 5, spreadCapturedTicks: 0, slippageTicks: 0, fees: '0', markouts }
    const { markup } = markoutChart([{ ...quality, liquidity: 'maker' }])!
    expect(numbers(markup, 'cy')).toHaveLength(2)
    expect(numbers(markup, 'cy')[0]).toBeLessThan(numbers(markup, 'cy')[1]!)
    expect(markup).toContain('100 ms')
    expect(markoutChart([{ ...quality, liquidity: 'maker', markouts: [markouts[1]!] }])).toBe(null)
  })
})
