import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Histogram } from '../../../src/core/histogram.ts'
import { distributionOf } from '../../../src/report/analysis/distribution.ts'
import { Horizon } from '../../../src/report/analysis/horizon.ts'
import { Thinned } from '../../../src/report/analysis/thinned.ts'
import { randomInstrument, randomMarket, randomStrategy, randomTemper } from '../../fakes/random-run.ts'
import { simulate } from '../../fakes/simulation.ts'
import { analyse, analyseRun } from './analysed.ts'

describe('a thinned series', () => {
  test('keeps all while there is room, then every k-th, and always the last', () => {
    const kept = (count: number): number[] => {
      const series = new Thinned<number>(5)
      for (let i = 0; i < count; i++) series.add(i)
      expect(series.total).toBe(count)
      return series.items()
    }
    expect(kept(0)).toEqual([])
    expect(kept(1)).toEqual([0])
    expect(kept(4)).toEqual([0, 1, 2, 3])
    expect(kept(5)).toEqual([0, 2, 4])
    expect(kept(6)).toEqual([0, 2, 4, 5])
    expect(kept(8)).toEqual([0, 2, 4, 6, 7])
    expect(kept(9)).toEqual([0, 4, 8])
    expect(kept(1000)).toEqual([0, 256, 512, 768, 999])
  })

  test('never holds more than it may, and what it keeps is evenly apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 0, max: 2000 }), (most, count) => {
        const series = new Thinned<number>(most)
        for (let i = 0; i < count; i++) series.add(i)
        const items = series.items()
        expect(items.length).toBeLessThanOrEqual(most)
        if (count === 0) return
        expect([items[0], items.at(-1)]).toEqual([0, count - 1])
        const steps = items.slice(1, -1).map((item, i) => item - items[i]!)
        expect(new Set(steps).size).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('a horizon', () => {
  interface Seen {
    readonly name: string
    readonly ts: number
  }

  test('asks for one look at a time and hands out what is due', () => {
    const asked: number[] = []
    const out: string[] = []
    const horizon = new Horizon<Seen>(
      100,
      (ts) => asked.push(ts),
      ({ name }) => out.push(name),
    )
    horizon.push({ name: 'a', ts: 10 })
    horizon.push({ name: 'b', ts: 10 })
    horizon.push({ name: 'c', ts: 50 })
    expect(asked).toEqual([110])
    horizon.onLook(60)
    expect([out, asked]).toEqual([[], [110]])
    horizon.onLook(110)
    expect([out, asked]).toEqual([
      ['a', 'b'],
      [110, 150],
    ])
    horizon.onLook(150)
    horizon.push({ name: 'd', ts: 200 })
    expect([out, asked]).toEqual([
      ['a', 'b', 'c'],
      [110, 150, 300],
    ])
  })

  test('loses nothing over many', () => {
    const out: number[] = []
    const asked: number[] = []
    const horizon = new Horizon<{ readonly ts: number }>(
      500,
      (ts) => asked.push(ts),
      ({ ts }) => out.push(ts),
    )
    for (let ts = 0; ts < 10_000; ts++) {
      while (asked.length > 0 && asked[0]! <= ts) horizon.onLook(asked.shift()!)
      horizon.push({ ts })
    }
    expect(out).toEqual(Array.from({ length: 9500 }, (_, i) => i))
  })
})

test('the bins of a distribution: four a doubling, without overlap, with every value', () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeNat(), { maxLength: 50 }), (values) => {
      const histogram = new Histogram()
      for (const value of values) histogram.record(value)
      const { bins, count } = distributionOf(histogram)
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(count)
      for (const [i, { from, to }] of bins.entries()) {
        expect(to).toBeGreaterThan(from)
        if (i > 0) expect(from).toBeGreaterThanOrEqual(bins[i - 1]!.to)
      }
      for (const bin of bins) {
        expect(values.filter((value) => value >= bin.from && value < bin.to).length).toBe(bin.count)
      }
    }),
  )
  const histogram = new Histogram()
  for (const value of [0, 3, 3, 9, 10, 11, 1000]) histogram.record(value)
  expect(distributionOf(histogram)).toEqual({
    bins: [
      { from: 0, to: 1, count: 1 },
      { from: 3, to: 4, count: 2 },
      { from: 8, to: 10, count: 1 },
      { from: 10, to: 12, count: 2 },
      { from: 896, to: 1024, count: 1 },
    ],
    count: 7,
    p50: 9,
    p90: 1000,
    p99: 1000,
    p999: 1000,
    max: 1000,
  })
})

describe('series of a run', () => {
  const given = ['bid(1000) 99x5', 'ask(1000) 101x5', 'ask(1250) 101x0 103x1', 'bid-clear(1500)', 'idle(2100)']

  test('the market as the trader saw it, at even times', () => {
    const { analysis } = analyse({ given, when: [] }, { spanNs: 1000, caps: { points: 11, fills: 10 } })
    const [market] = analysis.series().market
    // The first row arrives at 1010, the last one at 2110; each arrives ten later than it happens.
    expect([...market!.ts]).toEqual([1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900, 2000, 2100])
    expect([...market!.bid].map((ticks) => (Number.isNaN(ticks) ? 0 : ticks))).toEqual([
      99, 99, 99, 99, 99, 0, 0, 0, 0, 0, 0,
    ])
    expect([...market!.ask]).toEqual([101, 101, 103, 103, 103, 103, 103, 103, 103, 103, 103])
  })

  test('where the run is longer than was thought, the times lie further apart', () => {
    const { analysis } = analyse({ given, when: [] }, { spanNs: 10, caps: { points: 11, fills: 10 } })
    const { ts } = analysis.series().market[0]!
    expect(ts.length).toBeLessThanOrEqual(11)
    expect(ts.length).toBeGreaterThanOrEqual(5)
    expect(new Set([...ts].slice(1).map((at, i) => at - ts[i]!)).size).toBe(1)
  })

  test('equity at the samples, the last one at the end of the run', () => {
    const market = ['bid(1000) 99x1', 'ask(1000) 101x5', 'sell-trade(1300) 99x2', 'ask(1500) 101x0 103x5', 'idle(2000)']
    const { analysis } = analyse({ given: market, when: [[1100, 'buy 99x1']] }, { sampleEveryNs: 400 })
    const [equity] = analysis.series().equity
    expect([...equity!.ts]).toEqual([1200, 1600, 2000, 2010])
    expect([...equity!.net]).toEqual([0, 2, 2, 2])
    expect([...equity!.lots]).toEqual([0, 1, 1, 1])
  })

  const trips = ['bid(1000) 99x9', 'ask(1000) 101x9', 'idle(2000)']
  const actions = [
    [1100, 'buy 101x3 ioc'],
    [1200, 'sell 99x1 ioc'],
    [1300, 'sell 99x5 ioc'],
    [1400, 'buy 101x3 ioc'],
  ] as const

  test('the position steps at each fill, as the trader learns of it, from the start of the run to its end', () => {
    // No sample sees any of it: the only ones are at 2000 and at the end.
    const { analysis } = analyse({ given: trips, when: actions }, { sampleEveryNs: 1000 })
    const [position] = analysis.series().position
    expect([...position!.ts]).toEqual([1000, 1180, 1280, 1380, 1480, 2010])
    expect([...position!.lots]).toEqual([0, 3, 2, -3, 0, 0])
  })

  test('of more fills than there is room for, the position has its extremes and the samples', () => {
    const caps = { points: 50, fills: 3 }
    const { analysis } = analyse({ given: trips, when: actions }, { caps, sampleEveryNs: 250 })
    const [position] = analysis.series().position
    // Kept are the first fill and the last, the longest and the shortest position, and every other of five samples.
    expect([...position!.ts]).toEqual([1000, 1180, 1250, 1380, 1480, 1750, 2010])
    expect([...position!.lots]).toEqual([0, 3, 3, -3, 0, 0, 0])
  })

  test('caps hold, whatever the run does', () => {
    const rows = Array.from({ length: 500 }, (_, i) => `sell-trade(${2000 + 10 * i}) 99x9`)
    const orders = Array.from({ length: 400 }, (_, i) => [1100 + 12 * i, 'buy 99x1'] as const)
    const market = ['bid(1000) 99x1', 'ask(1000) 101x5', ...rows, 'idle(8000)']
    const caps = { points: 8, fills: 16 }
    const { analysis, first } = analyse({ given: market, when: orders }, { caps, sampleEveryNs: 50 })
    const { fills, orders: stood, market: seen, equity, position } = analysis.series()
    expect(first.fills.total).toBeGreaterThan(300)
    expect([fills[0]!.total, stood[0]!.total]).toEqual([first.fills.total, first.stands.total])
    expect(fills[0]!.ts.length).toBeLessThanOrEqual(16)
    expect(stood[0]!.fromTs.length).toBeLessThanOrEqual(16)
    expect(seen[0]!.ts.length).toBeLessThanOrEqual(8)
    expect(equity[0]!.ts.length).toBeLessThanOrEqual(8)
    // Both caps, the two extremes, and the start and the end of the run.
    expect(position[0]!.ts.length).toBeLessThanOrEqual(16 + 8 + 4)
    // The first and the last fill are there.
    expect(fills[0]!.order[0]).toBe(1)
    expect(fills[0]!.order.at(-1)).toBe(400)
  })
})

test('a run that is looked at has the same journal as one that is not, also when it is interrupted', () => {
  const markets = randomInstrument(0).chain((one) =>
    randomInstrument(1).chain((other) => fc.tuple(randomMarket(one), randomMarket(other))),
  )
  const ending = fc.option(fc.integer({ min: 100, max: 400 }), { nil: undefined })
  fc.assert(
    fc.property(markets, randomTemper, ending, fc.integer({ min: 3, max: 40 }), (markets, temper, end, points) => {
      const options = { sampleEveryNs: 7, ...(end !== undefined && { interruptedTs: end }) }
      const { entries } = simulate(markets, randomStrategy(temper), options)
      const looked = analyseRun(markets, randomStrategy(temper), {
        ...options,
        caps: { points, fills: 4 },
        spanNs: 50,
      })
      expect(looked.entries).toEqual(entries)
    }),
    { numRuns: 200 },
  )
})
