/**
 * Best prices as the trader saw them, at even times. The interval doubles whenever there is no room for more points,
 * so that the memory is bounded however long the run.
 */
import type { BookView } from '../../market/l2-book.ts'
import type { ReportSeries } from '../run-report.ts'

export class MarketGrid {
  readonly #most: number
  readonly #books: readonly BookView[]
  readonly #lookAt: (ts: number) => void
  #stepNs: number
  #nextTs = Number.POSITIVE_INFINITY
  #ts: number[] = []
  readonly #bids: number[][]
  readonly #asks: number[][]

  /** `spanNs`: how long the run will be, roughly. */
  constructor(books: readonly BookView[], spanNs: number, most: number, lookAt: (ts: number) => void) {
    this.#books = books
    this.#most = most
    this.#lookAt = lookAt
    this.#stepNs = Math.max(1, Math.ceil(spanNs / (most - 1)))
    this.#bids = books.map(() => [])
    this.#asks = books.map(() => [])
  }

  start(nowTs: number): void {
    this.#ask(nowTs)
  }

  onLook(nowTs: number): void {
    if (nowTs < this.#nextTs) return
    this.#ts.push(nowTs)
    for (const [i, book] of this.#books.entries()) {
      this.#bids[i]!.push(book.hasBid ? book.bestBidTicks : Number.NaN)
      this.#asks[i]!.push(book.hasAsk ? book.bestAskTicks : Number.NaN)
    }
    if (this.#ts.length > this.#most) this.#thin()
    this.#ask(nowTs)
  }

  view(): ReportSeries['market'] {
    const ts = Float64Array.from(this.#ts)
    return this.#books.map((_, i) => ({
      ts,
      bid: Float64Array.from(this.#bids[i]!),
      ask: Float64Array.from(this.#asks[i]!),
    }))
  }

  #ask(nowTs: number): void {
    this.#nextTs = (Math.floor(nowTs / this.#stepNs) + 1) * this.#stepNs
    this.#lookAt(this.#nextTs)
  }

  #thin(): void {
    this.#stepNs *= 2
    const stepNs = this.#stepNs
    const kept = this.#ts.map((ts) => ts % stepNs === 0)
    const thin = (values: number[]): number[] => values.filter((_, i) => kept[i])
    for (const columns of [this.#bids, this.#asks])
      for (const [i, column] of columns.entries()) columns[i] = thin(column)
    this.#ts = thin(this.#ts)
  }
}
