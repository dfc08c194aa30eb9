import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bug } from '../../src/core/bug.ts'
import { StateHash } from '../../src/core/state-hash.ts'
import { BUY, NO_PRICE, RowKind, SELL } from '../../src/market/columns.ts'
import { L2Book } from '../../src/market/l2-book.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import { LevelBook } from '../naive/level-book.ts'

const MEMORY = new MarketMemory()

type Row = readonly [flags: number, tick: number, steps: number]

function hashOf(book: { hashInto(hash: StateHash): void }): string {
  const hash = new StateHash()
  book.hashInto(hash)
  return hash.digest()
}

const kind = fc.constantFrom(
  ...[RowKind.Depth, RowKind.Depth, RowKind.Depth, RowKind.Snapshot].flatMap((each) => [each | BUY, each | SELL]),
  RowKind.Clear | BUY,
  RowKind.Clear | SELL,
  RowKind.Clear,
  RowKind.Depth,
  RowKind.Depth | BUY | SELL,
  RowKind.Trade | BUY,
  RowKind.Bbo,
)

function rowsAround(tick: fc.Arbitrary<number>, maxLength: number): fc.Arbitrary<Row[]> {
  const isWhole = fc.integer({ min: 0, max: 9 })
  return fc.array(
    fc.tuple(kind, tick, fc.integer({ min: 0, max: 12 }), isWhole).map(([flags, at, steps, whole]): Row => {
      const clears = (flags & 0xff) === RowKind.Clear
      // Clears of a whole side are rare, so that books have time to grow.
      return clears && flags === RowKind.Clear && whole > 1
        ? [RowKind.Depth | BUY, at, steps]
        : [flags, clears && whole === 0 ? NO_PRICE : at, steps]
    }),
    { maxLength },
  )
}

/** Drives both books; compares after every row, and checks the clever one's invariants every `checkEvery` rows. */
function expectTwins(rows: readonly Row[], stepsPerLot: number, checkEvery: number): void {
  const book = new L2Book(stepsPerLot, MEMORY)
  const naive = new LevelBook(stepsPerLot)
  rows.forEach(([flags, tick, steps], i) => {
    book.apply(flags, tick, steps)
    naive.apply(flags, tick, steps)
    expect(hashOf(book)).toBe(hashOf(naive))
    expect(book.hasBid ? book.bestBidTicks : undefined).toBe(naive.best(1))
    expect(book.hasAsk ? book.bestAskTicks : undefined).toBe(naive.best(-1))
    expect(book.bidLotsAt(tick)).toBe(naive.stepsAt(1, tick) / stepsPerLot)
    expect(book.nextBidTicks(tick === NO_PRICE ? 0 : tick)).toBe(next(naive, 1, tick === NO_PRICE ? 0 : tick))
    expect(book.nextAskTicks(tick === NO_PRICE ? 0 : tick)).toBe(next(naive, -1, tick === NO_PRICE ? 0 : tick))
    if (i % checkEvery === 0) book.check()
  })
  book.check()
}

function next(book: LevelBook, side: 1 | -1, tick: number): number | undefined {
  return book.ticks(side).find((each) => (tick - each) * side > 0)
}

describe('against a book of two maps', () => {
  const near = fc.integer({ min: 995, max: 1005 })
  const drifting = fc.integer({ min: -700, max: 700 })
  const far = fc.oneof(near, fc.integer({ min: -300_000, max: 300_000 }), fc.constantFrom(-257, -256, -1, 0, 255, 256))

  test.each([
    ['a dense market', near, 1],
    ['lots of several steps, where a level may be dust', near, 5],
    ['lots of an even number of steps', near, 4],
    ['pages and negative prices', drifting, 1],
    ['stray levels far away', far, 1],
  ] as const)('%s', (_name, tick, stepsPerLot) => {
    fc.assert(
      fc.property(rowsAround(tick, 80), (rows) => expectTwins(rows, stepsPerLot, 10)),
      { numRuns: 60 },
    )
  })

  test('levels at both ends of the price range', () => {
    const ends = [-2147483647, -2147483000, -1, 0, 1, 2147483000, 2147483646]
    const rows = ends.flatMap((tick, i): Row[] => [
      [RowKind.Depth | (tick < 1 ? BUY : SELL), tick, i + 1],
      [RowKind.Depth | SELL, 2147483646, i],
    ])
    expectTwins([...rows, [RowKind.Depth | BUY, 2147483000, 3], [RowKind.Depth | BUY, 2147483000, 0]], 1, 1000)
  })
})

describe('the face of the book', () => {
  test('best prices throw where a side is empty', () => {
    const book = new L2Book(1, MEMORY)
    expect(book.hasBid).toBe(false)
    expect(() => book.bestBidTicks).toThrow(Bug)
    expect(() => book.bestAskTicks).toThrow(Bug)
    expect(book.nextBidTicks(100)).toBeUndefined()
  })

  test('a crossing level ends those that it crosses, its own price included', () => {
    const book = new L2Book(1, MEMORY)
    for (const tick of [101, 102, 103]) book.setLevel(false, tick, 5)
    book.setLevel(true, 102, 1)
    expect([book.bestBidTicks, book.bestAskTicks, book.askLotsAt(101), book.askLotsAt(102)]).toEqual([102, 103, 0, 0])
  })

  test('setting a level tells what it held', () => {
    const book = new L2Book(10, MEMORY)
    expect([20, 0, 4, 50, 7].map((steps) => book.setLevel(true, 100, steps))).toEqual([0, 20, 0, 0, 50])
    expect([book.setLevel(false, 100, 30), book.setLevel(true, 100, 30), book.setLevel(false, 101, 8)]).toEqual([
      0, 0, 0,
    ])
    expect(book.askLotsAt(100)).toBe(0)
  })

  test('dust empties a level and crosses nothing', () => {
    const book = new L2Book(10, MEMORY)
    book.setLevel(false, 101, 20)
    book.setLevel(true, 100, 50)
    book.setLevel(true, 101, 4)
    expect(book.hasAsk).toBe(true)
    book.setLevel(true, 100, 4)
    expect(book.hasBid).toBe(false)
    book.setLevel(true, 100, 5)
    expect(book.bidLotsAt(100)).toBe(0.5)
  })
})
