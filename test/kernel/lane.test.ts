import { expect, test } from 'vitest'
import { NEVER } from '../../src/core/units.ts'
import { Lane } from '../../src/kernel/lane.ts'
import { appendRows } from '../../src/market/columns.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import type { Answer, Command } from '../../src/market/orders.ts'
import { marketRows, unitInstrument } from '../fakes/market-text.ts'
import { linkOf } from '../fakes/simulation.ts'

const MARKET = { instrument: unitInstrument(), rows: marketRows([]) }

function lane(): Lane {
  const venue = { applyRows: (): number => 0, receive: (): void => {} }
  const entry = linkOf<Command>('entry', MARKET)
  const response = linkOf<Answer>('response', MARKET)
  return new Lane({ instrument: 0, venue, entry, response, memory: new MarketMemory() })
}

test('each cursor stands at the next row that its node sees', () => {
  const it = lane()
  expect(it.dry).toBe(true)
  appendRows(it.columns, marketRows(['idle(1,1) trader', 'idle(2,3)', 'idle(4,4) venue', 'idle(5,6) trader']))
  it.settleVenue()
  it.settleTrader()
  expect([it.venueRow, it.nextVenueTs, it.traderRow, it.nextTraderTs]).toEqual([1, 2, 0, 1])
  it.venueRow = 3
  it.settleVenue()
  expect([it.venueRow, it.nextVenueTs, it.dry]).toEqual([4, NEVER, true])
  it.exhausted = true
  expect(it.dry).toBe(false)
})

test('rows that both have passed are dropped, and counted', () => {
  const it = lane()
  appendRows(it.columns, marketRows(['idle(1)', 'idle(2)', 'idle(3)']))
  it.venueRow = 3
  it.traderRow = 2
  it.compact()
  expect([it.columns.length, it.venueRow, it.traderRow, it.droppedRows]).toEqual([1, 1, 0, 2])
  expect(it.columns.exchTs[0]).toBe(3)
  it.compact()
  expect(it.droppedRows).toBe(2)
})
