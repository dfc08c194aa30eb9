/** Recorded runs in their folders, for a comparison. */
import { readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import * as z from 'zod'
import { InputError } from '../core/bug.ts'
import { canonicalJson } from '../journal/canonical-json.ts'
import type { JournalEntry } from '../journal/entries.ts'
import { instrumentFrom } from '../market/instrument.ts'
import { EquitySampleColumns } from '../projections/equity-samples.ts'
import { foldJournal, RunProjections } from '../projections/run-projections.ts'
import type { RunInput } from '../report/compare/comparison.ts'
import { type Parting, partingOf, type ReadableRun } from '../report/compare/parting.ts'
import { settingDifferences } from '../report/compare/setting-differences.ts'
import { REPORT_FILE } from '../report/run-report.ts'
import { buildSummary, environmentFree, type Result } from '../report/summary.ts'
import { readJournal, refuseDamage, SUMMARY_FILE } from '../stores/journal-file.ts'
import type { RunManifest } from './prepare.ts'
import { runId } from './run-folder.ts'
import { writtenForm } from './show.ts'

const count = z.number().int().nonnegative()
const quantile = z.number().nullable()
const quantiles = z.object({ count, p50: quantile, p90: quantile, p99: quantile, p999: quantile, max: quantile })

/** What is taken from a summary: all that a journal does not hold. */
const measured = z.object({
  rootHash: z.string(),
  rows: count.nullable(),
  instruments: z.array(z.object({ latency: z.object({ feedNs: quantiles.nullable() }) })),
})

/** What is taken from a report. */
const reported = z.object({
  result: z.object({ rootHash: z.string() }),
  instruments: z.array(
    z.object({
      execution: z.array(z.object({ liquidity: z.enum(['maker', 'taker']), slippageTicks: z.number().nullable() })),
    }),
  ),
})

/** A recorded run, read once. */
export interface RecordedInput {
  readonly input: RunInput
  readonly readable: ReadableRun
  readonly manifest: RunManifest
}

/** Reads the runs in these folders. Throws `InputError` where one holds no run, or a damaged one. */
export function recordedInputs(folders: readonly string[]): RecordedInput[] {
  const labels = labelsOf(folders)
  return folders.map((folder, i) => recordedInput(folder, labels[i]!))
}

/** Where each of the others parts from the first. */
export function partingsOf([first, ...others]: readonly RecordedInput[]): Parting[] {
  return others.map((other) => {
    const settings = settingDifferences(asWritten(first!.manifest), asWritten(other.manifest))
    return partingOf(first!.readable, other.readable, settings)
  })
}

/** With the scenario as a file says it, in units: `-0.5bp`, not a count of billionths. */
function asWritten(manifest: RunManifest): unknown {
  return { ...manifest, scenario: writtenForm(manifest.scenario) }
}

function recordedInput(folder: string, label: string): RecordedInput {
  const { reader, manifest: read, path, close } = readJournal(folder)
  try {
    const manifest = read as RunManifest
    if (manifest.format !== 'hftsim-run') throw new InputError({ file: path }, 'is not the journal of a run.')
    const instruments = manifest.instruments.map((spec, id) => instrumentFrom(spec, id))
    const columns = new EquitySampleColumns()
    const { sampleEvery } = manifest.scenario.metrics
    const options = { sampleEveryNs: sampleEvery, onSample: columns.take }
    const projections = foldJournal(reader, new RunProjections(instruments, options))
    refuseDamage(reader.problem, path)
    const { name } = manifest.scenario
    const folded = { scenario: name, epochNs: manifest.epochNs, projections, rootHash: reader.rootSoFar }
    const result = withMeasured(environmentFree(buildSummary(folded)), folder)
    const input: RunInput = {
      label,
      values: {},
      folder,
      runId: runId(manifest),
      result,
      error: null,
      samples: columns.columns(),
      report: reportOf(result, folder),
      // The same rows under another name are the same data.
      data: canonicalJson([manifest.epochNs, manifest.data.map((files) => files.map((file) => file.contentHash))]),
    }
    const shown = manifest.instruments.map((spec, id) => instrumentFrom({ ...spec, symbol: spec.alias }, id))
    return { input, readable: { label, instruments: shown, read: (look) => reading(folder, look) }, manifest }
  } finally {
    close()
  }
}

function reading<T>(folder: string, look: (entries: Iterable<JournalEntry>) => T): T {
  const { reader, close } = readJournal(folder)
  try {
    return look(reader)
  } finally {
    close()
  }
}

/** With the market rows and the feed leg, which a journal does not hold, where the run's own summary has them. */
function withMeasured(result: Result, folder: string): Result {
  const kept = measured.safeParse(keptJson(join(folder, SUMMARY_FILE))).data
  if (kept?.rootHash !== result.rootHash || kept.instruments.length !== result.instruments.length) return result
  const instruments = result.instruments.map(({ latency, ...figures }, i) => {
    return { ...figures, latency: { ...latency, feedNs: kept.instruments[i]!.latency.feedNs } }
  })
  return { ...result, rows: kept.rows, instruments }
}

/** The report of this very run, where there is one. */
function reportOf({ rootHash, instruments }: Result, folder: string): RunInput['report'] {
  const kept = reported.safeParse(keptJson(join(folder, REPORT_FILE))).data
  return kept?.result.rootHash === rootHash && kept.instruments.length === instruments.length ? kept : null
}

/** What a file beside the journal holds; undefined without one that can be read: the journal is what counts. */
function keptJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** The last names of the folders, as many as tell them apart; of one that is given twice, with its place. */
function labelsOf(folders: readonly string[]): string[] {
  const paths = folders.map((folder) => resolve(folder))
  if (new Set(paths.map((path) => basename(path))).size === folders.length) return paths.map((path) => basename(path))
  return folders.map((folder, i) => (paths.indexOf(paths[i]!) === i ? folder : `${folder} (${i + 1})`))
}
