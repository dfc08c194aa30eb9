/**
 * Rows of one instrument, once from their start, to a venue that stands alone. Since our orders change neither the book
 * nor the trades, and each meets the book on its own, a venue that gets the commands of one order at the instants at
 * which they arrived treats it exactly as in the run.
 *
 * The order of things is the kernel's: rows of an instant at the venue come before a command of that instant.
 */

import { toFloat } from '../../core/decimal.ts'
import type { DataSource } from '../../data/data-source.ts'
import type { BookSide } from '../../market/book-side.ts'
import { allocateColumns, type MarketColumns, TRADER_SEES, VENUE_SEES } from '../../market/columns.ts'
import type { Instrument } from '../../market/instrument.ts'
import { L2Book } from '../../market/l2-book.ts'
import type { MarketMemory } from '../../market/market-memory.ts'
import type { BestPrice, BestPrices } from '../../report/story/order-story.ts'
import type { SimulatedVenue } from '../../venue/sim/simulated-venue.ts'

export interface PassVisitor {
  /** From here on rows come one by one, and `before` and `after` are called. */
  readonly watchFromTs: number
  /** Nothing later is wanted; it may move while the pass goes on. */
  readonly endTs: number
  /** All rows at the venue before `nextTs` were applied, and none from it on. */
  before(nextTs: number): void
  /** A row was applied. */
  after(columns: MarketColumns, row: number): void
}

/**
 * Returns whether the rows ended before `endTs`. Closes the source. `memory`: the venue's own, where it reads the rows
 * in place.
 */
export async function passOver(
  source: DataSource,
  memory: MarketMemory,
  venue: SimulatedVenue,
  visitor: PassVisitor,
  trader?: TraderBook,
): Promise<boolean> {
  const columns = allocateColumns(0, memory)
  let instantTs = Number.NEGATIVE_INFINITY
  let venueDone = false
  try {
    for (;;) {
      columns.length = 0
      if (!(await source.read(columns))) break
      trader?.apply(columns)
      const { length } = columns
      let row = venueDone ? length : 0
      for (;;) {
        while (row < length && (columns.flags[row]! & VENUE_SEES) === 0) row++
        if (row >= length) break
        const ts = columns.exchTs[row]!
        if (ts < visitor.watchFromTs) {
          row = passRows(venue, columns, row, length, visitor.watchFromTs)
          continue
        }
        if (ts > instantTs) visitor.before(ts)
        if (ts > visitor.endTs) {
          venueDone = true
          break
        }
        instantTs = ts
        passRows(venue, columns, row, row + 1, ts + 1)
        visitor.after(columns, row)
        row++
      }
      if (venueDone && (trader === undefined || trader.done)) return false
    }
    if (!venueDone) visitor.before(Math.max(visitor.endTs + 1, instantTs + 1))
    return !venueDone
  } finally {
    await source.close()
  }
}

/** Gives a venue the rows `[from, end)` before `limitTs`, as the kernel does. Returns the first that was not taken. */
export function passRows(
  venue: SimulatedVenue,
  columns: MarketColumns,
  from: number,
  end: number,
  limitTs: number,
): number {
  for (let row = from; ; row++) {
    const stop = venue.book.venuePass(columns, row, end, limitTs)
    if (stop >= 0) return stop
    row = ~stop
    venue.takeRow(columns, row)
  }
}

/** The trader's own book, for what it saw when it had seen so many rows. */
export class TraderBook {
  readonly #instrument: Instrument
  readonly #book: L2Book
  readonly #wanted: readonly number[]
  readonly #sees: number
  readonly #saw: BestPrices[] = []
  #seen = 0

  /** `rows`: never decreasing. */
  constructor(instrument: Instrument, rows: readonly number[], feedIsModelled: boolean, memory: MarketMemory) {
    this.#instrument = instrument
    this.#book = new L2Book(instrument.stepsPerLot, memory)
    this.#wanted = rows
    // With a modelled feed both nodes see the same rows.
    this.#sees = feedIsModelled ? VENUE_SEES : TRADER_SEES
    this.#note()
  }

  get done(): boolean {
    return this.#saw.length === this.#wanted.length
  }

  /** The best prices at the i-th of the wanted rows; undefined if the rows ended before. */
  saw(i: number): BestPrices | undefined {
    return this.#saw[i]
  }

  /** The columns may lie in the memory of the book, which may move them. */
  apply(columns: MarketColumns): void {
    for (let row = 0; row < columns.length && !this.done; row++) {
      const flags = columns.flags[row]!
      if ((flags & this.#sees) === 0) continue
      this.#book.apply(flags, columns.priceTicks[row]!, columns.qtySteps[row]!)
      this.#seen++
      this.#note()
    }
  }

  #note(): void {
    while (!this.done && this.#wanted[this.#saw.length]! <= this.#seen) {
      this.#saw.push(bestPrices(this.#book, this.#instrument))
    }
  }
}

export function bestPrices(book: L2Book, instrument: Instrument): BestPrices {
  const best = (side: BookSide): BestPrice | undefined =>
    side.best === side.none
      ? undefined
      : { priceTicks: side.best, qty: toFloat(side.stepsAt(side.best), instrument.qtyStep) }
  return { bid: best(book.bids), ask: best(book.asks) }
}
