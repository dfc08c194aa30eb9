/** An asset of a case as our own parts: rows in memory, instrument, latencies, refusals, queue, fills, fees. */
import { resolve } from 'node:path'
import { InputError } from '../../src/core/bug.ts'
import { parseDecimal } from '../../src/core/decimal.ts'
import { loadLatencyRows } from '../../src/data/latency-file.ts'
import type { FaultModel } from '../../src/kernel/fault/fault-model.ts'
import { createInterpolatedRefusals } from '../../src/kernel/fault/interpolated-refusals.ts'
import { createConstantLatency } from '../../src/kernel/latency/constant.ts'
import { createInterpolatedLatency } from '../../src/kernel/latency/interpolated.ts'
import type { Instrument, InstrumentSpec } from '../../src/market/instrument.ts'
import { instrumentFrom } from '../../src/market/instrument.ts'
import type { FeeModel } from '../../src/venue/sim/fee/fee-model.ts'
import { flatFee, quantityFee, valueFee } from '../../src/venue/sim/fee/fees.ts'
import { NoPartialFill } from '../../src/venue/sim/fill/no-partial-fill.ts'
import { PartialFill } from '../../src/venue/sim/fill/partial-fill.ts'
import {
  type BackProbability,
  logProb,
  logProb2,
  ProbabilityQueue,
  powerProb,
  powerProb2,
  powerProb3,
  type WithoutNumber,
} from '../../src/venue/sim/queue/probability-queue.ts'
import type { QueueModel } from '../../src/venue/sim/queue/queue-model.ts'
import { RiskAverseQueue } from '../../src/venue/sim/queue/risk-averse.ts'
import type { SimulatedMarket } from '../fakes/simulation.ts'
import { type AssetCase, decimalText, type QueueName } from './case.ts'
import { loadRows } from './rows.ts'

const NO_SIDES = { buyerPpb: 0, sellerPpb: 0 }

const PROBABILITY: Readonly<Record<Exclude<QueueName, 'risk_averse' | 'l3_fifo'>, (n: number) => BackProbability>> = {
  power_prob1: powerProb,
  power_prob2: powerProb2,
  power_prob3: powerProb3,
  log_prob1: () => logProb(),
  log_prob2: () => logProb2(),
}

/** What a run needs of an asset; each run takes models of its own from it, since models hold state. */
export interface Asset {
  readonly instrument: Instrument
  readonly isPartial: boolean
  /** Rows of the files, without those that stand for a snapshot. */
  readonly dataRows: number
  market(withoutNumber: WithoutNumber): SimulatedMarket
}

export async function loadAsset(asset: AssetCase, id: number, folder: string, epochNs: bigint): Promise<Asset> {
  const files = asset.data.map((file) => resolve(folder, file))
  const snapshot = asset.snapshot === undefined ? undefined : resolve(folder, asset.snapshot)
  const { tick_size, lot_size, kind, contract_size } = asset.instrument
  const spec: InstrumentSpec = {
    symbol: `ASSET-${id}`,
    venue: 'reference',
    tickSize: decimalText(tick_size),
    lotSize: decimalText(lot_size),
    contract: kind,
    contractSize: decimalText(contract_size),
    base: 'BASE',
    settle: 'MONEY',
  }
  const { rows, qtyStep, dataRows } = await loadRows(files, snapshot, spec, epochNs)
  // Decimals beyond the usual ones leave our own rounding out of the comparison, also where thousands of fills round
  // alike: amounts of inverse contracts are held to 1e-9 as they stand.
  const moneyDecimals = kind === 'inverse' ? 15 : 12
  const instrument = { ...instrumentFrom({ ...spec, qtyStep }, id), moneyDecimals }
  const journey = await journeyOf(asset.latency, folder, epochNs)
  const fee = feeOf(asset.fee, instrument)
  const isPartial = asset.exchange === 'partial_fill'
  return {
    instrument,
    isPartial,
    dataRows,
    market: (withoutNumber) => ({
      instrument,
      rows,
      ...journey(),
      queue: () => queueOf(asset.queue, withoutNumber),
      fill: isPartial ? new PartialFill() : new NoPartialFill(),
      fee,
    }),
  }
}

type Journey = Pick<SimulatedMarket, 'entry' | 'response' | 'fault'>

async function journeyOf(latency: AssetCase['latency'], folder: string, epochNs: bigint): Promise<() => Journey> {
  if ('interpolated' in latency) {
    const { rows } = await loadLatencyRows(resolve(folder, latency.interpolated), epochNs)
    return () => ({
      entry: createInterpolatedLatency(rows),
      response: createInterpolatedLatency(rows),
      fault: createInterpolatedRefusals(rows),
    })
  }
  const [entryNs, responseNs] = latency.constant
  const model = createConstantLatency({ feedNs: 0, entryNs: Math.max(entryNs, 0), responseNs })
  // A negative entry latency is the reference's way to say that every request is refused after that long.
  const fault: FaultModel = { verdict: () => 'refuse', refusalDelayNs: () => -entryNs }
  return () => ({ entry: model, response: model, ...(entryNs < 0 && { fault }) })
}

function queueOf({ name, n = 1 }: AssetCase['queue'], withoutNumber: WithoutNumber): QueueModel {
  if (name === 'risk_averse') return new RiskAverseQueue()
  if (name === 'l3_fifo') throw new InputError({}, 'queue l3_fifo is for order-by-order data, which is not supported.')
  return new ProbabilityQueue(PROBABILITY[name](n), withoutNumber)
}

function feeOf({ kind, maker, taker }: AssetCase['fee'], instrument: Instrument): FeeModel {
  if (kind === 'value') return valueFee(scaled(maker, 9), scaled(taker, 9), NO_SIDES)
  if (kind === 'qty') {
    return quantityFee(parseDecimal(decimalText(maker))!, parseDecimal(decimalText(taker))!, instrument, NO_SIDES)
  }
  const { moneyDecimals } = instrument
  return flatFee(BigInt(scaled(maker, moneyDecimals)), BigInt(scaled(taker, moneyDecimals)), NO_SIDES)
}

/** `value * 10^decimals`, which must be whole. */
function scaled(value: number, decimals: number): number {
  const { mantissa, decimals: given } = parseDecimal(decimalText(value))!
  if (given > decimals) throw new InputError({}, `fee ${value} has more than ${decimals} decimals.`)
  return Number(mantissa * 10n ** BigInt(decimals - given))
}
