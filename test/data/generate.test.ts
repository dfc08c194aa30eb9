import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/bug.ts'
import { StateHash } from '../../src/core/state-hash.ts'
import { type GenerateOptions, generateColumns, generateMarket } from '../../src/data/generate.ts'
import { openMarketFile } from '../../src/data/market-file-reader.ts'
import {
  allocateColumns,
  BUY,
  KIND_MASK,
  type MarketColumns,
  RowKind,
  SELL,
  TRADER_SEES,
  VENUE_SEES,
} from '../../src/market/columns.ts'

const folder = mkdtempSync(join(tmpdir(), 'generate-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The plainest book that can follow the rows; refuses a crossed one after any of them. */
class NaiveBook {
  readonly bids = new Map<number, number>()
  readonly asks = new Map<number, number>()

  get bestBid(): number {
    return Math.max(...this.bids.keys())
  }

  get bestAsk(): number {
    return Math.min(...this.asks.keys())
  }

  apply(columns: MarketColumns, row: number): void {
    const flags = columns.flags[row]!
    const isBid = (flags & BUY) !== 0
    const kind = flags & KIND_MASK
    const side = isBid ? this.bids : this.asks
    if (kind === RowKind.Clear) side.clear()
    if (kind !== RowKind.Depth && kind !== RowKind.Snapshot) return
    if (columns.qtySteps[row] === 0) {
      expect(side.delete(columns.priceTicks[row]!), `row ${row} removes a level that is there`).toBe(true)
    } else {
      side.set(columns.priceTicks[row]!, columns.qtySteps[row]!)
    }
    expect(this.bestBid, `row ${row}`).toBeLessThan(this.bestAsk)
  }
}

function hashOf(columns: MarketColumns): string {
  const hash = new StateHash()
  for (let i = 0; i < columns.length; i++) {
    hash.add(columns.exchTs[i]!).add(columns.localTs[i]!).add(columns.flags[i]!)
    hash.add(columns.priceTicks[i]!).add(columns.qtySteps[i]!)
  }
  return hash.digest()
}

describe('laws of a generated market', () => {
  const params = fc.record({
    limitsPerSecond: fc.double({ min: 1, max: 100, noNaN: true }),
    marketsPerSecond: fc.double({ min: 0, max: 20, noNaN: true }),
    cancelsPerSecond: fc.double({ min: 0.05, max: 2, noNaN: true }),
    distanceTicksMax: fc.integer({ min: 2, max: 80 }),
    marketLotsMean: fc.integer({ min: 1, max: 500 }),
    startTicks: fc.integer({ min: 100, max: 600_000 }),
    publishEveryNs: fc.constantFrom(0, 1_000_000, 50_000_000),
  })

  test('clocks never go back, a message arrives after it was sent, and the book is never crossed', () => {
    fc.assert(
      fc.property(fc.integer(), params, (seed, changes) => {
        const columns = generateColumns({ rows: 1500, seed, params: changes })
        const book = new NaiveBook()
        for (let i = 0; i < columns.length; i++) {
          book.apply(columns, i)
          expect(columns.localTs[i]!).toBeGreaterThanOrEqual(columns.exchTs[i]!)
          if (i === 0) continue
          expect(columns.exchTs[i]!).toBeGreaterThanOrEqual(columns.exchTs[i - 1]!)
          // One stamp at the venue is one message, and messages do not overtake one another.
          const isSameMessage = columns.exchTs[i] === columns.exchTs[i - 1]
          expect(Math.sign(columns.localTs[i]! - columns.localTs[i - 1]!)).toBe(isSameMessage ? 0 : 1)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('published after each event, trades stand before the levels that they change and account for it', () => {
    const columns = generateColumns({ rows: 20_000, seed: 3, params: { publishEveryNs: 0 } })
    const book = new NaiveBook()
    let trades = 0
    for (let from = 0; from < columns.length; ) {
      let to = from
      while (to < columns.length && columns.exchTs[to] === columns.exchTs[from]) to++
      if (to === columns.length) break
      const expected = new Map<number, number>()
      let row = from
      for (; row < to && (columns.flags[row]! & KIND_MASK) === RowKind.Trade; row++) {
        trades++
        const isBuy = (columns.flags[row]! & BUY) !== 0
        expect((columns.flags[row]! & SELL) !== 0).toBe(!isBuy)
        const side = isBuy ? book.asks : book.bids
        const ticks = columns.priceTicks[row]!
        expect(ticks).toBe(isBuy ? book.bestAsk : book.bestBid)
        const left = side.get(ticks)! - columns.qtySteps[row]!
        expect(left).toBeGreaterThanOrEqual(0)
        expected.set(ticks, left)
        if (left === 0) side.delete(ticks)
      }
      // Levels that the trades emptied are back until the rows remove them.
      const eaten = (columns.flags[from]! & BUY) !== 0 ? book.asks : book.bids
      for (const [ticks, left] of expected) if (left === 0) eaten.set(ticks, 1)
      for (; row < to; row++) {
        expect(columns.flags[row]! & KIND_MASK).not.toBe(RowKind.Trade)
        if (expected.has(columns.priceTicks[row]!)) {
          expect(columns.qtySteps[row]).toBe(expected.get(columns.priceTicks[row]!))
          expected.delete(columns.priceTicks[row]!)
        }
        book.apply(columns, row)
      }
      expect([...expected]).toEqual([])
      from = to
    }
    expect(trades).toBeGreaterThan(400)
  })

  test('begins with a snapshot: each side cleared to its last level, then its levels from the best on', () => {
    const columns = generateColumns({ rows: 400, seed: 1, stepsPerLot: 10 })
    const seen = TRADER_SEES | VENUE_SEES
    expect(columns.flags[0]).toBe(RowKind.Clear | BUY | seen)
    const askClear = columns.flags.indexOf(RowKind.Clear | SELL | seen)
    expect(columns.priceTicks[0]).toBe(columns.priceTicks[askClear - 1])
    const snapshotEnd = columns.exchTs.findIndex((ts) => ts > 0)
    expect(columns.priceTicks[askClear]).toBe(columns.priceTicks[snapshotEnd - 1])
    for (let i = 1; i < snapshotEnd; i++) {
      if (i === askClear) continue
      const isBid = i < askClear
      expect(columns.flags[i]).toBe(RowKind.Snapshot | (isBid ? BUY : SELL) | seen)
      expect(columns.qtySteps[i]! % 10).toBe(0)
      if (i !== 1 && i !== askClear + 1) {
        expect(Math.sign(columns.priceTicks[i]! - columns.priceTicks[i - 1]!)).toBe(isBid ? -1 : 1)
      }
    }
  })
})

describe('generateColumns', () => {
  test('the same seed gives the same rows on every engine; a shorter market is the start of a longer one', () => {
    const columns = generateColumns({ rows: 5000, seed: 7 })
    expect(hashOf(columns)).toMatchInlineSnapshot(`"f7d4e5b3a1d81293"`)
    expect(hashOf(generateColumns({ rows: 5000, seed: 8 }))).not.toBe(hashOf(columns))
    const longer = generateColumns({ rows: 9000, seed: 7 })
    longer.length = 5000
    expect(hashOf(longer)).toBe(hashOf(columns))
  })

  test('looks like a market by default: narrow spread, movement, trades on both sides', () => {
    const columns = generateColumns({ rows: 48_000, seed: 7 })
    const book = new NaiveBook()
    const spreads: number[] = []
    const mids: number[] = []
    const trades = { buy: 0, sell: 0 }
    for (let i = 0; i < columns.length; i++) {
      if ((columns.flags[i]! & KIND_MASK) === RowKind.Trade) trades[(columns.flags[i]! & BUY) !== 0 ? 'buy' : 'sell']++
      book.apply(columns, i)
      if (columns.exchTs[i]! < mids.length * 1e9) continue
      spreads.push(book.bestAsk - book.bestBid)
      mids.push((book.bestAsk + book.bestBid) / 2)
    }
    expect(spreads.filter((ticks) => ticks <= 3).length / spreads.length).toBeGreaterThan(0.9)
    const moves = mids
      .slice(60)
      .map((mid, i) => Math.abs(mid - mids[i]!))
      .sort((a, b) => a - b)
    expect(moves[moves.length >> 1]).toBeGreaterThan(8)
    expect(moves.at(-1)).toBeLessThan(500)
    expect(Math.min(trades.buy, trades.sell)).toBeGreaterThan(400)
  }, 60_000)
})

describe('generateMarket', () => {
  const options = (name: string, changes: Partial<GenerateOptions> = {}): GenerateOptions => {
    return { model: 'zero-intelligence', seed: 7, durationNs: 60e9, out: join(folder, name), ...changes }
  }

  test('the sample in data/ is what the defaults make, byte for byte', async () => {
    const made = options('sample.arrow', { durationNs: 600e9 })
    await generateMarket(made)
    const sample = readFileSync(new URL('../../data/btcusdt-sample.arrow', import.meta.url))
    expect(sample.length).toBeLessThan(1_500_000)
    expect(readFileSync(made.out).equals(sample)).toBe(true)
  })

  test('writes the rows of generateColumns, whatever the chunks, within its time span', async () => {
    // Several chunks: some 1,500 rows a second.
    const params = { limitsPerSecond: 400, marketsPerSecond: 50, cancelsPerSecond: 4, publishEveryNs: 1_000_000 }
    const startNs = 1_723_075_200_000_000_000n + 3_600_000_000_123n
    let progress = { rows: 0, doneNs: 0, durationNs: 0 }
    const made = options('chunks.arrow', {
      durationNs: 100e9,
      startNs,
      params,
      onProgress: (now) => {
        expect(now.doneNs).toBeGreaterThanOrEqual(progress.doneNs)
        progress = now
      },
    })
    const manifest = await generateMarket(made)
    expect(manifest.rows).toBeGreaterThan(100_000)
    expect(progress).toEqual({ rows: manifest.rows, doneNs: 100e9, durationNs: 100e9 })
    expect(BigInt(manifest.span!.firstExchTs)).toBe(startNs)
    expect(BigInt(manifest.span!.lastExchTs)).toBeLessThan(startNs + 100_000_000_000n)
    const read = allocateColumns(manifest.rows)
    const source = (await openMarketFile(made.out)).source(startNs)
    while (await source.read(read));
    expect(hashOf(read)).toBe(hashOf(generateColumns({ rows: manifest.rows, seed: 7, params })))
  })

  test('a market that runs away between two publications is refused, not garbled', () => {
    const params = { publishEveryNs: 60e9, limitsPerSecond: 1000, marketsPerSecond: 900, distanceTicksMax: 2 }
    const rows = (): unknown => generateColumns({ rows: 5000, seed: 1, params: { ...params, marketLotsMean: 1000 } })
    expect(rows).toThrow(InputError)
    expect(rows).toThrow('publish more often')
  })

  test.each([
    ['a seed that is none', { seed: 1.5 }, 'seed: 1.5 is no seed'],
    ['an unknown model', { model: 'hawk' as 'zero-intelligence' }, 'model: "hawk" is no generator model'],
    ['no duration', { durationNs: 0 }, 'duration: 0 ns is no length of a market'],
    ['half a year', { durationNs: 180 * 86_400e9 }, 'do not start after 1970 and end within 104 days'],
    ['a parameter out of range', { params: { limitsPerSecond: -1 } }, 'params.limitsPerSecond: -1 is out of range'],
    ['half a tick', { params: { startTicks: 10_000.5 } }, 'params.startTicks: 10000.5 is out of range'],
    ['a parameter that is none', { params: { limit: 1 } as object }, 'params.limit: is no parameter of the model'],
  ])('refuses %s and leaves no file', async (_, changes, message) => {
    const made = options('refused.arrow', changes)
    await expect(generateMarket(made)).rejects.toThrow(InputError)
    await expect(generateMarket(made)).rejects.toThrow(message)
    expect(readdirSync(folder).filter((name) => name.includes('refused'))).toEqual([])
  })

  test('an existing file stays unless overwriting is asked for', async () => {
    await generateMarket(options('twice.arrow'))
    await expect(generateMarket(options('twice.arrow'))).rejects.toThrow('exists already')
    await generateMarket(options('twice.arrow', { overwrite: true }))
  })
})
