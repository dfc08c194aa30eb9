/** Imports of the real recordings, against the reference results that came with them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { parseSteps } from '../../../src/core/decimal.ts'
import { importBinance } from '../../../src/data/import/binance.ts'
import type { BinanceVenue } from '../../../src/data/import/binance-instruments.ts'
import type { MarketManifest } from '../../../src/data/manifest.ts'
import { openMarketFile } from '../../../src/data/market-file-reader.ts'
import { KIND_MASK, type MarketColumns, RowKind, TRADER_SEES, VENUE_SEES } from '../../../src/market/columns.ts'
import { instrumentFrom } from '../../../src/market/instrument.ts'
import { readAll, temporaryFolder } from '../../fakes/market-rows.ts'
import { describeWithShared } from '../../fakes/shared-data.ts'
import { MapBook } from '../../naive/map-book.ts'

interface Recording {
  readonly venue: BinanceVenue
  readonly files: readonly string[]
  /** Best bid and quantity, best ask and quantity, levels of bids and asks, after the last line. */
  readonly book: readonly [string, string, string, string, number, number]
  /** Books compared with bookTicker on the way, where the reference says how many. */
  readonly compared?: number
  /** Smallest shift that makes all latencies positive, in nanoseconds, beside the base latency. */
  readonly skewNs?: number
}

const RECORDINGS: readonly Recording[] = [
  {
    venue: 'binance-usdm',
    files: ['binance-usdm/btcusdt_20240808.gz'],
    book: ['61659.70', '1.486', '61659.80', '0.981', 5018, 4578],
    compared: 65,
    skewNs: 1_272_156_851,
  },
  {
    venue: 'binance-usdm',
    files: ['binance-usdm/ethusdt_20240718.gz'],
    book: ['3424.98', '77.165', '3424.99', '80.013', 2267, 1954],
  },
  {
    venue: 'binance-usdm',
    files: ['binance-usdm/ethusdt_20240718.gz', 'binance-usdm/ethusdt_20240719.gz'],
    book: ['3418.62', '0.007', '3418.63', '12.271', 4685, 4357],
    compared: 89,
    skewNs: 1_523_633_816,
  },
  {
    venue: 'binance-usdm',
    files: ['binance-usdm/btcusdt_20230404.dat.gz'],
    book: ['28155.10', '0.060', '28155.20', '3.719', 2306, 1791],
  },
  {
    venue: 'binance-usdm',
    files: ['binance-usdm/btcusdt_20230404.dat.gz', 'binance-usdm/btcusdt_20230405.dat.gz'],
    book: ['28140.10', '8.251', '28140.20', '7.212', 5393, 3847],
    compared: 161,
  },
  {
    venue: 'binance-coinm',
    files: ['binance-coinm/btcusd_perp_20240808.gz'],
    book: ['61668.6', '1380', '61668.7', '871', 1110, 1123],
  },
  {
    venue: 'binance-coinm',
    files: ['binance-coinm/btcusd_perp_20240808.gz', 'binance-coinm/btcusd_perp_20240809.gz'],
    book: ['61600.0', '27', '61600.1', '1647', 1510, 1733],
    compared: 447,
    skewNs: 1_269_024_482,
  },
  {
    venue: 'binance-spot',
    files: ['binance-spot/btcusdt_20240808.gz'],
    book: ['61685.99', '1.00870', '61686.00', '2.29327', 1209, 2196],
  },
  {
    venue: 'binance-spot',
    files: ['binance-spot/btcusdt_20240808.gz', 'binance-spot/btcusdt_20240809.gz'],
    book: ['61602.01', '1.67177', '61602.02', '2.66795', 1971, 2962],
    compared: 64,
    skewNs: 1_276_159_997,
  },
]

/** A best bid and offer as bookTicker gives it, and the size of a depth message, read from the text by other means. */
interface Original {
  readonly tickers: readonly { u: number; level: readonly [string, string, string, string] }[]
  readonly depths: readonly { u: number; levels: number }[]
  readonly snapshotId: number
}

type Body = Record<string, never> & { stream?: string; lastUpdateId?: number; data: Ticker & Depth }
type Ticker = { u: number; b: string; B: string; a: string; A: string }
type Depth = { u: number; b: unknown[]; a: unknown[] }

function readOriginal(paths: readonly string[]): Original {
  const tickers: { u: number; level: readonly [string, string, string, string] }[] = []
  const depths: { u: number; levels: number }[] = []
  let snapshotId = -1
  for (const path of paths) {
    for (const line of gunzipSync(readFileSync(path)).toString().split('\n')) {
      if (line === '') continue
      const body = JSON.parse(line.slice(line.indexOf(' '))) as Body
      const { data } = body
      if (body.stream?.endsWith('@bookTicker')) tickers.push({ u: data.u, level: [data.b, data.B, data.a, data.A] })
      else if (body.stream?.includes('@depth')) depths.push({ u: data.u, levels: data.b.length + data.a.length })
      else if (body.lastUpdateId !== undefined) snapshotId = body.lastUpdateId
    }
  }
  return { tickers, depths, snapshotId }
}

/**
 * Replays what one node sees, and compares with bookTicker after every 100th depth message. Messages are told apart by
 * their number of rows. Returns how many books were compared.
 */
function compareWithTickers(rows: MarketColumns, sees: number, original: Original, manifest: MarketManifest): number {
  const { tick, qtyStep } = instrumentFrom(manifest.instrument, 0)
  const isSpot = manifest.instrument.venue === 'binance-spot'
  const depths = original.depths.filter(({ u }) => (isSpot ? u > original.snapshotId : u >= original.snapshotId))
  const book = new MapBook()
  let compared = 0
  let message = 0
  let left = depths[0]?.levels ?? 0
  let ticker = -1
  for (let i = 0; i < rows.length; i++) {
    if ((rows.flags[i]! & sees) === 0) continue
    book.apply(rows.flags[i]!, rows.priceTicks[i]!, rows.qtySteps[i]!)
    if ((rows.flags[i]! & KIND_MASK) !== RowKind.Depth) continue
    left--
    while (left === 0 && message < depths.length) {
      const { u } = depths[message]!
      message++
      left = depths[message]?.levels ?? 0
      if (message % 100 !== 0) continue
      while (ticker + 1 < original.tickers.length && original.tickers[ticker + 1]!.u <= u) ticker++
      const [b, bidQty, a, askQty] = original.tickers[ticker]!.level
      expect([...book.bestBid()!, ...book.bestAsk()!]).toEqual([
        parseSteps(b, tick),
        parseSteps(bidQty, qtyStep),
        parseSteps(a, tick),
        parseSteps(askQty, qtyStep),
      ])
      compared++
    }
  }
  expect(message).toBe(depths.length)
  return compared
}

function replay(rows: MarketColumns, sees: number): MapBook {
  const book = new MapBook()
  for (let i = 0; i < rows.length; i++) {
    if ((rows.flags[i]! & sees) !== 0) book.apply(rows.flags[i]!, rows.priceTicks[i]!, rows.qtySteps[i]!)
  }
  return book
}

/** The smallest latency and the number of steps back of both clocks over the rows that each node sees. */
function clocks(rows: MarketColumns): { latencyNsMin: number; stepsBack: number } {
  let latencyNsMin = Number.POSITIVE_INFINITY
  let stepsBack = 0
  let exchTs = Number.NEGATIVE_INFINITY
  let localTs = Number.NEGATIVE_INFINITY
  for (let i = 0; i < rows.length; i++) {
    const flags = rows.flags[i]!
    const exch = rows.exchTs[i]!
    const local = rows.localTs[i]!
    latencyNsMin = Math.min(latencyNsMin, local - exch)
    if ((flags & VENUE_SEES) !== 0) {
      if (exch < exchTs) stepsBack++
      exchTs = exch
    }
    if ((flags & TRADER_SEES) !== 0) {
      if (local < localTs) stepsBack++
      localTs = local
    }
  }
  return { latencyNsMin, stepsBack }
}

describeWithShared('recordings of Binance', (root) => {
  test.each(RECORDINGS.map((recording) => ({ ...recording, name: recording.files.join(' + ') })))(
    '$name',
    async ({ venue, files, book, compared, skewNs }) => {
      const paths = files.map((file) => join(root, 'data', file))
      const folder = temporaryFolder()
      const out = join(folder, 'market.arrow')
      const manifest = await importBinance(venue, paths, { out, overwrite: false })
      const rows = await readAll((await openMarketFile(out)).source(BigInt(manifest.span!.firstExchTs)))
      expect(rows.length).toBe(manifest.rows)
      expect(manifest.gaps).toEqual([])

      const { tick, qtyStep } = instrumentFrom(manifest.instrument, 0)
      const [bid, bidQty, ask, askQty, bids, asks] = book
      for (const sees of [TRADER_SEES, VENUE_SEES]) {
        const end = replay(rows, sees)
        expect(end.bestBid()).toEqual([parseSteps(bid, tick), parseSteps(bidQty, qtyStep)])
        expect(end.bestAsk()).toEqual([parseSteps(ask, tick), parseSteps(askQty, qtyStep)])
        expect([end.bids.size, end.asks.size]).toEqual([bids, asks])
      }

      const { latencyNsMin, stepsBack } = clocks(rows)
      expect(stepsBack).toBe(0)
      expect(latencyNsMin).toBeGreaterThanOrEqual(500_000)
      const shift = Number(manifest.repairs.find(({ policy }) => policy === 'clock-skew')?.shiftNs)
      if (skewNs !== undefined) expect(shift).toBe(skewNs + 500_000)

      if (compared !== undefined) {
        const original = readOriginal(paths)
        for (const sees of [TRADER_SEES, VENUE_SEES]) {
          expect(compareWithTickers(rows, sees, original, manifest)).toBe(compared)
        }
      }
      const again = await importBinance(venue, paths, { out, overwrite: true })
      expect(again).toEqual(manifest)
    },
  )
})
