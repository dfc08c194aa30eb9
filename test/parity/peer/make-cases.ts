/**
 * Random cases for both simulators: markets, models, latencies and strategies of every kind, from one seed. What is a
 * named difference (docs/parity.md lists them) is not made here.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decimalStep, formatDecimal, parseDecimal } from '../../../src/core/decimal.ts'
import { Rng } from '../../../src/core/rng.ts'
import { type AssetCase, LEVEL_QUEUES, type ParityCase, type StrategyName } from '../case.ts'
import { makeMarket } from './market.ts'
import { type RoundTrip, writeRoundTrips, writeRows } from './npy-files.ts'

/** 2024-08-08 00:00 UTC. */
const EPOCH_NS = 1_723_075_200_000_000_000n
const MS = 1_000_000

/** Writes case number `index` of a seed into `folder`/cases and returns its file. */
export async function makeCase(seed: number, index: number, folder: string): Promise<string> {
  const rng = new Rng(seed, `case-${index}`)
  const name = `case-${String(index).padStart(4, '0')}`
  const kind = pick(rng, ['plain', 'plain', 'plain', 'partial', 'refusing', 'several'] as const)
  const strategy = pick(rng, STRATEGIES[kind])
  mkdirSync(join(folder, 'cases'), { recursive: true })
  const startTs = rng.integer(0, 1) === 0 ? 40 * 60_000 * MS : rng.integer(1, 1e15)
  const assets: MadeAsset[] = []
  const count = kind === 'several' ? rng.integer(2, 3) : 1
  for (let i = 0; i < count; i++) {
    const asset: AssetShape = { kind, strategy, startTs, inverse: kind === 'plain' && rng.integer(0, 3) === 0 }
    assets.push(await makeAsset(rng, asset, `${name}-${i}`, folder))
  }
  const [first, ...others] = assets
  const durationNs = Math.max(...assets.map(({ endTs }) => endTs)) - startTs
  const parityCase: ParityCase = {
    name,
    ...first!.asset,
    strategy: { name: strategy, params: paramsOf(rng, strategy, kind) },
    checkpoint_ns: pick(rng, [250 * MS, 333_333_333, 1000 * MS]),
    // Behind the last row too: a strategy that always has a request under way would run on for ever.
    stop_after_ns: rng.integer(0, 3) === 0 ? Math.floor(durationNs * rng.float()) : durationNs + 300 * MS,
    ...(others.length > 0 && { also: others.map(({ asset }) => asset) }),
    ...(kind === 'partial' && { compare: ['fills', 'orders', 'checkpoints'] }),
  }
  const file = join(folder, 'cases', `${name}.json`)
  writeFileSync(file, JSON.stringify(parityCase, undefined, 1))
  return file
}

type Kind = 'plain' | 'partial' | 'refusing' | 'several'

/**
 * Churn with modifications after refused ones keeps quantities that were never the venue's, and its position is not the
 * strategy's where fills are partial; so is the position of a taker.
 */
const STRATEGIES: Readonly<Record<Kind, readonly StrategyName[]>> = {
  plain: ['grid', 'touch', 'taker', 'churn', 'churn', 'feedstep'],
  partial: ['grid', 'touch', 'touch', 'taker', 'feedstep'],
  refusing: ['grid', 'touch', 'taker', 'churn', 'feedstep'],
  several: ['grid', 'touch', 'taker', 'churn', 'feedstep'],
}

interface AssetShape {
  readonly kind: Kind
  readonly strategy: StrategyName
  readonly startTs: number
  readonly inverse: boolean
}

interface MadeAsset {
  readonly asset: AssetCase
  /** When its data ends. */
  readonly endTs: number
}

async function makeAsset(
  rng: Rng,
  { kind, strategy, startTs, inverse }: AssetShape,
  name: string,
  folder: string,
): Promise<MadeAsset> {
  const tickSize = pick(rng, ['0.1', '0.01', '0.5', '1'])
  const lotSize = inverse ? '1' : pick(rng, ['0.001', '0.01', '1', '0.00001'])
  // In partial fills the market trades ten lots at least, and orders end in five: no trade meets what is open exactly.
  const stepsPerLot = kind !== 'partial' && rng.integer(0, 2) === 0 ? 10 : 1
  const latency = makeLatency(rng, kind, strategy, startTs)
  const start = pick(rng, ['levels', 'snapshot', 'file'] as const)
  const market = makeMarket(rng, {
    messages: rng.integer(150, 700),
    startTs,
    calm: rng.integer(0, 2) > 0,
    wholeMs: rng.integer(0, 1) === 0,
    unitSteps: kind === 'partial' ? 10 : stepsPerLot === 10 ? rng.integer(1, 10) : 1,
    dustSteps: stepsPerLot / 2,
    empties: strategy === 'grid' || strategy === 'touch' || strategy === 'feedstep',
    split: rng.integer(0, 2) === 0,
    feedNs: pick(rng, [0, 100, MS, 7 * MS]),
    feedJitterNs: pick(rng, [0, 0, 3 * MS, 12 * MS]),
    quiet: latency.quiet,
    start,
  })
  const tick = decimalStep(tickSize)!
  const lot = parseDecimal(lotSize)!
  const qtyStep = decimalStep(formatDecimal(lot.mantissa, lot.decimals + (stepsPerLot === 10 ? 1 : 0)))!
  await writeRows(join(folder, 'cases', `${name}.npz`), market.rows, EPOCH_NS, tick, qtyStep)
  if (start === 'file') {
    await writeRows(join(folder, 'cases', `${name}-snapshot.npz`), market.snapshot, EPOCH_NS, tick, qtyStep)
  }
  if ('trips' in latency) writeRoundTrips(join(folder, 'cases', `${name}-latency.npy`), latency.trips, EPOCH_NS)
  const asset: AssetCase = {
    data: [`${name}.npz`],
    ...(start === 'file' && { snapshot: `${name}-snapshot.npz` }),
    instrument: {
      tick_size: Number(tickSize),
      lot_size: Number(lotSize),
      kind: inverse ? 'inverse' : 'linear',
      contract_size: inverse ? 100 : pick(rng, [1, 1, 0.1]),
    },
    depth: { kind: 'hashmap' },
    queue: makeQueue(rng, kind),
    exchange: kind === 'partial' ? 'partial_fill' : 'no_partial_fill',
    latency: 'trips' in latency ? { interpolated: `${name}-latency.npy` } : { constant: latency.constant },
    fee: pick(rng, FEES),
  }
  return { asset, endTs: market.endTs }
}

const FEES = [
  { kind: 'value', maker: -0.00005, taker: 0.0007 },
  { kind: 'qty', maker: -0.1, taker: 0.25 },
  { kind: 'flat', maker: 0.01, taker: 0.02 },
] as const

function makeQueue(rng: Rng, kind: Kind): AssetCase['queue'] {
  if (kind === 'partial') return { name: 'risk_averse' }
  const name = pick(rng, LEVEL_QUEUES)
  return name.startsWith('power') ? { name, n: pick(rng, [1, 1.5, 2, 2.5, 3]) } : { name }
}

type MadeLatency = { readonly quiet: readonly (readonly [number, number])[] } & (
  | { readonly constant: readonly [number, number] }
  | { readonly trips: readonly RoundTrip[] }
)

const CONSTANTS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, MS],
  [100, 100],
  [MS, 2 * MS],
  [5 * MS, 5 * MS],
  [50 * MS, 30 * MS],
]

function makeLatency(rng: Rng, kind: Kind, strategy: StrategyName, startTs: number): MadeLatency {
  if (kind === 'refusing') return refusingTrips(rng, startTs)
  // A strategy that acts on every answer may send for ever if answers come at once.
  const constants = strategy === 'feedstep' ? CONSTANTS.filter(([entryNs]) => entryNs >= MS) : CONSTANTS
  if (rng.integer(0, 2) === 0) return { constant: pick(rng, constants), quiet: [] }
  // Round trips of very different length close to one another, so that answers would overtake one another.
  const spacing = rng.integer(2, 80) * MS
  let requestTs = startTs + rng.integer(-2000, 2000) * MS
  const trips = Array.from({ length: rng.integer(3, 120) }, () => {
    requestTs += rng.integer(1, spacing)
    const exchTs = requestTs + rng.integer(0, 20 * MS)
    const slow = rng.integer(0, 3) === 0 ? 200 * MS : 10 * MS
    return { requestTs, exchTs, responseTs: exchTs + rng.integer(0, slow) }
  })
  return { trips, quiet: [] }
}

/**
 * Now and then one or two requests in a row are refused. hftbacktest takes such rows for answers sent in 1970, so
 * nothing may be answered between the accepted rows on either side: the market is quiet there.
 */
function refusingTrips(rng: Rng, startTs: number): MadeLatency {
  const trips: RoundTrip[] = []
  const quiet: [number, number][] = []
  let requestTs = startTs - rng.integer(1, 50) * MS
  let quietFrom: number | undefined
  for (let i = 0; i < 60; i++) {
    requestTs += rng.integer(40 * MS, 120 * MS)
    const exchTs = requestTs + rng.integer(0, 20 * MS)
    const responseTs = exchTs + rng.integer(0, 90 * MS)
    const before = trips.at(-1)
    const isRefused = before !== undefined && i < 59 && rng.integer(0, 6) === 0
    if (isRefused) quietFrom ??= before.exchTs
    else if (quietFrom !== undefined) {
      quiet.push([quietFrom, exchTs])
      quietFrom = undefined
    }
    trips.push({ requestTs, exchTs: isRefused ? undefined : exchTs, responseTs })
  }
  return { trips, quiet }
}

function paramsOf(rng: Rng, strategy: StrategyName, kind: Kind): Record<string, number | string> {
  const partial = kind === 'partial'
  const lots = partial ? 10 * rng.integer(0, 30) + 5 : rng.integer(1, 20)
  const limit = partial ? 1_000_000_000 : lots * rng.integer(2, 30)
  const interval_ns = pick(rng, [MS, 5 * MS, 10 * MS, 17 * MS, 50 * MS, 3_333_333])
  const seed = rng.integer(0, 4_294_967_295)
  const use_position = partial ? 0 : rng.integer(0, 1)
  const order_lots = lots
  const max_pos_lots = limit
  switch (strategy) {
    case 'grid':
      return {
        interval_ns,
        levels: rng.integer(1, 6),
        half_ticks: rng.integer(0, 3),
        step_ticks: rng.integer(1, 3),
        order_lots,
        max_pos_lots,
        skew_num: 1,
        skew_den: rng.integer(1, 40),
        use_position,
      }
    case 'touch': {
      const tif = pick(rng, ['GTX', 'GTX', 'GTC', 'IOC', 'FOK'])
      const back_ticks = tif === 'GTX' ? rng.integer(-1, 2) : rng.integer(-4, 1)
      return { interval_ns, order_lots, max_pos_lots, use_position, tif, back_ticks }
    }
    case 'taker': {
      const max_lots = partial ? rng.integer(1, 900) : rng.integer(1, 40)
      const reach = { below_ticks: rng.integer(0, 3), above_ticks: rng.integer(0, 4) }
      return { interval_ns, max_lots, max_pos_lots: max_pos_lots + max_lots, ...reach, seed }
    }
    case 'churn': {
      const sizes = { ops: rng.integer(1, 4), width_ticks: rng.integer(1, 5), max_lots: rng.integer(1, 20) }
      const modify = kind === 'refusing' ? 0 : 1
      return { interval_ns, ...sizes, max_live: rng.integer(5, 40), max_pos_lots, modify, seed }
    }
    case 'feedstep': {
      const every = { every_feed: rng.integer(1, 5), every_resp: rng.integer(1, 3) }
      const tif = pick(rng, ['GTX', 'GTX', 'GTC'])
      const timeout_ns = pick(rng, [MS, 30 * MS, 1000 * MS])
      const width_ticks = rng.integer(0, 3)
      return { timeout_ns, ...every, order_lots, max_pos_lots, use_position, width_ticks, tif, seed }
    }
  }
}

function pick<T>(rng: Rng, of: readonly T[]): T {
  return of[rng.integer(0, of.length - 1)]!
}
