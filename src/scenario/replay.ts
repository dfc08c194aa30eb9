/**
 * Re-executes a recorded run and holds every entry against the record. Scenario, parameters and the identity of data
 * and code come from the journal's own head; only where the files lie is the caller's to say.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { InputError } from '../core/bug.ts'
import { canonicalJson } from '../journal/canonical-json.ts'
import { ComparingSink, ReplayDiverged } from '../journal/compare-entries.ts'
import type { JournalEntry, JournalSink } from '../journal/entries.ts'
import { JournalWriter } from '../journal/journal-writer.ts'
import { readJournal, refuseDamage, sha256 } from '../stores/journal-file.ts'
import type { LoadedScenario } from './load.ts'
import type { PreparedRun, RunManifest } from './prepare.ts'
import { formatPath } from './problems.ts'
import { executeRun, type RunOptions, type RunOutcome } from './run.ts'

export interface ReplayReport {
  /** Entries that were the same. */
  readonly entries: number
  /** Root hash of the re-executed journal, as far as it went. */
  readonly rootHash: string
  /** The first difference, or undefined where the replay is equal. */
  readonly divergence: ReplayDiverged | undefined
  /** `torn`: the record breaks off (a crash, a copy cut short) and the replay is equal up to there. */
  readonly record: 'whole' | 'torn'
  /** What executing it gave; undefined where it did not come to its end. */
  readonly outcome: RunOutcome | undefined
  readonly wallSeconds: number
}

/**
 * The scenario of a recorded run, as loaded from its journal. Paths are relative to `from`: throws `InputError` where
 * no data lies there, as when the run was moved.
 */
export function recordedScenario(folder: string, from: string): LoadedScenario {
  const { manifest, close, path } = readJournal(folder)
  close()
  const { format, scenario, instruments } = manifest as RunManifest
  if (format !== 'hftsim-run') throw new InputError({ file: path }, 'is not the journal of a run.')
  // Instruments are numbered in the order of the scenario's file; the manifest's own keys are sorted.
  const data = Object.fromEntries(instruments.map(({ alias }) => [alias, scenario.data[alias]!]))
  const missing = Object.values(data)
    .flatMap(({ files }) => files)
    .find((file) => !existsSync(resolve(from, file)))
  if (missing !== undefined) {
    throw new InputError(
      { file: resolve(from, missing) },
      `is not there, and the run was made on it. Say where the scenario lay with --from FOLDER: it names "${missing}".`,
    )
  }
  return {
    file: path,
    full: { ...scenario, data },
    resolve: (name) => resolve(from, name),
    problemAt: (at, message) => ({ file: path, line: 0, column: 0, path: formatPath(at), message }),
  }
}

export interface ReplayOptions extends Pick<RunOptions, 'onProgress' | 'witness'> {
  /** Puts itself in front of the journal: sees the entries that were the same, in order. */
  readonly through?: (journal: JournalSink) => JournalSink
}

/**
 * Replays the run in `folder`. Throws `InputError` for a damaged journal, or where data, code or version are not the
 * record's.
 */
export async function replayRun(
  prepared: PreparedRun,
  folder: string,
  { through = (journal) => journal, ...options }: ReplayOptions = {},
): Promise<ReplayReport> {
  const startedMs = performance.now()
  const { last, manifest, torn } = scanJournal(folder)
  checkSameMake(prepared.manifest, manifest, folder)
  const recorded = readJournal(folder)
  const writer = new JournalWriter(manifest, sha256, () => {})
  const sink = new ComparingSink(recorded.reader, through(writer))
  let divergence: ReplayDiverged | undefined
  let outcome: RunOutcome | undefined
  try {
    outcome = await executeRun(prepared, sink, { ...options, ...interruptionOf(last) })
    sink.end()
  } catch (error) {
    // A run that failed fails again, at the same place: that is an equal replay, as far as the record goes.
    const failsAgain = last?.kind === 'RunEnded' && last.reason === 'failed' && sink.entries === last.seq + 1
    if (error instanceof ReplayDiverged) divergence = error
    else if (!failsAgain) throw error
  } finally {
    recorded.close()
  }
  if (torn && divergence?.expected === undefined) divergence = undefined
  return {
    entries: sink.entries,
    rootHash: divergence === undefined && !torn ? writer.seal() : writer.rootSoFar,
    divergence,
    record: torn ? 'torn' : 'whole',
    outcome,
    wallSeconds: (performance.now() - startedMs) / 1000,
  }
}

/** Reads a journal to its end: the last entry, and whether it breaks off. Throws `InputError` where it is damaged. */
export function scanJournal(folder: string): { last: JournalEntry | undefined; manifest: unknown; torn: boolean } {
  const { reader, manifest, close, path } = readJournal(folder)
  try {
    let last: JournalEntry | undefined
    for (const entry of reader) last = entry
    refuseDamage(reader.problem, path)
    return { last, manifest, torn: reader.problem !== undefined }
  } finally {
    close()
  }
}

/** What makes a run end where the recorded one was interrupted, by the last entry of its journal. */
export function interruptionOf(last: JournalEntry | undefined): Pick<RunOptions, 'interruptedTs'> {
  return last?.kind === 'RunEnded' && last.reason === 'interrupted' ? { interruptedTs: last.ts } : {}
}

/** The two manifests must be equal. Throws `InputError` that names the first difference by its path. */
export function checkSameMake(now: unknown, recorded: unknown, folder: string): void {
  const found = firstDifference(JSON.parse(canonicalJson(now)), recorded, [])
  if (found === undefined) return
  const { path, now: is, recorded: was } = found
  throw new InputError(
    { file: folder, path: path.join('.') },
    `the run was recorded with ${JSON.stringify(was)} and here it is ${JSON.stringify(is)}; a replay needs the same.`,
  )
}

interface Difference {
  readonly path: readonly string[]
  readonly now: unknown
  readonly recorded: unknown
}

function firstDifference(now: unknown, recorded: unknown, path: readonly string[]): Difference | undefined {
  if (!isObject(now) || !isObject(recorded)) return now === recorded ? undefined : { path, now, recorded }
  for (const key of new Set([...Object.keys(recorded), ...Object.keys(now)])) {
    const found = firstDifference(now[key], recorded[key], [...path, key])
    if (found !== undefined) return found
  }
  return undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
