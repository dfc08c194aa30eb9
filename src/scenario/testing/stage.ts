/**
 * One instrument, the real kernel, venue and trader, and rows that are handed to them as they are made up. The stage
 * plays everything that is due up to an instant, the instant included, and waits there for the next rows.
 */

import { InputError } from '../../core/bug.ts'
import { Rng } from '../../core/rng.ts'
import { NANOS_PER_DAY } from '../../core/units.ts'
import type { EntryBody, EntryKind, JournalEntry, JournalSink } from '../../journal/entries.ts'
import { Kernel } from '../../kernel/kernel.ts'
import { Lane } from '../../kernel/lane.ts'
import type { LatencyModel } from '../../kernel/latency/latency-model.ts'
import { Link } from '../../kernel/link.ts'
import { Timers } from '../../kernel/timers.ts'
import { type MarketColumns, RowKind, reserveColumns, TRADER_SEES, VENUE_SEES } from '../../market/columns.ts'
import type { Instrument } from '../../market/instrument.ts'
import { MarketMemory } from '../../market/market-memory.ts'
import type { Answer, Command, RunEnd } from '../../market/orders.ts'
import type { ParamSpecs, Params } from '../../trading/params.ts'
import type { StrategyDefinition } from '../../trading/strategy.ts'
import { Trader } from '../../trading/trader.ts'
import { PartialFill } from '../../venue/sim/fill/partial-fill.ts'
import { RiskAverseQueue } from '../../venue/sim/queue/risk-averse.ts'
import { SimulatedVenue } from '../../venue/sim/simulated-venue.ts'

export interface Row {
  readonly exchTs: number
  readonly localTs: number
  /** Kind and side. Both nodes see every row. */
  readonly flags: number
  readonly priceTicks: number
  readonly qtySteps: number
}

/** A row that changes nothing and that nobody reaches: the kernel never runs dry before it. */
const CURTAIN: Row = {
  exchTs: Number.MAX_SAFE_INTEGER,
  localTs: Number.MAX_SAFE_INTEGER,
  flags: RowKind.Bbo,
  priceTicks: 0,
  qtySteps: 0,
}
const STEP_ROWS = 4096
/** Steps of the kernel within one instant after which a strategy is taken to go round in circles. */
const STEPS_IN_INSTANT_MAX = 50

export class Stage<S extends ParamSpecs> {
  readonly entries: JournalEntry[] = []
  readonly venue: SimulatedVenue
  readonly trader: Trader<S>
  readonly #lane: Lane
  readonly #kernel: Kernel
  #hasEnded = false

  constructor(
    instrument: Instrument,
    strategy: StrategyDefinition<S>,
    params: Params<S>,
    { latency, seed }: { readonly latency: LatencyModel; readonly seed: number },
  ) {
    const rng = new Rng(seed)
    const timers = new Timers()
    const response = new Link<Answer>('response', latency, rng.fork('latency.response'))
    const entry = new Link<Command>('entry', latency, rng.fork('latency.entry'))
    const models = { queue: new RiskAverseQueue(), fill: new PartialFill(), fee: { feeAtoms: () => 0n } }
    const memory = new MarketMemory()
    const answered = (answer: Answer, exchTs: number): void => response.send(answer, exchTs)
    this.venue = new SimulatedVenue(instrument, models, answered, undefined, memory)
    this.#lane = new Lane({ instrument: 0, venue: this.venue, entry, response, memory })
    this.trader = new Trader<S>({
      instruments: [instrument],
      strategy,
      params,
      rng: rng.fork('strategy'),
      rules: [],
      journal: keepIn(this.entries),
      timers,
      memory,
      // Equity is not what tests of a strategy look at: no samples in between.
      sampleEveryNs: NANOS_PER_DAY,
      send: (_, command, nowTs) => this.#lane.send(command, nowTs),
    })
    this.#kernel = new Kernel([this.#lane], this.trader, timers)
    pushRow(this.#lane.columns, CURTAIN)
  }

  /** Adds rows, none earlier than those before, and plays up to `endTs`. What the strategy throws comes out of here. */
  play(rows: readonly Row[], endTs: number): void {
    this.#refuseEnded()
    const lane = this.#lane
    lane.columns.length--
    for (const row of rows) pushRow(lane.columns, row)
    pushRow(lane.columns, CURTAIN)
    lane.settle()
    this.#kernel.endTs = endTs
    let stepsInInstant = 0
    for (let ts = this.#kernel.nowTs; this.#kernel.step(STEP_ROWS) === 'more'; ts = this.#kernel.nowTs) {
      stepsInInstant = this.#kernel.nowTs === ts ? stepsInInstant + 1 : 0
      if (stepsInInstant < STEPS_IN_INSTANT_MAX) continue
      throw new InputError(
        {},
        'The strategy answers every answer at once and never comes to rest: without latency it goes round in ' +
          'circles. Give the market a latency.',
      )
    }
    if (this.trader.stopped) this.end('strategy-stopped', this.#kernel.nowTs)
  }

  end(reason: RunEnd, ts: number): void {
    this.#refuseEnded()
    this.#hasEnded = true
    this.trader.end(reason, ts)
  }

  #refuseEnded(): void {
    if (this.#hasEnded) throw new InputError({}, 'The run has ended: nothing can happen in it any more.')
  }
}

function keepIn(entries: JournalEntry[]): JournalSink {
  return {
    append<K extends EntryKind>(kind: K, ts: number, cause: number, body: EntryBody<K>): number {
      const seq = entries.length
      entries.push({ kind, seq, ts, cause, ...body } as unknown as JournalEntry)
      return seq
    },
  }
}

function pushRow(columns: MarketColumns, row: Row): void {
  const at = columns.length
  reserveColumns(columns, at + 1)
  columns.exchTs[at] = row.exchTs
  columns.localTs[at] = row.localTs
  columns.flags[at] = row.flags | VENUE_SEES | TRADER_SEES
  columns.priceTicks[at] = row.priceTicks
  columns.qtySteps[at] = row.qtySteps
  columns.length = at + 1
}
