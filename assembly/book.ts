/** A book of two sides that never cross, kept current by absolute level updates. */
import { allocate } from './memory'
import { BUY, NO_PRICE, SELL } from './rows'
import { addPage, clearSide, entryOf, newSide, pageOf, removeThrough, setIn, Side, stepsAt } from './side'

@unmanaged
export class Book {
  bids: Side
  asks: Side
  /** Levels of less count as empty; 0 where only those of nothing do. */
  dustBelow: f64
}

/** Where it lies, for JavaScript. */
export const BOOK_BIDS: i32 = offsetof<Book>('bids')

export function newBook(dustBelow: f64): Book {
  const book = changetype<Book>(allocate(offsetof<Book>()))
  book.bids = newSide(i32.MIN_VALUE)
  book.asks = newSide(i32.MAX_VALUE)
  book.dustBelow = dustBelow
  return book
}

/**
 * Sets a level of one side and removes what it crosses of the other. Quantities are handled as the bits of their f64,
 * since integers can be chosen between without a branch.
 */
@inline
function apply(book: Book, isBid: bool, tick: i32, given: f64): void {
  const own = isBid ? book.bids : book.asks
  const other = isBid ? book.asks : book.bids
  let steps = reinterpret<i64>(given)
  // Less than nothing is nothing.
  steps &= ~(steps >> 63)
  // Few instruments have dust, and whether a level is empty cannot be predicted: no branch on it for the others.
  if (book.dustBelow > 0) {
    if (given < book.dustBelow) steps = 0
  }
  if (isBid ? tick >= other.best : tick <= other.best) {
    if (steps != 0) removeThrough(other, tick)
  }
  let entry = entryOf(own, tick)
  let page = pageOf(entry)
  if (page == 0) {
    if (steps == 0) return
    entry = addPage(own, tick)
    page = pageOf(entry)
  }
  setIn(entry, page, own, isBid, tick, steps)
}

/** Returns what the level held. */
export function setLevel(book: Book, isBid: bool, tick: i32, steps: f64): f64 {
  const held = stepsAt(isBid ? book.bids : book.asks, tick)
  applyLevel(book, isBid ? BUY : SELL, tick, steps)
  return held
}

/** A row that changes a level, whichever it is. */
export function applyLevel(book: Book, flags: u32, tick: i32, steps: f64): void {
  if ((flags & BUY) != 0) apply(book, true, tick, steps)
  else apply(book, false, tick, steps)
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
