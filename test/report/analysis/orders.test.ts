import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RunProjections } from '../../../src/projections/run-projections.ts'
import { ImpactFold } from '../../../src/report/analysis/impact.ts'
import type { CancelRaces } from '../../../src/report/run-report.ts'
import { maxOrderSize } from '../../../src/trading/risk/rules.ts'
import { unitInstrument } from '../../fakes/market-text.ts'
import type { Script } from '../../fakes/play.ts'
import { randomInstrument, randomMarket, randomStrategy, randomTemper } from '../../fakes/random-run.ts'
import { analyse, analyseRun } from './analysed.ts'

/** Orders reach the venue at 1150; the trader hears of them at 1180. */
const ORDERS = [
  [1100, 'buy 99x2'],
  [1100, 'buy 97x1'],
  [1100, 'buy 100x1'],
  [1100, 'sell 101x1 post-only'],
  [1100, 'buy 101x1 ioc'],
  [1100, 'buy 102x1 post-only'],
  [1100, 'sell 105x1'],
  [1100, 'buy x1 market'],
  [1400, 'cancel 2'],
  [1400, 'cancel 1'],
] as const

/** At 1420 a trade goes through order 3 and past the queue of order 1, on its way to which a cancel is. */
const MARKET = ['bid(1000) 99x5 98x1', 'ask(1000) 101x5', 'sell-trade(1420) 99x8', 'idle(2000)']

describe('what becomes of orders, by hand', () => {
  const { first, analysis } = analyse({ given: MARKET, when: ORDERS })

  test('the journey, step by step', () => {
    const steps = first.journey.view().map(({ from, to, orders, tookNs }) => `${orders} ${from} ${to} ${tookNs.max}`)
    expect(steps).toEqual([
      '5 sent acknowledged 80',
      '2 sent filled 80',
      '1 sent rejected 80',
      '2 acknowledged filled 270',
      '1 acknowledged canceled 300',
      // Until the run's end, at 2010.
      '2 acknowledged open 830',
    ])
  })

  test('fill rate by distance to the touch', () => {
    expect(first.fillRates.view().byDistance).toEqual([
      { label: 'crosses', orders: 3, filled: 2, rate: 2 / 3 },
      { label: 'better than the touch', orders: 1, filled: 1, rate: 1 },
      { label: 'touch', orders: 2, filled: 1, rate: 0.5 },
      { label: '1', orders: 0, filled: 0, rate: null },
      { label: '2 to 3', orders: 1, filled: 0, rate: 0 },
      { label: '4 to 10', orders: 1, filled: 0, rate: 0 },
      { label: 'more than 10', orders: 0, filled: 0, rate: null },
      { label: 'no touch', orders: 0, filled: 0, rate: null },
    ])
  })

  test('fill rate by queue position at entry', () => {
    expect(first.fillRates.view().byQueue).toEqual([
      { label: 'nothing ahead', orders: 3, filled: 1, rate: 1 / 3 },
      { label: 'up to 10 UNIT', orders: 2, filled: 1, rate: 0.5 },
    ])
  })

  test('time to fill: from the sending to the trader hearing of it', () => {
    expect([first.timeToFillNs.count, first.timeToFillNs.max]).toEqual([4, 350])
  })

  test('where our orders stood, by the clock of the trader', () => {
    const stood = analysis.series().orders[0]!
    const lines = [...stood.fromTs].map((from, i) => {
      return `${from} to ${stood.toTs[i]} ${stood.side[i]! > 0 ? 'buy' : 'sell'} ${stood.priceTicks[i]}`
    })
    expect(lines).toEqual([
      '1180 to 1450 buy 100',
      '1180 to 1450 buy 99',
      '1180 to 1480 buy 97',
      '1180 to 2010 sell 101',
      '1180 to 2010 sell 105',
    ])
  })
})

function racesOf(script: Script): CancelRaces {
  const { first, projections } = analyse(script)
  return first.races.view(projections.orders.view()[0]!)
}

describe('cancel races', () => {
  test('by hand: one cancel arrives in time, one finds the order filled', () => {
    const given = [...MARKET.slice(0, 3), 'bid(1500) 99x0 97x1', 'ask(1500) 99x5', 'idle(3000000000)']
    // The mid a second later is 98.5.
    expect(racesOf({ given, when: ORDERS })).toEqual({ cancels: 2, lost: 1, lostVolume: '2', lostMarkoutTicks: -0.5 })
  })

  test('a cancel that finds an order gone for another reason lost no race', () => {
    const given = ['bid(1000) 99x5', 'ask(1000) 101x5', 'idle(2000)']
    const when = [
      [1100, 'buy 102x1 post-only'],
      [1120, 'cancel 1'],
    ] as const
    expect(racesOf({ given, when })).toMatchObject({ cancels: 1, lost: 0, lostVolume: '0' })
  })

  test('a part that is filled before the cancel of the rest arrives is lost volume, and no lost cancel', () => {
    const given = ['bid(1000) 99x5', 'ask(1000) 101x5', 'ask(1300) 101x0 103x1', 'idle(2000)']
    const sold = racesOf({
      given: [...given.slice(0, 2), 'buy-trade(1420) 101x7', 'idle(2000)'],
      when: [
        [1100, 'sell 101x2'],
        [1400, 'cancel 1'],
      ],
    })
    expect(sold).toMatchObject({ cancels: 1, lost: 1, lostVolume: '2' })
    const kept = racesOf({
      given,
      when: [
        [1100, 'buy 99x2'],
        [1400, 'cancel 1'],
      ],
    })
    expect(kept).toMatchObject({ cancels: 1, lost: 0, lostVolume: '0', lostMarkoutTicks: null })
  })
})

test('what the risk gate refuses is an event, a step of the journey, and in no fill rate', () => {
  const given = ['bid(1000) 99x5', 'ask(1000) 101x5', 'idle(2000)']
  const when = [
    [1100, 'buy 99x9'],
    [1200, 'buy 99x1'],
    [1300, 'modify 2 99x8'],
  ] as const
  const { first, analysis } = analyse({ given, when, rules: [maxOrderSize(5)] })
  expect(analysis.risk).toEqual({
    total: 2,
    events: [
      { ts: 1100, instrument: 0, order: 1, reason: 'order-size' },
      { ts: 1300, instrument: 0, order: 2, reason: 'order-size' },
    ],
  })
  const [refused] = first.journey.view().filter(({ to }) => to === 'refused')
  expect(refused).toMatchObject({ from: 'sent', orders: 1, tookNs: { max: 0 } })
  expect(first.fillRates.view().byDistance.reduce((sum, { orders }) => sum + orders, 0)).toBe(1)
})

test('of many refusals some are kept, and all are counted', () => {
  const given = ['bid(1000) 99x5', 'ask(1000) 101x5', 'idle(9000)']
  const when = Array.from({ length: 5999 }, (_, i) => [1100 + i, 'buy 99x9'] as const)
  const { total, events } = analyse({ given, when, rules: [maxOrderSize(5)] }).analysis.risk
  expect(total).toBe(5999)
  expect(events.length).toBeLessThanOrEqual(1000)
  expect([events[0]!.order, events[1]!.order, events.at(-1)!.order]).toEqual([1, 9, 5999])
})

test('a modification to another price is another place; to a smaller size it is the same', () => {
  const given = ['bid(1000) 99x5', 'ask(1000) 101x5', 'idle(2000)']
  const when = [
    [1100, 'buy 99x4'],
    [1200, 'modify 1 99x2'],
    [1300, 'modify 1 98x2'],
  ] as const
  const stood = analyse({ given, when }).analysis.series().orders[0]!
  expect([...stood.fromTs]).toEqual([1180, 1380])
  expect([...stood.toTs]).toEqual([1380, 2010])
  expect([...stood.priceTicks]).toEqual([99, 98])
})

describe('self-impact', () => {
  test('by hand: against what the level showed, or the best one where it showed nothing', () => {
    const { first } = analyse({ given: MARKET, when: ORDERS })
    const { ofDisplayed, ofAvailable, ofTraded } = first.impact.view(8, 0)
    // 2 of 5 at 99; nothing at 97 and 100: 1 of the 5 at 99; 1 of 5 at 101; nothing at 105: 1 of 5 at 101.
    expect(ofDisplayed).toMatchObject({ count: 5, max: 0.4 })
    expect(ofDisplayed.p50).toBeCloseTo(0.2, 2)
    // Two takers of 1 of 5, 1 of the 8 that traded through, 2 of the 3 that went past.
    expect(ofAvailable).toMatchObject({ count: 4, max: 0.666667 })
    expect(ofTraded).toBe(5 / 8)
  })

  test('holds while we are small, and says why not', () => {
    const small = new ImpactFold()
    small.rested(1, 10)
    small.fill(1, 10)
    expect(small.view(20, 0.05)).toMatchObject({ holds: true, reasons: [], ofTraded: 0.05 })
    expect(small.view(0, 0.05)).toMatchObject({ holds: true, reasons: [], ofTraded: null })
    expect(small.view(19, 0.05)).toMatchObject({ holds: false, ofTraded: 1 / 19 })
    expect(small.view(19, 0.05).reasons).toEqual([expect.stringContaining('our volume is 5.3% of all that traded')])

    const large = new ImpactFold()
    large.rested(6, 10)
    large.rested(1, 0)
    large.fill(6, 5)
    const { holds, reasons, ofDisplayed, ofAvailable } = large.view(10_000, 1 / 6)
    expect(holds).toBe(false)
    expect(reasons).toEqual([
      expect.stringContaining('one order in ten is ten times or more of what its level showed'),
      expect.stringContaining('16.7% of our volume is beyond what the market showed for its fills'),
    ])
    expect([ofDisplayed.max, ofAvailable.max]).toEqual([10, 1.2])
  })

  test('a run without orders leaves no mark', () => {
    expect(new ImpactFold().view(0, null)).toMatchObject({
      holds: true,
      ofDisplayed: { count: 0, p90: null },
      ofTraded: null,
    })
  })
})

test('in random markets every order is counted once, as the summary counts it', () => {
  const run = randomInstrument(0).chain((instrument) => fc.tuple(randomMarket(instrument), randomTemper))
  fc.assert(
    fc.property(run, ([market, temper]) => {
      const { first, projections } = analyseRun([market], randomStrategy(temper), { sampleEveryNs: 7 })
      const counted = projections.orders.view()[0]!
      const { byDistance, byQueue } = first.fillRates.view()
      const sum = (buckets: readonly { orders: number; filled: number }[], of: 'orders' | 'filled'): number =>
        buckets.reduce((total, bucket) => total + bucket[of], 0)
      expect(sum(byDistance, 'orders')).toBe(counted.submitted - counted.refused)
      expect(sum(byDistance, 'filled')).toBe(counted.touched)
      expect(sum(byQueue, 'orders')).toBe(counted.accepted)
      const steps = first.journey.view()
      const all = (from: string, to?: string): number =>
        steps.reduce((total, step) => {
          return total + (step.from === from && (to === undefined || step.to === to) ? step.orders : 0)
        }, 0)
      expect(all('sent')).toBe(counted.submitted)
      expect(all('sent', 'acknowledged')).toBe(counted.accepted)
      expect(all('acknowledged')).toBe(counted.accepted)
      for (const end of ['filled', 'canceled', 'expired', 'open', 'rejected'] as const) {
        expect(all('sent', end) + all('acknowledged', end), end).toBe(counted[end])
      }
      expect(counted.cancelsLost).toBeLessThanOrEqual(counted.cancelsRejected)
      const { maker, taker } = projections.ledger.view()[0]!
      expect(first.timeToFillNs.count).toBe(maker.fills + taker.fills)
      expect(first.fills.total).toBe(maker.fills + taker.fills)
    }),
    { numRuns: 150 },
  )
})

test('projections of a run without orders give empty views', () => {
  const { first } = analyse({ given: ['bid(1000) 99x5', 'idle(2000)'], when: [] })
  expect(first.journey.view()).toEqual([])
  expect(first.fillRates.view().byQueue).toEqual([])
  expect(first.execution.maker.view()).toMatchObject({ fills: 0, spreadCapturedTicks: null, fees: '0' })
  expect(first.confidence.view()).toMatchObject({ queueShareOfProfit: null, netWithoutQueueDependent: '0' })
  const nothing = new RunProjections([unitInstrument()], { sampleEveryNs: 1e6 })
  expect(first.confidence.accounts.netAtoms).toBe(nothing.equity.view().instruments[0]!.netAtoms)
})
