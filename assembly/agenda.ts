/**
 * What is due next over all instruments, and the rows of the market among it: as long as those concern nobody but the
 * books, they are taken here. The order of things is that of `src/kernel/tie-order.ts`: by (time, instrument, rank),
 * and timers behind all of their instant.
 */
import { Book } from './book'
import { allocate } from './memory'
import { Columns, TRADER_SEES, VENUE_SEES } from './rows'
import { Pass, traderPass } from './trader-pass'
import { venuePass } from './venue-pass'

// What `nextEvent` says, in its low bits: src/kernel/kernel.ts. The first four are the ranks of `TieRank`.
const TRADER_ROW = 0
const ANSWER = 1
const VENUE_ROW = 2
const COMMAND = 3
const TIMER = 4
const INSTANT_END = 5
const DRY = 6
const ENDED = 7
const TIRED = 8
const TIME_WENT_BACK = 9
/** So many bits it takes; the lane stands above them. */
const EVENT_BITS = 4

/** Rows of one run at a venue: it is not to be far ahead of the trader, since the rows between them are held. */
const RUN_ROWS_MAX = 4096

/** One instrument. `src/kernel/lane.ts` relies on the order: the dues, by rank, and the state from `venueRow` on. */
@unmanaged
class Lane {
  /** When the next of each rank is due. */
  traderRowTs: f64
  answerTs: f64
  venueRowTs: f64
  commandTs: f64
  columns: Columns
  venue: Book
  trader: Book
  pass: Pass
  venueRow: i32
  traderRow: i32
  /** Rows that are there. */
  rows: i32
  /** Whether no more will be there. */
  exhausted: i32
  /** The row that the venue was handed last. */
  handed: i32
}

/** `src/kernel/kernel.ts` relies on the order: the clocks, and the state from `budget` on. */
@unmanaged
class Agenda {
  timerTs: f64
  /** The trader's clock. */
  nowTs: f64
  /** Nothing later is taken. */
  endTs: f64
  /** Row visits left until it is somebody else's turn. */
  budget: i32
  /** Whether the trader acts on rows: 0 no, 1 on those of an instant together, 2 on each. */
  hears: i32
  /** Whether the trader is to be told when everything of this instant has been processed. */
  awaits: i32
  lanes: i32
}

/** Where fields lie, for JavaScript. */
export const AGENDA_BUDGET: i32 = offsetof<Agenda>('budget')
export const LANE_VENUE_ROW: i32 = offsetof<Lane>('venueRow')

const LANES = offsetof<Agenda>()

export function newLane(columns: Columns, venue: Book): Lane {
  const lane = changetype<Lane>(allocate(offsetof<Lane>()))
  lane.answerTs = Infinity
  lane.commandTs = Infinity
  lane.columns = columns
  lane.venue = venue
  settle(lane)
  return lane
}

export function newAgenda(lanes: i32): Agenda {
  const agenda = changetype<Agenda>(allocate(LANES + <usize>lanes * 4))
  agenda.lanes = lanes
  agenda.timerTs = Infinity
  agenda.endTs = Infinity
  return agenda
}

export function setLane(agenda: Agenda, index: i32, lane: Lane, trader: Book, pass: Pass): void {
  lane.trader = trader
  lane.pass = pass
  store<usize>(changetype<usize>(agenda) + (<usize>index << 2), changetype<usize>(lane), LANES)
}

@inline
function laneAt(agenda: Agenda, index: i32): Lane {
  return load<Lane>(changetype<usize>(agenda) + (<usize>index << 2), LANES)
}

/** Finds the next row of either node from its cursor on; to be called when there are more rows. */
export function settle(lane: Lane): void {
  settleVenue(lane)
  settleTrader(lane)
}

@inline
function settleVenue(lane: Lane): void {
  const row = nextSeen(lane, VENUE_SEES, lane.venueRow)
  lane.venueRow = row
  lane.venueRowTs = dueOf(lane, lane.columns.exchTs, row)
}

@inline
function settleTrader(lane: Lane): void {
  const row = nextSeen(lane, TRADER_SEES, lane.traderRow)
  lane.traderRow = row
  lane.traderRowTs = dueOf(lane, lane.columns.localTs, row)
}

@inline
function nextSeen(lane: Lane, sees: u32, from: i32): i32 {
  const flags = lane.columns.flags
  let row = from
  while (row < lane.rows && (<u32>load<u16>(flags + (<usize>row << 1)) & sees) == 0) row++
  return row
}

/** An infinite time ago where it cannot be known before more rows are read. */
@inline
function dueOf(lane: Lane, stamps: usize, row: i32): f64 {
  if (row < lane.rows) return load<f64>(stamps + (<usize>row << 3))
  return lane.exhausted != 0 ? Infinity : -Infinity
}

/** An instant as an integer in the same order, and back: between integers can be chosen without a branch. */
@inline
function keyOf(ts: f64): i64 {
  const bits = reinterpret<i64>(ts)
  return bits ^ ((bits >> 63) & i64.MAX_VALUE)
}

@inline
function tsOf(key: i64): f64 {
  return reinterpret<f64>(key ^ ((key >> 63) & i64.MAX_VALUE))
}

/** What is due first: its rank, and its lane above. */
@inline
function firstDue(agenda: Agenda): i32 {
  let first = keyOf(laneAt(agenda, 0).traderRowTs)
  let place = 0
  for (let i = 0; i < agenda.lanes; i++) {
    const lane = laneAt(agenda, i)
    const traderRow = keyOf(lane.traderRowTs)
    place = select<i32>(i << 2, place, traderRow < first)
    first = min(first, traderRow)
    const answer = keyOf(lane.answerTs)
    place = select<i32>((i << 2) | ANSWER, place, answer < first)
    first = min(first, answer)
    const venueRow = keyOf(lane.venueRowTs)
    place = select<i32>((i << 2) | VENUE_ROW, place, venueRow < first)
    first = min(first, venueRow)
    const command = keyOf(lane.commandTs)
    place = select<i32>((i << 2) | COMMAND, place, command < first)
    first = min(first, command)
  }
  return place
}

/**
 * Up to when the rows that are due at `dueTs` may be taken in one run: until anything else is due, or at least within
 * their instant. A venue waits for commands alone, and where the trader does not act on rows, those come of timers and
 * answers alone: its rows need not take turns with the trader's.
 */
@inline
function limitOf(agenda: Agenda, place: i32, dueTs: f64): f64 {
  // What the strategy does at the end of this instant may be due before the next row.
  if (agenda.awaits != 0) return dueTs + 1
  const isAhead = (place & 3) == VENUE_ROW && agenda.hears == 0
  // Rows of a timer's instant come before it.
  let first = min(keyOf(agenda.timerTs + 1), keyOf(agenda.endTs + 1))
  for (let i = 0; i < agenda.lanes; i++) {
    const lane = laneAt(agenda, i)
    const own = (i << 2) ^ place
    first = min(first, select<i64>(i64.MAX_VALUE, keyOf(lane.traderRowTs), own == TRADER_ROW || isAhead))
    first = min(first, select<i64>(i64.MAX_VALUE, keyOf(lane.venueRowTs), own == VENUE_ROW))
    first = min(first, min(keyOf(lane.answerTs), keyOf(lane.commandTs)))
  }
  return tsOf(max(first, keyOf(dueTs + 1)))
}

/**
 * Takes rows up to what somebody must be told of, and says what that is, with its lane above. A venue's row is one that
 * concerns an order of ours: it was passed, but not applied. The trader's rows are told where it acts on each of them.
 */
export function nextEvent(agenda: Agenda): i32 {
  while (true) {
    const place = firstDue(agenda)
    const rank = place & 3
    const index = place >> 2
    const lane = laneAt(agenda, index)
    const dueTs = load<f64>(changetype<usize>(lane) + (<usize>rank << 3))
    if (dueTs == -Infinity) return DRY
    // The trader is woken only while something is still to come: what it did after the last event could have no effect.
    if (dueTs == Infinity) return ENDED
    const isTimer = agenda.timerTs < dueTs
    if (agenda.awaits != 0 && (isTimer || dueTs > agenda.nowTs)) return INSTANT_END
    if ((isTimer ? agenda.timerTs : dueTs) > agenda.endTs) return ENDED
    if (isTimer) return TIMER
    if (rank == ANSWER || rank == COMMAND) return (index << EVENT_BITS) | rank
    if (agenda.budget <= 0) return TIRED
    if (rank == VENUE_ROW) {
      if (passVenue(lane, agenda, limitOf(agenda, place, dueTs))) return (index << EVENT_BITS) | VENUE_ROW
      continue
    }
    if (dueTs < agenda.nowTs) return (index << EVENT_BITS) | TIME_WENT_BACK
    if (agenda.hears == 0) {
      passTrader(lane, agenda, lane.rows, limitOf(agenda, place, dueTs))
    } else {
      passTrader(lane, agenda, agenda.hears == 1 ? lane.rows : lane.traderRow + 1, dueTs + 1)
      agenda.awaits = 1
      if (agenda.hears == 2) return (index << EVENT_BITS) | TRADER_ROW
    }
  }
}

/** Returns whether it ended with a row that concerns an order of ours. */
@inline
function passVenue(lane: Lane, agenda: Agenda, limitTs: f64): bool {
  const from = lane.venueRow
  const end = venuePass(lane.venue, lane.columns, from, min(lane.rows, from + RUN_ROWS_MAX), limitTs)
  if (end < 0) lane.handed = ~end
  const row = end < 0 ? ~end + 1 : end
  lane.venueRow = row
  agenda.budget -= row - from
  settleVenue(lane)
  return end < 0
}

@inline
function passTrader(lane: Lane, agenda: Agenda, to: i32, limitTs: f64): void {
  const from = lane.traderRow
  lane.traderRow = traderPass(lane.trader, lane.columns, lane.pass, from, to, limitTs)
  agenda.budget -= lane.traderRow - from
  agenda.nowTs = lane.pass.messageTs
  settleTrader(lane)
}
