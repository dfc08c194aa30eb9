/** What one node sees of a span, from lists: the twin of `data/span-source.ts`. */
import { BUY, type MarketColumns, RowKind, SELL, TRADER_SEES, VENUE_SEES } from '../../src/market/columns.ts'
import { rowAt } from '../fakes/market-text.ts'
import { LevelBook } from './level-book.ts'

/** One row as a node sees it: when, what, where, how much. */
export type Seen = readonly [ts: number, what: number, tick: number, steps: number]

/** All rows that a node sees, in order; `sees` is its flag. */
export function seenBy(columns: MarketColumns, sees: number): Seen[] {
  return Array.from({ length: columns.length }, (_, row) => rowAt(columns, row))
    .filter(({ flags }) => (flags & sees) !== 0)
    .map(({ exchTs, localTs, flags, priceTicks, qtySteps }) => {
      const what = flags & ~(VENUE_SEES | TRADER_SEES)
      return [sees === VENUE_SEES ? exchTs : localTs, what, priceTicks, qtySteps]
    })
}

export function naiveSpan(columns: MarketColumns, sees: number, from: number, to: number, stepsPerLot: number): Seen[] {
  const all = seenBy(columns, sees)
  const book = new LevelBook(stepsPerLot)
  for (const [ts, what, tick, steps] of all) if (ts < from) book.apply(what, tick, steps)
  const levels = ([1, -1] as const).flatMap((side) =>
    book
      .ticks(side)
      .map((tick): Seen => [from, RowKind.Snapshot | (side > 0 ? BUY : SELL), tick, book.stepsAt(side, tick)]),
  )
  return [...levels, ...all.filter(([ts]) => ts >= from && ts < to)]
}
