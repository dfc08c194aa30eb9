/** What traded at the venue while a run went on, counted from the rows that the run reads. */
import type { DataSource } from '../data/data-source.ts'
import { KIND_MASK, type MarketColumns, RowKind, VENUE_SEES } from '../market/columns.ts'

interface Batch {
  /** Trades of the batch: instants at the venue and quantity steps. */
  readonly exchTs: number[]
  readonly steps: number[]
}

export class TradeTape {
  /** Rows read. */
  rows = 0
  #trades = 0
  #steps = 0n
  /**
   * Trades of the last two reads. A run that ends before its data has read ahead, but never further than the read at
   * hand and what the one before it left.
   */
  #recent: Batch[] = []

  /** The source, with its rows counted as they are read. */
  over(source: DataSource): DataSource {
    return {
      read: async (into) => {
        const from = into.length
        const more = await source.read(into)
        if (into.length > from) this.#take(into, from)
        return more
      },
      close: () => source.close(),
    }
  }

  /** Trades up to an instant, which must not lie before what was read long ago. */
  upTo(ts: number): { readonly trades: number; readonly steps: bigint } {
    let trades = this.#trades
    let steps = this.#steps
    for (const batch of this.#recent) {
      const end = batch.exchTs.findIndex((at) => at > ts)
      const count = end < 0 ? batch.exchTs.length : end
      trades += count
      steps += sumOf(batch.steps, count)
    }
    return { trades, steps }
  }

  #take({ exchTs, flags, qtySteps, length }: MarketColumns, from: number): void {
    this.rows += length - from
    const batch: Batch = { exchTs: [], steps: [] }
    for (let row = from; row < length; row++) {
      const rowFlags = flags[row]!
      if ((rowFlags & KIND_MASK) !== RowKind.Trade || (rowFlags & VENUE_SEES) === 0) continue
      batch.exchTs.push(exchTs[row]!)
      batch.steps.push(qtySteps[row]!)
    }
    this.#recent.push(batch)
    if (this.#recent.length <= 2) return
    const { steps } = this.#recent.shift()!
    this.#trades += steps.length
    this.#steps += sumOf(steps, steps.length)
  }
}

/** Exact: a batch of quantities may pass 2^53 together. */
function sumOf(steps: readonly number[], count: number): bigint {
  let sum = 0n
  let part = 0
  for (let i = 0; i < count; i++) {
    if (part + steps[i]! > Number.MAX_SAFE_INTEGER) {
      sum += BigInt(part)
      part = 0
    }
    part += steps[i]!
  }
  return sum + BigInt(part)
}
