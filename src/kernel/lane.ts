/**
 * One instrument in the kernel: its market rows with two cursors over them (the venue's and the trader's, which lags by
 * the feed latency), and the two links between the nodes.
 */
import type { Rng } from '../core/rng.ts'
import { NEVER } from '../core/units.ts'
import { allocateColumns, dropRows, type MarketColumns, TRADER_SEES, VENUE_SEES } from '../market/columns.ts'
import type { MarketMemory } from '../market/market-memory.ts'
import type { Answer, Command } from '../market/orders.ts'
import type { FaultModel } from './fault/fault-model.ts'
import type { Link } from './link.ts'
import type { VenueNode } from './nodes.ts'

export interface LaneParts {
  readonly instrument: number
  readonly venue: VenueNode
  readonly entry: Link<Command>
  readonly response: Link<Answer>
  /** Where the rows lie: the memory of the books, so that they need not be copied. */
  readonly memory: MarketMemory
  readonly fault?: { readonly model: FaultModel; readonly rng: Rng }
}

export class Lane {
  readonly venue: VenueNode
  readonly entry: Link<Command>
  readonly response: Link<Answer>
  readonly columns: MarketColumns
  venueRow = 0
  traderRow = 0
  /** Due times of the rows at the cursors; `NEVER` behind the last. */
  nextVenueTs: number = NEVER
  nextTraderTs: number = NEVER
  /** True once the source has no more rows. */
  exhausted = false
  /** Rows dropped in front of the columns: row 0 of the columns is row `droppedRows` of the file. */
  droppedRows = 0
  readonly #instrument: number
  readonly #fault: LaneParts['fault']

  constructor(parts: LaneParts) {
    this.#instrument = parts.instrument
    this.columns = allocateColumns(0, parts.memory)
    this.venue = parts.venue
    this.entry = parts.entry
    this.response = parts.response
    this.#fault = parts.fault
  }

  /** True when the next event of this lane cannot be known before more rows are read. */
  get dry(): boolean {
    if (this.exhausted) return false
    const { length } = this.columns
    return this.venueRow >= length || this.traderRow >= length
  }

  /** Drops rows that both cursors have passed, to make room; call before reading more. */
  compact(): void {
    const passed = Math.min(this.venueRow, this.traderRow)
    if (passed === 0) return
    dropRows(this.columns, passed)
    this.droppedRows += passed
    this.venueRow -= passed
    this.traderRow -= passed
  }

  /** Finds the next visible row of either node from its cursor on; call after rows were read or taken. */
  settleVenue(): void {
    const { flags, exchTs, length } = this.columns
    let row = this.venueRow
    while (row < length && (flags[row]! & VENUE_SEES) === 0) row++
    this.venueRow = row
    this.nextVenueTs = row < length ? exchTs[row]! : NEVER
  }

  settleTrader(): void {
    const { flags, localTs, length } = this.columns
    let row = this.traderRow
    while (row < length && (flags[row]! & TRADER_SEES) === 0) row++
    this.traderRow = row
    this.nextTraderTs = row < length ? localTs[row]! : NEVER
  }

  /** Puts a command on the entry link, unless the fault model refuses it: then the refusal comes back later. */
  send(command: Command, nowTs: number): void {
    const fault = this.#fault
    if (fault !== undefined && fault.model.verdict(nowTs, fault.rng) === 'refuse') {
      const dueTs = nowTs + fault.model.refusalDelayNs(nowTs)
      this.response.deliverAt(refusal(this.#instrument, command, nowTs), dueTs)
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
