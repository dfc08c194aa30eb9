/**
 * The venue's loop over rows. Nothing is decided here: rows that concern an order of ours are handed back before they
 * are applied.
 */
import { behindRank, rankOf, setBehind } from './behind'
import { applyLevel, Book } from './book'
import { BUY, CLEAR, Columns, isLevel, KIND, SELL, TRADE, VENUE_SEES } from './rows'
import { isWatched, Side } from './side'

/**
 * The venue's pass over rows `[from, to)` before `limitTs`. Returns the first row that was not taken; where that is one
 * that concerns an order of ours (a level or trade at a watched price, a best price or a trade that reaches one, a
 * clear), its complement.
 *
 * Most rows are taken by a loop that calls nothing, so that what it needs stays in registers.
 */
export function venuePass(book: Book, columns: Columns, from: i32, to: i32, limitTs: f64): i32 {
  let row = from
  while (true) {
    row = venueRows(book, columns, row, to, limitTs)
    if (row >= to || load<f64>(columns.exchTs + (<usize>row << 3)) >= limitTs) return row
    const flags = <u32>load<u16>(columns.flags + (<usize>row << 1))
    const tick = load<i32>(columns.priceTicks + (<usize>row << 2))
    if (concerns(book, flags, tick)) return ~row
    if (isLevel(flags)) applyLevel(book, flags, tick, load<f64>(columns.qtySteps + (<usize>row << 3)))
    row++
  }
}

/** Takes the rows up to the first that may concern an order of ours, or that is more than a level behind the best. */
@inline
function venueRows(book: Book, columns: Columns, from: i32, to: i32, limitTs: f64): i32 {
  const bids = book.bids
  const asks = book.asks
  const bidsWatched = bids.watchedBest
  const asksWatched = asks.watchedBest
  const allFlags = columns.flags
  const exchTs = columns.exchTs
  const priceTicks = columns.priceTicks
  const qtySteps = columns.qtySteps
  const bidRank = quietRank(book, bids, asks, 0)
  const askRank = quietRank(book, asks, bids, -1)
  let row = from
  for (; row < to; row++) {
    const flags = <u32>load<u16>(allFlags + (<usize>row << 1))
    if ((flags & VENUE_SEES) == 0) continue
    if (load<f64>(exchTs + (<usize>row << 3)) >= limitTs) return row
    const tick = load<i32>(priceTicks + (<usize>row << 2))
    if (isLevel(flags)) {
      const steps = load<i64>(qtySteps + (<usize>row << 3))
      if (!setBehind(bids, asks, bidRank, askRank, flags, tick, steps)) return row
    } else if ((flags & KIND) == TRADE) {
      if ((flags & BUY) != 0 ? tick >= asksWatched : tick <= bidsWatched) return row
    } else if ((flags & KIND) == CLEAR) return row
  }
  return row
}

/**
 * Whether a row concerns an order of ours: a level or a trade that reaches one on the other side, the level at which
 * one stands, a clear.
 */
function concerns(book: Book, flags: u32, tick: i32): bool {
  const bids = book.bids
  const asks = book.asks
  if (isLevel(flags)) {
    if ((flags & BUY) != 0) return tick >= asks.watchedBest || (tick <= bids.watchedBest && isWatched(bids, tick))
    return tick <= bids.watchedBest || (tick >= asks.watchedBest && isWatched(asks, tick))
  }
  if ((flags & KIND) != TRADE) return (flags & KIND) == CLEAR
  if ((flags & BUY) != 0) return tick >= asks.watchedBest && tick > bids.best
  return (flags & SELL) != 0 && tick <= bids.watchedBest && tick < asks.best
}

/** Levels below this rank are behind the best of their side and behind every order of ours. */
@inline
function quietRank(book: Book, own: Side, other: Side, sell: i32): i32 {
  // `none` of the other side is beyond every price.
  const rank = min(behindRank(book, own, sell), rankOf(other.watchedBest, sell))
  return own.watchedWorst == own.none ? rank : min(rank, rankOf(own.watchedWorst, sell))
}
