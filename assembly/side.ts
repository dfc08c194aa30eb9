/**
 * A side of a book: quantity by tick, in pages of 64 ticks that tables find by page number, with one bit a level for
 * "occupied". The bits stand in the tables, which stay in a core's own cache; quantities are written and hardly ever
 * read, so that a level update waits for no memory however far the price is from the market. The next best price is
 * found by whole words of bits.
 */
import { allocate } from './memory'

const PAGE_BITS = 6
const PAGE_TICKS = 1 << PAGE_BITS
const PAGE_MASK = PAGE_TICKS - 1
/** An entry of a table: the bits of the occupied levels of a page (i64), and where it is, 0 for nowhere (i32). */
const OCCUPIED = 0
const PAGE = 8
const ENTRY_BITS = 4
/** A page: quantities (f64), then the bits of the watched levels (i64). */
const WATCHED = PAGE_TICKS * 8
const PAGE_BYTES = WATCHED + 8

/** A table of pages covers 2^18 ticks. */
const TABLE_BITS = 12
const TABLE_PAGES = 1 << TABLE_BITS
const TABLE_MASK = TABLE_PAGES - 1
/** So a side has 2^14 tables, those of negative ticks first. */
const TABLES = 1 << (32 - PAGE_BITS - TABLE_BITS)

/** A side of a book; where its tables are stands behind it, 0 for those that it has not. */
@unmanaged
export class Side {
  best: i32
  /** What `best` is without a level: worse than every price. */
  none: i32
  /** The best watched price and the worst; `none` without one. */
  watchedBest: i32
  watchedWorst: i32
}

/** From a side to the table of tick 0. */
const TABLE_ZERO = 16 + (TABLES / 2) * 4
const SIDE_BYTES = 16 + TABLES * 4

/** Where fields lie, for JavaScript. */
export const SIDE_BEST: i32 = offsetof<Side>('best')

export function newSide(none: i32): Side {
  const side = changetype<Side>(allocate(SIDE_BYTES))
  side.none = none
  side.best = none
  side.watchedBest = none
  side.watchedWorst = none
  return side
}

/**
 * Where the entry of a tick is. A table that is not there is at 0, and the memory from there on holds nothing but zeros
 * (the module's own data begins behind the length of a table): no branch is needed to read it.
 */
@inline
export function entryOf(side: Side, tick: i32): usize {
  return tableOf(side, tick) + (<usize>((tick >> PAGE_BITS) & TABLE_MASK) << ENTRY_BITS)
}

@inline
function tableOf(side: Side, tick: i32): usize {
  return load<usize>(changetype<usize>(side) + (<usize>(tick >> (PAGE_BITS + TABLE_BITS)) << 2), TABLE_ZERO)
}

@inline
export function pageOf(entry: usize): usize {
  return load<usize>(entry, PAGE)
}

@inline
function bitOf(tick: i32): u64 {
  return <u64>1 << (tick & PAGE_MASK)
}

export function stepsAt(side: Side, tick: i32): f64 {
  const page = pageOf(entryOf(side, tick))
  return page == 0 ? 0 : load<f64>(page + (<usize>(tick & PAGE_MASK) << 3))
}

/** Sets a level whose page is there. It does not read what the level held: that would wait for memory, at every row. */
@inline
export function setBits(entry: usize, page: usize, tick: i32, steps: i64): void {
  store<i64>(page + (<usize>(tick & PAGE_MASK) << 3), steps)
  // Whether a row empties its level nobody can predict: the bit is made without a branch.
  const at = <u64>(tick & PAGE_MASK)
  const bits = load<u64>(entry, OCCUPIED)
  store<u64>(entry, (bits & ~(<u64>1 << at)) | (<u64>(steps != 0) << at), OCCUPIED)
}

/** The same, with the best price behind it. */
@inline
export function setIn(entry: usize, page: usize, side: Side, isBid: bool, tick: i32, steps: i64): void {
  setBits(entry, page, tick, steps)
  if (isBid ? tick < side.best : tick > side.best) return
  if (steps != 0) side.best = tick
  else if (tick == side.best) side.best = isBid ? nextBelow(side, tick) : nextAbove(side, tick)
}

/** Empties every level from the best to `tick` inclusive. */
export function removeThrough(side: Side, tick: i32): void {
  if (isBids(side)) {
    while (side.best != side.none && side.best >= tick) emptyBest(side, true)
  } else {
    while (side.best != side.none && side.best <= tick) emptyBest(side, false)
  }
}

@inline
function emptyBest(side: Side, isBid: bool): void {
  const entry = entryOf(side, side.best)
  setIn(entry, pageOf(entry), side, isBid, side.best, 0)
}

export function clearSide(side: Side): void {
  for (let i = 0; i < TABLES; i++) {
    const table = load<usize>(changetype<usize>(side) + (<usize>i << 2), 16)
    if (table == 0) continue
    for (let k = 0; k < TABLE_PAGES; k++) {
      const entry = table + (<usize>k << ENTRY_BITS)
      if (load<u64>(entry, OCCUPIED) == 0) continue
      store<u64>(entry, 0, OCCUPIED)
      memory.fill(pageOf(entry), 0, WATCHED)
    }
  }
  side.best = side.none
}

/**
 * Rows at this price of the side are handed back, or no more; `best` and `worst` are then the best and the worst price
 * of which that is true, `none` without one.
 */
export function watch(side: Side, tick: i32, watched: bool, best: i32, worst: i32): void {
  side.watchedBest = best
  side.watchedWorst = worst
  let entry = entryOf(side, tick)
  if (pageOf(entry) == 0) entry = addPage(side, tick)
  const page = pageOf(entry)
  const bits = load<u64>(page, WATCHED)
  store<u64>(page, watched ? bits | bitOf(tick) : bits & ~bitOf(tick), WATCHED)
}

/** Whether an order of ours stands at a tick that is no better than the best of them. */
@inline
export function isWatched(side: Side, tick: i32): bool {
  if (isBids(side) ? tick < side.watchedWorst : tick > side.watchedWorst) return false
  // Also of a page that is not there: the memory at 0 holds nothing but zeros.
  return ((load<u64>(pageOf(entryOf(side, tick)), WATCHED) >> (tick & PAGE_MASK)) & 1) != 0
}

export function isBids(side: Side): bool {
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
      const bits = load<u64>(entryOf(side, first), OCCUPIED) & mask
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
      const bits = load<u64>(entryOf(side, first), OCCUPIED) & mask
      if (bits != 0) return first + <i32>ctz(bits)
      key++
    }
    mask = -1
  }
  return side.none
}

/** Adds the page of a tick; returns its entry. */
export function addPage(side: Side, tick: i32): usize {
  if (tableOf(side, tick) == 0) {
    const table = allocate(TABLE_PAGES << ENTRY_BITS)
    store<usize>(changetype<usize>(side) + (<usize>(tick >> (PAGE_BITS + TABLE_BITS)) << 2), table, TABLE_ZERO)
  }
  const entry = entryOf(side, tick)
  store<usize>(entry, allocate(PAGE_BYTES), PAGE)
  return entry
}
