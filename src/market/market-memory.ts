/**
 * The memory of a run's market: its rows and its books, where both JavaScript and the compiled loops of
 * `assembly/book.ts` read and write them. It only grows, up to 4 GiB, and goes as a whole when nobody holds it any
 * more: each run, and whoever else keeps a book, has one of its own.
 */
import { Bug } from '../core/bug.ts'
import { BOOK_CODE } from './book-code.ts'

interface Constant {
  readonly value: number
}

/** What the module exports. Addresses are unsigned 32-bit integers, given as signed ones; see `assembly/book.ts`. */
interface BookExports {
  readonly BOOK_BIDS: Constant
  readonly SIDE_BEST: Constant
  readonly SIDE_WATCHED_BEST: Constant
  readonly COLUMNS_BYTES: Constant
  readonly PASS_SEEN: Constant
  readonly LATENCIES: Constant
  readonly LATENCIES_MAX: Constant
  allocate(bytes: number): number
  newBook(dustBelow: number): number
  newPass(): number
  stepsAt(side: number, tick: number): number
  nextWorse(side: number, tick: number): number
  setLevel(book: number, isBid: number, tick: number, steps: number): void
  clear(book: number, flags: number, tick: number): void
  watch(side: number, tick: number, watched: number): void
  venuePass(book: number, columns: number, from: number, to: number, limitTs: number): number
  traderPass(book: number, columns: number, pass: number, from: number, to: number, limitTs: number): number
}

// Node's types know only part of it.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Memory: new (size: {
    initial: number
    maximum: number
    shared: boolean
  }) => { readonly buffer: ArrayBufferLike }
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

/** Of 64 KiB: all that 32 bits address. */
const PAGES_MAX = 65536
const MODULE = new WebAssembly.Module(Uint8Array.from(atob(BOOK_CODE), (c) => c.charCodeAt(0)))

function full(): never {
  throw new Bug('Cannot hold more than 4 GiB of rows and books')
}

export class MarketMemory {
  readonly code: BookExports
  readonly #memory: { readonly buffer: ArrayBufferLike }

  constructor() {
    // Shared, for one reason: arrays over shared memory stay valid when it grows.
    this.#memory = new WebAssembly.Memory({ initial: 2, maximum: PAGES_MAX, shared: true })
    const instance = new WebAssembly.Instance(MODULE, { env: { memory: this.#memory, full } })
    this.code = instance.exports as BookExports
  }

  /** Memory filled with zeros; its address, a multiple of 64. */
  allocate(bytes: number): number {
    return this.code.allocate(bytes) >>> 0
  }

  /** What holds the memory up to now: for arrays over what was given out before. */
  get buffer(): ArrayBufferLike {
    return this.#memory.buffer
  }
}
