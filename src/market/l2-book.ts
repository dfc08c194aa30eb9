/**
 * A level-2 book: quantity by price, kept current from absolute level updates. It is never crossed: an update that
 * crosses the other side removes the levels that it crosses, since they can no longer exist at the venue.
 */

import { Bug, Misuse } from '../core/bug.ts'
import type { StateHash } from '../core/state-hash.ts'
import type { Ticks } from '../core/units.ts'
import { BookSide } from './book-side.ts'
import { BUY, KIND_MASK, type MarketColumns, placeIn, RowKind, SELL } from './columns.ts'
import type { MarketMemory } from './market-memory.ts'
import type { TraderPass } from './trader-pass.ts'

/**
 * The read-only face of a book, as strategies see it. Quantities in lots (with old fine-grained levels, fractional).
 */
export interface BookView {
  readonly hasBid: boolean
  readonly hasAsk: boolean
  /** Best prices; they throw where the side is empty, so ask `hasBid` or `hasAsk` first. */
  readonly bestBidTicks: Ticks
  readonly bestAskTicks: Ticks
  /** Lots at a price, 0 where there are none. */
  bidLotsAt(priceTicks: number): number
  askLotsAt(priceTicks: number): number
  /** The next occupied price behind `priceTicks`, or undefined. */
  nextBidTicks(priceTicks: number): Ticks | undefined
  nextAskTicks(priceTicks: number): Ticks | undefined
}

export class L2Book implements BookView {
  readonly bids: BookSide
  readonly asks: BookSide
  readonly #memory: MarketMemory
  /** Where it is in its memory. */
  readonly at: number
  readonly #stepsPerLot: number

  constructor(stepsPerLot: number, memory: MarketMemory) {
    this.#stepsPerLot = stepsPerLot
    this.#memory = memory
    // Levels under half a lot are dust: no order of that size can stand there, so they count as empty.
    const dustBelow = Math.ceil(stepsPerLot / 2)
    this.at = memory.code.newBook(dustBelow > 1 ? dustBelow : 0) >>> 0
    const sides = (this.at + memory.code.BOOK_BIDS.value) / 4
    this.bids = new BookSide(1, memory, memory.i32[sides]! >>> 0)
    this.asks = new BookSide(-1, memory, memory.i32[sides + 1]! >>> 0)
  }

  get hasBid(): boolean {
    return this.bids.best !== this.bids.none
  }

  get hasAsk(): boolean {
    return this.asks.best !== this.asks.none
  }

  get bestBidTicks(): Ticks {
    if (!this.hasBid) throw new Misuse('Cannot read the best bid: the side is empty. Ask book.hasBid first.')
    return this.bids.best as Ticks
  }

  get bestAskTicks(): Ticks {
    if (!this.hasAsk) throw new Misuse('Cannot read the best ask: the side is empty. Ask book.hasAsk first.')
    return this.asks.best as Ticks
  }

  /** Best bid plus best ask: the mid in half ticks; NaN without both. */
  get midHalfTicks(): number {
    return this.hasBid && this.hasAsk ? this.bids.best + this.asks.best : Number.NaN
  }

  bidLotsAt(priceTicks: number): number {
    return this.bids.stepsAt(priceTicks) / this.#stepsPerLot
  }

  askLotsAt(priceTicks: number): number {
    return this.asks.stepsAt(priceTicks) / this.#stepsPerLot
  }

  nextBidTicks(priceTicks: number): Ticks | undefined {
    const tick = this.bids.nextWorse(priceTicks)
    return tick === this.bids.none ? undefined : (tick as Ticks)
  }

  nextAskTicks(priceTicks: number): Ticks | undefined {
    const tick = this.asks.nextWorse(priceTicks)
    return tick === this.asks.none ? undefined : (tick as Ticks)
  }

  /** Sets a level of a side, and removes what it crosses of the other. Returns what the level held. */
  setLevel(isBid: boolean, tick: number, steps: number): number {
    return this.#memory.code.setLevel(this.at, isBid ? 1 : 0, tick, steps)
  }

  /** Handles a `Clear` row: a side from its best to `tick` (all of it for `NO_PRICE`), or both without a side flag. */
  clear(flags: number, tick: number): void {
    this.#memory.code.clear(this.at, flags, tick)
  }

  /**
   * Applies the rows `[from, end)` that a venue sees before `limitTs`, up to the first that concerns an order of ours:
   * a level or a trade at a watched tick, a best price or a trade that reaches one, a clear. Returns the first row
   * that was not taken; for one of those its complement.
   */
  venuePass(columns: MarketColumns, from: number, end: number, limitTs: number): number {
    return this.#memory.code.venuePass(this.at, placeIn(this.#memory, columns), from, end, limitTs)
  }

  /**
   * Applies the rows `[from, end)` that a trader sees, up to the first message that arrives at `limitTs` or later.
   * Returns the first row that was not taken; what was seen is in `pass`.
   */
  traderPass(pass: TraderPass, columns: MarketColumns, from: number, end: number, limitTs: number): number {
    return this.#memory.code.traderPass(this.at, placeIn(this.#memory, columns), pass.at, from, end, limitTs)
  }

  /** Applies a row that changes the book; says whether it did. A row with both side flags counts as a bid. */
  apply(flags: number, tick: number, steps: number): boolean {
    const kind = flags & KIND_MASK
    if (kind === RowKind.Depth || kind === RowKind.Snapshot) {
      if ((flags & (BUY | SELL)) === 0) return false
      const isBid = (flags & BUY) !== 0
      this.setLevel(isBid, tick, steps)
      return true
    }
    if (kind !== RowKind.Clear) return false
    this.clear(flags, tick)
    return true
  }

  hashInto(hash: StateHash): void {
    for (const side of [this.bids, this.asks]) {
      hash.add(side.direction)
      for (const tick of side.ticks()) hash.add(tick).add(side.stepsAt(tick))
    }
  }

  check(): void {
    this.bids.check()
    this.asks.check()
    if (this.hasBid && this.hasAsk && this.bids.best >= this.asks.best) {
      throw new Bug(`Book is crossed: bid ${this.bids.best}, ask ${this.asks.best}`)
    }
  }
}
