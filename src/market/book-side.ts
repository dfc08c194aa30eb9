/**
 * One side of an L2 book: quantity by tick. It lies in the memory of its market, in pages of 64 ticks with a bit a
 * level for "occupied" (`assembly/`), so that a level update costs a few reads and writes however far the
 * price is from the market, and the next best price is found by words of bits. This is JavaScript's face of it.
 *
 * The side is written once; `direction` is +1 for bids (a higher price is better) and -1 for asks.
 */
import { Bug } from '../core/bug.ts'
import { NO_ASK, NO_BID } from '../core/units.ts'
import type { MarketMemory } from './market-memory.ts'

export class BookSide {
  readonly direction: 1 | -1
  /** What `best` is without a level: worse than every price. */
  readonly none: number
  readonly #memory: MarketMemory
  readonly #at: number
  /** Place in `memory.i32`. */
  readonly #best: number

  /** `at`: where the side is in the memory. */
  constructor(direction: 1 | -1, memory: MarketMemory, at: number) {
    this.direction = direction
    this.none = direction > 0 ? NO_BID : NO_ASK
    this.#memory = memory
    this.#at = at
    this.#best = (at + memory.code.SIDE_BEST.value) / 4
  }

  /** Best occupied tick, or the sentinel `none`. */
  get best(): number {
    return this.#memory.i32[this.#best]!
  }

  /** Quantity at a tick, 0 where there is none. */
  stepsAt(tick: number): number {
    return this.#memory.code.stepsAt(this.#at, tick)
  }

  /** The next occupied tick strictly worse than `tick`, or `none`. */
  nextWorse(tick: number): number {
    return this.#memory.code.nextWorse(this.#at, tick)
  }

  /** Occupied ticks from best to worst. */
  *ticks(): Generator<number> {
    for (let tick = this.best; tick !== this.none; tick = this.nextWorse(tick)) yield tick
  }

  /**
   * From now on the venue's pass hands back rows at this tick, or no more. `best` and `worst` are then the best and
   * the worst such tick, `none` without one; the best hands back rows of the other side that reach it, too.
   */
  watch(tick: number, watched: boolean, best: number, worst: number): void {
    this.#memory.code.watch(this.#at, tick, watched ? 1 : 0, best, worst)
  }

  /** Throws when the side contradicts itself. For tests. */
  check(): void {
    let last = this.nextWorse(this.direction > 0 ? NO_ASK : NO_BID)
    if (last !== this.best) throw new Bug(`Best is ${this.best} and should be ${last}`)
    for (const tick of this.ticks()) {
      const steps = this.stepsAt(tick)
      if (!Number.isSafeInteger(steps) || steps <= 0) throw new Bug(`Cannot hold ${steps} steps at a level`)
      if (tick !== last && (last - tick) * this.direction <= 0) throw new Bug(`Level ${tick} comes behind ${last}`)
      last = tick
    }
  }
}
