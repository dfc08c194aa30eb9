import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ComparingSink, diffEntries, ReplayDiverged } from '../../src/journal/compare-entries.ts'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import { appendAll, type Draft, drafts, entryOf, sha256, writeJournal } from './journal-bytes.ts'

const TALE: readonly Draft[] = [
  { kind: 'RunStarted', ts: 0, cause: -1, body: {} },
  { kind: 'TimerFired', ts: 5, cause: -1, body: { timer: 1 } },
  { kind: 'CancelOrder', ts: 5, cause: 1, body: { instrument: 0, order: 3, row: 9 } },
]
const RECORDED = TALE.map(entryOf)

function diverged(act: () => void): ReplayDiverged {
  try {
    act()
  } catch (error) {
    if (error instanceof ReplayDiverged) return error
    throw error
  }
  throw new Error('Nothing diverged')
}

describe('a replay held against its record', () => {
  test('that does the same has the same root', () => {
    fc.assert(
      fc.property(drafts({ maxLength: 30 }), (all) => {
        const writer = new JournalWriter({ name: 'test' }, sha256, () => {})
        const sink = new ComparingSink(all.map(entryOf), writer)
        appendAll(sink, all)
        sink.end()
        expect(sink.entries).toBe(all.length)
        expect(writer.seal()).toBe(writeJournal(all).root)
      }),
    )
  })

  test('stops at the first entry that differs, shows both, and stays stopped', () => {
    const sink = new ComparingSink(RECORDED)
    appendAll(sink, TALE.slice(0, 2))
    const error = diverged(() => sink.append('CancelOrder', 5, 1, { instrument: 0, order: 4, row: 9 }))
    expect(error).toMatchObject({ seq: 2, expected: RECORDED[2], actual: { ...RECORDED[2], order: 4 } })
    expect(error.message).toMatchInlineSnapshot(`
      "Entry 2 differs:
        recorded  CancelOrder ts=5 cause=1 instrument=0 order=3 row=9
        replayed  CancelOrder ts=5 cause=1 instrument=0 order=4 row=9"
    `)
    expect(diverged(() => appendAll(sink, TALE.slice(2)))).toBe(error)
    expect(diverged(() => sink.end())).toBe(error)
  })

  test('keeps what differs from the sink behind it', () => {
    const writer = new JournalWriter({}, sha256, () => {})
    const sink = new ComparingSink(RECORDED, writer)
    diverged(() => sink.append('RunStarted', 1, -1, {}))
    expect(writer.entries).toBe(0)
  })

  test('that goes on after the record, and one that ends before it', () => {
    const longer = new ComparingSink(RECORDED.slice(0, 1))
    expect(diverged(() => appendAll(longer, TALE))).toMatchObject({ seq: 1, expected: undefined, actual: RECORDED[1] })
    const shorter = new ComparingSink(RECORDED)
    appendAll(shorter, TALE.slice(0, 2))
    const error = diverged(() => shorter.end())
    expect(error).toMatchObject({ seq: 2, expected: RECORDED[2], actual: undefined })
    expect(error.message).toContain('replayed  (ended)')
  })
})

test('two journals differ at the first entry where any field does', () => {
  expect(diffEntries(RECORDED, RECORDED)).toBeUndefined()
  fc.assert(
    fc.property(drafts({ minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(), (all, at, which) => {
      const left = all.map(entryOf)
      const seq = at % all.length
      const names = Object.keys(left[seq]!)
      const name = names[which % names.length]!
      const changed = {
        ...left[seq]!,
        [name]: name === 'kind' ? otherKind(left[seq]!.kind) : 'other',
      } as (typeof left)[0]
      const right = left.with(seq, changed)
      expect(diffEntries(left, right)).toEqual({ seq, expected: left[seq], actual: changed })
      expect(diffEntries(left, left.slice(0, seq))).toEqual({ seq, expected: left[seq], actual: undefined })
      expect(diffEntries(left.slice(0, seq), left)).toEqual({ seq, expected: undefined, actual: left[seq] })
    }),
  )
})

function otherKind(kind: string): string {
  return kind === 'Fill' ? 'TimerFired' : 'Fill'
}
