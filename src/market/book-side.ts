/**
 * One side of an L2 book: quantity by tick in pages of a two-level table, so that a level update is two array reads and one
 * write, however far the price is from the market. The side is written once; `direction` is +1 for bids (a higher price is
 * better) and -1 for asks.
 *
 * Tried and left: one flat window around the mid (needs recentring and a map for stray far levels), a hash map (5 ns against
 * 1 ns an update), a sorted array (moves memory at each new best).
 */
import { Bug } from '../core/bug.ts'
import { NO_ASK, NO_BID } from '../core/units.ts'

const PAGE_BITS = 10
const PAGE_SIZE = 1 << PAGE_BITS
const PAGE_MASK = PAGE_SIZE - 1
/** The slot behind the levels counts those that are occupied, so that a search skips an empty page at once. */
const OCCUPIED = PAGE_SIZE

export class BookSide {
  readonly direction: 1 | -1
  /** Best occupied tick, or the sentinel `none`. */
  best: number
  /** What `best` is without a level: worse than every price. */
  readonly none: number
  /** No level is worse than this tick; the search for the next best stops here. */
  #worst: number
  /** `#pages[i]` holds ticks from `(i + #firstPage) * PAGE_SIZE`. */
  #pages: (Float64Array | undefined)[] = []
  #firstPage = 0

  constructor(direction: 1 | -1) {
    this.direction = direction
    this.none = direction > 0 ? NO_BID : NO_ASK
    this.best = this.none
    this.#worst = -this.none | 0
  }

  /** Quantity at a tick, 0 where there is none. */
  stepsAt(tick: number): number {
    const page = this.#pages[(tick >> PAGE_BITS) - this.#firstPage]
    return page === undefined ? 0 : page[tick & PAGE_MASK]!
  }

  /** Sets a level to `steps` of at least 1, making it the best if it is; returns what the level held before. */
  put(tick: number, steps: number): number {
    const page = this.#pages[(tick >> PAGE_BITS) - this.#firstPage] ?? this.#addPage(tick >> PAGE_BITS)
    const previous = page[tick & PAGE_MASK]!
    page[tick & PAGE_MASK] = steps
    if (previous === 0) {
      page[OCCUPIED]!++
      const { direction } = this
      if ((tick - this.best) * direction > 0) this.best = tick
      if ((this.#worst - tick) * direction > 0) this.#worst = tick
    }
    return previous
  }

  /** Empties a level; returns what it held before. */
  remove(tick: number): number {
    const page = this.#pages[(tick >> PAGE_BITS) - this.#firstPage]
    if (page === undefined) return 0
    const previous = page[tick & PAGE_MASK]!
    if (previous === 0) return 0
    page[tick & PAGE_MASK] = 0
    page[OCCUPIED]!--
    if (tick === this.best) this.#settleBest(tick)
    return previous
  }

  /** Empties every level from the best to `tick` inclusive. */
  removeThrough(tick: number): void {
    while (this.best !== this.none && (this.best - tick) * this.direction >= 0) this.remove(this.best)
  }

  clear(): void {
    this.#pages = []
    this.#firstPage = 0
    this.best = this.none
    this.#worst = -this.none | 0
  }

  /** The next occupied tick strictly worse than `tick`, or `none`. */
  nextWorse(tick: number): number {
    const { direction } = this
    const worst = this.#worst
    let at = tick - direction
    while ((at - worst) * direction >= 0) {
      const page = this.#pages[(at >> PAGE_BITS) - this.#firstPage]
      if (page === undefined || page[OCCUPIED] === 0) {
        // On to the first tick behind this page.
        at = direction > 0 ? (at & ~PAGE_MASK) - 1 : (at | PAGE_MASK) + 1
        continue
      }
      const edge = direction > 0 ? at & ~PAGE_MASK : at | PAGE_MASK
      const last = (edge - worst) * direction >= 0 ? edge : worst
      for (; (at - last) * direction >= 0; at -= direction) {
        if (page[at & PAGE_MASK] !== 0) return at
      }
    }
    return this.none
  }

  /** Occupied ticks from best to worst. */
  *ticks(): Generator<number> {
    for (let tick = this.best; tick !== this.none; tick = this.nextWorse(tick)) yield tick
  }

  /** Throws when the side contradicts itself. For tests and `--paranoid` runs. */
  check(): void {
    let occupied = 0
    let best = this.none
    for (let i = 0; i < this.#pages.length; i++) {
      const page = this.#pages[i]
      if (page === undefined) continue
      let inPage = 0
      for (let k = 0; k < PAGE_SIZE; k++) {
        if (page[k]! < 0 || !Number.isSafeInteger(page[k])) throw new Bug(`Cannot hold ${page[k]} steps at a level`)
        if (page[k] === 0) continue
        inPage++
        const tick = (i + this.#firstPage) * PAGE_SIZE + k
        if (best === this.none || (tick - best) * this.direction > 0) best = tick
      }
      if (inPage !== page[OCCUPIED]) throw new Bug(`Page ${i} counts ${page[OCCUPIED]} levels and holds ${inPage}`)
      occupied += inPage
    }
    if (best !== this.best) throw new Bug(`Best is ${this.best} and should be ${best}`)
    let listed = 0
    for (const _ of this.ticks()) listed++
    if (listed !== occupied) throw new Bug(`Search finds ${listed} of ${occupied} levels`)
  }

  #settleBest(from: number): void {
    this.best = this.nextWorse(from)
    if (this.best === this.none) this.#worst = -this.none | 0
  }

  #addPage(key: number): Float64Array {
    const page = new Float64Array(PAGE_SIZE + 1)
    if (this.#pages.length === 0) this.#firstPage = key
    if (key < this.#firstPage) {
      this.#pages = [...new Array<undefined>(this.#firstPage - key), ...this.#pages]
      this.#firstPage = key
    }
    while (this.#pages.length <= key - this.#firstPage) this.#pages.push(undefined)
    this.#pages[key - this.#firstPage] = page
    return page
  }
}
