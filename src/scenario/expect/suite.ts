/**
 * Scenarios as tests: finds them, runs those that have something to hold, side by side, and says what came of each. The
 * verdicts and their order depend on the files alone; a scenario that fails does not end the others.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../../core/bug.ts'
import { goldenFiles, hasGolden, writeGolden } from '../golden.ts'
import type { Change } from '../golden-diff.ts'
import type { JobResult, RunJob } from '../jobs/run-job.ts'
import { runEach } from '../jobs/run-jobs.ts'
import { parseScenario } from '../load.ts'
import type { TestFindings } from './run-test.ts'

export interface SuiteOptions {
  /** Only scenarios whose path has this in it. */
  readonly filter?: string | undefined
  /** Writes golden results: those that are there, and those of scenarios that were named by their own file. */
  readonly update?: boolean | undefined
  /** A scenario whose data files are not there is left out and does not fail. */
  readonly allowMissingData?: boolean | undefined
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Called for each scenario in the order of the files, as soon as it and all before it are done. */
  readonly onVerdict?: (verdict: Verdict) => void
}

/** What came of a scenario. */
export interface Verdict {
  readonly file: string
  readonly status: 'passed' | 'failed' | 'not-tested' | 'no-data'
  readonly seconds: number
  /** What it was held to; undefined where it was not run to its end. */
  readonly findings?: TestFindings
  /** What kept it from its end: bad input, or what a strategy threw. */
  readonly error?: Error
  /** Data files that are not there, as the scenario names them. */
  readonly missingData?: readonly string[]
  readonly update?: GoldenUpdate
  /** The golden result was to be written and was not: the run is not what its scenario expects. */
  readonly withheld?: boolean
}

/** What `update` did. `kept`: the golden result says the same already. */
export interface GoldenUpdate {
  readonly what: 'new' | 'changed' | 'kept'
  readonly figures: readonly Change[]
  /** The seq of the first entry that changes; undefined where that is not known, or none does. */
  readonly firstChanged?: number
  /** False where the journal is too large to be kept. */
  readonly keepsJournal: boolean
  readonly fills: number
  readonly entries: number
}

/** A scenario's file, and whether the user named it rather than its folder. */
export interface Candidate {
  readonly file: string
  readonly isNamed: boolean
}

type Planned = { readonly candidate: Candidate; readonly job: RunJob } | { readonly verdict: Verdict }

/** Tests the scenarios at the paths, files or folders. Throws `InputError` for a path that is not there. */
export async function testScenarios(paths: readonly string[], options: SuiteOptions = {}): Promise<Verdict[]> {
  const { signal, threads, onVerdict } = options
  const planned = findScenarios(paths, options.filter).map((candidate) => plan(candidate, options))
  const runs = planned.filter((one) => 'job' in one)
  const verdicts = planned.map((one) => ('verdict' in one ? one.verdict : undefined))
  let told = 0
  const tell = (): void => {
    for (; told < verdicts.length && verdicts[told]; told++) onVerdict?.(verdicts[told]!)
  }
  tell()
  await runEach(
    runs.map(({ job }) => job),
    {
      signal,
      threads,
      onDone: (index, outcome) => {
        const run = runs[index]!
        verdicts[planned.indexOf(run)] =
          'error' in outcome
            ? { file: run.candidate.file, status: 'failed', seconds: 0, error: outcome.error }
            : verdictOf(run.candidate, outcome.result)
        tell()
      },
    },
  )
  return verdicts.filter((verdict) => verdict !== undefined)
}

/** YAML files at the paths, folders with all that is in them, each once, in the order of their names. */
export function findScenarios(paths: readonly string[], filter?: string): Candidate[] {
  const found = new Map<string, Candidate>()
  for (const path of paths) {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory()
    if (isFolder === undefined) throw new InputError({}, `There is no file or folder "${path}".`)
    for (const file of isFolder ? yamlFilesIn(path) : [path]) {
      found.set(file, { file, isNamed: !isFolder || found.get(file)?.isNamed === true })
    }
  }
  const files = [...found.values()].sort((a, b) => (a.file < b.file ? -1 : 1))
  return filter === undefined ? files : files.filter(({ file }) => file.includes(filter))
}

function yamlFilesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return /^(?:\.|node_modules$)/.test(entry.name) ? [] : yamlFilesIn(path)
    return /\.ya?ml$/.test(entry.name) ? [path] : []
  })
}

function plan(candidate: Candidate, { update = false, allowMissingData = false }: SuiteOptions): Planned {
  const { file, isNamed } = candidate
  const verdict = (status: Verdict['status'], more: Partial<Verdict>): Planned => {
    return { verdict: { file, status, seconds: 0, ...more } }
  }
  try {
    const { full, beside, resolve } = parseScenario(readFileSync(file, 'utf8'), file)
    const makesGolden = update && isNamed
    if (!beside?.expect && !hasGolden(file) && !makesGolden) return verdict('not-tested', {})
    const files = Object.values(full.data).flatMap((entry) => entry.files)
    const missingData = files.filter((name) => !existsSync(resolve(name)))
    if (missingData.length > 0) return verdict(allowMissingData ? 'no-data' : 'failed', { missingData })
    const keepJournal = update && (isNamed || hasGolden(file))
    return { candidate, job: { file, overrides: [], test: { keepJournal } } }
  } catch (error) {
    return verdict('failed', { error: error as Error })
  }
}

function verdictOf({ file }: Candidate, { result, test, wallSeconds }: JobResult): Verdict {
  const findings = test!
  const { expectations, golden, packedJournal } = findings
  const meetsAll = expectations.every(({ met }) => met)
  const base = { file, seconds: wallSeconds, findings }
  // A run that its own scenario refuses is not made the measure of later ones.
  if (packedJournal !== undefined && meetsAll) {
    const figures = golden?.figures ?? []
    const isKept = golden !== undefined && golden.unreadable === undefined && figures.length === 0
    const isSame = isKept && golden.journal === 'compared'
    const keepsJournal = isSame || writeGolden(goldenFiles(file), result, packedJournal)
    const what = golden === undefined ? 'new' : isKept ? 'kept' : 'changed'
    const first = golden?.firstWrong && golden.journal === 'compared' ? { firstChanged: golden.firstWrong.seq } : {}
    const { fills, entries } = result
    return { ...base, status: 'passed', update: { what, figures, keepsJournal, fills, entries, ...first } }
  }
  const isGolden = golden === undefined || (golden.unreadable === undefined && golden.figures.length === 0)
  const status = meetsAll && isGolden ? 'passed' : 'failed'
  return { ...base, status, ...(packedJournal !== undefined && { withheld: true }) }
}
