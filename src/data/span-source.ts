/**
 * A part of another source: what both nodes would see from one instant up to another, each by its own clock (the venue
 * by `exchTs`, the trader by `localTs`).
 *
 * What a node saw before `fromTs` is folded into its book, and given as snapshot rows of that book at `fromTs`. The
 * two books differ, since the trader's is older: a row that the venue saw before and the trader sees after is on its
 * way at `fromTs`, so it is in the venue's snapshot and stays, for the trader alone. Thus each node gets each row
 * once, in the snapshot or as itself. What a node would see at `toTs` or after is left out: of two spans that meet,
 * a row on its way at the border is not seen in the first and arrives in the second.
 */
import {
  allocateColumns,
  BUY,
  type MarketColumns,
  RowKind,
  reserveColumns,
  SELL,
  TRADER_SEES,
  VENUE_SEES,
} from '../market/columns.ts'
import { L2Book } from '../market/l2-book.ts'
import { MarketMemory } from '../market/market-memory.ts'
import type { DataSource } from './data-source.ts'

/** Instants are nanoseconds since the run epoch. */
export interface SpanOptions {
  /** The first instant of the span. Default: the beginning of the data. */
  readonly fromTs?: number | undefined
  /** The first instant behind the span. Default: the end of the data. */
  readonly toTs?: number | undefined
  /** Of the instrument: the books round small levels away as those of a run do. */
  readonly stepsPerLot: number
}

/** Reads `source` once, in bounded memory, no further than needed, and closes it. */
export function spanSource(source: DataSource, options: SpanOptions): DataSource {
  return new SpanSource(source, options)
}

/** A node whose book is folded until the span begins for it. */
interface Side {
  readonly sees: number
  /** Undefined once its snapshot has been given. */
  book: L2Book | undefined
  /** Whether it has come to `toTs`. */
  passed: boolean
}

class SpanSource implements DataSource {
  readonly #source: DataSource
  readonly #fromTs: number
  readonly #toTs: number
  readonly #venue: Side
  readonly #trader: Side
  /** Rows as read, while some of them are still folded. */
  readonly #read: MarketColumns = allocateColumns(0)
  #ended = false

  constructor(source: DataSource, { fromTs, toTs, stepsPerLot }: SpanOptions) {
    this.#source = source
    this.#fromTs = fromTs ?? Number.NEGATIVE_INFINITY
    this.#toTs = toTs ?? Number.POSITIVE_INFINITY
    const memory = fromTs === undefined ? undefined : new MarketMemory()
    const side = (sees: number): Side => {
      return { sees, book: memory && new L2Book(stepsPerLot, memory), passed: false }
    }
    this.#venue = side(VENUE_SEES)
    this.#trader = side(TRADER_SEES)
  }

  async read(into: MarketColumns): Promise<boolean> {
    const start = into.length
    while (!this.#ended && into.length === start) {
      const folding = this.#venue.book !== undefined || this.#trader.book !== undefined
      const rows = folding ? this.#read : into
      if (folding) rows.length = 0
      const more = await this.#source.read(rows)
      if (more && folding) this.#fold(rows, into)
      else if (more) this.#clip(into, start)
      if (more && !(this.#venue.passed && this.#trader.passed)) continue
      // A node that saw nothing more in the span has its book all the same.
      this.#begin(this.#trader, into)
      this.#begin(this.#venue, into)
      await this.close()
    }
    return into.length > start
  }

  close(): Promise<void> {
    this.#ended = true
    return this.#source.close()
  }

  /** Appends what the span holds of `rows` to `into`; the rest goes into the books. */
  #fold(rows: MarketColumns, into: MarketColumns): void {
    const { exchTs, localTs, flags, priceTicks, qtySteps, length } = rows
    for (let row = 0; row < length; row++) {
      const rowFlags = flags[row]!
      const tick = priceTicks[row]!
      const steps = qtySteps[row]!
      const venue = this.#meets(this.#venue, rowFlags, exchTs[row]!, tick, steps, into)
      const trader = this.#meets(this.#trader, rowFlags, localTs[row]!, tick, steps, into)
      const kept = (rowFlags & ~(VENUE_SEES | TRADER_SEES)) | (venue ? VENUE_SEES : 0) | (trader ? TRADER_SEES : 0)
      if (venue || trader) push(into, exchTs[row]!, localTs[row]!, kept, tick, steps)
    }
  }

  /** Whether a node sees a row within the span. Its first one begins the span for it; what is before is folded. */
  #meets(side: Side, flags: number, ts: number, tick: number, steps: number, into: MarketColumns): boolean {
    if ((flags & side.sees) === 0) return false
    if (ts < this.#fromTs) {
      side.book?.apply(flags, tick, steps)
      return false
    }
    this.#begin(side, into)
    if (ts >= this.#toTs) side.passed = true
    return ts < this.#toTs
  }

  #begin(side: Side, into: MarketColumns): void {
    const { book, sees } = side
    if (book === undefined) return
    side.book = undefined
    for (const levels of [book.bids, book.asks]) {
      const flags = RowKind.Snapshot | (levels.direction > 0 ? BUY : SELL) | sees
      for (const tick of levels.ticks()) push(into, this.#fromTs, this.#fromTs, flags, tick, levels.stepsAt(tick))
    }
  }

  /** Takes what is at `toTs` or after out of the rows from `start` on. */
  #clip(into: MarketColumns, start: number): void {
    const { exchTs, localTs, flags, priceTicks, qtySteps, length } = into
    const toTs = this.#toTs
    let kept = start
    for (let row = start; row < length; row++) {
      let rowFlags = flags[row]!
      if ((rowFlags & VENUE_SEES) !== 0 && exchTs[row]! >= toTs) {
        rowFlags &= ~VENUE_SEES
        this.#venue.passed = true
      }
      if ((rowFlags & TRADER_SEES) !== 0 && localTs[row]! >= toTs) {
        rowFlags &= ~TRADER_SEES
        this.#trader.passed = true
      }
      if ((rowFlags & (VENUE_SEES | TRADER_SEES)) === 0) continue
      if (kept !== row) {
        exchTs[kept] = exchTs[row]!
        localTs[kept] = localTs[row]!
        priceTicks[kept] = priceTicks[row]!
        qtySteps[kept] = qtySteps[row]!
      }
      flags[kept++] = rowFlags
    }
    into.length = kept
  }
}

function push(
  into: MarketColumns,
  exchTs: number,
  localTs: number,
  flags: number,
  priceTicks: number,
  qtySteps: number,
): void {
  const at = into.length
  if (at === into.exchTs.length) reserveColumns(into, at + 1)
  into.exchTs[at] = exchTs
  into.localTs[at] = localTs
  into.flags[at] = flags
  into.priceTicks[at] = priceTicks
  into.qtySteps[at] = qtySteps
  into.length = at + 1
}
