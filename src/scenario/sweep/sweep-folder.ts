/**
 * The folder of a sweep: `sweep.json` says what it is made of, `runs.jsonl` keeps what each run came to, one line a
 * run, on the disk before the next is counted. A sweep that breaks off goes on from there: a last line that is torn is
 * as if it had never been written.
 */
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../../core/bug.ts'
import { makeFolder } from '../../disk/folders.ts'
import { systemWords } from '../../disk/system-errors.ts'
import { writeWhole } from '../../disk/write-file.ts'
import { canonicalJson } from '../../journal/canonical-json.ts'
import { VERSION } from '../../version.ts'
import type { SweepOutcome, SweepRecord } from './sweep-job.ts'
import type { SweepPlan } from './sweep-plan.ts'

const PLAN_FILE = 'sweep.json'
const RUNS_FILE = 'runs.jsonl'

export interface SweepFolder {
  readonly path: string
  /** The runs that have a result, by key. */
  readonly done: ReadonlyMap<string, SweepRecord>
  /** Keeps what a run came to; on the disk when this returns. Throws `InputError` where that fails. */
  keep(outcome: SweepOutcome): void
  close(): void
}

/** Throws `InputError` where a sweep is there that may not be continued, or another one. */
export function openSweepFolder(path: string, plan: SweepPlan, { resume }: { readonly resume: boolean }): SweepFolder {
  const planFile = join(path, PLAN_FILE)
  const runsFile = join(path, RUNS_FILE)
  if (existsSync(planFile)) checkSame(planFile, plan, resume)
  else {
    makeFolder(path)
    writeWhole(planFile, `${JSON.stringify(contentsOf(plan), null, 2)}\n`)
  }
  const done = new Map<string, SweepRecord>()
  for (const outcome of keptIn(runsFile)) if (!('error' in outcome)) done.set(outcome.key, outcome)
  const handle = attempt(runsFile, () => openSync(runsFile, 'a'))
  return {
    path,
    done,
    keep(outcome) {
      attempt(runsFile, () => {
        appendFileSync(handle, `${JSON.stringify(outcome)}\n`)
        fsyncSync(handle)
      })
      if (!('error' in outcome)) done.set(outcome.key, outcome)
    },
    close: () => closeSync(handle),
  }
}

function attempt<Result>(file: string, action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    throw new InputError({ file }, `cannot be read or written: ${systemWords(error)}.`)
  }
}

/** What a sweep is made of; equal for two plans that make the same runs. */
function contentsOf({ sweepId, base, name, request, dimensions, span }: SweepPlan): object {
  const { search, metric, minimise, walkForward = null, overrides } = request
  const params = dimensions.map(({ path, values }) => ({ path, values }))
  const of = { sweepId, base, overrides, search, metric, minimise, walkForward, params, span }
  return { format: 'hftsim-sweep-plan', version: 1, hftsim: VERSION, scenario: name, ...of }
}

function checkSame(file: string, plan: SweepPlan, resume: boolean): void {
  let recorded: Readonly<Record<string, unknown>>
  try {
    recorded = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new InputError({ file }, `cannot be read (${(error as Error).message}): choose another folder with --out.`)
  }
  if (!resume) {
    throw new InputError(
      { file },
      'a sweep is there already: continue it with --resume, or choose a folder with --out.',
    )
  }
  const now: Readonly<Record<string, unknown>> = JSON.parse(JSON.stringify(contentsOf(plan)))
  const differs = Object.keys(now).find(
    (key) => canonicalJson(now[key] ?? null) !== canonicalJson(recorded[key] ?? null),
  )
  if (differs === undefined) return
  const shown =
    differs === 'base' || differs === 'sweepId' ? '' : ` "${differs}" was ${JSON.stringify(recorded[differs])}.`
  throw new InputError(
    { file },
    `another sweep is there: scenario, code, data or options are not the same.${shown} Choose a folder with --out.`,
  )
}

/** The whole lines of the file; what stands behind the last of them is cut off. */
function keptIn(file: string): SweepOutcome[] {
  if (!existsSync(file)) return []
  const bytes = attempt(file, () => readFileSync(file))
  const kept: SweepOutcome[] = []
  let from = 0
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
    try {
      kept.push(JSON.parse(bytes.toString('utf8', from, end)))
    } catch {
      throw new InputError(
        { file, row: kept.length },
        'is damaged: the line is no JSON. Remove it, and it is run again.',
      )
    }
    from = end + 1
  }
  if (from < bytes.length) attempt(file, () => truncateSync(file, from))
  return kept
}
