import { describe, expect, test } from 'vitest'
import { Bug } from '../../src/core/bug.ts'
import { Ledger } from '../../src/projections/ledger.ts'
import { foldJournal } from '../../src/projections/run-projections.ts'
import { BTCUSD_PERP, BTCUSDT, instruments, Script } from './script.ts'

describe('ledger', () => {
  test('a linear buy pays its notional, and fees stand apart by liquidity', () => {
    const script = new Script()
    const bought = script.submit(0, 1, { lots: 5 })
    script.fill(1, 1, bought, { lots: 2, leavesLots: 3, priceTicks: 1000, liquidity: 'taker', feeAtoms: 400n })
    script.fill(2, 1, bought, { lots: 3, priceTicks: 999, feeAtoms: -30n })
    const [account] = foldJournal(script.entries, new Ledger(instruments(BTCUSDT))).view()
    // 0.002 BTC at 100.0 and 0.003 BTC at 99.9, in 1e-8 USDT.
    expect(account).toMatchObject({ positionLots: 5, cashAtoms: -20_000_000n - 29_970_000n, feeAtoms: 370n })
    expect(account!.rebateAtoms).toBe(30n)
    expect(account!.maker).toEqual({ fills: 1, lots: 3, notionalAtoms: 29_970_000n, feeAtoms: -30n })
    expect(account!.taker).toEqual({ fills: 1, lots: 2, notionalAtoms: 20_000_000n, feeAtoms: 400n })
  })

  test('an inverse buy receives its notional in coin: the reference has a balance of minus 1.9801980198019802', () => {
    const script = new Script()
    const bought = script.submit(0, 1, { lots: 2, priceTicks: 101 })
    script.fill(1, 1, bought, { lots: 2, priceTicks: 101, liquidity: 'taker', feeAtoms: 990_099_010n })
    const [account] = foldJournal(script.entries, new Ledger(instruments(BTCUSD_PERP))).view()
    // 2 contracts of 100 dollars at 101, in 1e-12 BTC. Our cash is minus the reference's balance.
    expect(account!.cashAtoms).toBe(1_980_198_019_802n)
    expect(account!.taker.notionalAtoms).toBe(1_980_198_019_802n)
  })

  test('a fill of an order that was never submitted, or has ended, is a bug', () => {
    const unknown = new Script()
    unknown.fill(1, 9, -1)
    expect(() => foldJournal(unknown.entries, new Ledger(instruments(BTCUSDT)))).toThrow(Bug)
    const ended = new Script()
    const submitted = ended.submit(0, 1)
    ended.fill(1, 1, submitted)
    ended.fill(2, 1, submitted)
    expect(() => foldJournal(ended.entries, new Ledger(instruments(BTCUSDT)))).toThrow(/order 1 .*not open/)
  })
})
