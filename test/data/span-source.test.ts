import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StateHash } from '../../src/core/state-hash.ts'
import type { DataSource } from '../../src/data/data-source.ts'
import { type SpanOptions, spanSource } from '../../src/data/span-source.ts'
import { allocateColumns, appendRows, type MarketColumns, TRADER_SEES, VENUE_SEES } from '../../src/market/columns.ts'
import { L2Book } from '../../src/market/l2-book.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import { columnsOf, marketRows, rowAt } from '../fakes/market-text.ts'
import { memorySource } from '../fakes/memory-source.ts'
import { randomRows } from '../fakes/random-run.ts'
import { naiveSpan, seenBy } from '../naive/span.ts'

const MEMORY = new MarketMemory()

async function readAll(source: DataSource): Promise<MarketColumns> {
  const columns = allocateColumns(0)
  while (await source.read(columns));
  return columns
}

/** The rows as a source that gives `most` of them a call. */
function inBatches(columns: MarketColumns, most: number): DataSource {
  const rows = Array.from({ length: columns.length }, (_, row) => rowAt(columns, row))
  const batches: MarketColumns[] = []
  for (let from = 0; from < rows.length; from += most) batches.push(columnsOf(rows.slice(from, from + most)))
  return memorySource(batches)
}

const spanOf = (columns: MarketColumns, options: SpanOptions, most = 7): Promise<MarketColumns> =>
  readAll(spanSource(inBatches(columns, most), options))

/** Hash of the book of one node over all that it sees up to `ts`. */
function bookAt(columns: MarketColumns, sees: number, ts: number, stepsPerLot: number): string {
  const book = new L2Book(stepsPerLot, MEMORY)
  for (const [at, what, tick, steps] of seenBy(columns, sees)) if (at <= ts) book.apply(what, tick, steps)
  const hash = new StateHash()
  book.hashInto(hash)
  return hash.digest()
}

const drawn = {
  rows: randomRows(),
  from: fc.integer({ min: 90, max: 330 }),
  length: fc.integer({ min: 1, max: 200 }),
  stepsPerLot: fc.constantFrom(1, 4),
  most: fc.constantFrom(1, 3, 50),
}

describe('a span of random rows', () => {
  test('gives each node what its naive twin gives it, however the rows come', async () => {
    const property = fc.asyncProperty(fc.record(drawn), async ({ rows, from, length, stepsPerLot, most }) => {
      const span = await spanOf(rows, { fromTs: from, toTs: from + length, stepsPerLot }, most)
      for (const sees of [VENUE_SEES, TRADER_SEES]) {
        expect(seenBy(span, sees)).toEqual(naiveSpan(rows, sees, from, from + length, stepsPerLot))
      }
      const whole = await spanOf(rows, { fromTs: from, toTs: from + length, stepsPerLot }, 1000)
      expect(span).toMatchObject({ length: whole.length })
    })
    await fc.assert(property, { numRuns: 500 })
  })

  test('the book at every instant of it is the book over all rows', async () => {
    const property = fc.asyncProperty(fc.record(drawn), async ({ rows, from, length, stepsPerLot }) => {
      const span = await spanOf(rows, { fromTs: from, toTs: from + length, stepsPerLot })
      for (const sees of [VENUE_SEES, TRADER_SEES]) {
        for (let ts = from; ts < from + length; ts += 7) {
          expect(bookAt(span, sees, ts, stepsPerLot)).toBe(bookAt(rows, sees, ts, stepsPerLot))
        }
      }
    })
    await fc.assert(property, { numRuns: 200 })
  })

  test('spans that meet give every row once', async () => {
    const property = fc.asyncProperty(fc.record(drawn), async ({ rows, from }) => {
      const [before, after] = [
        await spanOf(rows, { toTs: from, stepsPerLot: 1 }),
        await spanOf(rows, { fromTs: from, stepsPerLot: 1 }),
      ]
      for (const sees of [VENUE_SEES, TRADER_SEES]) {
        const rest = seenBy(after, sees).slice(seenBy(after, sees).length - countFrom(rows, sees, from))
        expect([...seenBy(before, sees), ...rest]).toEqual(seenBy(rows, sees))
      }
    })
    await fc.assert(property, { numRuns: 200 })
  })

  test('both clocks never decrease', async () => {
    const property = fc.asyncProperty(fc.record(drawn), async ({ rows, from, stepsPerLot }) => {
      const span = await spanOf(rows, { fromTs: from, stepsPerLot })
      for (const sees of [VENUE_SEES, TRADER_SEES]) {
        const stamps = seenBy(span, sees).map(([ts]) => ts)
        expect(stamps).toEqual(stamps.toSorted((a, b) => a - b))
      }
    })
    await fc.assert(property, { numRuns: 200 })
  })
})

function countFrom(rows: MarketColumns, sees: number, from: number): number {
  return seenBy(rows, sees).filter(([ts]) => ts >= from).length
}

const MARKET = marketRows([
  'bid(1000,1010) 100x5 99x7',
  'ask(1000,1010) 102x4',
  'bid(1100,1110) 101x2',
  'sell-trade(1100,1110) 101x1',
  'bid(1200,1210) 101x0',
])

test('a row on its way at the start is in the snapshot of the venue and arrives at the trader', async () => {
  const span = await spanOf(MARKET, { fromTs: 1105, stepsPerLot: 1 })
  const text = ([ts, what, tick, steps]: readonly number[]): string => `${ts} ${what!.toString(16)} ${tick}x${steps}`
  expect(seenBy(span, VENUE_SEES).map(text)).toEqual([
    '1105 104 101x2',
    '1105 104 100x5',
    '1105 104 99x7',
    '1105 204 102x4',
    '1200 101 101x0',
  ])
  expect(seenBy(span, TRADER_SEES).map(text)).toEqual([
    '1105 104 100x5',
    '1105 104 99x7',
    '1105 204 102x4',
    '1110 101 101x2',
    '1110 202 101x1',
    '1210 101 101x0',
  ])
})

test('what comes at the end or after is left out, by the clock of each node', async () => {
  const span = await spanOf(MARKET, { toTs: 1110, stepsPerLot: 1 })
  expect(seenBy(span, VENUE_SEES)).toHaveLength(5)
  expect(seenBy(span, TRADER_SEES)).toHaveLength(3)
})

test('reading ends where both nodes are past the span, and closes the source', async () => {
  let [reads, closes] = [0, 0]
  const endless: DataSource = {
    read: async (into) => {
      reads++
      appendRows(into, marketRows([`bid(${reads}00) 100x5`]))
      return true
    },
    close: async () => {
      closes++
    },
  }
  const span = await readAll(spanSource(endless, { fromTs: 250, toTs: 520, stepsPerLot: 1 }))
  expect(span.length).toBe(5)
  expect([reads, closes]).toEqual([6, 1])
})

test('a span behind all rows is the last book', async () => {
  const span = await spanOf(MARKET, { fromTs: 5000, stepsPerLot: 1 })
  expect(seenBy(span, VENUE_SEES)).toEqual(seenBy(span, TRADER_SEES))
  expect(seenBy(span, VENUE_SEES)).toHaveLength(3)
})
