import { expect, test } from 'vitest'
import { allocateColumns, appendRows, BUY, RowKind, SELL } from '../../src/market/columns.ts'
import { L2Book } from '../../src/market/l2-book.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import { marketRows } from '../fakes/market-text.ts'

test('a memory that was given back is borrowed again, and is as new', () => {
  const memory = MarketMemory.borrow()
  const used = new L2Book(1, memory)
  for (let tick = -500; tick < 500; tick += 3) used.apply(RowKind.Depth | (tick < 0 ? BUY : SELL), tick, 7)
  used.bids.watch(-5, true, -5, -5)
  appendRows(allocateColumns(0, memory), marketRows(['idle(1)', 'idle(2)']))
  memory.giveBack()
  expect(MarketMemory.borrow()).toBe(memory)
  const book = new L2Book(1, memory)
  expect([book.hasBid, book.hasAsk, book.bids.stepsAt(-5)]).toEqual([false, false, 0])
  book.apply(RowKind.Depth | BUY, -9, 1)
  expect([...book.bids.ticks()]).toEqual([-9])
  book.check()
  memory.giveBack()
})

test('two that are borrowed at once are not the same', () => {
  const [one, other] = [MarketMemory.borrow(), MarketMemory.borrow()]
  expect(one).not.toBe(other)
  one.giveBack()
  other.giveBack()
})

test('one that has grown large is not held', () => {
  const memory = MarketMemory.borrow()
  memory.allocate(2 ** 28)
  memory.giveBack()
  const next = MarketMemory.borrow()
  expect(next).not.toBe(memory)
  next.giveBack()
})

test('columns are other arrays after it has grown, with the same in them', () => {
  const memory = new MarketMemory()
  const columns = allocateColumns(0, memory)
  const rows = marketRows(['bid(1,2) 100x5', 'ask(3,4) 101x6'])
  appendRows(columns, rows)
  const before = columns.exchTs
  memory.allocate(2 ** 24)
  expect(before).toHaveLength(0)
  for (const name of ['exchTs', 'localTs', 'flags', 'priceTicks', 'qtySteps'] as const) {
    expect([...columns[name].subarray(0, 2)]).toEqual([...rows[name].subarray(0, 2)])
  }
  for (let round = 0; round < 12; round++) appendRows(columns, columns)
  expect([columns.length, columns.exchTs[4095], columns.qtySteps[8191]]).toEqual([8192, 3, 6])
})
