/**
 * The kernel owns time and order. What is due next over all instruments (market rows at venue and trader, commands,
 * answers, timers) is found in `assembly/agenda.ts`, which passes over rows as long as they concern nobody but the
 * books; whatever else is due comes back here and is handed to its node. It is synchronous and allocates nothing per
 * market row.
 *
 * It is called in steps of some thousand rows and returns in between: when a lane runs dry the caller reads more rows,
 * and signals and timers of the outside world get their turn.
 */
import { Bug } from '../core/bug.ts'
import { NEVER } from '../core/units.ts'
import type { MarketMemory } from '../market/market-memory.ts'
import { type Lane, UNKNOWN } from './lane.ts'
import { Hears, type TraderNode } from './nodes.ts'
import { TieRank } from './tie-order.ts'
import type { Timers } from './timers.ts'

/** What the agenda says beside the ranks of `TieRank`, in the low bits of its answer; the lane stands above them. */
const Event = {
  Timer: 4,
  /** The trader awaits the end of this instant, and nothing of it is left. */
  InstantEnd: 5,
  Dry: 6,
  Ended: 7,
  Tired: 8,
  TimeWentBack: 9,
} as const
const EVENT_BITS = 4
const EVENT_MASK = 15

/** Places of what is shared with it, in the order of its class `Agenda`. */
const TIMER = 0
const NOW = 1
const END = 2
const BUDGET = 0
const HEARS = 1
const AWAITS = 2

/** The budget is a 32-bit integer there. */
const BUDGET_MAX = 2 ** 31 - 1

/** `dry`: a lane needs rows. `ended`: no row, command or answer is left, or the trader has stopped. */
export type StepResult = 'more' | 'dry' | 'ended'

export class Kernel {
  readonly lanes: readonly Lane[]
  readonly timers: Timers
  /** The reference's rule, for comparisons with it and for nothing else: to go on as long as anything is under way. */
  waitsForQuiet = false
  readonly #trader: TraderNode
  readonly #memory: MarketMemory
  /** Where the agenda is in the memory. */
  readonly #at: number
  /** Places in `memory.f64`; written out, since so short a look costs no call. */
  readonly #now: number
  readonly #end: number
  /** Places in `memory.i32`. */
  readonly #budget: number
  readonly #hears: number
  readonly #awaits: number
  #commandsEndTs: number | undefined
  #answersEndTs: number | undefined
  #started = false

  constructor(lanes: readonly Lane[], trader: TraderNode, timers: Timers) {
    const [first] = lanes
    if (first === undefined) throw new Bug('Cannot run without an instrument')
    this.lanes = lanes
    this.timers = timers
    this.#trader = trader
    this.#memory = first.memory
    const { code } = this.#memory
    this.#at = code.newAgenda(lanes.length) >>> 0
    const clocks = this.#at / 8
    const state = (this.#at + code.AGENDA_BUDGET.value) / 4
    this.#now = clocks + NOW
    this.#end = clocks + END
    this.#budget = state + BUDGET
    this.#hears = state + HEARS
    this.#awaits = state + AWAITS
    for (const [i, lane] of lanes.entries()) {
      if (lane.memory !== this.#memory) throw new Bug('Cannot run instruments whose rows lie in different memories')
      const { book, pass } = trader.rowsOf(lane.instrument)
      code.setLane(this.#at, i, lane.at, book.at, pass.at)
    }
    timers.due.keepIn(this.#memory, clocks + TIMER)
  }

  /** The trader's clock: the instant being processed. */
  get nowTs(): number {
    return this.#memory.f64[this.#now]!
  }

  /** Nothing later than this instant is processed; `endSoon` and replays of interrupted runs set it. */
  get endTs(): number {
    return this.#memory.f64[this.#end]!
  }

  set endTs(ts: number) {
    this.#memory.f64[this.#end] = ts
  }

  /** Processes about `rowBudget` row visits (a row is visited by the venue and by the trader). */
  step(rowBudget: number): StepResult {
    const trader = this.#trader
    const memory = this.#memory
    const { code } = memory
    if (!this.#started && !this.#start()) return this.lanes.some((lane) => lane.dry) ? 'dry' : 'ended'
    memory.i32[this.#budget] = Math.min(rowBudget, BUDGET_MAX)
    while (memory.i32[this.#budget]! > 0) {
      if (trader.stopped) return this.#ended()
      if (trader.awaitsInstantEnd) memory.i32[this.#awaits] = 1
      const found = code.nextEvent(this.#at)
      const event = found & EVENT_MASK
      const lane = this.lanes[found >> EVENT_BITS]!
      if (event === Event.Tired) break
      if (event === Event.Ended || this.#isDrained(event, lane)) return this.#ended()
      if (event === Event.Dry) {
        // Rows that were not heard of yet may be dropped.
        this.#hearAll()
        return 'dry'
      }
      this.#happen(event, lane)
    }
    return 'more'
  }

  #happen(event: number, lane: Lane): void {
    const trader = this.#trader
    switch (event) {
      case TieRank.VenueRow:
        return lane.venue.takeRow(lane.columns, lane.handedRow)
      case TieRank.TraderRow:
        return this.#hear(lane)
      case TieRank.Answer: {
        const nowTs = this.#moveTo(lane.dueTs(TieRank.Answer))
        return trader.receive(lane.instrument, lane.response.take(), nowTs)
      }
      case TieRank.Command: {
        const nowTs = this.#moveTo(lane.dueTs(TieRank.Command))
        return lane.venue.receive(lane.entry.take(), nowTs)
      }
      case Event.Timer: {
        const nowTs = this.#moveTo(this.timers.due.ts)
        return trader.onTimer(this.timers.take(), nowTs)
      }
      case Event.InstantEnd:
        this.#memory.i32[this.#awaits] = 0
        this.#hearAll()
        if (trader.awaitsInstantEnd) trader.endInstant(this.nowTs)
        return
      case Event.TimeWentBack:
        throw new Bug(`Time would go back from ${this.nowTs} to ${lane.dueTs(TieRank.TraderRow)}`)
    }
  }

  /**
   * Ends the run with the next instant: at a place in time that a replay can find again, whatever the machine was
   * doing. Call between steps; where a lane is dry, so that the next instant is not known, it does nothing.
   */
  endSoon(): void {
    const firstTs = this.#firstTs
    if (firstTs === UNKNOWN) return
    // Venues may be ahead already.
    this.endTs = Math.max(Math.min(this.timers.due.ts, firstTs), this.#venueTs)
  }

  #hearAll(): void {
    if (this.#trader.hears === Hears.Nothing) return
    for (const lane of this.lanes) this.#hear(lane)
  }

  #hear(lane: Lane): void {
    const { heardRow, traderRow } = lane
    if (heardRow === traderRow) return
    lane.heardRow = traderRow
    this.#trader.hear(lane.instrument, lane.columns, heardRow, traderRow, this.nowTs)
  }

  /** Something that is no row happens at `ts`, which is returned. */
  #moveTo(ts: number): number {
    if (ts < this.nowTs) throw new Bug(`Time would go back from ${this.nowTs} to ${ts}`)
    this.#memory.f64[this.#now] = ts
    this.#memory.i32[this.#budget]!--
    return ts
  }

  /** When the first of what is to come at any lane is due. */
  get #firstTs(): number {
    return Math.min(...this.lanes.map(({ firstTs }) => firstTs))
  }

  /** How far venues have come: they may be ahead of the trader. */
  get #venueTs(): number {
    return Math.max(...this.lanes.map((lane) => lane.venueTs))
  }

  /**
   * Whether the rows have ended, and what was under way then has arrived before this: commands, then their answers.
   * What the strategy sends after that meets a market that no longer moves, and could go on for ever.
   */
  #isDrained(event: number, lane: Lane): boolean {
    if (!lane.exhausted) return false
    if (event !== TieRank.Answer && event !== TieRank.Command && event !== Event.Timer) return false
    if (this.waitsForQuiet || !this.lanes.every(({ ended }) => ended)) return false
    const ts = event === Event.Timer ? this.timers.due.ts : lane.dueTs(event)
    this.#commandsEndTs ??= Math.max(this.nowTs, this.#venueTs, ...this.lanes.map(({ entry }) => entry.lastDueTs))
    if (ts <= this.#commandsEndTs) return false
    this.#answersEndTs ??= Math.max(this.#commandsEndTs, ...this.lanes.map(({ response }) => response.lastDueTs))
    return ts > this.#answersEndTs
  }

  /** The clock stands at the last event of either node. */
  #ended(): 'ended' {
    this.#memory.f64[this.#now] = Math.max(this.nowTs, this.#venueTs)
    return 'ended'
  }

  #start(): boolean {
    const firstTs = this.#firstTs
    if (firstTs === UNKNOWN || firstTs === NEVER) return false
    this.#started = true
    this.#memory.f64[this.#now] = firstTs
    this.#trader.start(firstTs)
    this.#memory.i32[this.#hears] = this.#trader.hears
    return true
  }
}
