/**
 * A level-2 book: quantity by price, kept current from absolute level updates. It is never crossed: an update that
 * crosses the other side removes the levels that it crosses, since they can no longer exist at the venue.
 */

import { Bug, Misuse } from '../core/bug.ts'
import type { StateHash } from '../core/state-hash.ts'
import type { Ticks } from '../core/units.ts'
import { BookSide } from './book-side.ts'
import { BUY, KIND_MASK, NO_PRICE, RowKind, SELL } from './columns.ts'

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
  readonly bids: BookSide = new BookSide(1)
  readonly asks: BookSide = new BookSide(-1)
  readonly #stepsPerLot: number
  /** Levels under half a lot are dust: no order of that size can stand there, so they count as empty. */
  readonly #stepsMin: number
  readonly #hasDust: boolean

  constructor(stepsPerLot = 1) {
    this.#stepsPerLot = stepsPerLot
    this.#stepsMin = Math.ceil(stepsPerLot / 2)
    this.#hasDust = this.#stepsMin > 1
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

  /** Sets a level of `own`, one of the two sides; returns what it held before. `other` is the side across. */
  setLevel(own: BookSide, other: BookSide, tick: number, steps: number): number {
    const kept = this.#hasDust && steps < this.#stepsMin ? 0 : steps
    const crosses = own.direction > 0 ? tick >= other.best : tick <= other.best
    if (crosses && kept > 0) other.removeThrough(tick)
    return own.set(tick, kept)
  }

  /** Handles a `Clear` row: a side from its best to `tick` (all of it for `NO_PRICE`), or both without a side flag. */
  clear(flags: number, tick: number): void {
    if ((flags & BUY) !== 0) {
      if (tick === NO_PRICE) this.bids.clear()
      else this.bids.removeThrough(tick)
    } else if ((flags & SELL) !== 0) {
      if (tick === NO_PRICE) this.asks.clear()
      else this.asks.removeThrough(tick)
    } else {
      this.bids.clear()
      this.asks.clear()
    }
  }

  /** Applies a row that changes the book; says whether it did. A row with both side flags counts as a bid. */
  apply(flags: number, tick: number, steps: number): boolean {
    const kind = flags & KIND_MASK
    if (kind === RowKind.Depth || kind === RowKind.Snapshot) {
      if ((flags & (BUY | SELL)) === 0) return false
      const isBid = (flags & BUY) !== 0
      this.setLevel(isBid ? this.bids : this.asks, isBid ? this.asks : this.bids, tick, steps)
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
