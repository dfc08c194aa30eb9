/** The run itself: when it began and ended by the trader's clock, and how much it saw and did. */
import type { JournalEntry } from '../journal/entries.ts'
import type { RunEnd } from '../market/orders.ts'
import type { Projection } from './projection.ts'

export interface LifeView {
  /** Where some are passed over, as `RunProjections` allows, this and `endTs` hold once the run has ended. */
  readonly entries: number
  readonly startTs: number
  /** Of the last entry. */
  readonly endTs: number
  /** Undefined for a journal that breaks off. */
  readonly end: RunEnd | undefined
  /** Market rows that the trader had seen at the last mark, by instrument id. */
  readonly rowsSeen: readonly number[]
}

export class Life implements Projection<LifeView> {
  readonly name = 'life'
  readonly version = 1
  #entries = 0
  #startTs = 0
  #endTs = 0
  #end: RunEnd | undefined
  readonly #rowsSeen: number[]

  /** `instruments`: how many the run has. */
  constructor(instruments: number) {
    this.#rowsSeen = new Array<number>(instruments).fill(0)
  }

  apply(entry: JournalEntry): void {
    // Entries may have been passed over.
    this.#entries = entry.seq + 1
    this.#endTs = entry.ts
    switch (entry.kind) {
      case 'RunStarted':
        this.#startTs = entry.ts
        return
      case 'MarketMarked':
        this.#rowsSeen[entry.instrument] = entry.row
        return
      case 'RunEnded':
        this.#end = entry.reason
        return
      default:
    }
  }

  view(): LifeView {
    return {
      entries: this.#entries,
      startTs: this.#startTs,
      endTs: this.#endTs,
      end: this.#end,
      rowsSeen: this.#rowsSeen,
    }
  }
}
