/**
 * The memory of a run's market: its rows and its books, where both JavaScript and the compiled loops of
 * `assembly/` read and write them. It grows, up to 4 GiB, and is given back as a whole: each run, and whoever
 * else keeps a book, has one of its own.
 */
import { Bug } from '../core/bug.ts'
import { compiledCode, exportsOf, newMemory } from '../core/compiled-code.ts'
import { MARKET_CODE } from './market-code.ts'

interface Constant {
  readonly value: number
}

/** What the module exports. Addresses are unsigned 32-bit integers, given as signed ones; see `assembly/`. */
interface MarketCode {
  readonly BOOK_BIDS: Constant
  readonly SIDE_BEST: Constant
  readonly COLUMNS_BYTES: Constant
  readonly PASS_SEEN: Constant
  readonly PASS_CHANGES: Constant
  readonly PASS_LATENCY_MAX: Constant
  readonly LATENCY_BINS: Constant
  readonly AGENDA_BUDGET: Constant
  readonly LANE_VENUE_ROW: Constant
  allocate(bytes: number): number
  clearAll(): void
  toDoubles(at: number, count: number, high: number, low: number): void
  newBook(dustBelow: number): number
  newPass(): number
  stepsAt(side: number, tick: number): number
  nextWorse(side: number, tick: number): number
  setLevel(book: number, isBid: number, tick: number, steps: number): number
  clear(book: number, flags: number, tick: number): void
  watch(side: number, tick: number, watched: number, best: number, worst: number): void
  venuePass(book: number, columns: number, from: number, to: number, limitTs: number): number
  newLane(columns: number, venue: number): number
  settle(lane: number): void
  newAgenda(lanes: number): number
  setLane(agenda: number, index: number, lane: number, trader: number, pass: number): void
  nextEvent(agenda: number): number
  traderPass(book: number, columns: number, pass: number, from: number, to: number, limitTs: number): number
}

/**
 * Of 64 KiB: what most runs come out with, and all that 32 bits address. Growing takes arrays from under those who hold
 * them, and once that has happened the engine asks at every access in the process whether it did.
 */
const PAGES_FIRST = 256
const PAGES_MAX = 65536
const CODE = compiledCode(MARKET_CODE)

function full(): never {
  throw new Bug('Cannot hold more than 4 GiB of rows and books')
}

/** Of a run that is over, cleared; none that has grown so large that it should not be held for nothing. */
const SPARE: MarketMemory[] = []
const SPARES_MAX = 1
const SPARE_BYTES_MAX = 2 ** 28

export class MarketMemory {
  readonly code: MarketCode
  /**
   * All of it as numbers: 64-bit ones at an eighth of their addresses, 32-bit ones at a quarter. When it grows, these
   * are made anew: no array over it may be kept over a call that gives out memory, as every change of a book may.
   */
  f64: Float64Array<ArrayBuffer>
  i32: Int32Array<ArrayBuffer>
  readonly #memory: { readonly buffer: ArrayBuffer }
  #onGrown: (() => void)[] = []

  constructor() {
    this.#memory = newMemory(PAGES_FIRST, PAGES_MAX)
    this.f64 = new Float64Array(this.buffer)
    this.i32 = new Int32Array(this.buffer)
    const grown = (): void => this.#grown()
    this.code = exportsOf<MarketCode>(CODE, { env: { memory: this.#memory, full, grown } })
  }

  /**
   * One that another run has given back, or a new one. Its pages are the machine's already and its code is known to
   * the compiler, which for a short run is a tenth of the time.
   */
  static borrow(): MarketMemory {
    return SPARE.pop() ?? new MarketMemory()
  }

  /** Gives back a memory: the rows and books in it are gone, so nobody may look at them any more. */
  giveBack(): void {
    this.#onGrown = []
    if (SPARE.length >= SPARES_MAX || this.buffer.byteLength > SPARE_BYTES_MAX) return
    this.code.clearAll()
    SPARE.push(this)
  }

  /** Memory filled with zeros; its address, a multiple of 64. */
  allocate(bytes: number): number {
    return this.code.allocate(bytes) >>> 0
  }

  /** What holds the memory up to now: for arrays over what was given out before. */
  get buffer(): ArrayBuffer {
    return this.#memory.buffer
  }

  /** `act` is called when it has grown, which leaves arrays over it empty. */
  onGrown(act: () => void): void {
    this.#onGrown.push(act)
  }

  #grown(): void {
    this.f64 = new Float64Array(this.buffer)
    this.i32 = new Int32Array(this.buffer)
    for (const act of this.#onGrown) act()
  }
}
