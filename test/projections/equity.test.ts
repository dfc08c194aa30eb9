import { describe, expect, test } from 'vitest'
import { NO_ASK, NO_BID } from '../../src/core/units.ts'
import type { InstrumentSpec } from '../../src/market/instrument.ts'
import type { EquityView } from '../../src/projections/equity.ts'
import { foldJournal, RunProjections } from '../../src/projections/run-projections.ts'
import { BTCUSD_PERP, BTCUSDT, ETHUSDT, instruments, Script } from './script.ts'

const SECOND = 1_000_000_000

function equityOf(script: Script, ...specs: readonly InstrumentSpec[]): EquityView {
  const projections = new RunProjections(instruments(...specs), { sampleEveryNs: SECOND })
  return foldJournal(script.entries, projections).equity.view()
}

/** Buys or sells 5 lots at 1000 ticks for a fee of 7 atoms. */
function trade(script: Script, ts: number, side: 1 | -1, instrument = 0): void {
  const order = script.entries.length
  const cause = script.submit(ts, order, { instrument, side })
  script.fill(ts, order, cause, { instrument, feeAtoms: 7n })
}

describe('equity', () => {
  test('marks a linear position at the mid, exactly also at half a tick', () => {
    const script = new Script()
    trade(script, 1, 1)
    script.mark(SECOND, 0, 1000, 1003)
    const [figures] = equityOf(script, BTCUSDT).instruments
    // 0.005 BTC from 100.00 to 100.15.
    expect(figures).toMatchObject({ grossAtoms: 75_000n, feeAtoms: 7n, netAtoms: 74_993n, samples: 1 })
  })

  test('an inverse position gains coin as the price rises, when it is long', () => {
    const script = new Script()
    trade(script, 1, 1)
    script.mark(SECOND, 0, 1249, 1251)
    const [figures] = equityOf(script, BTCUSD_PERP).instruments
    // 5 contracts of 100 dollars: 0.5 BTC at 1000, 0.4 BTC at 1250.
    expect(figures).toMatchObject({ currency: 'BTC', grossAtoms: 100_000_000_000n, netAtoms: 99_999_999_993n })
    const short = new Script()
    trade(short, 1, -1)
    short.mark(SECOND, 0, 1249, 1251)
    expect(equityOf(short, BTCUSD_PERP).instruments[0]!.grossAtoms).toBe(-100_000_000_000n)
  })

  test('a book with an empty side keeps the last mid; a position without any mid has no equity', () => {
    const script = new Script()
    trade(script, 1, 1)
    script.mark(SECOND, 0, NO_BID, 1000)
    expect(equityOf(script, BTCUSDT).instruments[0]).toMatchObject({ netAtoms: undefined, samples: 0 })
    script.mark(2 * SECOND, 0, 1010, 1010)
    script.mark(3 * SECOND, 0, 1500, NO_ASK)
    const [figures] = equityOf(script, BTCUSDT).instruments
    expect(figures).toMatchObject({ grossAtoms: 500_000n, samples: 2 })
  })

  test('without a position equity needs no mid', () => {
    const script = new Script()
    trade(script, 1, 1)
    trade(script, 2, -1)
    script.mark(SECOND, 0, NO_BID, NO_ASK)
    expect(equityOf(script, BTCUSDT).instruments[0]).toMatchObject({ grossAtoms: 0n, netAtoms: -14n, samples: 1 })
  })

  test('the last mark, off the sampling times, counts for the drawdown and not for Sharpe', () => {
    const script = new Script()
    trade(script, 1, 1)
    for (const [i, mid] of [1000, 1010, 1005, 1020].entries()) script.mark((i + 1) * SECOND, 0, mid, mid)
    const before = equityOf(script, BTCUSDT).instruments[0]!
    script.mark(4.5 * SECOND, 0, 900, 900)
    const after = equityOf(script, BTCUSDT).instruments[0]!
    expect(after.sharpe).toBe(before.sharpe)
    expect(after.samples).toBe(4)
    // From 1020 down to 900 ticks on 5 lots of 10000 atoms a tick.
    expect(after.maxDrawdownAtoms).toBe(6_000_000n)
    // Differences 10, -5, 15 ticks: mean 20/3, squares about it (100 + 1225 + 625) / 9 over 2; a year of seconds.
    const deviation = Math.sqrt((100 + 1225 + 625) / 9 / 2)
    expect(before.sharpe).toBeCloseTo((20 / 3 / deviation) * Math.sqrt(86_400 * 365), 6)
    expect(before.sortino).toBeCloseTo((20 / 3 / Math.sqrt(25 / 3)) * Math.sqrt(86_400 * 365), 6)
  })

  test('a run that ends at a sampling time has no interval of length zero', () => {
    const script = new Script()
    trade(script, 1, 1)
    for (const [i, mid] of [1000, 1010, 1005].entries()) script.mark((i + 1) * SECOND, 0, mid, mid)
    const { sharpe } = equityOf(script, BTCUSDT).instruments[0]!
    script.mark(3 * SECOND, 0, 1005, 1005)
    expect(equityOf(script, BTCUSDT).instruments[0]).toMatchObject({ sharpe, samples: 3 })
  })

  test('instruments of one currency are added; currencies stand apart', () => {
    const script = new Script()
    for (const instrument of [0, 1, 2]) trade(script, 1, 1, instrument)
    for (const [i, mid] of [1000, 990, 1020].entries()) {
      for (const instrument of [0, 1, 2]) script.mark((i + 1) * SECOND, instrument, mid, mid)
    }
    const { instruments: each, currencies } = equityOf(script, BTCUSDT, BTCUSD_PERP, ETHUSDT)
    expect(currencies.map(({ currency }) => currency)).toEqual(['USDT', 'BTC'])
    const [usdt, btc] = currencies
    expect(usdt!.netAtoms).toBe(each[0]!.netAtoms! + each[2]!.netAtoms!)
    expect(usdt!.feeAtoms).toBe(14n)
    expect(usdt!.samples).toBe(3)
    // Both fell by 10 ticks at once; fees are in the fall from the start, for the peak before was 0.
    expect(usdt!.maxDrawdownAtoms).toBe(each[0]!.maxDrawdownAtoms + each[2]!.maxDrawdownAtoms)
    expect(btc).toEqual(each[1])
  })

  test('amounts of one currency with different atoms are added in the finer ones', () => {
    const linear: InstrumentSpec = { ...BTCUSDT, symbol: 'ETHBTC', settle: 'BTC', base: 'ETH' }
    const script = new Script()
    for (const instrument of [0, 1]) trade(script, 1, 1, instrument)
    for (const instrument of [0, 1]) script.mark(SECOND, instrument, 1250, 1250)
    const { currencies } = equityOf(script, linear, BTCUSD_PERP)
    // 0.005 * 25 BTC and 0.1 BTC; fees of 7e-8 and 7e-12 BTC.
    expect(currencies).toMatchObject([{ moneyDecimals: 12, grossAtoms: 225_000_000_000n, feeAtoms: 70_007n }])
  })
})
