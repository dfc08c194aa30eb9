/** Made-up market rows for tests of the store. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { Rng } from '../../src/core/rng.ts'
import type { DataSource } from '../../src/data/data-source.ts'
import {
  allocateColumns,
  BUY,
  type MarketColumns,
  RowKind,
  SELL,
  TRADER_SEES,
  VENUE_SEES,
} from '../../src/market/columns.ts'
import type { InstrumentSpec } from '../../src/market/instrument.ts'

export const BTCUSDT: Required<InstrumentSpec> = {
  symbol: 'BTCUSDT',
  venue: 'binance-usdm',
  tickSize: '0.1',
  lotSize: '0.001',
  qtyStep: '0.001',
  contract: 'linear',
  contractSize: '1',
  base: 'BTC',
  settle: 'USDT',
}

/** 2024-08-08 00:00 UTC. */
export const EPOCH_NS = 1_723_075_200_000_000_000n

/** Level changes around 1000 ticks in messages of a few rows, with a trade now and then; the book never crosses. */
export function makeRows(count: number, seed = 1): MarketColumns {
  const rng = new Rng(seed)
  const columns = allocateColumns(count)
  let ts = 1_000_000_000
  for (let i = 0; i < count; i++) {
    if (rng.integer(0, 3) === 0) ts += rng.integer(1, 2_000_000)
    const buy = rng.integer(0, 1) === 1
    const distance = rng.integer(1, 40)
    columns.exchTs[i] = ts
    columns.localTs[i] = ts + 5_000_000
    columns.flags[i] =
      (rng.integer(0, 19) === 0 ? RowKind.Trade : RowKind.Depth) | (buy ? BUY : SELL) | VENUE_SEES | TRADER_SEES
    columns.priceTicks[i] = buy ? 1000 - distance : 1000 + distance
    columns.qtySteps[i] = rng.integer(0, 5_000)
  }
  columns.length = count
  return columns
}

/** The rows as plain arrays, cut to their length: for comparing. */
export function plainRows(columns: MarketColumns): Record<string, number[]> {
  const cut = (array: ArrayLike<number>): number[] => Array.from(array).slice(0, columns.length)
  return {
    exchTs: cut(columns.exchTs),
    localTs: cut(columns.localTs),
    flags: cut(columns.flags),
    priceTicks: cut(columns.priceTicks),
    qtySteps: cut(columns.qtySteps),
  }
}

export async function readAll(source: DataSource): Promise<MarketColumns> {
  const all = allocateColumns(0)
  while (await source.read(all));
  await source.close()
  return all
}

/** A fresh folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hftsim-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
