/**
 * Imports against the rows that hftbacktest's own converter made of the same recordings. Behind the first snapshot both
 * orders are the same, row by row, when trades are put before depth at one venue instant.
 */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseSteps, trimDecimal } from '../../../src/core/decimal.ts'
import { importBinance } from '../../../src/data/import/binance.ts'
import type { BinanceVenue } from '../../../src/data/import/binance-instruments.ts'
import { openMarketFile } from '../../../src/data/market-file-reader.ts'
import { readEventRecords } from '../../../src/data/npz-reader.ts'
import {
  BUY,
  KIND_MASK,
  type MarketColumns,
  RowKind,
  SELL,
  TRADER_SEES,
  VENUE_SEES,
} from '../../../src/market/columns.ts'
import { type Instrument, instrumentFrom } from '../../../src/market/instrument.ts'
import { readAll, temporaryFolder } from '../../fakes/market-rows.ts'
import { describeWithShared } from '../../fakes/shared-data.ts'

interface Pair {
  readonly venue: BinanceVenue
  readonly recordings: readonly string[]
  readonly references: readonly string[]
}

/** The recordings of 2023 are not among them: there the reference's clock shift comes from bookTicker. */
const PAIRS: readonly Pair[] = [
  {
    venue: 'binance-usdm',
    recordings: ['binance-usdm/btcusdt_20240808.gz'],
    references: ['usdm-btc-20240808.npz'],
  },
  {
    venue: 'binance-coinm',
    recordings: ['binance-coinm/btcusd_perp_20240808.gz', 'binance-coinm/btcusd_perp_20240809.gz'],
    references: ['coinm-btc-20240808.npz', 'coinm-btc-20240809.npz'],
  },
  {
    venue: 'binance-spot',
    recordings: ['binance-spot/btcusdt_20240808.gz', 'binance-spot/btcusdt_20240809.gz'],
    references: ['spot-btc-20240808.npz', 'spot-btc-20240809.npz'],
  },
]

/** Kind and side, both stamps, price and quantity in steps. */
type Row = readonly [what: number, exchTs: number, localTs: number, price: number, qty: number]

const EXCH_EVENT = 1 << 31
const LOCAL_EVENT = 1 << 30

interface Orders {
  readonly venue: Row[]
  readonly trader: Row[]
}

async function referenceOrders(paths: readonly string[], epochNs: bigint, instrument: Instrument): Promise<Orders> {
  const orders: Orders = { venue: [], trader: [] }
  for (const path of paths) {
    for await (const { bytes, rows } of readEventRecords(path)) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (let at = 0; at < rows * 64; at += 64) {
        const ev = view.getUint32(at, true)
        const side = (ev >>> 29) & 1 ? BUY : SELL
        const row: Row = [
          (ev & KIND_MASK) | side,
          Number(view.getBigInt64(at + 8, true) - epochNs),
          Number(view.getBigInt64(at + 16, true) - epochNs),
          steps(view.getFloat64(at + 24, true), instrument.tick),
          steps(view.getFloat64(at + 32, true), instrument.qtyStep),
        ]
        if ((ev & EXCH_EVENT) !== 0) orders.venue.push(row)
        if ((ev & LOCAL_EVENT) !== 0) orders.trader.push(row)
      }
    }
  }
  const rank = ([what]: Row): number => ((what & KIND_MASK) === RowKind.Trade ? 0 : 1)
  orders.venue.sort((a, b) => a[1] - b[1] || rank(a) - rank(b))
  return orders
}

/** The reference holds the double nearest to the decimal, which rounds back to it at the decimals of the step. */
function steps(value: number, step: Instrument['tick']): number {
  return parseSteps(trimDecimal(value.toFixed(step.decimals)), step) ?? Number.NaN
}

function importedOrders(rows: MarketColumns): Orders {
  const orders: Orders = { venue: [], trader: [] }
  for (let i = 0; i < rows.length; i++) {
    const flags = rows.flags[i]!
    const what = flags & (KIND_MASK | BUY | SELL)
    const row: Row = [what, rows.exchTs[i]!, rows.localTs[i]!, rows.priceTicks[i]!, rows.qtySteps[i]!]
    if ((flags & VENUE_SEES) !== 0) orders.venue.push(row)
    if ((flags & TRADER_SEES) !== 0) orders.trader.push(row)
  }
  return orders
}

/** The first place where two orders differ, or -1. */
function firstDifference(a: readonly Row[], b: readonly Row[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    for (let k = 0; k < 5; k++) if (a[i]?.[k] !== b[i]?.[k]) return i
  }
  return -1
}

describeWithShared("hftbacktest's rows of the same recordings", (root) => {
  test.each(PAIRS)('$references.0', async ({ venue, recordings, references }) => {
    const out = join(temporaryFolder(), 'market.arrow')
    const paths = recordings.map((name) => join(root, 'data', name))
    const manifest = await importBinance(venue, paths, { out, overwrite: false })
    const epochNs = BigInt(manifest.span!.firstExchTs)
    const ours = importedOrders(await readAll((await openMarketFile(out)).source(epochNs)))
    const files = references.map((name) => join(root, 'parity', 'data', name))
    const theirs = await referenceOrders(files, epochNs, instrumentFrom(manifest.instrument, 0))

    const snapshotTs = ours.trader.find(([what]) => (what & KIND_MASK) === RowKind.Snapshot)![2]
    const behind = (rows: readonly Row[]): Row[] => rows.filter(([, , localTs]) => localTs > snapshotTs)
    expect(behind(ours.trader).length).toBeGreaterThan(300_000)
    expect(firstDifference(behind(ours.trader), behind(theirs.trader))).toBe(-1)
    expect(firstDifference(behind(ours.venue), behind(theirs.venue))).toBe(-1)
  })
})
