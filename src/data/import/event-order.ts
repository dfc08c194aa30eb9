/**
 * Brings rows that come in order of receipt into the order of a market file: both clocks never decrease over the rows
 * that their node sees. A row that cannot stand where both orders want it is split into a half for the venue and one
 * for the trader.
 *
 * The merge is that of hftbacktest's `correct_event_order`, streamed. With E = the rows in a stable sort by `exchTs`
 * and L = the rows in order of `localTs`, and heads e and l: where e and l are the same row it goes out whole; else e
 * goes out for the venue if e is earlier by (`exchTs`, `localTs`); else l goes out for the trader. Two differences:
 * heads are the same row by identity and not by equal stamps; and within one `exchTs` trades stand before depth in E,
 * since the trade is what changed the depth (a queue model that sees the depth first counts the trade twice).
 */
import {
  allocateColumns,
  appendRows,
  dropRows,
  KIND_MASK,
  type MarketColumns,
  RowKind,
  reserveColumns,
  TRADER_SEES,
  VENUE_SEES,
} from '../../market/columns.ts'

export class EventOrder {
  /** Rows that were split in two. */
  split = 0
  readonly #stepBackNs: number
  readonly #out: MarketColumns
  readonly #onTraderRow: (inputRow: number, outputRow: number) => void
  /** Rows that are not yet out, in order of receipt; `#firstRow` is the input row of the first. */
  readonly #window: MarketColumns = allocateColumns(0)
  #firstRow = 0
  #outputRows = 0
  /** Places in the window: the head of L, the queue of E with its head, and what E has not ordered yet. */
  #local = 0
  #venue: number[] = []
  #venueHead = 0
  #unordered: number[] = []
  #newestExchTs = Number.NEGATIVE_INFINITY

  /**
   * `stepBackNs`: no row's `exchTs` is further than that below one before it. Finished rows are appended to `out`,
   * which the caller empties. `onTraderRow` hears where each input row went, as the trader sees it.
   */
  constructor(
    stepBackNs: number,
    out: MarketColumns,
    onTraderRow: (inputRow: number, outputRow: number) => void = () => {},
  ) {
    this.#stepBackNs = stepBackNs
    this.#out = out
    this.#onTraderRow = onTraderRow
  }

  /**
   * Takes the next rows in order of `localTs`; their flags say kind and side only. The columns may be used again at
   * once.
   */
  push(rows: MarketColumns): void {
    this.#append(rows)
    // Rows to come are at most `stepBackNs` below the newest: what is older than that is in its final order.
    this.#order(this.#newestExchTs - this.#stepBackNs)
    this.#merge(false)
    this.#forget()
  }

  /** Puts out all that is left. */
  finish(): void {
    this.#order(Number.POSITIVE_INFINITY)
    this.#merge(true)
    this.#forget()
  }

  #append(rows: MarketColumns): void {
    const window = this.#window
    const at = window.length
    appendRows(window, rows)
    for (let i = at; i < window.length; i++) {
      this.#unordered.push(i)
      const exchTs = window.exchTs[i]!
      if (exchTs > this.#newestExchTs) this.#newestExchTs = exchTs
    }
  }

  /** Moves rows below `horizonTs` into E. They all belong behind what is in E already. */
  #order(horizonTs: number): void {
    const { exchTs, flags } = this.#window
    const ready: number[] = []
    const rest: number[] = []
    for (const i of this.#unordered) (exchTs[i]! < horizonTs ? ready : rest).push(i)
    const rank = (i: number): number => ((flags[i]! & KIND_MASK) === RowKind.Trade ? 0 : 1)
    ready.sort((a, b) => exchTs[a]! - exchTs[b]! || rank(a) - rank(b) || a - b)
    this.#venue = this.#venue.slice(this.#venueHead)
    this.#venueHead = 0
    for (const i of ready) this.#venue.push(i)
    this.#unordered = rest
  }

  #merge(isLast: boolean): void {
    const { exchTs, localTs, length } = this.#window
    while (this.#venueHead < this.#venue.length || (isLast && this.#local < length)) {
      const e = this.#venue[this.#venueHead]
      const l = this.#local
      if (e === l) {
        this.#emit(l, VENUE_SEES | TRADER_SEES)
        this.#venueHead++
        this.#local++
      } else if (
        e !== undefined &&
        (l >= length || exchTs[e]! < exchTs[l]! || (exchTs[e] === exchTs[l] && localTs[e]! < localTs[l]!))
      ) {
        this.#emit(e, VENUE_SEES)
        this.#venueHead++
      } else {
        this.#emit(l, TRADER_SEES)
        this.split++
        this.#local++
      }
    }
  }

  #emit(i: number, sees: number): void {
    const window = this.#window
    const out = this.#out
    const at = out.length
    if (at === out.exchTs.length) reserveColumns(out, Math.max(1024, at * 2))
    out.exchTs[at] = window.exchTs[i]!
    out.localTs[at] = window.localTs[i]!
    out.flags[at] = window.flags[i]! | sees
    out.priceTicks[at] = window.priceTicks[i]!
    out.qtySteps[at] = window.qtySteps[i]!
    out.length = at + 1
    if ((sees & TRADER_SEES) !== 0) this.#onTraderRow(this.#firstRow + i, this.#outputRows)
    this.#outputRows++
  }

  /** Drops the rows that both orders have passed. */
  #forget(): void {
    let first = this.#local
    for (let k = this.#venueHead; k < this.#venue.length; k++) first = Math.min(first, this.#venue[k]!)
    for (const i of this.#unordered) first = Math.min(first, i)
    if (first === 0) return
    dropRows(this.#window, first)
    this.#firstRow += first
    this.#local -= first
    this.#venue = this.#venue.slice(this.#venueHead).map((i) => i - first)
    this.#venueHead = 0
    this.#unordered = this.#unordered.map((i) => i - first)
  }
}
