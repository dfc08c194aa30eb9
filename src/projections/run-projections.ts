/**
 * All projections that a run's summary needs, fed together: while the run writes its journal, a block at a time
 * (`JournalWriter.follow`) or entry by entry (`projectingSink`), or from the journal afterwards (`foldJournal`). All
 * give the same views.
 */
import type { EntryBody, EntryKind, JournalEntry, JournalSink } from '../journal/entries.ts'
import type { Instrument } from '../market/instrument.ts'
import { entryFrom } from './entry-from.ts'
import { Equity, type OnEquitySample } from './equity.ts'
import { Latency } from './latency.ts'
import { Ledger } from './ledger.ts'
import { Life } from './life.ts'
import { OrderStatistics } from './orders.ts'

export interface ProjectionOptions {
  /** The interval at which the trader marks the market: `metrics.sampleEvery` of the scenario. */
  readonly sampleEveryNs: number
  /** Called for each currency at each regular sample. */
  readonly onSample?: OnEquitySample
}

/** A kind that says nothing to any of them, and is often four entries in ten: it need not be told. */
export const PASSED_OVER = 'TimerFired'

export class RunProjections {
  readonly instruments: readonly Instrument[]
  readonly sampleEveryNs: number
  readonly life: Life
  readonly ledger: Ledger
  readonly orders: OrderStatistics
  readonly latency: Latency
  readonly equity: Equity

  /** `instruments` by id. */
  constructor(instruments: readonly Instrument[], { sampleEveryNs, onSample }: ProjectionOptions) {
    const { length } = instruments
    this.instruments = instruments
    this.sampleEveryNs = sampleEveryNs
    this.life = new Life(length)
    this.ledger = new Ledger(instruments)
    this.orders = new OrderStatistics(length)
    this.latency = new Latency(length)
    this.equity = new Equity(instruments, this.ledger, sampleEveryNs, onSample)
  }

  apply(entry: JournalEntry): void {
    this.life.apply(entry)
    // These kinds concern nobody else.
    if (entry.kind === PASSED_OVER) return
    if (entry.kind === 'MarketMarked') return this.equity.apply(entry)
    this.ledger.apply(entry)
    this.orders.apply(entry)
    this.latency.apply(entry)
  }
}

/** A sink that folds what it passes on: an entry counts once `sink` has taken it. */
export function projectingSink(sink: JournalSink, projections: { apply(entry: JournalEntry): void }): JournalSink {
  return {
    append<K extends EntryKind>(kind: K, ts: number, cause: number, body: EntryBody<K>): number {
      const seq = sink.append(kind, ts, cause, body)
      projections.apply(entryFrom(kind, seq, ts, cause, body))
      return seq
    },
  }
}

/** Folds the entries of a journal from its first on; returns `projections`. */
export function foldJournal<P extends { apply(entry: JournalEntry): void }>(
  entries: Iterable<JournalEntry>,
  projections: P,
): P {
  for (const entry of entries) projections.apply(entry)
  return projections
}
