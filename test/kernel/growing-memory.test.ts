/** The memory of rows and books grows while a run goes on: whoever looks at it must see what is there afterwards. */
import { expect, test } from 'vitest'
import { MarketMemory } from '../../src/market/market-memory.ts'
import { strategy } from '../../src/trading/strategy.ts'
import { marketRows, unitInstrument } from '../fakes/market-text.ts'
import { type Simulation, type SimulationOptions, simulate } from '../fakes/simulation.ts'

/** So far apart that each price has a table of its own, of 64 KiB. */
const TABLE_TICKS = 2 ** 18

/** Quotes at 100 and 101 that are traded, and between them levels of whom each takes more memory. */
function lines(): string[] {
  const all = ['bid(1000,1020) 100x5', 'ask(1000,1020) 101x5']
  for (let k = 1; k <= 150; k++) {
    const ts = 1000 + 10 * k
    all.push(`bid(${ts},${ts + 20}) -${k * TABLE_TICKS}x1 100x${5 + (k % 3)}`)
    all.push(`ask(${ts + 1},${ts + 21}) ${k * TABLE_TICKS}x1 ${101 + (k % 2)}x4`)
    if (k % 5 === 0) all.push(`sell-trade(${ts + 2},${ts + 22}) 100x9`)
  }
  return [...all, 'idle(4000)']
}

const both = strategy({
  depth: 'message',
  start({ book, orders, position }) {
    const quote = (): void => {
      if (!book.hasBid || !book.hasAsk || [...orders.open()].length > 3) return
      orders.submit({ side: 1, priceTicks: book.bestBidTicks, lots: 2 })
      if (position.lots > 0) orders.submit({ side: -1, priceTicks: book.bestAskTicks, lots: 1 })
    }
    return { onDepth: quote, onTrade: quote }
  },
})

test.each<[string, SimulationOptions]>([
  ['with all rows at once', {}],
  ['with rows a few at a time', { chunkRows: () => 7, budget: 11 }],
])('a run gives the same in a memory that grows and in one that need not, %s', (_, options) => {
  const instrument = unitInstrument()
  const market = { instrument, rows: marketRows(lines(), instrument) }
  const used = MarketMemory.borrow()
  used.allocate(2 ** 26)
  used.giveBack()
  const roomy = MarketMemory.borrow()
  const small = new MarketMemory()
  const [expected, got] = [roomy, small].map((memory) => {
    const bytes = memory.buffer.byteLength
    const run = simulate([market], both, { ...options, memory })
    expect(memory.buffer.byteLength - bytes > 2 ** 23).toBe(memory === small)
    return run
  }) as [Simulation, Simulation]
  expect(got.entries).toEqual(expected.entries)
  expect(got.entries.filter(({ kind }) => kind === 'Fill').length).toBeGreaterThan(5)
  got.venues[0]!.book.check()
})
