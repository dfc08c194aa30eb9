/**
 * How long commands and answers took. Of each command (new order, modification, cancel) the first answer to it measures
 *
 *     entry leg  = the venue acted - the command was sent
 *     round trip = the answer was seen - the command was sent
 *
 * and every answer, later fills among them, measures the response leg = it was seen - the venue acted. The two clocks
 * are the trader's and the venue's; a difference between them shifts both legs and leaves the round trip. Answers to
 * a command that was lost before the venue measure nothing: the venue never acted. The feed leg is not in the
 * journal; the trader measures it.
 *
 * Which command an answer belongs to is the answer's cause in the journal.
 */

import { Bug } from '../core/bug.ts'
import { Histogram } from '../core/histogram.ts'
import { IntMap } from '../core/int-map.ts'
import type { JournalEntry } from '../journal/entries.ts'
import type { Projection } from './projection.ts'

export interface Legs {
  readonly entryNs: Histogram
  readonly responseNs: Histogram
  readonly roundTripNs: Histogram
}

/** By instrument id. */
export type LatencyView = readonly Legs[]

export class Latency implements Projection<LatencyView> {
  readonly name = 'latency'
  readonly version = 1
  readonly #legs: readonly Legs[]
  /** When each command without an answer was sent, by its seq. */
  readonly #sentTs = new IntMap<number>()

  /** `instruments`: how many the run has. */
  constructor(instruments: number) {
    this.#legs = Array.from({ length: instruments }, () => ({
      entryNs: new Histogram(),
      responseNs: new Histogram(),
      roundTripNs: new Histogram(),
    }))
  }

  apply(entry: JournalEntry): void {
    switch (entry.kind) {
      case 'SubmitOrder':
      case 'ModifyOrder':
      case 'CancelOrder':
        this.#sentTs.set(entry.seq, entry.ts)
        return
      case 'CommandRefused':
        this.#sentTs.delete(entry.cause)
        return
      case 'OrderRejected':
      case 'CancelRejected':
      case 'ModifyRejected':
        if (entry.reason === 'lost-on-entry') this.#sentTs.delete(entry.cause)
        else this.#measure(entry)
        return
      case 'OrderAccepted':
      case 'OrderExpired':
      case 'OrderCanceled':
      case 'OrderModified':
      case 'Fill':
        this.#measure(entry)
        return
      default:
    }
  }

  view(): LatencyView {
    return this.#legs
  }

  #measure({ instrument, ts, exchTs, cause }: { instrument: number; ts: number; exchTs: number; cause: number }): void {
    const legs = this.#legs[instrument]
    if (legs === undefined) throw new Bug(`Cannot measure an answer of instrument ${instrument}`)
    legs.responseNs.record(ts - exchTs)
    const sentTs = this.#sentTs.get(cause)
    if (sentTs === undefined) return
    this.#sentTs.delete(cause)
    legs.entryNs.record(exchTs - sentTs)
    legs.roundTripNs.record(ts - sentTs)
  }
}
