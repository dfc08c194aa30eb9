/** The plainest level-2 book: a map a side, searched from end to end. The twin of `market/l2-book.ts`. */
import type { StateHash } from '../../src/core/state-hash.ts'
import { BUY, KIND_MASK, NO_PRICE, RowKind, SELL } from '../../src/market/columns.ts'

export type NaiveSide = 1 | -1

export class LevelBook {
  readonly #levels = { 1: new Map<number, number>(), [-1]: new Map<number, number>() }
  readonly #stepsPerLot: number

  constructor(stepsPerLot = 1) {
    this.#stepsPerLot = stepsPerLot
  }

  stepsAt(side: NaiveSide, tick: number): number {
    return this.#levels[side].get(tick) ?? 0
  }

  /** Occupied ticks, best first. */
  ticks(side: NaiveSide): number[] {
    return [...this.#levels[side].keys()].sort((a, b) => (b - a) * side)
  }

  best(side: NaiveSide): number | undefined {
    return this.ticks(side)[0]
  }

  /** Sets a level; what rounds to no lot is no level. A level that crosses ends those that it crosses. */
  set(side: NaiveSide, tick: number, steps: number): void {
    if (Math.floor(steps / this.#stepsPerLot + 0.5) === 0) {
      this.#levels[side].delete(tick)
      return
    }
    const other: NaiveSide = side === 1 ? -1 : 1
    for (const there of this.ticks(other)) if ((tick - there) * side >= 0) this.#levels[other].delete(there)
    this.#levels[side].set(tick, steps)
  }

  clear(side: NaiveSide, toTick: number): void {
    for (const tick of this.ticks(side)) {
      if (toTick === NO_PRICE || (tick - toTick) * side >= 0) this.#levels[side].delete(tick)
    }
  }

  /** Applies a row. */
  apply(flags: number, tick: number, steps: number): void {
    const kind = flags & KIND_MASK
    const side: NaiveSide | 0 = (flags & BUY) !== 0 ? 1 : (flags & SELL) !== 0 ? -1 : 0
    if (kind === RowKind.Clear) {
      if (side !== 0) this.clear(side, tick)
      else for (const each of [1, -1] as const) this.clear(each, NO_PRICE)
    } else if ((kind === RowKind.Depth || kind === RowKind.Snapshot) && side !== 0) this.set(side, tick, steps)
  }

  /** The same words in the same order as the book's own hash. */
  hashInto(hash: StateHash): void {
    for (const side of [1, -1] as const) {
      hash.add(side)
      for (const tick of this.ticks(side)) hash.add(tick).add(this.stepsAt(side, tick))
    }
  }
}
