/**
 * Finds where two tellings of one run part: between two journals, or between a journal and the run that is replayed.
 */
import { ENTRY_FIELDS, type EntryBody, type EntryKind, type JournalEntry, type JournalSink } from './entries.ts'

/** The first place where two journals differ; a side that is undefined has ended. */
export interface EntryDifference {
  readonly seq: number
  readonly expected: JournalEntry | undefined
  readonly actual: JournalEntry | undefined
}

/** The first difference, or undefined where both are the same to their ends. Reads no further than it must. */
export function diffEntries(
  expected: Iterable<JournalEntry>,
  actual: Iterable<JournalEntry>,
  isSame: (a: JournalEntry, b: JournalEntry) => boolean = sameEntry,
): EntryDifference | undefined {
  const left = expected[Symbol.iterator]()
  const right = actual[Symbol.iterator]()
  for (let seq = 0; ; seq++) {
    const a = nextOf(left)
    const b = nextOf(right)
    if (a === undefined && b === undefined) return undefined
    if (a === undefined || b === undefined || !isSame(a, b)) return { seq, expected: a, actual: b }
  }
}

/** Whether two entries say the same in every field. */
export function sameEntry(a: JournalEntry, b: JournalEntry): boolean {
  if (a.kind !== b.kind || a.seq !== b.seq || a.ts !== b.ts || a.cause !== b.cause) return false
  const left = a as unknown as Readonly<Record<string, unknown>>
  const right = b as unknown as Readonly<Record<string, unknown>>
  for (const name of Object.keys(ENTRY_FIELDS[a.kind])) if (left[name] !== right[name]) return false
  return true
}

/** A replay did something else than the record says. */
export class ReplayDiverged extends Error implements EntryDifference {
  override name = 'ReplayDiverged'
  readonly seq: number
  readonly expected: JournalEntry | undefined
  readonly actual: JournalEntry | undefined

  constructor({ seq, expected, actual }: EntryDifference) {
    super(`Entry ${seq} differs:\n  recorded  ${describe(expected)}\n  replayed  ${describe(actual)}`)
    this.seq = seq
    this.expected = expected
    this.actual = actual
  }
}

/**
 * Takes the entries of a replay, holds each against the record, and passes it on to `next` when it is the same. Throws
 * `ReplayDiverged` at the first that is not, before `next` sees it, and at every later call.
 */
export class ComparingSink implements JournalSink {
  readonly #recorded: Iterator<JournalEntry>
  readonly #next: JournalSink | undefined
  #seq = 0
  #diverged: ReplayDiverged | undefined

  constructor(recorded: Iterable<JournalEntry>, next?: JournalSink) {
    this.#recorded = recorded[Symbol.iterator]()
    this.#next = next
  }

  /** Entries so far that were the same. */
  get entries(): number {
    return this.#seq
  }

  append<K extends EntryKind>(kind: K, ts: number, cause: number, body: EntryBody<K>): number {
    const seq = this.#seq
    const actual = { kind, seq, ts, cause, ...body } as unknown as JournalEntry
    this.#compare(actual)
    this.#next?.append(kind, ts, cause, body)
    this.#seq = seq + 1
    return seq
  }

  /** The replay is over: throws `ReplayDiverged` when the record goes on. */
  end(): void {
    this.#compare(undefined)
  }

  #compare(actual: JournalEntry | undefined): void {
    if (this.#diverged) throw this.#diverged
    const expected = nextOf(this.#recorded)
    if (expected === actual || (expected && actual && sameEntry(expected, actual))) return
    this.#diverged = new ReplayDiverged({ seq: this.#seq, expected, actual })
    throw this.#diverged
  }
}

function nextOf(entries: Iterator<JournalEntry>): JournalEntry | undefined {
  const { done, value } = entries.next()
  return done ? undefined : (value as JournalEntry)
}

function describe(entry: JournalEntry | undefined): string {
  if (!entry) return '(ended)'
  const { kind, seq: _, ...fields } = entry
  const parts = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`)
  return `${kind} ${parts.join(' ')}`
}
