/** What the benches run on: generated markets of a fixed seed, a recording where there is one, and one scenario. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { generateMarket, ZERO_INTELLIGENCE_DEFAULTS } from '../../src/data/generate.ts'
import { importBinance } from '../../src/data/import/binance.ts'
import { openMarketFile } from '../../src/data/market-file-reader.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { type PreparedRun, prepareRun } from '../../src/scenario/prepare.ts'

/**
 * Limit orders and cancels at twenty times the rates of the sample, trades at twice: a thousand rows a second, as a
 * busy market has.
 */
export const BUSY = {
  limitsPerSecond: ZERO_INTELLIGENCE_DEFAULTS.limitsPerSecond * 20,
  marketsPerSecond: ZERO_INTELLIGENCE_DEFAULTS.marketsPerSecond * 2,
  cancelsPerSecond: ZERO_INTELLIGENCE_DEFAULTS.cancelsPerSecond * 20,
}

/** Writes a generated market of about `rows` rows, at the rate that a short one shows. */
export async function generated(folder: string, rows: number): Promise<string> {
  const out = join(folder, `generated-${rows}.arrow`)
  const probe = join(folder, 'probe.arrow')
  const base = { model: 'zero-intelligence', seed: 7, params: BUSY, overwrite: true } as const
  const probed = await generateMarket({ ...base, durationNs: 60_000_000_000, out: probe })
  const durationNs = Math.ceil((rows / probed.rows) * 60) * 1_000_000_000
  await generateMarket({ ...base, durationNs, out })
  return out
}

export async function recorded(folder: string, recording: string): Promise<string> {
  const out = join(folder, 'recorded.arrow')
  await importBinance('binance-usdm', [recording], { out, overwrite: true })
  return out
}

/** A scenario of the grid market maker on a market file, with constant latency, and what makes it differ. */
export async function scenarioOn(folder: string, data: string, every: string): Promise<string> {
  const { venue } = (await openMarketFile(data)).manifest.instrument
  const file = join(folder, `bench-${every}.yaml`)
  const text = `name: bench
data: { market: ${data} }
venues:
  ${venue}:
    latency: { constant: { entry: 5ms, response: 5ms } }
    queue: { model: PowerProb3, n: 3 }
    fees: { maker: -0.5bp, taker: 4bp }
strategy:
  use: ${resolve(import.meta.dirname, '../../strategies/grid.ts')}
  params: { levels: 5, spacing: 1, size: 10, maxPosition: 200, every: ${every} }
`
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, text)
  return file
}

export async function prepared(scenario: string): Promise<PreparedRun> {
  return prepareRun(await loadScenario(scenario))
}
