/** What differs between a golden result and a run: figures, what the run is made of, and the first journal entry. */
import { canonicalJson } from '../journal/canonical-json.ts'
import { type EntryDifference, sameEntry } from '../journal/compare-entries.ts'
import type { EntryBody, EntryKind, JournalEntry, JournalSink } from '../journal/entries.ts'
import type { Result } from '../report/summary.ts'

/** A value that was another one; undefined where it was not there, or is not there any more. */
export interface Change {
  /** Dotted path, instruments by their alias. */
  readonly path: string
  readonly was: string | undefined
  readonly now: string | undefined
}

/** The figures that differ, in the order of the summary. Of a run on one instrument the totals are its own. */
export function figureChanges(was: Result, now: Result, aliases: readonly string[]): Change[] {
  const named = ({ instruments, totals, ...result }: Result): object => {
    const own = instruments.map((figures, i): [string, object] => [aliases[i] ?? `instrument ${i}`, figures])
    return { ...result, ...Object.fromEntries(own), ...(aliases.length > 1 && { totals }) }
  }
  return changes(named(was), named(now))
}

/** What the two runs are made of, where it differs: code, data, parameters, models, version. */
export function makeChanges(wasText: string, now: unknown): Change[] {
  // The scenario's own form of the parameters says no more than their values do.
  const isTwice = ({ path }: Change): boolean => path.startsWith('scenario.strategy.params.')
  return changes(JSON.parse(wasText), JSON.parse(canonicalJson(now))).filter((change) => !isTwice(change))
}

function changes(was: unknown, now: unknown, path = ''): Change[] {
  if (!isObject(was) || !isObject(now)) return was === now ? [] : [{ path, was: textOf(was), now: textOf(now) }]
  return [...new Set([...Object.keys(was), ...Object.keys(now)])].flatMap((key) =>
    changes(was[key], now[key], path === '' ? key : `${path}.${key}`),
  )
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined
  return typeof value === 'string' ? value : value === null ? 'n/a' : JSON.stringify(value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** The first difference, and the entries before it. */
export interface EntryContext extends EntryDifference {
  readonly before: readonly JournalEntry[]
}

const CONTEXT_ENTRIES = 2

/**
 * Passes entries on and holds each against a recording, until the first that differs. Unlike in a replay the run goes
 * on after it: its figures are of interest too.
 */
export class DifferenceSink implements JournalSink {
  readonly #recorded: Iterator<JournalEntry>
  readonly #next: JournalSink
  readonly #before: JournalEntry[] = []
  #found: EntryContext | undefined

  constructor(recorded: Iterable<JournalEntry>, next: JournalSink) {
    this.#recorded = recorded[Symbol.iterator]()
    this.#next = next
  }

  append<K extends EntryKind>(kind: K, ts: number, cause: number, body: EntryBody<K>): number {
    const seq = this.#next.append(kind, ts, cause, body)
    if (this.#found === undefined) this.#compare({ kind, seq, ts, cause, ...body } as unknown as JournalEntry, seq)
    return seq
  }

  /** After the last entry: the first difference, or undefined where there is none. `entries`: how many there were. */
  end(entries: number): EntryContext | undefined {
    if (this.#found === undefined) this.#compare(undefined, entries)
    return this.#found
  }

  #compare(actual: JournalEntry | undefined, seq: number): void {
    const { done, value } = this.#recorded.next()
    const expected = done ? undefined : value
    if (expected === actual) return
    if (expected === undefined || actual === undefined || !sameEntry(expected, actual)) {
      this.#found = { seq, expected, actual, before: [...this.#before] }
      return
    }
    this.#before.push(actual)
    if (this.#before.length > CONTEXT_ENTRIES) this.#before.shift()
  }
}
