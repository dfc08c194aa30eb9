/** A whole run in a test: rows in memory, the real kernel, venue and trader, and the journal as an array. */

import { Rng } from '../../src/core/rng.ts'
import type { EntryBody, EntryKind, JournalEntry, JournalSink } from '../../src/journal/entries.ts'
import type { FaultModel } from '../../src/kernel/fault/fault-model.ts'
import { Kernel } from '../../src/kernel/kernel.ts'
import { Lane } from '../../src/kernel/lane.ts'
import { createConstantLatency } from '../../src/kernel/latency/constant.ts'
import type { LatencyModel } from '../../src/kernel/latency/latency-model.ts'
import { Link } from '../../src/kernel/link.ts'
import type { VenueNode } from '../../src/kernel/nodes.ts'
import { Timers } from '../../src/kernel/timers.ts'
import { allocateColumns, appendRows, type MarketColumns } from '../../src/market/columns.ts'
import type { Instrument } from '../../src/market/instrument.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import type { Answer, Command } from '../../src/market/orders.ts'
import type { RunWitness } from '../../src/scenario/build.ts'
import type { RiskRule } from '../../src/trading/risk/risk-rule.ts'
import type { StrategyDefinition } from '../../src/trading/strategy.ts'
import { Trader } from '../../src/trading/trader.ts'
import type { FeeModel } from '../../src/venue/sim/fee/fee-model.ts'
import type { FillModel } from '../../src/venue/sim/fill/fill-model.ts'
import { NoPartialFill } from '../../src/venue/sim/fill/no-partial-fill.ts'
import type { QueueModel } from '../../src/venue/sim/queue/queue-model.ts'
import { RiskAverseQueue } from '../../src/venue/sim/queue/risk-averse.ts'
import { SimulatedVenue } from '../../src/venue/sim/simulated-venue.ts'

/** One instrument of a run. Models that are left out: 50 there, 30 back, risk-averse, no partial fills, no fees. */
export interface SimulatedMarket {
  readonly instrument: Instrument
  readonly rows: MarketColumns
  readonly entry?: LatencyModel
  readonly response?: LatencyModel
  readonly fault?: FaultModel
  readonly queue?: () => QueueModel
  readonly fill?: FillModel
  readonly fee?: FeeModel
  readonly rules?: readonly RiskRule[]
}

export interface SimulationOptions {
  readonly sampleEveryNs?: number
  /** Row visits a kernel step; default: no limit. */
  readonly budget?: number
  /** Rows a read, drawn anew for each; default: all at once. */
  readonly chunkRows?: () => number
  readonly compact?: boolean
  /** Called before the first step of the kernel. */
  readonly begin?: (simulation: Simulation) => void
  /** Called after every step of the kernel. */
  readonly watch?: (simulation: Simulation) => void
  readonly witness?: RunWitness
  /** Ends the run as if it had been interrupted at this instant. */
  readonly interruptedTs?: number
  /** Called with every entry as it is written. */
  readonly onEntry?: (entry: JournalEntry) => void
  /** Where rows and books lie; default: one of its own. */
  readonly memory?: MarketMemory
}

export interface Simulation {
  readonly entries: JournalEntry[]
  readonly trader: Trader
  readonly venues: readonly SimulatedVenue[]
  readonly lanes: readonly Lane[]
  readonly kernel: Kernel
}

export const NO_FEE: FeeModel = { feeAtoms: () => 0n }
export const LATENCY_50_30: LatencyModel = createConstantLatency({ feedNs: 0, entryNs: 50, responseNs: 30 })

/** A journal in memory. */
export function journalArray(entries: JournalEntry[], onEntry?: (entry: JournalEntry) => void): JournalSink {
  return {
    append<K extends EntryKind>(kind: K, ts: number, cause: number, body: EntryBody<K>): number {
      const entry = { kind, seq: entries.length, ts, cause, ...body } as unknown as JournalEntry
      entries.push(entry)
      onEntry?.(entry)
      return entry.seq
    },
  }
}

export function newTrader(
  markets: readonly SimulatedMarket[],
  strategy: StrategyDefinition,
  entries: JournalEntry[],
  timers: Timers,
  send: (instrument: number, command: Command, nowTs: number) => void,
  { sampleEveryNs = 1_000_000, witness, onEntry, memory = new MarketMemory() }: SimulationOptions = {},
): Trader {
  return new Trader({
    instruments: markets.map((market) => market.instrument),
    strategy,
    params: {},
    rng: new Rng(1, 'strategy'),
    rules: markets.map((market) => market.rules ?? []),
    journal: journalArray(entries, onEntry),
    timers,
    memory,
    sampleEveryNs,
    send,
    ...(witness && { onLook: (nowTs) => witness.onLook(nowTs) }),
  })
}

export function linkOf<M>(path: 'entry' | 'response', market: SimulatedMarket): Link<M> {
  const model = (path === 'entry' ? market.entry : market.response) ?? LATENCY_50_30
  return new Link<M>(path, model, new Rng(1, `${path}.${market.instrument.id}`))
}

/** The models of a market as the venue wants them. */
export function modelsOf(market: SimulatedMarket): { queue: QueueModel; fill: FillModel; fee: FeeModel } {
  return {
    queue: (market.queue ?? (() => new RiskAverseQueue()))(),
    fill: market.fill ?? new NoPartialFill(),
    fee: market.fee ?? NO_FEE,
  }
}

export function simulate(
  markets: readonly SimulatedMarket[],
  strategy: StrategyDefinition,
  options: SimulationOptions = {},
): Simulation {
  const simulation = prepare(markets, strategy, options)
  const { kernel, lanes, trader } = simulation
  const { interruptedTs } = options
  if (interruptedTs !== undefined) kernel.endTs = interruptedTs
  options.begin?.(simulation)
  const given = markets.map(() => 0)
  for (;;) {
    const result = kernel.step(options.budget ?? Number.POSITIVE_INFINITY)
    options.watch?.(simulation)
    if (result === 'ended') break
    if (result === 'dry') {
      lanes.forEach((lane, i) => {
        if (lane.dry) given[i] = feed(lane, markets[i]!.rows, given[i]!, options)
      })
    }
  }
  if (interruptedTs === undefined) trader.end('end-of-data', kernel.nowTs)
  else trader.end('interrupted', interruptedTs)
  return simulation
}

function prepare(
  markets: readonly SimulatedMarket[],
  strategy: StrategyDefinition,
  options: SimulationOptions,
): Simulation {
  const { witness, memory = new MarketMemory() } = options
  const entries: JournalEntry[] = []
  const timers = new Timers()
  const venues: SimulatedVenue[] = []
  const lanes = markets.map((market) => {
    const response = linkOf<Answer>('response', market)
    const { instrument } = market
    const answer = (told: Answer, ts: number): void => response.send(told, ts)
    const venue = new SimulatedVenue(instrument, modelsOf(market), answer, witness?.venue(instrument.id), memory)
    venues.push(venue)
    return newLane(venue, response, market, memory)
  })
  const send = (instrument: number, command: Command, nowTs: number): void => lanes[instrument]!.send(command, nowTs)
  const trader = newTrader(markets, strategy, entries, timers, send, { ...options, memory })
  witness?.begin(trader, (ts) => trader.lookAt(ts))
  return { entries, trader, venues, lanes, kernel: new Kernel(lanes, trader, timers) }
}

function newLane(venue: VenueNode, response: Link<Answer>, market: SimulatedMarket, memory: MarketMemory): Lane {
  const entry = linkOf<Command>('entry', market)
  const fault = market.fault && { model: market.fault, rng: new Rng(1, 'fault') }
  const parts = { instrument: market.instrument.id, venue, entry, response, memory }
  return new Lane(fault ? { ...parts, fault } : parts)
}

/** Gives a lane its next rows; returns how many it has been given in all. */
function feed(lane: Lane, rows: MarketColumns, from: number, options: SimulationOptions): number {
  const to = Math.min(rows.length, from + (options.chunkRows?.() ?? rows.length))
  if (from === rows.length) lane.exhausted = true
  else {
    if (options.compact ?? true) lane.compact()
    appendRows(lane.columns, cut(rows, from, to))
  }
  lane.settle()
  return to
}

function cut(rows: MarketColumns, from: number, to: number): MarketColumns {
  const part = allocateColumns(0)
  part.length = to - from
  part.exchTs = rows.exchTs.subarray(from, to)
  part.localTs = rows.localTs.subarray(from, to)
  part.flags = rows.flags.subarray(from, to)
  part.priceTicks = rows.priceTicks.subarray(from, to)
  part.qtySteps = rows.qtySteps.subarray(from, to)
  return part
}
