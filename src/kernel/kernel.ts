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
import { RANKS, TieRank } from './tie-order.ts'
import type { Timers } from './timers.ts'

/** `dry`: a lane needs rows. `ended`: no row, command or answer is left, or the trader has stopped. */
export type StepResult = 'more' | 'dry' | 'ended'

export class Kernel {
  /** The clock: the instant being processed. */
  nowTs = 0
  readonly lanes: readonly Lane[]
  readonly timers: Timers
  /** Nothing later than this instant is processed; `endSoon` and replays of interrupted runs set it. */
  endTs: number = NEVER
  readonly #trader: TraderNode
  #started = false

  constructor(lanes: readonly Lane[], trader: TraderNode, timers: Timers) {
    this.lanes = lanes
    this.timers = timers
    this.#trader = trader
  }

  /** Processes about `rowBudget` row visits (a row is visited by the venue and by the trader). */
  step(rowBudget: number): StepResult {
    const { lanes, timers } = this
    const trader = this.#trader
    if (!this.#started && !this.#start()) return lanes.some((lane) => lane.dry) ? 'dry' : 'ended'
    let budget = rowBudget
    while (budget > 0) {
      if (trader.stopped) return 'ended'
      let dueTs = NEVER
      let dueSlot = -1
      // Something else is due here at the earliest: rows may be taken in one run up to it.
      let boundTs = NEVER
      for (let i = 0; i < lanes.length; i++) {
        const lane = lanes[i]!
        if (lane.dry) return 'dry'
        for (let rank = 0; rank < RANKS; rank++) {
          const ts = laneTs(lane, rank)
          if (ts < dueTs) {
            boundTs = dueTs
            dueTs = ts
            dueSlot = i * RANKS + rank
          } else if (ts < boundTs) boundTs = ts
        }
      }
      // The trader is woken only while something is still to come: what it did after the last event could have no
      // effect.
      if (dueSlot < 0) return 'ended'
      if (dueTs > this.nowTs && trader.awaitsInstantEnd) {
        trader.endInstant(this.nowTs)
        continue
      }
      const timerTs = timers.nextTs
      if (Math.min(timerTs, dueTs) > this.endTs) return 'ended'
      if (timerTs < dueTs) {
        this.nowTs = timerTs
        trader.onTimer(timers.take(), timerTs)
        continue
      }
      if (dueTs < this.nowTs) throw new Bug(`Time would go back from ${this.nowTs} to ${dueTs}`)
      this.nowTs = dueTs
      // What the strategy does at the end of this instant may be due before the next row: take no row beyond the
      // instant.
      const restTs = trader.awaitsInstantEnd ? dueTs : NEVER
      budget -= this.#process(dueSlot, Math.min(boundTs, restTs, timerTs + 1, this.endTs + 1))
    }
    return 'more'
  }

  /**
   * Ends the run with the next instant: at a place in time that a replay can find again, whatever the machine was
   * doing. Call between steps.
   */
  endSoon(): void {
    let nextTs = this.timers.nextTs
    for (const lane of this.lanes) {
      for (let rank = 0; rank < RANKS; rank++) nextTs = Math.min(nextTs, laneTs(lane, rank))
    }
    this.endTs = nextTs
  }

  /** Hands what is due to its node; returns how many row visits that was (at least 1). */
  #process(slot: number, boundTs: number): number {
    const index = Math.trunc(slot / RANKS)
    const lane = this.lanes[index]!
    const { columns } = lane
    let from: number
    switch (slot % RANKS) {
      case TieRank.TraderRow:
        from = lane.traderRow
        lane.traderRow = this.#trader.applyRows(index, columns, from, columns.length, boundTs)
        this.nowTs = lastSeenTs(columns.localTs, columns.flags, TRADER_SEES, lane.traderRow)
        lane.settleTrader()
        return lane.traderRow - from
      case TieRank.VenueRow:
        from = lane.venueRow
        lane.venueRow = lane.venue.applyRows(columns, from, columns.length, boundTs)
        this.nowTs = lastSeenTs(columns.exchTs, columns.flags, VENUE_SEES, lane.venueRow)
        lane.settleVenue()
        return lane.venueRow - from
      case TieRank.Answer:
        this.#trader.receive(index, lane.response.take(), this.nowTs)
        return 1
      default:
        lane.venue.receive(lane.entry.take(), this.nowTs)
        return 1
    }
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

function laneTs(lane: Lane, rank: number): number {
  switch (rank) {
    case TieRank.TraderRow:
      return lane.nextTraderTs
    case TieRank.Answer:
      return lane.response.nextTs
    case TieRank.VenueRow:
      return lane.nextVenueTs
    default:
      return lane.entry.nextTs
  }
}

/** When the last row in front of `end` was due. How far a run of rows reaches depends on batches; the clock may not. */
function lastSeenTs(stamps: Float64Array, flags: Uint16Array, sees: number, end: number): number {
  let row = end - 1
  // The first row of a run is visible, so this ends there at the latest.
  while ((flags[row]! & sees) === 0) row--
  return stamps[row]!
}
