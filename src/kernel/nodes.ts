/**
 * Ports: the two nodes as the kernel drives them. They never share state; the kernel alone moves time.
 *
 * Rows of the market are passed over in compiled loops, which keep a node's book; a node is told of those that it may
 * act on. It may keep no index into the columns after it returns.
 */
import type { MarketColumns } from '../market/columns.ts'
import type { L2Book } from '../market/l2-book.ts'
import type { Answer, Command } from '../market/orders.ts'
import type { TraderPass } from '../market/trader-pass.ts'

/** One instrument at its venue. */
export interface VenueNode {
  /** Kept current by all rows but those that are handed over. */
  readonly book: L2Book
  /** A row that concerns an order of ours: to be applied to the book, too. */
  takeRow(columns: MarketColumns, row: number): void
  receive(command: Command, nowTs: number): void
}

/** When a trader is told of rows: never, of those of an instant when it ends, or of each. */
export const Hears: { readonly Nothing: 0; readonly Instants: 1; readonly Rows: 2 } = {
  Nothing: 0,
  Instants: 1,
  Rows: 2,
}

/** The trader, over all instruments. */
export interface TraderNode {
  /** The run begins, at the instant of the first row, with nothing processed yet. */
  start(nowTs: number): void
  /** One of `Hears`, from the start on. A trader that hears nothing sends commands at timers and answers alone. */
  readonly hears: number
  /** The book of an instrument, which is kept current, and the pass over its rows. */
  rowsOf(instrument: number): { readonly book: L2Book; readonly pass: TraderPass }
  /** The rows `[from, to)` have arrived, all at `nowTs`, and are in the book. */
  hear(instrument: number, columns: MarketColumns, from: number, to: number, nowTs: number): void
  receive(instrument: number, answer: Answer, nowTs: number): void
  /** True when `endInstant` should be called before time moves on. */
  readonly awaitsInstantEnd: boolean
  /** Everything stamped `nowTs` has been processed. */
  endInstant(nowTs: number): void
  onTimer(id: number, nowTs: number): void
  /** True once the trader wants no more events. */
  readonly stopped: boolean
}
