/** One job in this thread, from its scenario to its result. */
import { JournalWriter } from '../../journal/journal-writer.ts'
import { MarketMemory } from '../../market/market-memory.ts'
import { EquitySampleColumns } from '../../projections/equity-samples.ts'
import { environmentFree } from '../../report/summary.ts'
import { sha256 } from '../../stores/journal-file.ts'
import { RunTest } from '../expect/run-test.ts'
import { type LoadedScenario, loadScenario } from '../load.ts'
import { underVariant } from '../model-variant.ts'
import { prepareRun, type RunManifest } from '../prepare.ts'
import { checkSameMake, interruptionOf, recordedScenario, scanJournal } from '../replay.ts'
import { ReportedRun } from '../reported-run.ts'
import { reporting } from '../reporting.ts'
import { executeRun } from '../run.ts'
import { runId } from '../run-folder.ts'
import type { JobResult, RecordedRun, RunJob } from './run-job.ts'
import { openFrom, type SharedMarket } from './shared-market.ts'

/** The series of a report are what only its page draws. */
const NO_SERIES = { points: 2, fills: 2 }

/** What a job may be given by who runs it; nothing of it changes the result. */
export interface JobContext {
  readonly market?: SharedMarket | undefined
  /** Ends the run at the next instant; the job then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** Throws what keeps the job from its end: `InputError`, `ScenarioError`, or what a strategy or a plug-in throws. */
export async function executeJob(job: RunJob, context: JobContext = {}): Promise<JobResult> {
  const memory = MarketMemory.borrow()
  try {
    return await executeIn(memory, job, context)
  } finally {
    memory.giveBack()
  }
}

async function executeIn(memory: MarketMemory, job: RunJob, { market = [], signal }: JobContext): Promise<JobResult> {
  const loaded = await loadJob(job)
  const changed: string[] = []
  const prepared = await prepareRun(loaded, {
    openFile: openFrom(market),
    change: (scenario) => {
      if (job.variant === undefined) return scenario
      const varied = underVariant(scenario, job.variant)
      changed.push(...varied.changed)
      return varied.scenario
    },
  })
  const interruption = 'recorded' in job ? checkRecord(prepared.manifest, job) : {}
  const samples = new EquitySampleColumns()
  const journal = new JournalWriter(prepared.manifest, sha256, () => {})
  const test = job.test && new RunTest(loaded, prepared, job.test)
  const written = test ? test.through(journal) : journal
  const onSample = job.samples ? samples.take : undefined
  const reported = job.report ? new ReportedRun(prepared, NO_SERIES, onSample) : undefined
  const { sink, summarise } = reported?.reporting(written) ?? reporting(prepared, journal, { sink: written, onSample })
  const outcome = await executeRun(reported?.prepared ?? prepared, sink, {
    ...interruption,
    memory,
    ...(signal && { signal }),
    ...(reported && { witness: reported.witness }),
  })
  signal?.throwIfAborted()
  const summary = summarise(outcome, journal.seal())
  const made = await reported?.finish(summary, { band: null, reproduce: [] })
  const result = environmentFree(summary)
  return {
    result,
    end: outcome.end,
    runId: runId(prepared.manifest),
    params: prepared.manifest.params,
    changed,
    ...(job.samples && { samples: samples.columns() }),
    ...(test && { test: test.findings(result) }),
    ...(made && { report: made.report }),
    wallSeconds: outcome.wallSeconds,
  }
}

/** The scenario of a job, checked; its run is not prepared yet. */
export async function loadJob(job: RunJob): Promise<LoadedScenario> {
  return 'recorded' in job ? recordedScenario(job.recorded, job.from) : loadScenario(job.file, job.overrides)
}

/**
 * Data, code and parameters must be those of the record; models too, unless the job asks for others. Gives where the
 * run has to end if the record was interrupted.
 */
function checkRecord(now: RunManifest, { recorded, variant }: RecordedRun & RunJob): ReturnType<typeof interruptionOf> {
  const { last, manifest } = scanJournal(recorded)
  const was = manifest as RunManifest
  const compared = (made: RunManifest): object => (variant === undefined ? made : { ...made, scenario: null })
  checkSameMake(compared(now), compared(was), recorded)
  return interruptionOf(last)
}
