/**
 * The loops over market rows, in AssemblyScript: two nodes pass over every row of a run, and compiled ahead they take
 * half of what the same code takes as JavaScript. Nothing is decided here: rows that concern an order of ours are
 * handed back before they are applied.
 *
 * Everything lies in one memory, given out from a running end and never given back; it is gone with the run. A side of
 * a book is quantity by tick, in pages of 64 ticks that tables find by page number, with one bit a level for
 * "occupied" and one for "watched". A level update is two reads and two writes however far the price is from the
 * market; the next best price is found by whole words of bits.
 */

// Row flags: columns.ts.
const KIND: u32 = 0xff
const DEPTH: u32 = 1
const TRADE: u32 = 2
const CLEAR: u32 = 3
const SNAPSHOT: u32 = 4
const BUY: u32 = 1 << 8
const SELL: u32 = 1 << 9
const TRADER_SEES: u32 = 1 << 10
const VENUE_SEES: u32 = 1 << 11
const NO_PRICE: i32 = i32.MIN_VALUE

const PAGE_BITS = 6
const PAGE_TICKS = 1 << PAGE_BITS
const PAGE_MASK = PAGE_TICKS - 1
/** A page: the bits of occupied and of watched levels (i64), then quantities (f64). */
const OCCUPIED = 0
const WATCHED = 8
const QUANTITIES = 16
const PAGE_BYTES = QUANTITIES + PAGE_TICKS * 8

/** A table of pages covers 2^20 ticks. */
const TABLE_BITS = 14
const TABLE_PAGES = 1 << TABLE_BITS
const TABLE_MASK = TABLE_PAGES - 1
/** So a side has 2^12 tables, those of negative ticks first. */
const TABLES = 1 << (32 - PAGE_BITS - TABLE_BITS)

/** A side of a book; where its tables are stands behind it, 0 for those that it has not. */
@unmanaged
class Side {
  best: i32
  /** What `best` is without a level: worse than every price. */
  none: i32
  /** The best watched price; `none` without one. */
  watchedBest: i32
}

/** From a side to the table of tick 0. */
const TABLE_ZERO = 16 + (TABLES / 2) * 4
const SIDE_BYTES = 16 + TABLES * 4

@unmanaged
class Book {
  bids: Side
  asks: Side
  /** Levels of less count as empty; 0 where only those of nothing do. */
  dustBelow: f64
}

@unmanaged
class Columns {
  exchTs: usize
  localTs: usize
  flags: usize
  priceTicks: usize
  qtySteps: usize
}

/** What the trader's pass over rows leaves behind, and what it goes on from. */
@unmanaged
class Pass {
  /** Arrival of the message at hand. */
  messageTs: f64
  /** Rows seen in the last pass. */
  seen: i32
  /** Rows of the last pass that changed the book. */
  changes: i32
  /** Feed latencies of the messages that began in the last pass. */
  latencies: i32
}

/** Where fields lie, for JavaScript. */
export const BOOK_BIDS: i32 = offsetof<Book>('bids')
export const SIDE_BEST: i32 = offsetof<Side>('best')
export const SIDE_WATCHED_BEST: i32 = offsetof<Side>('watchedBest')
export const COLUMNS_BYTES: i32 = offsetof<Columns>()
export const PASS_SEEN: i32 = offsetof<Pass>('seen')
/** Behind a pass, the latencies. */
export const LATENCIES: i32 = 32
export const LATENCIES_MAX: i32 = 1024

/** JavaScript's: says that the memory is full, and does not return. */
@external('env', 'full')
declare function full(): void

let end: usize = __heap_base

/** Gives out memory, filled with zeros. */
export function allocate(bytes: usize): usize {
  const at = end
  const next = (<u64>at + bytes + 63) & ~63
  const pages = <i32>((next + 0xffff) >>> 16)
  // In steps of a megabyte, while there are.
  if (pages > memory.size() && memory.grow(max(pages - memory.size(), 16)) < 0) {
    if (memory.grow(pages - memory.size()) < 0) full()
  }
  end = <usize>next
  return at
}

export function newBook(dustBelow: f64): Book {
  const book = changetype<Book>(allocate(offsetof<Book>()))
  book.bids = newSide(i32.MIN_VALUE)
  book.asks = newSide(i32.MAX_VALUE)
  book.dustBelow = dustBelow
  return book
}

export function newPass(): Pass {
  const pass = changetype<Pass>(allocate(LATENCIES + LATENCIES_MAX * 8))
  pass.messageTs = NaN
  return pass
}

function newSide(none: i32): Side {
  const side = changetype<Side>(allocate(SIDE_BYTES))
  side.none = none
  side.best = none
  side.watchedBest = none
  return side
}

/**
 * Where the page of a tick is, or 0. A table that is not there is at 0, and the memory from there on holds nothing but
 * zeros (the module's own data begins behind the length of a table): no branch is needed.
 */
@inline
function pageOf(side: Side, tick: i32): usize {
  return load<usize>(tableOf(side, tick) + (<usize>((tick >> PAGE_BITS) & TABLE_MASK) << 2))
}

@inline
function tableOf(side: Side, tick: i32): usize {
  return load<usize>(changetype<usize>(side) + (<usize>(tick >> (PAGE_BITS + TABLE_BITS)) << 2), TABLE_ZERO)
}

@inline
function bitOf(tick: i32): u64 {
  return <u64>1 << (tick & PAGE_MASK)
}

export function stepsAt(side: Side, tick: i32): f64 {
  const page = pageOf(side, tick)
  return page == 0 ? 0 : load<f64>(page + (<usize>(tick & PAGE_MASK) << 3), QUANTITIES)
}

/** Sets a level of a page. It does not read what the level held: that would wait for memory, at every row. */
@inline
function setIn(page: usize, side: Side, isBid: bool, tick: i32, steps: f64): void {
  store<f64>(page + (<usize>(tick & PAGE_MASK) << 3), steps, QUANTITIES)
  // Whether a row empties its level nobody can predict: the bit is made without a branch.
  const at = <u64>(tick & PAGE_MASK)
  const bits = load<u64>(page, OCCUPIED)
  store<u64>(page, (bits & ~(<u64>1 << at)) | (<u64>(steps > 0) << at), OCCUPIED)
  if (isBid ? tick < side.best : tick > side.best) return
  if (steps > 0) side.best = tick
  else if (tick == side.best) side.best = isBid ? nextBelow(side, tick) : nextAbove(side, tick)
}

/** Sets a level of one side, which has its page there or none, and removes what it crosses of the other. */
@inline
function apply(book: Book, isBid: bool, page: usize, tick: i32, given: f64): void {
  const own = isBid ? book.bids : book.asks
  const other = isBid ? book.asks : book.bids
  let steps = max<f64>(given, 0)
  // Few instruments have dust, and whether a level is empty cannot be predicted: no branch on it for the others.
  if (book.dustBelow > 0) {
    if (steps < book.dustBelow) steps = 0
  }
  if (isBid ? tick >= other.best : tick <= other.best) {
    if (steps > 0) removeThrough(other, tick)
  }
  if (page == 0) {
    if (steps == 0) return
    page = addPage(own, tick)
  }
  setIn(page, own, isBid, tick, steps)
}

export function setLevel(book: Book, isBid: bool, tick: i32, steps: f64): void {
  if (isBid) apply(book, true, pageOf(book.bids, tick), tick, steps)
  else apply(book, false, pageOf(book.asks, tick), tick, steps)
}

/** Empties every level from the best to `tick` inclusive. */
function removeThrough(side: Side, tick: i32): void {
  if (isBids(side)) {
    while (side.best != side.none && side.best >= tick) setIn(pageOf(side, side.best), side, true, side.best, 0)
  } else {
    while (side.best != side.none && side.best <= tick) setIn(pageOf(side, side.best), side, false, side.best, 0)
  }
}

function clearSide(side: Side): void {
  for (let i = 0; i < TABLES; i++) {
    const table = load<usize>(changetype<usize>(side) + (<usize>i << 2), 16)
    if (table == 0) continue
    for (let k = 0; k < TABLE_PAGES; k++) {
      const page = load<usize>(table + (<usize>k << 2))
      if (page == 0) continue
      store<u64>(page, 0, OCCUPIED)
      memory.fill(page + QUANTITIES, 0, PAGE_TICKS * 8)
    }
  }
  side.best = side.none
}

/** Handles a `Clear` row: a side from its best to `tick` (all of it for `NO_PRICE`), or both without a side flag. */
export function clear(book: Book, flags: u32, tick: i32): void {
  if ((flags & (BUY | SELL)) == 0) {
    clearSide(book.bids)
    clearSide(book.asks)
    return
  }
  const side = (flags & BUY) != 0 ? book.bids : book.asks
  if (tick == NO_PRICE) clearSide(side)
  else removeThrough(side, tick)
}

/** Rows at this price of the side are handed back. */
export function watch(side: Side, tick: i32, watched: bool): void {
  let page = pageOf(side, tick)
  if (page == 0) page = addPage(side, tick)
  const bits = load<u64>(page, WATCHED)
  store<u64>(page, watched ? bits | bitOf(tick) : bits & ~bitOf(tick), WATCHED)
}

function isBids(side: Side): bool {
  return side.none < 0
}

/** The next occupied tick strictly worse than `tick`, or `none`. */
export function nextWorse(side: Side, tick: i32): i32 {
  return isBids(side) ? nextBelow(side, tick) : nextAbove(side, tick)
}

function nextBelow(side: Side, tick: i32): i32 {
  // In 64 bits, so that the ends of the range need no care.
  let key = (<i64>tick - 1) >> PAGE_BITS
  // Bits above the start are masked off in the first page only.
  let mask = <u64>-1 >>> (PAGE_MASK - ((tick - 1) & PAGE_MASK))
  while (key >= i64(i32.MIN_VALUE >> PAGE_BITS)) {
    const first = <i32>key << PAGE_BITS
    if (tableOf(side, first) == 0) {
      key = ((key >> TABLE_BITS) << TABLE_BITS) - 1
    } else {
      const page = pageOf(side, first)
      const bits = page == 0 ? 0 : load<u64>(page, OCCUPIED) & mask
      if (bits != 0) return first + 63 - <i32>clz(bits)
      key--
    }
    mask = -1
  }
  return side.none
}

function nextAbove(side: Side, tick: i32): i32 {
  let key = (<i64>tick + 1) >> PAGE_BITS
  let mask = <u64>-1 << ((tick + 1) & PAGE_MASK)
  while (key <= i64(i32.MAX_VALUE >> PAGE_BITS)) {
    const first = <i32>key << PAGE_BITS
    if (tableOf(side, first) == 0) {
      key = ((key >> TABLE_BITS) + 1) << TABLE_BITS
    } else {
      const page = pageOf(side, first)
      const bits = page == 0 ? 0 : load<u64>(page, OCCUPIED) & mask
      if (bits != 0) return first + <i32>ctz(bits)
      key++
    }
    mask = -1
  }
  return side.none
}

function addPage(side: Side, tick: i32): usize {
  let table = tableOf(side, tick)
  if (table == 0) {
    table = allocate(TABLE_PAGES * 4)
    store<usize>(changetype<usize>(side) + (<usize>(tick >> (PAGE_BITS + TABLE_BITS)) << 2), table, TABLE_ZERO)
  }
  const page = allocate(PAGE_BYTES)
  store<usize>(table + (<usize>((tick >> PAGE_BITS) & TABLE_MASK) << 2), page)
  return page
}

/**
 * The venue's pass over rows `[from, to)` before `limitTs`. Returns the first row that was not taken; where that is one
 * that concerns an order of ours (a level or trade at a watched price, a best price or a trade that reaches one, a
 * clear), its complement.
 */
export function venuePass(book: Book, columns: Columns, from: i32, to: i32, limitTs: f64): i32 {
  const bids = book.bids
  const asks = book.asks
  const allFlags = columns.flags
  const exchTs = columns.exchTs
  const priceTicks = columns.priceTicks
  const qtySteps = columns.qtySteps
  for (let row = from; row < to; row++) {
    const flags = <u32>load<u16>(allFlags + (<usize>row << 1))
    if ((flags & VENUE_SEES) == 0) continue
    if (load<f64>(exchTs + (<usize>row << 3)) >= limitTs) return row
    const kind = flags & KIND
    const tick = load<i32>(priceTicks + (<usize>row << 2))
    if (kind == DEPTH || kind == SNAPSHOT) {
      // A best price that reaches an order of ours on the other side, or a level at which one stands.
      if ((flags & BUY) != 0) {
        if (tick >= asks.watchedBest) return ~row
        const page = pageOf(bids, tick)
        if (isWatched(page, tick)) return ~row
        apply(book, true, page, tick, load<f64>(qtySteps + (<usize>row << 3)))
      } else if ((flags & SELL) != 0) {
        if (tick <= bids.watchedBest) return ~row
        const page = pageOf(asks, tick)
        if (isWatched(page, tick)) return ~row
        apply(book, false, page, tick, load<f64>(qtySteps + (<usize>row << 3)))
      }
    } else if (kind == TRADE) {
      if ((flags & BUY) != 0) {
        if (tick >= asks.watchedBest && tick > bids.best) return ~row
      } else if ((flags & SELL) != 0) {
        if (tick <= bids.watchedBest && tick < asks.best) return ~row
      }
    } else if (kind == CLEAR) return ~row
  }
  return to
}

/** Also of a page that is not there: the memory at 0 holds nothing but zeros. */
@inline
function isWatched(page: usize, tick: i32): bool {
  return ((load<u64>(page, WATCHED) >> (tick & PAGE_MASK)) & 1) != 0
}

/**
 * The trader's pass over rows `[from, to)` up to the first message that begins at `limitTs` or later. Returns the first
 * row that was not taken.
 */
export function traderPass(book: Book, columns: Columns, pass: Pass, from: i32, to: i32, limitTs: f64): i32 {
  const allFlags = columns.flags
  const exchTs = columns.exchTs
  const localTs = columns.localTs
  const priceTicks = columns.priceTicks
  const qtySteps = columns.qtySteps
  let messageTs = pass.messageTs
  let seen = 0
  let changes = 0
  let latencies = 0
  let row = from
  for (; row < to; row++) {
    const flags = <u32>load<u16>(allFlags + (<usize>row << 1))
    if ((flags & TRADER_SEES) == 0) continue
    const ts = load<f64>(localTs + (<usize>row << 3))
    if (ts != messageTs) {
      if (ts >= limitTs) break
      if (latencies == LATENCIES_MAX) break
      messageTs = ts
      const latency = ts - load<f64>(exchTs + (<usize>row << 3))
      store<f64>(changetype<usize>(pass) + (<usize>latencies << 3), latency, LATENCIES)
      latencies++
    }
    seen++
    const kind = flags & KIND
    if (kind == DEPTH || kind == SNAPSHOT) {
      const tick = load<i32>(priceTicks + (<usize>row << 2))
      const steps = load<f64>(qtySteps + (<usize>row << 3))
      if ((flags & BUY) != 0) apply(book, true, pageOf(book.bids, tick), tick, steps)
      else if ((flags & SELL) != 0) apply(book, false, pageOf(book.asks, tick), tick, steps)
      else continue
      changes++
    } else if (kind == CLEAR) {
      clear(book, flags, load<i32>(priceTicks + (<usize>row << 2)))
      changes++
    }
  }
  pass.messageTs = messageTs
  pass.seen = seen
  pass.changes = changes
  pass.latencies = latencies
  return row
}
