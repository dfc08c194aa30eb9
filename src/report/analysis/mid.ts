import type { BookView } from '../../market/l2-book.ts'

/** The middle of the best prices in ticks, NaN where a side is empty. */
export function midOf(book: BookView): number {
  return book.hasBid && book.hasAsk ? (book.bestBidTicks + book.bestAskTicks) / 2 : Number.NaN
}
