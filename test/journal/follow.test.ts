import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ENTRY_FIELDS, ENTRY_KINDS, type JournalEntry } from '../../src/journal/entries.ts'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import { codeOf } from '../../src/journal/record-layout.ts'
import { appendAll, drafts, entryOf, manyDrafts, sha256 } from './journal-bytes.ts'

/** What an entry says, as a plain object: an entry that is followed is read where its record lies. */
function plain(entry: JournalEntry): object {
  const names = ['kind', 'seq', 'ts', 'cause', ...Object.keys(ENTRY_FIELDS[entry.kind])]
  return Object.fromEntries(names.map((name) => [name, (entry as unknown as Record<string, unknown>)[name]]))
}

test('gives every entry once, in order and as it is in the journal, however it is flushed', () => {
  const flushes = fc.array(fc.nat(30), { maxLength: 5 })
  fc.assert(
    fc.property(drafts({ minLength: 1, maxLength: 40 }), flushes, (all, flushedAfter) => {
      const writer = new JournalWriter({}, sha256, () => {})
      const followed: object[] = []
      writer.follow((entry) => followed.push(plain(entry)))
      const entries = all.map(entryOf)
      all.forEach((draft, seq) => {
        appendAll(writer, [draft])
        if (!flushedAfter.includes(seq)) return
        writer.flush()
        expect(followed).toEqual(entries.slice(0, seq + 1))
      })
      writer.seal()
      expect(followed).toEqual(entries)
    }),
  )
})

test('goes on over blocks and their seals', () => {
  const all = manyDrafts(3000)
  const writer = new JournalWriter({}, sha256, () => {})
  const followed: object[] = []
  writer.follow((entry) => followed.push(plain(entry)))
  appendAll(writer, all.slice(0, 2100))
  expect(followed).toHaveLength(2048)
  writer.flush()
  appendAll(writer, all.slice(2100))
  writer.seal()
  expect(followed).toEqual(all.map(entryOf))
})

test('a kind may be passed over, by each follower another', () => {
  fc.assert(
    fc.property(drafts({ minLength: 1, maxLength: 40 }), fc.constantFrom(...ENTRY_KINDS), (all, kind) => {
      const writer = new JournalWriter({}, sha256, () => {})
      const [whole, part]: object[][] = [[], []]
      writer.follow((entry) => part!.push(plain(entry)), kind)
      writer.follow((entry) => whole!.push(plain(entry)))
      appendAll(writer, all)
      writer.seal()
      const entries = all.map(entryOf)
      expect(whole).toEqual(entries)
      expect(part).toEqual(entries.filter((entry) => entry.kind !== kind))
    }),
  )
})

test('what could not be kept is not followed', () => {
  let full = false
  const writer = new JournalWriter({}, sha256, () => {
    if (full) throw new Error('disk full')
  })
  let followed = 0
  writer.follow(() => followed++)
  appendAll(writer, manyDrafts(10))
  writer.flush()
  full = true
  appendAll(writer, [{ kind: 'TimerFired', ts: 20, cause: -1, body: { timer: 1 } }])
  expect(() => writer.flush()).toThrow('disk full')
  expect(followed).toBe(10)
})

test('every kind has the code of its place in the table', () => {
  expect(ENTRY_KINDS.map(codeOf)).toEqual(ENTRY_KINDS.map((_, place) => place))
})
