/**
 * One instrument in the kernel: its market rows with two cursors over them (the venue's and the trader's, which lags by
 * the feed latency), and the two links between the nodes.
 */
import type { Rng } from '../core/rng.ts'
import { NEVER } from '../core/units.ts'
import { allocateColumns, dropRows, type MarketColumns, placeIn, VENUE_SEES } from '../market/columns.ts'
import type { MarketMemory } from '../market/market-memory.ts'
import type { Answer, Command } from '../market/orders.ts'
import type { FaultModel } from './fault/fault-model.ts'
import type { Link } from './link.ts'
import type { VenueNode } from './nodes.ts'
import { TieRank } from './tie-order.ts'

/** In place of an instant: when the next row is due cannot be known before more rows are read. */
export const UNKNOWN: number = Number.NEGATIVE_INFINITY

export interface LaneParts {
  readonly instrument: number
  readonly venue: VenueNode
  readonly entry: Link<Command>
  readonly response: Link<Answer>
  /** Where the rows lie: the memory of the books, so that they need not be copied. */
  readonly memory: MarketMemory
  readonly fault?: { readonly model: FaultModel; readonly rng: Rng }
}

/** Places of what is shared with `assembly/agenda.ts`, in the order of its class `Lane`. */
const VENUE_ROW = 0
const TRADER_ROW = 1
const ROWS = 2
const EXHAUSTED = 3
const HANDED = 4

export class Lane {
  readonly instrument: number
  readonly venue: VenueNode
  readonly entry: Link<Command>
  readonly response: Link<Answer>
  readonly columns: MarketColumns
  readonly memory: MarketMemory
  /** Where it is in the memory. */
  readonly at: number
  /** True once the source has no more rows. */
  exhausted = false
  /** Rows dropped in front of the columns: row 0 of the columns is row `droppedRows` of the file. */
  droppedRows = 0
  /** Up to here the trader was told of rows; that of one that does not act on them stays where it is. */
  heardRow = 0
  /** Places in `memory.f64` and `memory.i32`. */
  readonly #dues: number
  readonly #state: number
  /** Of what is looked at often, written out: so short a look costs no call. */
  readonly #traderRow: number
  readonly #handed: number
  #compactedVenueTs: number = Number.NEGATIVE_INFINITY
  readonly #fault: LaneParts['fault']

  constructor(parts: LaneParts) {
    const { memory } = parts
    this.instrument = parts.instrument
    this.columns = allocateColumns(0, memory)
    this.venue = parts.venue
    this.entry = parts.entry
    this.response = parts.response
    this.memory = memory
    this.#fault = parts.fault
    this.at = memory.code.newLane(placeIn(memory, this.columns), parts.venue.book.at) >>> 0
    this.#dues = this.at / 8
    this.#state = (this.at + memory.code.LANE_VENUE_ROW.value) / 4
    this.#traderRow = this.#state + TRADER_ROW
    this.#handed = this.#state + HANDED
    this.entry.due.keepIn(memory, this.#dues + TieRank.Command)
    this.response.due.keepIn(memory, this.#dues + TieRank.Answer)
  }

  /** When the next of a rank is due: rows at the cursors, messages under way; `NEVER` where none is to come. */
  dueTs(rank: number): number {
    return this.memory.f64[this.#dues + rank]!
  }

  /** When the first of them all is. */
  get firstTs(): number {
    return Math.min(...this.memory.f64.subarray(this.#dues, this.#dues + 4))
  }

  /** Cursors: the next row that each node sees, behind the last where there is none. */
  get venueRow(): number {
    return this.memory.i32[this.#state + VENUE_ROW]!
  }

  get traderRow(): number {
    return this.memory.i32[this.#traderRow]!
  }

  /** The row that the venue is handed, since it concerns an order of ours. */
  get handedRow(): number {
    return this.memory.i32[this.#handed]!
  }

  /** True when the next event of this lane cannot be known before more rows are read. */
  get dry(): boolean {
    return this.firstTs === UNKNOWN
  }

  /** Both nodes have seen all rows, and no more come. */
  get ended(): boolean {
    return this.dueTs(TieRank.TraderRow) === NEVER && this.dueTs(TieRank.VenueRow) === NEVER
  }

  /** Drops rows that both cursors have passed, to make room; call before reading more. */
  compact(): void {
    const passed = Math.min(this.venueRow, this.traderRow)
    if (passed === 0) return
    this.#compactedVenueTs = this.venueTs
    dropRows(this.columns, passed)
    this.droppedRows += passed
    this.memory.i32[this.#state + VENUE_ROW]! -= passed
    this.memory.i32[this.#traderRow]! -= passed
    this.heardRow = Math.max(0, this.heardRow - passed)
  }

  /** When the last row was due that the venue has seen. */
  get venueTs(): number {
    const { flags, exchTs } = this.columns
    let row = this.venueRow - 1
    while (row >= 0 && (flags[row]! & VENUE_SEES) === 0) row--
    return row < 0 ? this.#compactedVenueTs : exchTs[row]!
  }

  /** Finds the next row of either node; call after rows were read, or when there are no more. */
  settle(): void {
    this.memory.i32[this.#state + ROWS] = this.columns.length
    this.memory.i32[this.#state + EXHAUSTED] = this.exhausted ? 1 : 0
    const isHeard = this.heardRow === this.traderRow
    this.memory.code.settle(this.at)
    // The trader's cursor passes over rows that it does not see: there is nothing to hear of them.
    if (isHeard) this.heardRow = this.traderRow
  }

  /** Puts a command on the entry link, unless the fault model refuses it: then the refusal comes back later. */
  send(command: Command, nowTs: number): void {
    const fault = this.#fault
    if (fault !== undefined && fault.model.verdict(nowTs, fault.rng) === 'refuse') {
      const dueTs = nowTs + fault.model.refusalDelayNs(nowTs)
      this.response.deliverAt(refusal(this.instrument, command, nowTs), dueTs)
      return
    }
    this.entry.send(command, nowTs)
  }
}

function refusal(instrument: number, command: Command, nowTs: number): Answer {
  const kind =
    command.kind === 'SubmitOrder'
      ? 'OrderRejected'
      : command.kind === 'CancelOrder'
        ? 'CancelRejected'
        : 'ModifyRejected'
  return { kind, instrument, order: command.order, exchTs: nowTs, reason: 'lost-on-entry' }
}
