import { expect, test } from 'vitest'
import { NEVER } from '../../src/core/units.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { Lane, UNKNOWN } from '../../src/kernel/lane.ts'
import { TieRank } from '../../src/kernel/tie-order.ts'
import { Timers } from '../../src/kernel/timers.ts'
import { appendRows } from '../../src/market/columns.ts'
import { L2Book } from '../../src/market/l2-book.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import type { Answer, Command } from '../../src/market/orders.ts'
import { strategy } from '../../src/trading/strategy.ts'
import { marketRows, unitInstrument } from '../fakes/market-text.ts'
import { linkOf, newTrader, simulate } from '../fakes/simulation.ts'

const MARKET = { instrument: unitInstrument(), rows: marketRows([]) }

function lane(): Lane {
  const memory = new MarketMemory()
  const venue = { book: new L2Book(1, memory), takeRow: (): void => {}, receive: (): void => {} }
  const entry = linkOf<Command>('entry', MARKET)
  const response = linkOf<Answer>('response', MARKET)
  return new Lane({ instrument: 0, venue, entry, response, memory })
}

test('each cursor stands at the next row that its node sees, and tells when that is due', () => {
  const it = lane()
  expect([0, 1, 2, 3].map((rank) => it.dueTs(rank))).toEqual([UNKNOWN, NEVER, UNKNOWN, NEVER])
  expect([it.dry, it.firstTs]).toEqual([true, UNKNOWN])
  appendRows(it.columns, marketRows(['idle(1,1) trader', 'idle(2,3)', 'idle(4,4) venue', 'idle(5,6) trader']))
  it.settle()
  expect([it.venueRow, it.dueTs(TieRank.VenueRow), it.traderRow, it.dueTs(TieRank.TraderRow)]).toEqual([1, 2, 0, 1])
  expect([it.dry, it.ended]).toEqual([false, false])
})

test('without rows it is dry until it is exhausted', () => {
  const it = lane()
  appendRows(it.columns, marketRows(['idle(1,1) trader']))
  it.settle()
  expect([it.dry, it.dueTs(TieRank.VenueRow), it.dueTs(TieRank.TraderRow)]).toEqual([true, UNKNOWN, 1])
  it.exhausted = true
  it.settle()
  expect([it.dry, it.dueTs(TieRank.VenueRow), it.ended]).toEqual([false, NEVER, false])
})

test('lanes of one run lie in one memory', () => {
  const trader = newTrader([MARKET], strategy({ start: () => {} }), [], new Timers(), () => {})
  expect(() => new Kernel([lane(), lane()], trader, new Timers())).toThrow('different memories')
})

test('messages under way are among its dues', () => {
  const it = lane()
  it.entry.deliverAt({ kind: 'CancelOrder', order: 1 }, 9)
  it.entry.deliverAt({ kind: 'CancelOrder', order: 2 }, 11)
  expect([it.dueTs(TieRank.Command), it.dueTs(TieRank.Answer)]).toEqual([9, NEVER])
  it.entry.take()
  expect(it.dueTs(TieRank.Command)).toBe(11)
})

test('rows that both nodes have passed are dropped, and counted', () => {
  const rows = marketRows(Array.from({ length: 9 }, (_, i) => `idle(${10 * (i + 1)})`))
  const run = simulate([{ ...MARKET, rows }], strategy({ start: () => {} }), { chunkRows: () => 2 })
  const [it] = run.lanes as [Lane]
  const { length, exchTs } = it.columns
  expect(it.droppedRows).toBeGreaterThan(4)
  expect([it.droppedRows + length, it.venueRow, it.traderRow]).toEqual([9, length, length])
  expect(exchTs[0]).toBe(rows.exchTs[it.droppedRows])
  expect(it.venueTs).toBe(90)
})
