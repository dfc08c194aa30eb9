import { describe, expect, test } from 'vitest'
import { createConstantLatency } from '../../src/kernel/latency/constant.ts'
import { type StrategyDefinition, strategy } from '../../src/trading/strategy.ts'
import { marketRows, unitInstrument } from '../fakes/market-text.ts'
import { type SimulatedMarket, type Simulation, simulate } from '../fakes/simulation.ts'

const UNIT = unitInstrument()
const AT_ONCE = createConstantLatency({ feedNs: 0, entryNs: 0, responseNs: 0 })

function market(rows: readonly string[], change: Partial<SimulatedMarket> = {}): SimulatedMarket {
  return { instrument: UNIT, rows: marketRows(rows), ...change }
}

const kindsOf = ({ entries }: Simulation): string[] => entries.map((entry) => `${entry.ts} ${entry.kind}`)

/** Submits one buy of 1 at 100 from whatever calls it first. */
function once(wire: (act: () => void) => { onTrade?(): void; onDepth?(): void }): StrategyDefinition {
  return strategy({
    start({ orders }) {
      let done = false
      return wire(() => {
        if (!done) orders.submit({ side: 1, priceTicks: 100, lots: 1 })
        done = true
      })
    },
  })
}

describe('order of one instant', () => {
  test('a row at the venue comes before a command that arrives with it', () => {
    const rows = ['ask(1000,1000) 105x1', 'ask(1050,1060) 100x1', 'sell-trade(1050,1060) 90x1', 'idle(2000)']
    const entries = simulate(
      [market(rows)],
      once((act) => ({ onDepth: act })),
    ).entries
    // The ask is there already, so the order takes; the trade is over, so it does not fill the order.
    expect(entries.find((entry) => entry.kind === 'Fill')).toMatchObject({ exchTs: 1050, liquidity: 'taker' })
  })

  test('the strategy acts after everything of its instant, and before anything later', () => {
    // The message of 1000 arrives at 1010, when the venue sees a row too; the next venue row is at 1011.
    const rows = ['sell-trade(1000,1010) 100x1', 'idle(1010,1030)', 'sell-trade(1011,1040) 99x1', 'idle(3000)']
    const run = simulate(
      [market(rows, { entry: AT_ONCE, response: AT_ONCE })],
      once((act) => ({ onTrade: act })),
    )
    expect(kindsOf(run).slice(1)).toEqual([
      '1010 SubmitOrder',
      '1010 OrderAccepted',
      '1011 Fill',
      '3010 MarketMarked',
      '3010 RunEnded',
    ])
  })

  test('messages at one instant at two instruments are both in the books before the strategy hears', () => {
    const seen: string[] = []
    const both = strategy({
      start({ instruments }) {
        return {
          onDepth: (i) => {
            const asks = instruments.map(({ book }) => (book.hasAsk ? book.bestAskTicks : undefined))
            seen.push(`${i}: ${asks.join(' ')}`)
          },
        }
      },
    })
    const rows = ['ask(1000,1100) 101x1', 'idle(2000)']
    simulate([market(rows), { ...market(rows), instrument: unitInstrument({}, 1) }], both)
    expect(seen).toEqual(['0: 101 101', '1: 101 101'])
  })

  test('a timer fires after the market data of its instant; timers of one instant in the order of setting', () => {
    const seen: string[] = []
    const timed = strategy({
      start({ after: later, book }) {
        for (const name of ['a', 'b']) later(10, () => seen.push(`${name} ${book.hasBid}`))
        later(0, () => seen.push('now'))
        return { onDepth: () => seen.push('depth') }
      },
    })
    simulate([market(['bid(1000,1010) 100x1', 'idle(2000)'])], timed)
    expect(seen).toEqual(['now', 'depth', 'a true', 'b true'])
  })
})

describe('time', () => {
  test('ends at the last row, command or answer, however many rows went by in one run', () => {
    const rows = ['bid(1000) 100x1', 'bid(1001) 99x1', 'bid(1002) 98x1']
    const idle = strategy({ start: () => {} })
    expect(kindsOf(simulate([market(rows)], idle)).at(-1)).toBe('1012 RunEnded')
    expect(kindsOf(simulate([market(rows)], idle, { chunkRows: () => 1 })).at(-1)).toBe('1012 RunEnded')
    const last = once((act) => ({ onDepth: act }))
    expect(kindsOf(simulate([market(rows)], last)).at(-1)).toBe('1090 RunEnded')
  })

  test('market data of the last instant is in the books when the run ends, and wakes nobody', () => {
    const seen: string[] = []
    const listener = strategy({
      start: ({ book, clock }) => ({
        onMessage: () => seen.push(`message ${clock.nowTs} ${book.bestAskTicks}`),
        onTrade: ({ exchTs }) => seen.push(`trade ${exchTs}`),
        onStop: () => seen.push(`stop ${clock.nowTs} ${book.bestAskTicks}`),
      }),
    })
    simulate([market(['ask(1000,1010) 105x1', 'ask(2000,2010) 104x1', 'sell-trade(2000,2010) 99x1'])], listener)
    expect(seen).toEqual(['message 1010 105', 'stop 2010 104'])
  })

  test('who hears of every row hears of the last', () => {
    const seen: number[] = []
    const listener = strategy({ depth: 'row', start: ({ clock }) => ({ onDepth: () => seen.push(clock.nowTs) }) })
    simulate([market(['ask(1000,1010) 105x1', 'ask(2000,2010) 104x1'])], listener)
    expect(seen).toEqual([1010, 2010])
  })

  test('timers stop with the last thing to come', () => {
    const fired: number[] = []
    const ticking = strategy({
      start({ every, clock }) {
        every(10, () => fired.push(clock.nowTs))
      },
    })
    simulate([market(['idle(1000,1000)', 'idle(1035,1035)'])], ticking)
    expect(fired).toEqual([1010, 1020, 1030])
  })

  test('a strategy may stop the run: nothing comes after', () => {
    const stopping = strategy({ start: ({ after, stop }) => void after(20, stop) })
    const run = simulate([market(['idle(1000,1000)', 'bid(1021,1021) 1x1'])], stopping)
    expect(run.kernel.nowTs).toBe(1020)
    expect(run.venues[0]!.book.hasBid).toBe(false)
  })

  test('never goes back: every entry is as late as the one before it, every answer later than its command', () => {
    const rows = ['bid(1000) 100x5', 'ask(1000) 101x5', 'sell-trade(1200) 99x1', 'idle(2000)']
    const { entries } = simulate(
      [market(rows)],
      once((act) => ({ onDepth: act })),
    )
    for (const [i, entry] of entries.entries()) {
      if (i > 0) expect(entry.ts).toBeGreaterThanOrEqual(entries[i - 1]!.ts)
      if (entry.cause >= 0) expect(entry.cause).toBeLessThan(i)
    }
    expect(entries.some((entry) => entry.kind === 'Fill')).toBe(true)
  })
})

test('instants before the epoch come in order, too', () => {
  const lines = ['bid(1000) 100x5', 'ask(1000) 101x5', 'sell-trade(1200) 99x1', 'idle(1990)', 'idle(2005,2030)']
  const buying = once((act) => ({ onDepth: act }))
  const plain = simulate([market(lines)], buying, { sampleEveryNs: 500 })
  const early = marketRows(lines)
  for (let row = 0; row < early.length; row++) {
    early.exchTs[row]! -= 2000
    early.localTs[row]! -= 2000
  }
  const shifted = simulate([market([], { rows: early })], buying, { sampleEveryNs: 500 })
  expect(kindsOf(shifted)).toEqual(plain.entries.map(({ ts, kind }) => `${ts - 2000} ${kind}`))
})

test('rows that go back in time at the trader are a bug', () => {
  const eachRow = strategy({ depth: 'row', start: () => ({ onDepth: () => {} }) })
  expect(() => simulate([market(['idle(1000,1100)', 'idle(1010,1050)'])], eachRow)).toThrow(
    'Time would go back from 1100 to 1050',
  )
})

test('no rows at all: the run ends without a start', () => {
  const run = simulate([market([])], strategy({ start: () => {} }))
  expect(run.entries.some((entry) => entry.kind === 'RunStarted')).toBe(false)
})
