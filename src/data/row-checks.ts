/**
 * What may be wrong with the rows of a market file, each as a count and a first row. Damage makes results wrong; a
 * notice is something to know. The rows are looked at as they stand in the file, with absolute instants.
 */

import { BUY, KIND_MASK, NO_PRICE, RowKind, SELL, TRADER_SEES, VENUE_SEES } from '../market/columns.ts'
import { L2Book } from '../market/l2-book.ts'
import { MarketMemory } from '../market/market-memory.ts'
import { type BlockColumns, decodeWords, epochWords } from './columns-codec.ts'

export type Severity = 'damage' | 'notice'

export interface CheckFinding {
  readonly name: string
  readonly severity: Severity
  readonly count: number
  /** Row of the first case, from 0. Absent where it is about the file as a whole. */
  readonly firstRow?: number
  /** In words, for people. */
  readonly what: string
}

/** Name, severity and words of every finding about rows, in the order of a report. */
const ROW_FINDINGS = {
  'exch-order': ['damage', 'rows whose exchTs is before that of an earlier row that the venue sees'],
  'local-order': ['damage', 'rows whose localTs is before that of an earlier row that the trader sees'],
  'negative-latency': ['damage', 'rows that reach the trader before they happen at the venue'],
  'negative-quantity': ['damage', 'rows with a quantity below zero'],
  'no-price': ['damage', 'levels or trades without a price'],
  'crossed-venue': ['damage', 'messages after which the best bid of the venue is at or above its best ask'],
  'crossed-trader': ['damage', 'messages after which the best bid of the trader is at or above its best ask'],
  'no-side': ['notice', 'levels that are on neither side or on both'],
  unseen: ['notice', 'rows that neither the venue nor the trader sees'],
  'unknown-kind': ['notice', 'rows of a kind that has no meaning here; they change nothing'],
  'off-lot': ['notice', 'levels whose quantity is no whole number of lots'],
  silence: ['notice', 'stretches in which nothing reaches the trader'],
} as const satisfies Record<string, readonly [Severity, string]>

type RowFinding = keyof typeof ROW_FINDINGS

export class RowChecks {
  readonly #cases = new Map<RowFinding, { count: number; firstRow: number }>()
  readonly #stepsPerLot: number
  readonly #silenceNs: number
  readonly #venueBook = new CrossWatch()
  readonly #traderBook = new CrossWatch()
  readonly #baseNs: bigint
  #venueTs = Number.NEGATIVE_INFINITY
  #traderTs = Number.NEGATIVE_INFINITY
  #longestSilenceNs = 0
  #exchTs = new Float64Array(0)
  #localTs = new Float64Array(0)
  #qtySteps = new Float64Array(0)

  /** `baseNs`: an instant near the rows, so that their distances from it are exact. */
  constructor(options: { stepsPerLot: number; silenceNs: number; baseNs: bigint }) {
    this.#stepsPerLot = options.stepsPerLot
    this.#silenceNs = options.silenceNs
    this.#baseNs = options.baseNs
  }

  /** Looks at the next block. */
  add(block: { firstRow: number; rows: number; columns: BlockColumns }): void {
    const { columns, firstRow, rows } = block
    if (this.#exchTs.length < rows) {
      this.#exchTs = new Float64Array(rows)
      this.#localTs = new Float64Array(rows)
      this.#qtySteps = new Float64Array(rows)
    }
    decodeWords(columns.exchWords, rows, epochWords(this.#baseNs), this.#exchTs, 0)
    decodeWords(columns.localWords, rows, epochWords(this.#baseNs), this.#localTs, 0)
    decodeWords(columns.qtyWords, rows, epochWords(0n), this.#qtySteps, 0)
    for (let i = 0; i < rows; i++) {
      const flags = columns.flags[i]!
      const ticks = columns.priceTicks[i]!
      this.#checkClocks(firstRow + i, flags, this.#exchTs[i]!, this.#localTs[i]!)
      this.#checkFields(firstRow + i, flags, ticks, this.#qtySteps[i]!)
      this.#checkBooks(firstRow + i, i, flags, ticks)
    }
  }

  /** All findings that have a case. To be called after the last block. */
  findings(): CheckFinding[] {
    this.#note('crossed-venue', this.#venueBook.end())
    this.#note('crossed-trader', this.#traderBook.end())
    const findings: CheckFinding[] = []
    for (const [name, [severity, words]] of Object.entries(ROW_FINDINGS)) {
      const found = this.#cases.get(name as RowFinding)
      if (!found) continue
      const longest =
        name === 'silence' ? ` for ${this.#silenceNs / 1e9} s; the longest is ${this.#longestSilenceNs / 1e9} s` : ''
      findings.push({ name, severity, count: found.count, firstRow: found.firstRow, what: words + longest })
    }
    return findings
  }

  #checkClocks(row: number, flags: number, exchTs: number, localTs: number): void {
    if ((flags & VENUE_SEES) !== 0) {
      if (exchTs < this.#venueTs) this.#note('exch-order', row)
      else this.#venueTs = exchTs
    }
    if ((flags & TRADER_SEES) !== 0) {
      if (localTs < this.#traderTs) this.#note('local-order', row)
      else {
        const silenceNs = localTs - this.#traderTs
        if (silenceNs > this.#silenceNs && silenceNs < Number.POSITIVE_INFINITY) {
          this.#note('silence', row)
          this.#longestSilenceNs = Math.max(this.#longestSilenceNs, silenceNs)
        }
        this.#traderTs = localTs
      }
    }
    if (localTs < exchTs) this.#note('negative-latency', row)
    if ((flags & (VENUE_SEES | TRADER_SEES)) === 0) this.#note('unseen', row)
  }

  #checkFields(row: number, flags: number, ticks: number, steps: number): void {
    const kind = flags & KIND_MASK
    if (steps < 0) this.#note('negative-quantity', row)
    if (kind < RowKind.Depth || kind > RowKind.Bbo) this.#note('unknown-kind', row)
    else if (ticks === NO_PRICE && kind !== RowKind.Clear) this.#note('no-price', row)
    if (kind !== RowKind.Depth && kind !== RowKind.Snapshot) return
    const sides = flags & (BUY | SELL)
    if (sides === 0 || sides === (BUY | SELL)) this.#note('no-side', row)
    if (steps % this.#stepsPerLot !== 0) this.#note('off-lot', row)
  }

  #checkBooks(row: number, i: number, flags: number, ticks: number): void {
    const steps = this.#qtySteps[i]!
    if ((flags & VENUE_SEES) !== 0) {
      this.#note('crossed-venue', this.#venueBook.add(row, this.#exchTs[i]!, flags, ticks, steps))
    }
    if ((flags & TRADER_SEES) !== 0) {
      this.#note('crossed-trader', this.#traderBook.add(row, this.#localTs[i]!, flags, ticks, steps))
    }
  }

  #note(name: RowFinding, row: number | undefined): void {
    if (row === undefined) return
    const found = this.#cases.get(name)
    if (found) found.count++
    else this.#cases.set(name, { count: 1, firstRow: row })
  }
}

/** A book that keeps crossed levels, unlike that of a run, and says after each message whether it is crossed. */
class CrossWatch {
  // Two books with one side each, so that neither removes what it crosses.
  readonly #memory = new MarketMemory()
  readonly #bids = new L2Book(1, this.#memory)
  readonly #asks = new L2Book(1, this.#memory)
  #ts = Number.NaN
  #lastRow = 0

  /** Applies a row. Returns the last row of the message before it where that one left the book crossed. */
  add(row: number, ts: number, flags: number, ticks: number, steps: number): number | undefined {
    const crossedAt = ts === this.#ts ? undefined : this.end()
    this.#ts = ts
    this.#lastRow = row
    const kind = flags & KIND_MASK
    if (kind === RowKind.Clear) {
      this.#bids.clear(flags, ticks)
      this.#asks.clear(flags, ticks)
    } else if ((kind === RowKind.Depth || kind === RowKind.Snapshot) && ticks !== NO_PRICE) {
      if ((flags & BUY) !== 0) this.#bids.setLevel(true, ticks, Math.max(0, steps))
      else if ((flags & SELL) !== 0) this.#asks.setLevel(false, ticks, Math.max(0, steps))
    }
    return crossedAt
  }

  /** The last row so far where the book is crossed after it. */
  end(): number | undefined {
    const { bids } = this.#bids
    const { asks } = this.#asks
    return this.#bids.hasBid && this.#asks.hasAsk && bids.best >= asks.best ? this.#lastRow : undefined
  }
}
