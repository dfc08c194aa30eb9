/** Lines of made-up Binance recordings, and what an import gives. Times are milliseconds from 2024-08-09 00:00 UTC. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { MarketManifest } from '../../src/data/manifest.ts'
import { openMarketFile } from '../../src/data/market-file-reader.ts'
import { BUY, KIND_MASK, NO_PRICE, RowKind, SELL, TRADER_SEES, VENUE_SEES } from '../../src/market/columns.ts'
import { readAll } from './market-rows.ts'

const BASE_MS = 1_723_161_600_000
export const BASE_NS = BigInt(BASE_MS) * 1_000_000n

export type Level = readonly [price: string, qty: string]

/** A receipt stamp of 19 digits. */
export const stamp = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n + BASE_NS)

/** `at` = receipt, `T` = the venue's time; `pu` as the futures have it, left out as on spot. */
export interface DepthLine {
  readonly at: number
  readonly T: number
  readonly U: number
  readonly u: number
  readonly pu?: number
  readonly b?: readonly Level[]
  readonly a?: readonly Level[]
  readonly symbol?: string
}

export function depthLine(line: DepthLine): string {
  const { symbol = 'BTCUSDT', U, u, pu, b = [], a = [] } = line
  const time = BASE_MS + line.T
  const times = pu === undefined ? { E: time } : { E: time + 1, T: time }
  const data = { e: 'depthUpdate', ...times, s: symbol, U, u, ...(pu === undefined ? {} : { pu }), b, a }
  return `${stamp(line.at)} ${JSON.stringify({ stream: `${symbol.toLowerCase()}@depth@0ms`, data })}`
}

export interface TradeLine {
  readonly at: number
  readonly T: number
  readonly t: number
  readonly p?: string
  readonly q?: string
  readonly m?: boolean
  readonly X?: string
  readonly symbol?: string
}

export function tradeLine(line: TradeLine): string {
  const { symbol = 'BTCUSDT', t, p = '100.0', q = '0.001', m = true, X = 'MARKET' } = line
  const data = { e: 'trade', E: BASE_MS + line.T, T: BASE_MS + line.T, s: symbol, t, p, q, X, m }
  return `${stamp(line.at)} ${JSON.stringify({ stream: `${symbol.toLowerCase()}@trade`, data })}`
}

export interface SnapshotLine {
  readonly at: number
  /** Left out as on spot. */
  readonly T?: number
  readonly S: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

export function snapshotLine({ at, T, S, bids, asks }: SnapshotLine): string {
  const times = T === undefined ? {} : { E: BASE_MS + T + 1, T: BASE_MS + T }
  return `${stamp(at)} ${JSON.stringify({ lastUpdateId: S, ...times, bids, asks })}`
}

export function writeLines(folder: string, name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  const text = lines.map((line) => `${line}\n`).join('')
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text)
  return path
}

/** One line a row: who sees it, kind, side, price and quantity in steps, and both stamps in ms. */
export async function drawRows(path: string): Promise<string> {
  const rows = await readAll((await openMarketFile(path)).source(BASE_NS))
  const kinds = new Map(Object.entries(RowKind).map(([name, kind]) => [kind as number, name.toLowerCase()]))
  const drawn: string[] = []
  for (let i = 0; i < rows.length; i++) {
    const flags = rows.flags[i]!
    const sees = `${flags & VENUE_SEES ? 'v' : '-'}${flags & TRADER_SEES ? 't' : '-'}`
    const side = flags & BUY ? 'buy' : flags & SELL ? 'sell' : 'both'
    const price = rows.priceTicks[i] === NO_PRICE ? 'all' : rows.priceTicks[i]
    const ms = (ns: number): string => String(ns / 1_000_000)
    drawn.push(
      `${sees} ${kinds.get(flags & KIND_MASK)} ${side} ${price} x ${rows.qtySteps[i]}` +
        `  exch ${ms(rows.exchTs[i]!)} local ${ms(rows.localTs[i]!)}`,
    )
  }
  return drawn.join('\n')
}

export const drawRepairs = (manifest: MarketManifest): string =>
  manifest.repairs
    .map(({ policy, rows, shiftNs }) => `${policy} ${rows}${shiftNs === undefined ? '' : ` by ${shiftNs} ns`}`)
    .join('\n')
