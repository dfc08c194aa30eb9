/** Builds the two nodes, the links between them and the kernel of one run from a prepared scenario. */
import { Rng } from '../core/rng.ts'
import type { JournalSink } from '../journal/entries.ts'
import { ModelledFeed } from '../kernel/feed.ts'
import { Kernel } from '../kernel/kernel.ts'
import { Lane } from '../kernel/lane.ts'
import { createConstantLatency } from '../kernel/latency/constant.ts'
import { Link } from '../kernel/link.ts'
import { Timers } from '../kernel/timers.ts'
import { MarketMemory } from '../market/market-memory.ts'
import type { Answer, Command } from '../market/orders.ts'
import type { RiskRule } from '../trading/risk/risk-rule.ts'
import { maxOrderSize, maxOrdersPerSecond, maxPosition, priceBand } from '../trading/risk/rules.ts'
import { Trader } from '../trading/trader.ts'
import { SimulatedVenue } from '../venue/sim/simulated-venue.ts'
import type { VenueWitness } from '../venue/sim/venue-witness.ts'
import type { FullScenario, RiskLimits, VenueModels } from './full-scenario.ts'
import { faultModel, feeModel, fillModel, type LoadedParts, latencyModel, queueModel } from './models.ts'
import type { PreparedRun, RunInstrument } from './prepare.ts'
import { limitLots } from './quantities.ts'

export interface BuiltRun {
  readonly kernel: Kernel
  readonly trader: Trader
  /** By instrument; undefined where the recorded arrival times are used. */
  readonly feeds: readonly (ModelledFeed | undefined)[]
}

/** Who looks on while a run is executed, for what its journal does not hold. It changes nothing of the run. */
export interface RunWitness {
  /** Before the first row. `lookAt` asks for a look at an instant of the trader's clock, any number of times. */
  begin(trader: Trader, lookAt: (ts: number) => void): void
  venue(instrument: number): VenueWitness
  onLook(nowTs: number): void
}

export interface BuildOptions {
  readonly witness?: RunWitness
  /** Where rows and books lie; one of its own, unless given. */
  readonly memory?: MarketMemory
}

export function buildRun(
  prepared: PreparedRun,
  journal: JournalSink,
  { witness, memory = new MarketMemory() }: BuildOptions = {},
): BuiltRun {
  const { scenario, parts, instruments, strategy, params } = prepared
  const rng = new Rng(scenario.seed)
  const timers = new Timers()
  const lanes = instruments.map((of) =>
    buildLane(of, scenario.venues[of.instrument.venue]!, parts, rng, memory, witness),
  )
  const trader = new Trader({
    instruments: instruments.map(({ instrument }) => instrument),
    strategy,
    params,
    rng: rng.fork('strategy'),
    rules: instruments.map((of) => riskRules(scenario.risk, of)),
    journal,
    timers,
    memory,
    sampleEveryNs: scenario.metrics.sampleEvery,
    send: (instrument, command, nowTs) => lanes[instrument]!.send(command, nowTs),
    ...(witness && { onLook: (nowTs) => witness.onLook(nowTs) }),
  })
  witness?.begin(trader, (ts) => trader.lookAt(ts))
  const feeds = instruments.map((of) => buildFeed(of, scenario, parts, rng))
  return { kernel: new Kernel(lanes, trader, timers), trader, feeds }
}

function buildLane(
  { alias, instrument }: RunInstrument,
  models: VenueModels,
  parts: LoadedParts,
  rng: Rng,
  memory: MarketMemory,
  witness?: RunWitness,
): Lane {
  const deps = { instrument }
  const stream = (path: string): Rng => rng.fork(`latency.${path}.${alias}`)
  const link = <Message>(path: 'entry' | 'response'): Link<Message> =>
    new Link<Message>(path, latencyModel(models.latency, parts, deps), stream(path))
  const response = link<Answer>('response')
  const venue = new SimulatedVenue(
    instrument,
    {
      queue: queueModel(models.queue, parts, deps),
      fill: fillModel(models.fill, parts, deps),
      fee: feeModel(models.fees, parts, deps),
    },
    (answer, exchTs) => response.send(answer, exchTs),
    witness?.venue(instrument.id),
    memory,
  )
  const fault = faultModel(models.latency, parts)
  return new Lane({
    instrument: instrument.id,
    venue,
    entry: link<Command>('entry'),
    response,
    memory,
    ...(fault && { fault: { model: fault, rng: stream('fault') } }),
  })
}

function buildFeed(
  { alias, instrument }: RunInstrument,
  { venues }: FullScenario,
  parts: LoadedParts,
  rng: Rng,
): ModelledFeed | undefined {
  const { feed, latency } = venues[instrument.venue]!
  if (feed === 'data') return undefined
  const model =
    feed === 'modelled'
      ? latencyModel(latency, parts, { instrument })
      : createConstantLatency({ feedNs: feed, entryNs: 0, responseNs: 0 })
  return new ModelledFeed(model, rng.fork(`latency.feed.${alias}`))
}

function riskRules(limits: RiskLimits, { alias, instrument }: RunInstrument): RiskRule[] {
  const rules: RiskRule[] = []
  const size = limitLots(limits.maxOrderSize, alias, instrument)
  if (size !== undefined) rules.push(maxOrderSize(size))
  const position = limitLots(limits.maxPosition, alias, instrument)
  if (position !== undefined) rules.push(maxPosition(position))
  if (limits.maxOrdersPerSecond !== undefined) rules.push(maxOrdersPerSecond(limits.maxOrdersPerSecond))
  if (limits.priceBand !== undefined) rules.push(priceBand(limits.priceBand))
  return rules
}
