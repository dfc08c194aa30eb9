/**
 * Makes markets: an endless supply of rows for tests, benches and first steps, of which every bit follows from the
 * model, its parameters and a seed. They look like a market and teach nothing about one.
 */
import { setImmediate } from 'node:timers/promises'
import { InputError } from '../core/bug.ts'
import { Rng } from '../core/rng.ts'
import { NANOS_PER_DAY } from '../core/units.ts'
import { allocateColumns, type MarketColumns } from '../market/columns.ts'
import { type InstrumentSpec, instrumentFrom, specOf } from '../market/instrument.ts'
import { ZeroIntelligenceMarket, type ZeroIntelligenceParams } from './generate/zero-intelligence.ts'
import type { MarketManifest } from './manifest.ts'
import { createMarketFile } from './market-file-writer.ts'

export const GENERATOR_MODELS = ['zero-intelligence'] as const
export type GeneratorModel = (typeof GENERATOR_MODELS)[number]

export interface GenerateOptions {
  readonly model: GeneratorModel
  /** A safe integer. */
  readonly seed: number
  /** Length of the market in its own time. */
  readonly durationNs: number
  /** Instant of the first row, nanoseconds since 1970 UTC. Default 2024-08-08T00:00Z. */
  readonly startNs?: bigint
  /** Default: BTCUSDT on binance-usdm. */
  readonly instrument?: InstrumentSpec
  /** Changes to `ZERO_INTELLIGENCE_DEFAULTS`. */
  readonly params?: Partial<ZeroIntelligenceParams>
  /** Path of the market file to write. */
  readonly out: string
  readonly overwrite?: boolean
  /** Called about every 65,536 rows. What it throws ends the work and leaves no file. */
  readonly onProgress?: (progress: {
    readonly rows: number
    readonly doneNs: number
    readonly durationNs: number
  }) => void
}

/** A liquid perpetual as it might be: spread of one to three ticks of 0.1, tens of ticks of movement a minute. */
export const ZERO_INTELLIGENCE_DEFAULTS: ZeroIntelligenceParams = {
  startTicks: 550_000,
  limitsPerSecond: 17,
  distanceTicksMax: 60,
  distanceExponent: 0.6,
  marketsPerSecond: 0.3,
  cancelsPerSecond: 0.17,
  limitLotsMean: 100,
  marketLotsMean: 900,
  publishEveryNs: 50_000_000,
  feedLatencyMedianNs: 3_000_000,
  feedLatencySigma: 0.4,
}

export const GENERATED_START_NS = 1_723_075_200_000_000_000n

export const GENERATED_INSTRUMENT: InstrumentSpec = {
  symbol: 'BTCUSDT',
  venue: 'binance-usdm',
  tickSize: '0.1',
  lotSize: '0.001',
  contract: 'linear',
  base: 'BTC',
  settle: 'USDT',
}

const CHUNK_ROWS = 65_536
const DAYS_MAX = 104

/**
 * Writes a generated market file in bounded memory. Throws `InputError` for options out of range and an unwritable
 * output.
 */
export async function generateMarket(options: GenerateOptions): Promise<MarketManifest> {
  const { durationNs, startNs = GENERATED_START_NS } = options
  if (!GENERATOR_MODELS.includes(options.model)) {
    const names = GENERATOR_MODELS.join(', ')
    throw new InputError({ path: 'model' }, `"${String(options.model)}" is no generator model. One of: ${names}.`)
  }
  if (!(Number.isInteger(durationNs) && durationNs > 0)) {
    throw new InputError({ path: 'duration' }, `${durationNs} ns is no length of a market: a whole number above 0 is.`)
  }
  const startTs = Number(startNs % BigInt(NANOS_PER_DAY))
  if (startNs < 0n || startTs + durationNs > DAYS_MAX * NANOS_PER_DAY) {
    const what = `${durationNs} ns from ${startNs} on do not start after 1970 and end within ${DAYS_MAX} days.`
    throw new InputError({ path: 'duration' }, what)
  }
  const instrument = instrumentFrom(options.instrument ?? GENERATED_INSTRUMENT, 0)
  const params = checkedParams(options.params ?? {})
  const columns = allocateColumns(CHUNK_ROWS + 4096)
  const rng = new Rng(checkedSeed(options.seed), options.model)
  const market = new ZeroIntelligenceMarket(params, instrument.stepsPerLot, startTs, columns, rng)
  const file = createMarketFile(options.out, {
    instrument: specOf(instrument),
    epochNs: startNs - BigInt(startTs),
    overwrite: options.overwrite ?? false,
  })
  try {
    for (let goesOn = true; goesOn; ) {
      goesOn = market.run(CHUNK_ROWS, durationNs)
      file.append(columns)
      const doneNs = goesOn ? columns.exchTs[columns.length - 1]! - startTs : durationNs
      columns.length = 0
      options.onProgress?.({ rows: file.rows, doneNs, durationNs })
      // Signals get their turn: what `onProgress` throws ends the work.
      await setImmediate()
    }
    const name = `${options.model} ${JSON.stringify({ seed: options.seed, durationNs, ...params })}`
    return await file.close({ sources: [{ name }], repairs: [], gaps: [], health: {} })
  } catch (error) {
    file.abort()
    throw error
  }
}

/** The first `rows` rows of a generated market in memory; its instants start at 0. */
export function generateColumns(options: {
  readonly rows: number
  readonly seed: number
  readonly params?: Partial<ZeroIntelligenceParams>
  readonly stepsPerLot?: number
}): MarketColumns {
  const columns = allocateColumns(options.rows + 4096)
  const rng = new Rng(checkedSeed(options.seed), 'zero-intelligence')
  const params = checkedParams(options.params ?? {})
  const market = new ZeroIntelligenceMarket(params, options.stepsPerLot ?? 1, 0, columns, rng)
  if (!market.run(options.rows, DAYS_MAX * NANOS_PER_DAY)) {
    throw new InputError({ path: 'rows' }, `${options.rows} rows do not fit into ${DAYS_MAX} days at these rates.`)
  }
  columns.length = options.rows
  return columns
}

function checkedSeed(seed: number): number {
  if (Number.isSafeInteger(seed)) return seed
  throw new InputError({ path: 'seed' }, `${seed} is no seed: a whole number of at most 2^53 is.`)
}

/** Ranges within which the model is a market at all. */
const RANGES: Readonly<Record<keyof ZeroIntelligenceParams, readonly [number, number]>> = {
  startTicks: [100, 1_000_000_000],
  limitsPerSecond: [0.001, 1e7],
  distanceTicksMax: [2, 1000],
  distanceExponent: [0, 10],
  marketsPerSecond: [0, 1e7],
  cancelsPerSecond: [0.0001, 1e5],
  limitLotsMean: [1, 1e6],
  marketLotsMean: [1, 1e6],
  publishEveryNs: [0, 60_000_000_000],
  feedLatencyMedianNs: [1, 10_000_000_000],
  feedLatencySigma: [0, 3],
}
const WHOLE: readonly (keyof ZeroIntelligenceParams)[] = ['startTicks', 'distanceTicksMax', 'publishEveryNs']

function checkedParams(changes: Partial<ZeroIntelligenceParams>): ZeroIntelligenceParams {
  const params = { ...ZERO_INTELLIGENCE_DEFAULTS, ...changes }
  for (const name of Object.keys(params) as (keyof ZeroIntelligenceParams)[]) {
    const range = RANGES[name]
    if (!range) {
      const names = Object.keys(RANGES).join(', ')
      throw new InputError({ path: `params.${name}` }, `is no parameter of the model. One of: ${names}.`)
    }
    const value = params[name]
    const isWhole = !WHOLE.includes(name) || Number.isInteger(value)
    if (!(isWhole && value >= range[0] && value <= range[1])) {
      throw new InputError({ path: `params.${name}` }, `${value} is out of range: from ${range[0]} to ${range[1]}.`)
    }
  }
  return params
}
