/**
 * From names to models: one visible table per port. A path to a module of the user's own works in the same place; its
 * default export is a factory `(config, deps) => Model` with the same shape as the entries here.
 */
import { Bug } from '../core/bug.ts'
import { parseDecimal } from '../core/decimal.ts'
import type { FaultModel } from '../kernel/fault/fault-model.ts'
import { createInterpolatedRefusals } from '../kernel/fault/interpolated-refusals.ts'
import { createCloudLatency } from '../kernel/latency/cloud.ts'
import { createColoLatency } from '../kernel/latency/colo.ts'
import { createConstantLatency } from '../kernel/latency/constant.ts'
import { createInterpolatedLatency, type LatencyRows } from '../kernel/latency/interpolated.ts'
import type { LatencyModel } from '../kernel/latency/latency-model.ts'
import type { LatencyProfile } from '../kernel/latency/profile.ts'
import type { Instrument } from '../market/instrument.ts'
import type { FeeModel } from '../venue/sim/fee/fee-model.ts'
import { flatFee, quantityFee, valueFee } from '../venue/sim/fee/fees.ts'
import type { FillModel } from '../venue/sim/fill/fill-model.ts'
import { NoPartialFill } from '../venue/sim/fill/no-partial-fill.ts'
import { PartialFill } from '../venue/sim/fill/partial-fill.ts'
import { CancelsAheadQueue } from '../venue/sim/queue/cancels-ahead.ts'
import {
  logProb,
  logProb2,
  ProbabilityQueue,
  powerProb,
  powerProb2,
  powerProb3,
} from '../venue/sim/queue/probability-queue.ts'
import type { QueueModel } from '../venue/sim/queue/queue-model.ts'
import { RiskAverseQueue } from '../venue/sim/queue/risk-averse.ts'
import { checkedFee, checkedFill, checkedLatency, checkedQueue } from './checked-models.ts'
import type {
  FeeChoice,
  FillChoice,
  FillModelName,
  LatencyChoice,
  LatencyProfileChoice,
  ModuleUse,
  QueueChoice,
  QueueModelName,
} from './full-scenario.ts'
import { moneyOf } from './quantities.ts'

/** What a plug-in factory gets besides its parameters. */
export interface ModelDeps {
  readonly instrument: Instrument
}

export type ModelFactory<Model> = (params: Readonly<Record<string, unknown>>, deps: ModelDeps) => Model

/**
 * What the choices of a scenario may refer to, loaded before: the modules and latency tables by the path as written.
 */
export interface LoadedParts {
  readonly modules: ReadonlyMap<string, ModelFactory<unknown>>
  readonly latencyRows: ReadonlyMap<string, LatencyRows>
}

const LATENCY_FAMILY: Readonly<Record<LatencyProfileChoice['family'], (profile: LatencyProfile) => LatencyModel>> = {
  cloud: createCloudLatency,
  colo: createColoLatency,
}

const QUEUE: Readonly<Record<QueueModelName, (n: number) => QueueModel>> = {
  RiskAverse: () => new RiskAverseQueue(),
  PowerProb: (n) => new ProbabilityQueue(powerProb(n)),
  PowerProb2: (n) => new ProbabilityQueue(powerProb2(n)),
  PowerProb3: (n) => new ProbabilityQueue(powerProb3(n)),
  LogProb: () => new ProbabilityQueue(logProb()),
  LogProb2: () => new ProbabilityQueue(logProb2()),
  CancelsAhead: () => new CancelsAheadQueue(),
}

const FILL: Readonly<Record<FillModelName, () => FillModel>> = {
  NoPartialFill: () => new NoPartialFill(),
  PartialFill: () => new PartialFill(),
}

/** A new instance, for one path of one instrument. */
export function latencyModel(choice: LatencyChoice, parts: LoadedParts, deps: ModelDeps): LatencyModel {
  if ('use' in choice) return checkedLatency(fromModule(choice, parts, deps), choice.use)
  if ('file' in choice) return createInterpolatedLatency(rowsOf(choice.file, parts))
  if ('constant' in choice) {
    const { entry, response } = choice.constant
    return createConstantLatency({ feedNs: 0, entryNs: entry, responseNs: response })
  }
  return LATENCY_FAMILY[choice.family](choice.profile)
}

/** Refusals on the way to the venue: only tables of measured round trips know of them. */
export function faultModel(choice: LatencyChoice, parts: LoadedParts): FaultModel | undefined {
  return 'file' in choice ? createInterpolatedRefusals(rowsOf(choice.file, parts)) : undefined
}

export function queueModel(choice: QueueChoice, parts: LoadedParts, deps: ModelDeps): QueueModel {
  return 'use' in choice
    ? checkedQueue(fromModule(choice, parts, deps), choice.use)
    : QUEUE[choice.model](choice.n ?? 1)
}

export function fillModel(choice: FillChoice, parts: LoadedParts, deps: ModelDeps): FillModel {
  return 'use' in choice ? checkedFill(fromModule(choice, parts, deps), choice.use) : FILL[choice.model]()
}

/** Amounts in another currency than the instrument settles in are the caller's to report: see `feeProblem`. */
export function feeModel(choice: FeeChoice, parts: LoadedParts, deps: ModelDeps): FeeModel {
  if ('use' in choice) return checkedFee(fromModule(choice, parts, deps), choice.use)
  const sides = { buyerPpb: choice.buyer, sellerPpb: choice.seller }
  if (choice.per === 'value') return valueFee(choice.maker, choice.taker, sides)
  const { instrument } = deps
  if (choice.per === 'quantity') {
    return quantityFee(parseDecimal(choice.maker.amount)!, parseDecimal(choice.taker.amount)!, instrument, sides)
  }
  const [maker, taker] = [moneyOf(choice.maker, instrument), moneyOf(choice.taker, instrument)]
  if (!('value' in maker) || !('value' in taker)) throw new Bug('Cannot build a fee in another currency')
  return flatFee(maker.value, taker.value, sides)
}

/** Why the amounts of a fee schedule do not fit an instrument, or undefined. */
export function feeProblem(choice: FeeChoice, instrument: Instrument): string | undefined {
  if ('use' in choice || choice.per === 'value') return undefined
  for (const money of [choice.maker, choice.taker]) {
    const read = moneyOf(money, instrument)
    if ('problem' in read && (choice.per === 'trade' || money.unit !== instrument.settle)) return read.problem
  }
  return undefined
}

function fromModule({ use, params }: ModuleUse, { modules }: LoadedParts, deps: ModelDeps): unknown {
  const factory = modules.get(use)
  if (factory === undefined) throw new Bug(`Module ${use} was not loaded`)
  return factory(params, deps)
}

function rowsOf(file: string, { latencyRows }: LoadedParts): LatencyRows {
  const rows = latencyRows.get(file)
  if (rows === undefined) throw new Bug(`Latency table ${file} was not loaded`)
  return rows
}
