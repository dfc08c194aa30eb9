/** What most rows do: they change a level behind the best of its side, and need nothing but two writes. */
import { Book } from './book'
import { BUY } from './rows'
import { entryOf, pageOf, setBits, Side } from './side'

/**
 * A price as a number that is the larger the better it is for its side: 0 for `sell` where it is a bid, -1 for an ask.
 */
@inline
export function rankOf(tick: i32, sell: i32): i32 {
  return tick ^ sell
}

/** Levels below this rank are behind the best of their side; none is where levels may be dust. */
@inline
export function behindRank(book: Book, side: Side, sell: i32): i32 {
  return book.dustBelow > 0 ? i32.MIN_VALUE : rankOf(side.best, sell)
}

/**
 * Sets a level that is behind the best of its side before and after, if its rank says so and its page is there. Says
 * whether it did. Most rows are such, and need nothing but these two writes.
 */
@inline
export function setBehind(bids: Side, asks: Side, bidRank: i32, askRank: i32, flags: u32, tick: i32, steps: i64): bool {
  const isBid = (flags & BUY) != 0
  if (rankOf(tick, select<i32>(0, -1, isBid)) >= select<i32>(bidRank, askRank, isBid)) return false
  const side = changetype<Side>(select<usize>(changetype<usize>(bids), changetype<usize>(asks), isBid))
  const entry = entryOf(side, tick)
  const page = pageOf(entry)
  if (page == 0) return false
  setBits(entry, page, tick, steps & ~(steps >> 63))
  return true
}
