/** What the journal's tests share: SHA-256, random entries, and journals made of them. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { Sha256 } from '../../src/journal/chain.ts'
import {
  ENTRY_FIELDS,
  ENTRY_KINDS,
  type EntryBody,
  type EntryKind,
  type FieldType,
  type JournalEntry,
} from '../../src/journal/entries.ts'
import { JournalWriter } from '../../src/journal/journal-writer.ts'

export const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** What is appended: an entry without its seq. */
export interface Draft {
  readonly kind: EntryKind
  readonly ts: number
  readonly cause: number
  readonly body: Readonly<Record<string, unknown>>
}

function fieldValues(type: FieldType): fc.Arbitrary<unknown> {
  if (typeof type !== 'string') return fc.constantFrom(...type)
  switch (type) {
    case 'u8':
      return fc.integer({ min: 0, max: 255 })
    case 'i8':
      return fc.integer({ min: -128, max: 127 })
    case 'u16':
      return fc.integer({ min: 0, max: 65535 })
    case 'u32':
      return fc.integer({ min: 0, max: 4294967295 })
    case 'i32':
      return fc.integer({ min: -2147483648, max: 2147483647 })
    case 'int53':
      return fc.maxSafeInteger()
    case 'f64':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
    case 'i64':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  }
}

function draftOf(kind: EntryKind): fc.Arbitrary<{ kind: EntryKind; step: number; back: number; body: object }> {
  const fields = Object.entries<FieldType>(ENTRY_FIELDS[kind]).map(([name, type]) => [name, fieldValues(type)] as const)
  return fc.record({
    kind: fc.constant(kind),
    step: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_000_000_000 })),
    back: fc.nat({ max: 40 }),
    body: fc.record(Object.fromEntries(fields)),
  })
}

/**
 * Entries of all kinds with any values that their fields can hold, time that does not go back and causes that exist.
 */
export function drafts(constraints: fc.ArrayConstraints): fc.Arbitrary<Draft[]> {
  return fc.array(fc.oneof(...ENTRY_KINDS.map(draftOf)), constraints).map((raw) => {
    let ts = 0
    return raw.map(({ kind, step, back, body }, seq) => {
      ts += step
      return { kind, ts, cause: back === 0 || back > seq ? -1 : seq - back, body: body as Draft['body'] }
    })
  })
}

/** Many plain entries, for what depends on number alone. */
export function manyDrafts(count: number): Draft[] {
  return Array.from({ length: count }, (_, i) => ({ kind: 'TimerFired', ts: i, cause: i - 1, body: { timer: i } }))
}

export function appendAll(writer: { append: JournalWriter['append'] }, all: readonly Draft[]): void {
  for (const { kind, ts, cause, body } of all) writer.append(kind, ts, cause, body as EntryBody<typeof kind>)
}

export interface WrittenJournal {
  readonly bytes: Uint8Array
  readonly root: string
  /** Where each entry's record begins, then where the first byte after the last one is. */
  readonly offsets: readonly number[]
}

/** A sealed journal of these entries; flushed after each, so that the offsets are known. */
export function writeJournal(all: readonly Draft[], manifest: unknown = { name: 'test' }): WrittenJournal {
  const chunks: Uint8Array[] = []
  let length = 0
  const writer = new JournalWriter(manifest, sha256, (chunk) => {
    chunks.push(chunk.slice())
    length += chunk.length
  })
  const offsets: number[] = []
  for (const draft of all) {
    offsets.push(length)
    appendAll(writer, [draft])
    writer.flush()
  }
  offsets.push(length)
  const root = writer.seal()
  return { bytes: new Uint8Array(Buffer.concat(chunks)), root, offsets }
}

export function entryOf(draft: Draft, seq: number): JournalEntry {
  const { kind, ts, cause, body } = draft
  return { kind, seq, ts, cause, ...body } as unknown as JournalEntry
}
