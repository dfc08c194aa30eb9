/**
 * A scenario with every default filled in: what a run is built from. Plain JSON; durations are integer nanoseconds,
 * rates are integer parts per billion, paths stand as they were written, relative to the scenario's file.
 */
import type { InstrumentSpec } from '../market/instrument.ts'
import type { Expectations } from './expect/expectations.ts'
import type { Matrix } from './matrix.ts'
import type { Amount, SizeLimit } from './quantities.ts'

/** A length of time in integer nanoseconds. */
export type DurationNs = number
/** A rate in integer parts per billion: 2 bp = 200_000. */
export type RatePpb = number

export interface FullScenario {
  readonly name: string
  readonly seed: number
  /** By the alias of the instrument, in the order of the file: the order that instruments are numbered in. */
  readonly data: Readonly<Record<string, DataEntry>>
  /** Absent: all of the data. */
  readonly span?: SpanChoice
  /** By the venue's name in the data. `completeVenues` adds those that the scenario left out. */
  readonly venues: Readonly<Record<string, VenueModels>>
  readonly strategy: ModuleUse
  readonly risk: RiskLimits
  readonly metrics: { readonly sampleEvery: DurationNs }
}

/** All that a scenario's file says: what a run is made of, and beside it what is no part of a run. */
export interface ScenarioFile extends FullScenario {
  readonly expect?: Expectations
  readonly matrix?: Matrix
}

/** What a scenario's file says that is no part of a run. */
export type BesideScenario = Pick<ScenarioFile, 'expect' | 'matrix'>

/**
 * A scenario's file in its two parts. What runs, what the manifest holds and what the root hash covers is `full` alone:
 * what is expected of a run, and what other runs there are beside it, does not change the run.
 */
export function splitScenario({ expect, matrix, ...full }: ScenarioFile): {
  readonly full: FullScenario
  readonly beside: BesideScenario
} {
  return { full, beside: { ...(expect && { expect }), ...(matrix && { matrix }) } }
}

/** Market data of one instrument: files that continue one another, and what differs from their manifest. */
export interface DataEntry {
  readonly files: readonly string[]
  readonly instrument?: Readonly<Partial<Omit<InstrumentSpec, 'tickSize' | 'qtyStep'>>>
}

/** From one instant up to another, each as text: a time of day of the data's first day, or a day with its time. */
export interface SpanChoice {
  readonly from?: string
  readonly to?: string
}

/** A module of the user's own and the parameters that it is given. */
export interface ModuleUse {
  readonly use: string
  readonly params: Readonly<Record<string, unknown>>
}

export interface VenueModels {
  readonly latency: LatencyChoice
  /** `data`: as recorded. `modelled`: by the latency model. A number: this delay in nanoseconds for every row. */
  readonly feed: 'data' | 'modelled' | DurationNs
  readonly queue: QueueChoice
  readonly fill: FillChoice
  readonly fees: FeeChoice
}

export const LATENCY_FAMILIES = ['cloud', 'colo'] as const
export const LATENCY_PROFILES = ['realistic', 'optimistic', 'pessimistic'] as const

export interface LatencyProfileChoice {
  readonly family: (typeof LATENCY_FAMILIES)[number]
  readonly profile: (typeof LATENCY_PROFILES)[number]
}

export type LatencyChoice =
  | LatencyProfileChoice
  | { readonly constant: { readonly entry: DurationNs; readonly response: DurationNs } }
  | { readonly file: string }
  | ModuleUse

export const QUEUE_MODELS = [
  'RiskAverse',
  'PowerProb',
  'PowerProb2',
  'PowerProb3',
  'LogProb',
  'LogProb2',
  'CancelsAhead',
] as const
export type QueueModelName = (typeof QUEUE_MODELS)[number]

/** `n` is the exponent of the three power models, and absent for the others. */
export type QueueChoice = { readonly model: QueueModelName; readonly n?: number } | ModuleUse

export const FILL_MODELS = ['NoPartialFill', 'PartialFill'] as const
export type FillModelName = (typeof FILL_MODELS)[number]
export type FillChoice = { readonly model: FillModelName } | ModuleUse

interface SideRates {
  /** Share of the value that a buyer pays on top. */
  readonly buyer: RatePpb
  /** Share of the value that a seller pays on top. */
  readonly seller: RatePpb
}

export interface ValueFees extends SideRates {
  readonly per: 'value'
  readonly maker: RatePpb
  readonly taker: RatePpb
}

/** `quantity`: money per unit of quantity (not per lot). `trade`: money per fill. */
export interface MoneyFees extends SideRates {
  readonly per: 'quantity' | 'trade'
  readonly maker: Amount
  readonly taker: Amount
}

export type FeeChoice = ValueFees | MoneyFees | ModuleUse

export interface RiskLimits {
  readonly maxOrderSize?: SizeLimit
  readonly maxPosition?: SizeLimit
  readonly maxOrdersPerSecond?: number
  readonly priceBand?: RatePpb
}
