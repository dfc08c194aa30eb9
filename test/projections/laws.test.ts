/** The laws of the projections, in integers, over random markets and a strategy that does everything at random. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EntryKind, EntryOf, JournalEntry } from '../../src/journal/entries.ts'
import type { Instrument } from '../../src/market/instrument.ts'
import { cashSign, moneyScale, notionalAtoms } from '../../src/market/money.ts'
import { foldJournal, RunProjections } from '../../src/projections/run-projections.ts'
import { maxPosition } from '../../src/trading/risk/rules.ts'
import { valueFee } from '../../src/venue/sim/fee/fees.ts'
import { randomInstrument, randomMarket, randomStrategy, randomTemper } from '../fakes/random-run.ts'
import { type Simulation, simulate } from '../fakes/simulation.ts'
import { BTCUSD_PERP, BTCUSDT, instruments, Script } from './script.ts'

const SAMPLE_EVERY_NS = 7
const FEE = valueFee(-25_000_000, 70_000_000, { buyerPpb: 0, sellerPpb: 3_000_000 })

interface Ran {
  readonly simulation: Simulation
  readonly instruments: readonly Instrument[]
  readonly projections: RunProjections
}

const ran: fc.Arbitrary<Ran> = fc
  .tuple(randomInstrument(0), randomInstrument(1))
  .chain(([a, b]) => fc.tuple(randomMarket(a), randomMarket(b), randomTemper, fc.boolean()))
  .map(([a, b, temper, limited]) => {
    const rules = limited ? [maxPosition(6)] : []
    const markets = [a, b].map((market) => ({ ...market, fee: FEE, rules }))
    const simulation = simulate(markets, randomStrategy(temper), { sampleEveryNs: SAMPLE_EVERY_NS })
    const traded = markets.map(({ instrument }) => instrument)
    const projections = new RunProjections(traded, { sampleEveryNs: SAMPLE_EVERY_NS })
    return { simulation, instruments: traded, projections: foldJournal(simulation.entries, projections) }
  })

function ofKind<K extends EntryKind>(entries: readonly JournalEntry[], kind: K, instrument: number): EntryOf<K>[] {
  return entries.filter((entry) => {
    return entry.kind === kind && 'instrument' in entry && entry.instrument === instrument
  }) as unknown as EntryOf<K>[]
}

function sidesOf(entries: readonly JournalEntry[]): Map<number, number> {
  return new Map(entries.flatMap((entry) => (entry.kind === 'SubmitOrder' ? [[entry.order, entry.side]] : [])))
}

describe('laws', () => {
  test('position is the sum of side times lots, as the trader knows it', () => {
    fc.assert(
      fc.property(ran, ({ simulation: { entries, trader }, instruments, projections }) => {
        const sides = sidesOf(entries)
        for (const { id } of instruments) {
          const fills = ofKind(entries, 'Fill', id)
          const lots = fills.reduce((sum, fill) => sum + sides.get(fill.order)! * fill.lots, 0)
          expect(projections.ledger.view()[id]!.positionLots).toBe(lots)
          expect(trader.viewOf(id).position.lots).toBe(lots)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('cash is minus the sum of side times notional, fees those of the fills, maker and taker the whole', () => {
    fc.assert(
      fc.property(ran, ({ simulation: { entries }, instruments, projections }) => {
        const sides = sidesOf(entries)
        for (const instrument of instruments) {
          const fills = ofKind(entries, 'Fill', instrument.id)
          const scale = moneyScale(instrument)
          const value = (fill: EntryOf<'Fill'>): bigint => notionalAtoms(fill.priceTicks, fill.lots, scale)
          const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)
          const { maker, taker, cashAtoms, feeAtoms, rebateAtoms } = projections.ledger.view()[instrument.id]!
          expect(cashAtoms).toBe(-sum(fills.map((fill) => BigInt(sides.get(fill.order)!) * value(fill))))
          expect(feeAtoms).toBe(sum(fills.map((fill) => fill.feeAtoms)))
          expect(rebateAtoms).toBe(-sum(fills.map((fill) => (fill.feeAtoms < 0n ? fill.feeAtoms : 0n))))
          expect(maker.feeAtoms + taker.feeAtoms).toBe(feeAtoms)
          expect(maker.notionalAtoms + taker.notionalAtoms).toBe(sum(fills.map(value)))
          expect(maker.lots + taker.lots).toBe(fills.reduce((total, fill) => total + fill.lots, 0))
          expect(maker.fills + taker.fills).toBe(fills.length)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('every order ends once or is open; the latest drawdown and equity agree with the ledger', () => {
    fc.assert(
      fc.property(ran, ({ simulation: { entries, trader }, instruments, projections }) => {
        for (const { id } of instruments) {
          const counts = projections.orders.view()[id]!
          const { submitted, refused, rejected, filled, canceled, expired, open } = counts
          expect(submitted).toBe(refused + rejected + filled + canceled + expired + open)
          expect(open).toBe([...trader.viewOf(id).orders.open()].length)
          expect(counts.touched).toBeGreaterThanOrEqual(filled)
          expect(counts.touched).toBe(new Set(ofKind(entries, 'Fill', id).map(({ order }) => order)).size)
          expect(counts.cancels).toBe(ofKind(entries, 'CancelOrder', id).length)
          const { netAtoms, grossAtoms, feeAtoms, maxDrawdownAtoms } = projections.equity.view().instruments[id]!
          expect(maxDrawdownAtoms).toBeGreaterThanOrEqual(0n)
          if (netAtoms !== undefined) expect(netAtoms).toBe(grossAtoms! - feeAtoms)
          // The run ends with a mark: the last net equity has been seen.
          if (netAtoms !== undefined) expect(maxDrawdownAtoms).toBeGreaterThanOrEqual(-netAtoms)
        }
        const { instruments: each, currencies } = projections.equity.view()
        expect(currencies).toHaveLength(1)
        if (each.every(({ netAtoms }) => netAtoms !== undefined)) {
          expect(currencies[0]!.netAtoms).toBe(each[0]!.netAtoms! + each[1]!.netAtoms!)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('every command that was answered has an entry leg, every answer a response leg, none below zero', () => {
    fc.assert(
      fc.property(ran, ({ simulation: { entries }, instruments, projections }) => {
        for (const { id } of instruments) {
          const answers = entries.filter((entry) => 'exchTs' in entry && entry.instrument === id)
          const { entryNs, responseNs, roundTripNs } = projections.latency.view()[id]!
          expect(responseNs.count).toBe(answers.length)
          expect(entryNs.count).toBe(new Set(answers.map(({ cause }) => cause)).size)
          expect(roundTripNs.count).toBe(entryNs.count)
          for (const answer of answers) if ('exchTs' in answer) expect(answer.ts).toBeGreaterThanOrEqual(answer.exchTs)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('bought and sold at one price, cash comes back to nothing: linear and inverse', () => {
    const lots = fc.integer({ min: 1, max: 1_000_000 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000_000 }), lots, fc.boolean(), (priceTicks, lots, inverse) => {
        const [instrument] = instruments(inverse ? BTCUSD_PERP : BTCUSDT)
        const script = new Script()
        for (const [order, side] of [1, -1].entries()) {
          const cause = script.submit(0, order, { side, lots, priceTicks })
          script.fill(1, order, cause, { lots, priceTicks })
        }
        const projections = new RunProjections([instrument!], { sampleEveryNs: 10 })
        const [account] = foldJournal(script.entries, projections).ledger.view()
        expect(account!.positionLots).toBe(0)
        expect(account!.cashAtoms).toBe(0n)
        expect(account!.maker.notionalAtoms).toBe(2n * notionalAtoms(priceTicks, lots, moneyScale(instrument!)))
        expect(cashSign(instrument!)).toBe(inverse ? -1n : 1n)
      }),
    )
  })
})
