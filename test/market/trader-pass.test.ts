import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Histogram } from '../../src/core/histogram.ts'
import { StateHash } from '../../src/core/state-hash.ts'
import {
  allocateColumns,
  appendRows,
  BUY,
  KIND_MASK,
  RowKind,
  reserveColumns,
  SELL,
  TRADER_SEES,
  VENUE_SEES,
} from '../../src/market/columns.ts'
import { L2Book } from '../../src/market/l2-book.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import { TraderPass } from '../../src/market/trader-pass.ts'
import { randomRows } from '../fakes/random-run.ts'
import { LevelBook } from '../naive/level-book.ts'

const latency = fc.oneof(
  fc.integer({ min: -5, max: 300 }),
  fc.tuple(fc.integer({ min: 0, max: 52 }), fc.integer({ min: -1, max: 1 })).map(([power, by]) => 2 ** power + by),
  fc.constantFrom(2 ** 53 - 1, 2 ** 53, 2 ** 54, 1.2e16, 1e17, 7.5),
)

test('feed latencies are those of a histogram: one a message, in the same bins, none beyond the last', () => {
  fc.assert(
    fc.property(fc.array(latency, { minLength: 1, maxLength: 60 }), (latencies) => {
      const memory = new MarketMemory()
      const book = new L2Book(1, memory)
      const pass = new TraderPass(memory)
      const behind = memory.allocate(8192)
      const columns = allocateColumns(0, memory)
      reserveColumns(columns, 2 * latencies.length)
      const expected = new Histogram()
      latencies.forEach((delay, message) => {
        for (const row of [2 * message, 2 * message + 1]) {
          columns.flags[row] = RowKind.Bbo | TRADER_SEES
          columns.localTs[row] = message
          columns.exchTs[row] = message - delay
        }
        expected.record(Math.min(message - (message - delay), 2 ** 53 - 1))
      })
      columns.length = 2 * latencies.length
      const row = book.traderPass(pass, columns, 0, columns.length, Number.POSITIVE_INFINITY)
      expect([row, pass.rowsSeen]).toEqual([columns.length, columns.length])
      const { feedLatencyNs } = pass
      expect([feedLatencyNs.count, feedLatencyNs.max]).toEqual([expected.count, expected.max])
      expect([...feedLatencyNs.bins()]).toEqual([...expected.bins()])
      expect(memory.f64.subarray(behind / 8, behind / 8 + 1024).every((value) => value === 0)).toBe(true)
    }),
  )
})

/** Ticks of random rows are small: spread out, so that levels lie on many pages and in several tables. */
const spread = fc.constantFrom(1, 17, 5000, 400_000)

test('passes over rows keep the book that the plainest one gives row by row, however they are cut', () => {
  fc.assert(
    fc.property(randomRows(), spread, fc.constantFrom(1, 4), fc.integer({ min: 1, max: 9 }), (rows, by, lot, most) => {
      const memory = new MarketMemory()
      const columns = allocateColumns(0, memory)
      appendRows(columns, rows)
      for (let row = 0; row < rows.length; row++) if (columns.priceTicks[row]! > -99) columns.priceTicks[row]! *= by
      const [trader, venue] = [new L2Book(lot, memory), new L2Book(lot, memory)]
      const naive = [new LevelBook(lot), new LevelBook(lot)] as const
      const pass = new TraderPass(memory)
      for (let row = 0; row < columns.length; ) {
        row = trader.traderPass(pass, columns, row, Math.min(columns.length, row + most), Number.POSITIVE_INFINITY)
      }
      let changes = 0
      for (let row = 0; row < columns.length; ) {
        const end = venue.venuePass(columns, row, Math.min(columns.length, row + most), Number.POSITIVE_INFINITY)
        // Without an order of ours it hands back clears alone.
        if (end < 0) expect(columns.flags[~end]! & KIND_MASK).toBe(RowKind.Clear)
        if (end < 0) venue.clear(columns.flags[~end]!, columns.priceTicks[~end]!)
        row = end < 0 ? ~end + 1 : end
      }
      for (let row = 0; row < columns.length; row++) {
        const flags = columns.flags[row]!
        const applied = [flags, columns.priceTicks[row]!, columns.qtySteps[row]!] as const
        if (flags & TRADER_SEES) {
          naive[0].apply(...applied)
          const kind = flags & KIND_MASK
          const isLevel = (kind === RowKind.Depth || kind === RowKind.Snapshot) && (flags & (BUY | SELL)) !== 0
          if (isLevel || kind === RowKind.Clear) changes++
        }
        if (flags & VENUE_SEES) naive[1].apply(...applied)
      }
      expect([trader, venue].map(hashOf)).toEqual(naive.map(hashOf))
      expect(pass.takeChanges()).toBe(changes)
      trader.check()
      venue.check()
    }),
    { numRuns: 300 },
  )
})

function hashOf(book: { hashInto(hash: StateHash): void }): string {
  const hash = new StateHash()
  book.hashInto(hash)
  return hash.digest()
}
