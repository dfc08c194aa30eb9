/**
 * Ports: the two nodes as the kernel drives them. They never share state; the kernel alone moves time.
 *
 * `applyRows` takes rows `[from, end)` of the columns: the first unconditionally (the kernel has found that it is due
 * and visible to the node), the following ones while they are due at the same instant or before `boundTs`, skipping
 * rows that the node does not see. It returns the index of the first row that it did not take. Nodes may keep no index
 * into the columns after they return.
 */
import type { MarketColumns } from '../market/columns.ts'
import type { Answer, Command } from '../market/orders.ts'

/** One instrument at its venue. */
export interface VenueNode {
  /** Also returns early, behind a row that made it answer: the answer may be due before the next row. */
  applyRows(columns: MarketColumns, from: number, end: number, boundTs: number): number
  receive(command: Command, nowTs: number): void
}

/** The trader, over all instruments. */
export interface TraderNode {
  /** The run begins, at the instant of the first row, with nothing processed yet. */
  start(nowTs: number): void
  /** Returns early at the end of a message (rows with one `localTs`) if it wants to act on messages. */
  applyRows(instrument: number, columns: MarketColumns, from: number, end: number, boundTs: number): number
  receive(instrument: number, answer: Answer, nowTs: number): void
  /** True when the trader may send commands because of market rows, and not because of timers and answers alone. */
  readonly actsOnRows: boolean
  /** True when `endInstant` should be called before time moves on. */
  readonly awaitsInstantEnd: boolean
  /** Everything stamped `nowTs` has been processed. */
  endInstant(nowTs: number): void
  onTimer(id: number, nowTs: number): void
  /** True once the trader wants no more events. */
  readonly stopped: boolean
}
