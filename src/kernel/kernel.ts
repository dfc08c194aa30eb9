/**
 * The kernel owns time and order. It finds what is due next over all instruments (market rows at venue and trader,
 * commands, answers, timers), hands it to its node, and moves on. It is synchronous and allocates nothing per market
 * row: rows are handed over in runs, as many as are due before anything else is.
 *
 * It is called in steps of some thousand rows and returns in between: when a lane runs dry the caller reads more rows,
 * and on recent engines one loop over a whole run is compiled a quarter slower than a function called often.
 */
import { Bug } from '../core/bug.ts'
import { NEVER } from '../core/units.ts'
import { TRADER_SEES, VENUE_SEES } from '../market/columns.ts'
import type { Lane } from './lane.ts'
import type { TraderNode } from './nodes.ts'
import { TieRank } from './tie-order.ts'
import type { Timers } from './timers.ts'

/** Rows of one run at a venue. */
const RUN_ROWS_MAX = 4096

/** `dry`: a lane needs rows. `ended`: no row, command or answer is left, or the trader has stopped. */
export type StepResult = 'more' | 'dry' | 'ended'

export class Kernel {
  /** The trader's clock: the instant being processed. */
  nowTs = 0
  readonly lanes: readonly Lane[]
  readonly timers: Timers
  /** Nothing later than this instant is processed; `endSoon` and replays of interrupted runs set it. */
  endTs: number = NEVER
  /** The reference's rule, for comparisons with it and for nothing else: to go on as long as anything is under way. */
  waitsForQuiet = false
  readonly #trader: TraderNode
  /** How far venues have come: they may be ahead of the trader. */
  #venueTs = 0
  /** What is due next at which lane, and up to when rows of it may be taken in one run. */
  readonly #due = { dueTs: NEVER, lane: 0, rank: TieRank.TraderRow as number, boundTs: NEVER, rowsEnded: false }
  #commandsEndTs: number | undefined
  #answersEndTs: number | undefined
  #started = false

  constructor(lanes: readonly Lane[], trader: TraderNode, timers: Timers) {
    this.lanes = lanes
    this.timers = timers
    this.#trader = trader
  }

  /** Processes about `rowBudget` row visits (a row is visited by the venue and by the trader). */
  step(rowBudget: number): StepResult {
    const { timers } = this
    const trader = this.#trader
    if (!this.#started && !this.#start()) return this.lanes.some((lane) => lane.dry) ? 'dry' : 'ended'
    let budget = rowBudget
    while (budget > 0) {
      if (trader.stopped) return this.#ended()
      if (!this.#search()) return 'dry'
      const { dueTs } = this.#due
      // The trader is woken only while something is still to come: what it did after the last event could have no
      // effect.
      if (dueTs === NEVER) return this.#ended()
      const awaits = trader.awaitsInstantEnd
      if (awaits && dueTs > this.nowTs) {
        trader.endInstant(this.nowTs)
        continue
      }
      const timerTs = timers.nextTs
      const nextTs = Math.min(timerTs, dueTs)
      if (nextTs > this.endTs || this.#isDrained(nextTs)) return this.#ended()
      if (timerTs < dueTs) {
        this.nowTs = timerTs
        trader.onTimer(timers.take(), timerTs)
        continue
      }
      let { boundTs } = this.#due
      if (timerTs < boundTs) boundTs = timerTs + 1
      if (this.endTs < boundTs) boundTs = this.endTs + 1
      // What the strategy does at the end of this instant may be due before the next row: take no row beyond it.
      if (awaits) boundTs = dueTs
      budget -= this.#process(boundTs)
    }
    return 'more'
  }

  /** Finds what is due next, by (time, instrument, rank); false where a lane is dry. */
  #search(): boolean {
    const { lanes } = this
    const due = this.#due
    let dueTs = NEVER
    // The next that is due beside that, the next command or answer, and the next rows of two venues.
    let nextTs = NEVER
    let messageTs = NEVER
    let venueTs = NEVER
    let secondVenueTs = NEVER
    let rowTs = NEVER
    for (let i = 0; i < lanes.length; i++) {
      const lane = lanes[i]!
      if (lane.dry) return false
      const { nextTraderTs, nextVenueTs } = lane
      const answerTs = lane.response.nextTs
      const commandTs = lane.entry.nextTs
      messageTs = Math.min(messageTs, answerTs, commandTs)
      rowTs = Math.min(rowTs, nextTraderTs, nextVenueTs)
      secondVenueTs = Math.min(secondVenueTs, Math.max(venueTs, nextVenueTs))
      venueTs = Math.min(venueTs, nextVenueTs)
      const ts = Math.min(nextTraderTs, answerTs, nextVenueTs, commandTs)
      const rank =
        ts === nextTraderTs
          ? TieRank.TraderRow
          : ts === answerTs
            ? TieRank.Answer
            : ts === nextVenueTs
              ? TieRank.VenueRow
              : TieRank.Command
      const otherTs = Math.min(
        rank === TieRank.TraderRow ? NEVER : nextTraderTs,
        rank === TieRank.Answer ? NEVER : answerTs,
        rank === TieRank.VenueRow ? NEVER : nextVenueTs,
        rank === TieRank.Command ? NEVER : commandTs,
      )
      if (ts < dueTs) {
        nextTs = Math.min(dueTs, otherTs)
        dueTs = ts
        due.lane = i
        due.rank = rank
      } else nextTs = Math.min(nextTs, ts)
    }
    due.dueTs = dueTs
    due.rowsEnded = rowTs === NEVER
    // A venue waits for commands alone, and where the trader does not act on rows, those come of timers and answers
    // alone: its rows need not take turns with the trader's.
    const isAhead = due.rank === TieRank.VenueRow && !this.#trader.actsOnRows
    due.boundTs = isAhead ? Math.min(messageTs, secondVenueTs) : nextTs
    return true
  }

  /**
   * Ends the run with the next instant: at a place in time that a replay can find again, whatever the machine was
   * doing. Call between steps.
   */
  endSoon(): void {
    let nextTs = this.timers.nextTs
    for (const { nextTraderTs, nextVenueTs, entry, response } of this.lanes) {
      nextTs = Math.min(nextTs, nextTraderTs, nextVenueTs, entry.nextTs, response.nextTs)
    }
    // Venues may be ahead already.
    this.endTs = Math.max(nextTs, this.#venueTs)
  }

  /** Hands what is due to its node; returns how many row visits that was (at least 1). */
  #process(boundTs: number): number {
    const { dueTs, rank, lane: index } = this.#due
    const lane = this.lanes[index]!
    const { columns } = lane
    let from: number
    if (rank !== TieRank.VenueRow) {
      if (dueTs < this.nowTs) throw new Bug(`Time would go back from ${this.nowTs} to ${dueTs}`)
      this.nowTs = dueTs
    }
    switch (rank) {
      case TieRank.TraderRow:
        from = lane.traderRow
        lane.traderRow = this.#trader.applyRows(index, columns, from, columns.length, boundTs)
        this.nowTs = lastSeenTs(columns.localTs, columns.flags, TRADER_SEES, lane.traderRow)
        lane.settleTrader()
        return lane.traderRow - from
      case TieRank.VenueRow:
        from = lane.venueRow
        // Not far ahead of the trader: the rows between them are held.
        lane.venueRow = lane.venue.applyRows(columns, from, Math.min(columns.length, from + RUN_ROWS_MAX), boundTs)
        this.#venueTs = Math.max(this.#venueTs, lastSeenTs(columns.exchTs, columns.flags, VENUE_SEES, lane.venueRow))
        lane.settleVenue()
        return lane.venueRow - from
      case TieRank.Answer:
        this.#trader.receive(index, lane.response.take(), dueTs)
        return 1
      default:
        lane.venue.receive(lane.entry.take(), dueTs)
        return 1
    }
  }

  /**
   * Whether the rows have ended, and what was under way then has arrived before `ts`: commands, then their answers.
   * What the strategy sends after that meets a market that no longer moves, and could go on for ever.
   */
  #isDrained(ts: number): boolean {
    if (!this.#due.rowsEnded || this.waitsForQuiet) return false
    this.#commandsEndTs ??= Math.max(this.nowTs, this.#venueTs, ...this.lanes.map(({ entry }) => entry.lastDueTs))
    if (ts <= this.#commandsEndTs) return false
    this.#answersEndTs ??= Math.max(this.#commandsEndTs, ...this.lanes.map(({ response }) => response.lastDueTs))
    return ts > this.#answersEndTs
  }

  /** The clock stands at the last event of either node. */
  #ended(): 'ended' {
    this.nowTs = Math.max(this.nowTs, this.#venueTs)
    return 'ended'
  }

  #start(): boolean {
    let firstTs = NEVER
    for (const lane of this.lanes) {
      if (lane.dry) return false
      firstTs = Math.min(firstTs, lane.nextVenueTs, lane.nextTraderTs)
    }
    if (firstTs === NEVER) return false
    this.#started = true
    this.nowTs = firstTs
    this.#trader.start(firstTs)
    return true
  }
}

/** When the last row in front of `end` was due. How far a run of rows reaches depends on batches; the clock may not. */
function lastSeenTs(stamps: Float64Array, flags: Uint16Array, sees: number, end: number): number {
  let row = end - 1
  // The first row of a run is visible, so this ends there at the latest.
  while ((flags[row]! & sees) === 0) row--
  return stamps[row]!
}
