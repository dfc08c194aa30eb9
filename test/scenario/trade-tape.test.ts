import { describe, expect, test } from 'vitest'
import { allocateColumns } from '../../src/market/columns.ts'
import { TradeTape } from '../../src/scenario/trade-tape.ts'
import { marketRows } from '../fakes/market-text.ts'
import { memorySource } from '../fakes/memory-source.ts'

const BATCHES = [
  ['bid(1000) 99x5', 'sell-trade(1100) 99x2', 'buy-trade(1200) 101x3 trader'],
  ['trade(1300) 100x4', 'ask(1400) 101x1'],
  ['idle(1500)'],
  ['sell-trade(1600) 99x1', 'sell-trade(1700) 98x1'],
]

describe('what traded', () => {
  test('trades that the venue sees, up to an instant, however they are read', async () => {
    const tape = new TradeTape()
    const source = tape.over(memorySource(BATCHES.map((lines) => marketRows(lines))))
    const into = allocateColumns(0)
    while (await source.read(into));
    await source.close()
    expect(into.length).toBe(8)
    expect(tape.rows).toBe(8)
    expect(tape.upTo(5000)).toEqual({ trades: 4, steps: 8n })
    expect(tape.upTo(1700)).toEqual({ trades: 4, steps: 8n })
    expect(tape.upTo(1650)).toEqual({ trades: 3, steps: 7n })
    expect(tape.upTo(1500)).toEqual({ trades: 2, steps: 6n })
  })

  test('sums stay exact beyond 2^53', async () => {
    const tape = new TradeTape()
    const huge = marketRows(['trade(1000) 99x1', 'trade(1001) 99x1', 'trade(1002) 99x1'])
    huge.qtySteps.fill(Number.MAX_SAFE_INTEGER)
    const source = tape.over(memorySource([huge]))
    await source.read(allocateColumns(0))
    expect(tape.upTo(1001).steps).toBe(2n * BigInt(Number.MAX_SAFE_INTEGER))
    expect(tape.upTo(2000).steps).toBe(3n * BigInt(Number.MAX_SAFE_INTEGER))
  })
})
