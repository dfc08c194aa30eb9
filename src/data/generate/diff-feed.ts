/**
 * Turns changes of a generated book into market rows as a venue publishes them: trades at once, level changes gathered
 * into messages, each of which takes a lognormal time to the trader and never overtakes the one before it. Within a
 * message trades come first, then removals, then other levels, so that no prefix of the rows is a crossed book.
 */
import { InputError } from '../../core/bug.ts'
import { drawLognormal } from '../../core/distributions.ts'
import { log } from '../../core/math.ts'
import type { Rng } from '../../core/rng.ts'
import { Side } from '../../core/units.ts'
import {
  BUY,
  type MarketColumns,
  RowKind,
  reserveColumns,
  SELL,
  TRADER_SEES,
  VENUE_SEES,
} from '../../market/columns.ts'
import type { FlowBook } from './flow-book.ts'

export interface DiffFeedConfig {
  /** Quantity steps of the feed in one lot. */
  readonly stepsPerLot: number
  readonly latencyMedianNs: number
  /** Standard deviation of the logarithm of the latency. */
  readonly latencySigma: number
}

const ALL_SEE = TRADER_SEES | VENUE_SEES

export class DiffFeed {
  /** Rows are appended here; the caller may empty it between calls. */
  readonly columns: MarketColumns
  readonly #stepsPerLot: number
  readonly #latencyMu: number
  readonly #latencySigma: number
  readonly #rng: Rng
  readonly #mask: number
  /** Signed lots of each level as the rows so far have it, by tick in a ring. */
  readonly #published: Float64Array
  /** Levels changed since the last message, in order of change, each once. */
  readonly #changed: number[] = []
  readonly #isChanged: Uint8Array
  readonly #changedTicks: Int32Array
  #exchTs = Number.NEGATIVE_INFINITY
  #localTs = Number.NEGATIVE_INFINITY

  /** `ringTicks`: a power of two; all levels, published and changed, lie within that many ticks. */
  constructor(config: DiffFeedConfig, columns: MarketColumns, ringTicks: number, rng: Rng) {
    this.columns = columns
    this.#stepsPerLot = config.stepsPerLot
    this.#latencyMu = log(config.latencyMedianNs)
    this.#latencySigma = config.latencySigma
    this.#rng = rng
    this.#mask = ringTicks - 1
    this.#published = new Float64Array(ringTicks)
    this.#isChanged = new Uint8Array(ringTicks)
    this.#changedTicks = new Int32Array(ringTicks)
  }

  /** Notes that a level changed; the next message tells what it holds by then. */
  change(ticks: number): void {
    const slot = ticks & this.#mask
    if (this.#isChanged[slot]) {
      if (this.#changedTicks[slot] === ticks) return
      const what = `the market moves more than ${this.#mask} ticks between two publications; publish more often.`
      throw new InputError({ path: 'params.publishEveryNs' }, what)
    }
    this.#isChanged[slot] = 1
    this.#changedTicks[slot] = ticks
    this.#changed.push(ticks)
  }

  /** Before the snapshot nobody hears of changes. */
  forgetChanges(): void {
    for (const ticks of this.#changed) this.#isChanged[ticks & this.#mask] = 0
    this.#changed.length = 0
  }

  trade(exchTs: number, aggressor: Side, ticks: number, lots: number): void {
    this.#stamp(exchTs)
    this.#row(RowKind.Trade | (aggressor === Side.Buy ? BUY : SELL), ticks, lots)
  }

  /** One message with all levels that changed since the last one. */
  publishChanges(exchTs: number, book: FlowBook): void {
    const changed = this.#changed
    if (changed.length === 0) return
    this.#stamp(exchTs)
    for (let i = 0; i < changed.length; i++) {
      const ticks = changed[i]!
      const before = this.#published[ticks & this.#mask]!
      if (before !== 0 && before * book.signedLotsAt(ticks) <= 0) this.#level(RowKind.Depth, before, ticks, 0)
    }
    for (let i = 0; i < changed.length; i++) {
      const ticks = changed[i]!
      const slot = ticks & this.#mask
      const now = book.signedLotsAt(ticks)
      if (now !== 0 && now !== this.#published[slot]) this.#level(RowKind.Depth, now, ticks, now)
      this.#published[slot] = now
      this.#isChanged[slot] = 0
    }
    changed.length = 0
  }

  /** The whole book as one message: each side cleared to its last level, then its levels from the best on. */
  publishSnapshot(exchTs: number, book: FlowBook): void {
    this.forgetChanges()
    this.#stamp(exchTs)
    for (const side of [Side.Buy, Side.Sell] as const) {
      const levels = [...book.levels(side)]
      const last = levels.at(-1)
      if (last) this.#row(RowKind.Clear | (side === Side.Buy ? BUY : SELL), last.ticks, 0)
      for (const { ticks, lots } of levels) {
        this.#level(RowKind.Snapshot, side, ticks, lots)
        this.#published[ticks & this.#mask] = side * lots
      }
    }
  }

  #level(kind: number, sign: number, ticks: number, lots: number): void {
    this.#row(kind | (sign > 0 ? BUY : SELL), ticks, Math.abs(lots))
  }

  /** Rows of one instant are one message and arrive together. */
  #stamp(exchTs: number): void {
    if (exchTs === this.#exchTs) return
    this.#exchTs = exchTs
    const due = exchTs + Math.floor(drawLognormal(this.#rng, this.#latencyMu, this.#latencySigma))
    this.#localTs = Math.max(due, this.#localTs + 1)
  }

  #row(flags: number, ticks: number, lots: number): void {
    const { columns } = this
    const at = columns.length
    if (at === columns.exchTs.length) reserveColumns(columns, at + 1)
    columns.exchTs[at] = this.#exchTs
    columns.localTs[at] = this.#localTs
    columns.flags[at] = flags | ALL_SEE
    columns.priceTicks[at] = ticks
    columns.qtySteps[at] = lots * this.#stepsPerLot
    columns.length = at + 1
  }
}
