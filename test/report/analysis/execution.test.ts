import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExecutionFold } from '../../../src/report/analysis/execution.ts'
import { WeightedMean } from '../../../src/report/analysis/weighted-mean.ts'
import { valueFee } from '../../../src/venue/sim/fee/fees.ts'
import { unitInstrument } from '../../fakes/market-text.ts'
import { analyse, MS, S } from './analysed.ts'

describe('weighted mean', () => {
  test('by hand', () => {
    const mean = new WeightedMean()
    expect([mean.mean, mean.standardError]).toEqual([null, null])
    mean.add(1, 1)
    expect([mean.mean, mean.standardError]).toEqual([1, null])
    mean.add(4, 2)
    // Mean (1 + 8) / 3; sqrt(2 / 1 * (1 * 4 + 4 * 1)) / 3.
    expect([mean.mean, mean.standardError]).toEqual([3, 4 / 3])
  })

  test('with equal weights it is the ordinary standard error', () => {
    const mean = new WeightedMean()
    for (const value of [2, 4, 4, 4, 5, 5, 7, 9]) mean.add(value, 3)
    // The squares of the distances from 5 sum to 32.
    expect(mean.mean).toBeCloseTo(5, 12)
    expect(mean.standardError).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12)
  })

  test('values that are all the same have no error', () => {
    const mean = new WeightedMean()
    for (let i = 0; i < 10; i++) mean.add(0.1, i + 1)
    expect(mean.standardError).toBeCloseTo(0, 9)
  })
})

/**
 * A buy of two lots at 99 is filled at 1300 as maker, and the trader learns of it at 1330, at a mid of 100; the mid is
 * 98 at 0.1 s, and 102 from 0.5 s to the end at 5 s. A buy of one lot at 103 is filled as taker at 2 s.
 */
const MARKET = [
  'bid(1000) 99x5',
  'ask(1000) 101x5',
  'sell-trade(1300) 99x8',
  `bid(${50 * MS}) 99x0 97x5`,
  `ask(${50 * MS}) 99x5`,
  `ask(${500 * MS}) 99x0 103x5`,
  `bid(${500 * MS}) 101x5`,
  `idle(${5 * S})`,
]

const NOT_KNOWN = {
  fills: 0,
  meanTicks: null,
  standardErrorTicks: null,
  meanBps: null,
  capturedTicks: null,
  adverseTicks: null,
}

describe('execution', () => {
  const fee = valueFee(-100_000, 500_000, { buyerPpb: 0, sellerPpb: 0 })
  const when = [
    [1100, 'buy 99x2'],
    [2 * S, 'buy 103x1'],
  ] as const
  const { first, analysis } = analyse({ given: MARKET, when, fee })

  test('maker, by hand', () => {
    const maker = first.execution.maker.view()
    expect(maker).toMatchObject({
      liquidity: 'maker',
      fills: 1,
      // 100 - 99 against the venue's mid right before it; 99 - 100 against the mid when it was sent.
      spreadCapturedTicks: 1,
      slippageTicks: -1,
      // -1 bp of 198.
      fees: '-0.0198',
    })
    expect(maker.markouts).toEqual([
      {
        horizonNs: 100 * MS,
        fills: 1,
        meanTicks: -1,
        standardErrorTicks: null,
        meanBps: expect.closeTo(-1e4 / 99, 9),
        capturedTicks: 1,
        adverseTicks: -2,
      },
      {
        horizonNs: S,
        fills: 1,
        meanTicks: 3,
        standardErrorTicks: null,
        meanBps: expect.closeTo(3e4 / 99, 9),
        capturedTicks: 1,
        adverseTicks: 2,
      },
      { ...NOT_KNOWN, horizonNs: 10 * S },
      { ...NOT_KNOWN, horizonNs: 60 * S },
    ])
  })

  test('taker, by hand', () => {
    expect(first.execution.taker.view()).toMatchObject({
      fills: 1,
      spreadCapturedTicks: -1,
      slippageTicks: 1,
      // 5 bp of 103.
      fees: '0.0515',
      markouts: [
        { fills: 1, meanTicks: -1, adverseTicks: 0 },
        { fills: 1, meanTicks: -1, adverseTicks: 0 },
        { fills: 0 },
        { fills: 0 },
      ],
    })
  })

  test('each fill has its own markout after a second, and its fee', () => {
    const [fills] = analysis.series().fills
    expect([...fills!.markoutTicks]).toEqual([3, -1])
    expect([...fills!.fee]).toEqual([-0.0198, 0.0515])
    expect([...fills!.maker]).toEqual([1, 0])
    expect([...fills!.sentTs]).toEqual([1100, 2 * S])
    expect([...fills!.acceptedTs]).toEqual([1150, Number.NaN])
    expect([...fills!.aheadLots]).toEqual([5, Number.NaN])
  })

  test('weights are lots', () => {
    const given = ['bid(1000) 99x1 98x1', 'ask(1000) 101x5', 'sell-trade(1300) 97x9', `idle(${5 * S})`]
    const { first } = analyse({
      given,
      when: [
        [1100, 'buy 99x1'],
        [1100, 'buy 98x3'],
      ],
    })
    const { spreadCapturedTicks, markouts } = first.execution.maker.view()
    // One lot gains 1, three gain 2; the mid stays.
    expect(spreadCapturedTicks).toBe(7 / 4)
    expect(markouts[0]).toMatchObject({ fills: 2, meanTicks: 7 / 4, adverseTicks: 0 })
    // sqrt(2 * (1 * (3/4)^2 + 9 * (1/4)^2)) / 4
    expect(markouts[0]!.standardErrorTicks).toBeCloseTo(Math.sqrt(2 * (9 / 16 + 9 / 16)) / 4, 12)
  })

  test('what is captured is against the mid right before the fill, not that when the trader learned of it', () => {
    // The other side comes through the price at a mid of 100; by 1400 the mid at the venue and in our book is 92.
    const given = [
      'bid(1000) 99x5',
      'ask(1000) 101x5',
      'ask(1300) 95x5',
      'bid(1301) 99x0',
      'bid(1301) 89x5',
      `idle(${2 * S})`,
    ]
    const { first } = analyse({ given, when: [[1100, 'buy 99x2']] })
    const { spreadCapturedTicks, markouts } = first.execution.maker.view()
    expect(spreadCapturedTicks).toBe(1)
    // 92 - 99, of which 92 - 100 came since.
    expect(markouts[1]).toMatchObject({ fills: 1, meanTicks: -7, capturedTicks: 1, adverseTicks: -8 })
  })

  test('captured and adverse add up to each markout', () => {
    const fill = fc.record({
      side: fc.constantFrom(1, -1),
      liquidity: fc.constant('maker' as const),
      priceTicks: fc.integer({ min: 1, max: 1_000_000 }),
      lots: fc.integer({ min: 1, max: 5000 }),
      midTicks: fc.integer({ min: 2, max: 2_000_000 }).map((halfTicks) => halfTicks / 2),
      laterTicks: fc.integer({ min: 2, max: 2_000_000 }).map((halfTicks) => halfTicks / 2),
    })
    fc.assert(
      fc.property(fc.array(fill, { minLength: 1, maxLength: 20 }), (fills) => {
        const fold = new ExecutionFold(unitInstrument(), 'maker')
        for (const { laterTicks, ...seen } of fills) fold.markout(0, seen, laterTicks)
        const { meanTicks, capturedTicks, adverseTicks } = fold.view().markouts[0]!
        expect(capturedTicks! + adverseTicks!).toBeCloseTo(meanTicks!, 6)
      }),
    )
  })

  test('an empty side: there is no mid, and nothing is made up', () => {
    const given = ['bid(1000) 99x1', 'ask(1000) 101x5', 'ask-clear(1200)', 'sell-trade(1300) 98x9', `idle(${5 * S})`]
    const { first, analysis } = analyse({ given, when: [[1100, 'buy 99x1']] })
    const maker = first.execution.maker.view()
    expect(maker).toMatchObject({ fills: 1, spreadCapturedTicks: null, slippageTicks: -1 })
    expect(maker.markouts.map(({ fills }) => fills)).toEqual([0, 0, 0, 0])
    expect([...analysis.series().fills[0]!.markoutTicks]).toEqual([Number.NaN])
  })

  test('the market is looked at exactly after the horizon, and sees what arrives at that very instant', () => {
    // The trader learns of the fill at 1330. At 1330 + 0.1 s a row arrives; one nanosecond later another one.
    const dueTs = 1330 + 100 * MS
    const rows = [`ask(${dueTs - 10},${dueTs}) 101x0 103x5`, `ask(${dueTs - 9},${dueTs + 1}) 103x0 107x5`]
    const given = ['bid(1000) 99x5', 'ask(1000) 101x5', 'sell-trade(1300) 99x8', ...rows, `idle(${5 * S})`]
    const { first } = analyse({ given, when: [[1100, 'buy 99x2']] })
    const { markouts } = first.execution.maker.view()
    expect(markouts.map(({ meanTicks }) => meanTicks)).toEqual([2, 4, null, null])
  })
})
