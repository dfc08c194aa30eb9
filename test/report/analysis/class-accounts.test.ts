import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { InstrumentSpec } from '../../../src/market/instrument.ts'
import { ClassAccounts } from '../../../src/report/analysis/class-accounts.ts'
import { UNIT, unitInstrument } from '../../fakes/market-text.ts'
import { randomInstrument, randomMarket, randomStrategy, randomTemper } from '../../fakes/random-run.ts'
import { analyse, analyseRun } from './analysed.ts'

describe('profit by class of fill', () => {
  test('by hand: value at the last mid, less what was paid, less fees', () => {
    const accounts = new ClassAccounts(unitInstrument(), ['a', 'b', 'c'])
    accounts.fill('a', 1, 99, 2, 30n)
    accounts.fill('b', -1, 103, 1, -5n)
    accounts.fill('a', 1, 101, 1, 10n)
    expect([...accounts.netByClass().values()]).toEqual([undefined, undefined, 0n])
    expect(accounts.netAtoms).toBeUndefined()
    // A mid of 100.5.
    accounts.mark(201)
    const one = 100_000_000n
    // a: 3 * 100.5 - (198 + 101) - 40 atoms; b: -100.5 + 103 + 5 atoms.
    expect([...accounts.netByClass()]).toEqual([
      ['a', (5n * one) / 2n - 40n],
      ['b', (5n * one) / 2n + 5n],
      ['c', 0n],
    ])
    expect(accounts.netAtoms).toBe(5n * one - 35n)
    expect(accounts.positionLots).toBe(2)
  })

  const spec = fc.constantFrom<Partial<InstrumentSpec>>(
    {},
    { tickSize: '0.0001', lotSize: '0.00001', qtyStep: '0.00001' },
    { contract: 'inverse', contractSize: '100', settle: 'BTC' },
  )
  const fill = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    side: fc.constantFrom(1, -1),
    priceTicks: fc.integer({ min: 1, max: 99_999 }),
    lots: fc.integer({ min: 1, max: 12_345 }),
    feeAtoms: fc.bigInt({ min: -1000n, max: 1000n }),
  })

  test('the classes add up to the whole, whatever rounds', () => {
    fc.assert(
      fc.property(
        spec,
        fc.array(fill, { maxLength: 20 }),
        fc.integer({ min: 2, max: 199_999 }),
        (change, fills, mid) => {
          const instrument = unitInstrument({ ...UNIT, ...change })
          const split = new ClassAccounts(instrument, ['a', 'b', 'c'])
          const whole = new ClassAccounts(instrument, ['all'])
          for (const { name, side, priceTicks, lots, feeAtoms } of fills) {
            split.fill(name, side, priceTicks, lots, feeAtoms)
            whole.fill('all', side, priceTicks, lots, feeAtoms)
          }
          split.mark(mid)
          whole.mark(mid)
          const sum = [...split.netByClass().values()].reduce((total, net) => total! + net!, 0n)
          expect(sum).toBe(split.netAtoms)
          expect(sum).toBe(whole.netAtoms)
          expect(whole.netByClass().get('all')).toBe(whole.netAtoms)
        },
      ),
    )
  })

  test('and to the net result of the summary, in random markets', () => {
    let fills = 0
    const run = randomInstrument(0).chain((instrument) => fc.tuple(randomMarket(instrument), randomTemper))
    fc.assert(
      fc.property(run, ([market, temper]) => {
        const { first, projections } = analyseRun([market], randomStrategy(temper), { sampleEveryNs: 7 })
        const { accounts } = first.confidence
        const { netAtoms } = projections.equity.view().instruments[0]!
        const nets = [...accounts.netByClass().values()]
        expect(accounts.netAtoms).toBe(netAtoms)
        if (!nets.includes(undefined)) expect(nets.reduce((total, net) => total! + net!, 0n)).toBe(netAtoms)
        const { maker, taker } = projections.ledger.view()[0]!
        const counted = [...accounts.classes.values()].reduce((sum, each) => sum + each.fills, 0)
        expect(counted).toBe(maker.fills + taker.fills)
        const byRule = Object.values(first.confidence.view().byRule)
        expect(byRule.reduce((sum, count) => sum + count, 0)).toBe(counted)
        fills += counted
      }),
      { numRuns: 150 },
    )
    expect(fills).toBeGreaterThan(100)
  })

  test('the share of the profit on queue-dependent fills', () => {
    // One lot by the queue at 99, one certain at 98; the last mid is 101, so 2 and 3 were earned.
    const given = ['bid(1000) 99x1', 'ask(1000) 101x5']
    const after = ['sell-trade(1300) 99x2', 'sell-trade(1400) 97x1', 'ask(1500) 101x0 103x5', 'idle(2000)']
    const when = [
      [1100, 'buy 99x1'],
      [1100, 'buy 98x1'],
    ] as const
    const { first } = analyse({ given: [...given, ...after], when })
    expect(first.confidence.view()).toEqual({
      classes: [
        { confidence: 'certain', fills: 1, volume: '1', beyondShown: '0', net: '3' },
        { confidence: 'queue-dependent', fills: 1, volume: '1', beyondShown: '0', net: '2' },
        { confidence: 'size-dependent', fills: 0, volume: '0', beyondShown: '0', net: '0' },
      ],
      beyondShown: { volume: '0', share: 0 },
      queueShareOfProfit: 0.4,
      netWithoutQueueDependent: '3',
      byRule: { 'best-crossed': 0, 'traded-through': 1, queue: 1, 'on-arrival': 0 },
      queueMarginLots: { count: 1, p50: 0.5, p90: 0.5, p99: 0.5, p999: 0.5, max: 0.5 },
    })
  })

  test('there is no share of a loss', () => {
    const given = [
      'bid(1000) 99x1',
      'ask(1000) 101x5',
      'sell-trade(1300) 99x2',
      'bid(1500) 99x0 95x1',
      'ask(1500) 97x5',
    ]
    const { first } = analyse({ given: [...given, 'idle(2000)'], when: [[1100, 'buy 99x1']] })
    expect(first.confidence.view()).toMatchObject({ queueShareOfProfit: null, netWithoutQueueDependent: '0' })
    expect(first.confidence.view().classes[1]!.net).toBe('-3')
  })
})
