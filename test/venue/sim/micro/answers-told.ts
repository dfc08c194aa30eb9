/** What the trader's journal tells of the venue's answers, beside what its orders show: when things happened. */
import type { JournalEntry } from '../../../../src/journal/entries.ts'

export class AnswersTold {
  /** The last answer: when its command was sent, when the venue acted, when it arrived. */
  latency: readonly [number, number, number] | null = null
  /** By order, when the venue last did something with it. */
  readonly exchTs: Map<number, number> = new Map()
  readonly #sentTs = new Map<number, number>()

  apply(entry: JournalEntry): void {
    switch (entry.kind) {
      case 'SubmitOrder':
      case 'ModifyOrder':
      case 'CancelOrder':
        this.#sentTs.set(entry.seq, entry.ts)
        return
      case 'CancelRejected':
      case 'ModifyRejected':
        // Nothing was done with the order.
        if (entry.reason !== 'lost-on-entry') this.#measure(entry)
        return
      case 'OrderRejected':
        // One that never arrived has no time at the venue, and measures nothing.
        if (entry.reason === 'lost-on-entry') return
        this.exchTs.set(entry.order, entry.exchTs)
        return this.#measure(entry)
      case 'OrderAccepted':
      case 'OrderModified':
      case 'OrderExpired':
      case 'OrderCanceled':
      case 'Fill':
        this.exchTs.set(entry.order, entry.exchTs)
        return this.#measure(entry)
      default:
    }
  }

  #measure({ cause, exchTs, ts }: { cause: number; exchTs: number; ts: number }): void {
    this.latency = [this.#sentTs.get(cause)!, exchTs, ts]
  }
}
