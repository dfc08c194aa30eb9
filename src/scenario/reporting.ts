/** Folds a run while it writes its journal, and sums it up at the end. */
import type { JournalSink } from '../journal/entries.ts'
import type { OnEquitySample } from '../projections/equity.ts'
import { projectingSink, RunProjections } from '../projections/run-projections.ts'
import { buildSummary, type Summary } from '../report/summary.ts'
import type { PreparedRun } from './prepare.ts'
import type { RunOutcome } from './run.ts'

export interface Reporting {
  /** What the run writes to: the journal, with the projections behind it. */
  readonly sink: JournalSink
  summarise(outcome: RunOutcome, rootHash: string): Summary
}

export function reporting(
  { scenario, manifest, instruments }: PreparedRun,
  journal: JournalSink,
  onSample?: OnEquitySample,
): Reporting {
  const projections = new RunProjections(
    instruments.map(({ instrument }) => instrument),
    { sampleEveryNs: scenario.metrics.sampleEvery, ...(onSample && { onSample }) },
  )
  return {
    sink: projectingSink(journal, projections),
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
