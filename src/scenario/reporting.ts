/** Folds a run while it writes its journal, and sums it up at the end. */
import type { JournalSink } from '../journal/entries.ts'
import type { JournalWriter } from '../journal/journal-writer.ts'
import type { OnEquitySample } from '../projections/equity.ts'
import { PASSED_OVER, RunProjections } from '../projections/run-projections.ts'
import { buildSummary, type Summary } from '../report/summary.ts'
import type { PreparedRun } from './prepare.ts'
import type { RunOutcome } from './run.ts'

export interface Reporting {
  /** What the run writes to. */
  readonly sink: JournalSink
  /** Once the journal is sealed. */
  summarise(outcome: RunOutcome, rootHash: string): Summary
}

export function reporting(
  { scenario, manifest, instruments }: PreparedRun,
  journal: JournalWriter,
  { sink = journal, onSample }: { readonly sink?: JournalSink; readonly onSample?: OnEquitySample | undefined } = {},
): Reporting {
  const projections = new RunProjections(
    instruments.map(({ instrument }) => instrument),
    { sampleEveryNs: scenario.metrics.sampleEvery, ...(onSample && { onSample }) },
  )
  journal.follow((entry) => projections.apply(entry), PASSED_OVER)
  return {
    sink,
    summarise: ({ rows, wallSeconds, trader }, rootHash) =>
      buildSummary({
        scenario: scenario.name,
        epochNs: manifest.epochNs,
        projections,
        rootHash,
        market: { rows, feedLatencyNs: instruments.map(({ instrument }) => trader.feedLatencyNs(instrument.id)) },
        wallSeconds,
      }),
  }
}
