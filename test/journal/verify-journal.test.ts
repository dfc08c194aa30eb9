import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { continueCheck } from '../../src/journal/chain.ts'
import { verifyJournal } from '../../src/journal/verify-journal.ts'
import { type Draft, drafts, manyDrafts, sha256, type WrittenJournal, writeJournal } from './journal-bytes.ts'

const BODIES: readonly Pick<Draft, 'kind' | 'body'>[] = [
  { kind: 'RunStarted', body: {} },
  { kind: 'MarketMarked', body: { instrument: 0, bidTicks: 99, askTicks: 101, row: 3 } },
  { kind: 'CancelRejected', body: { instrument: 0, order: 7, exchTs: 2, reason: 'unknown-order' } },
  { kind: 'ModifyRejected', body: { instrument: 0, order: 7, exchTs: 2, reason: 'unknown-order' } },
  { kind: 'OrderAccepted', body: { instrument: 0, order: 7, exchTs: 2, aheadSteps: 1.5 } },
  { kind: 'OrderAccepted', body: { instrument: 0, order: 7, exchTs: 2, aheadSteps: 1.5 } },
  { kind: 'RunEnded', body: { reason: 'end-of-data' } },
]
const SMALL = writeJournal(BODIES.map((entry, i) => ({ ...entry, ts: i * 10, cause: i - 1 })))

/** The seq of the entry that holds a byte; for a seal, the count of entries before it. */
function seqAt(journal: WrittenJournal, byte: number): number {
  return journal.offsets.filter((offset, i) => i > 0 && offset <= byte).length
}

/** The journal with its records in another order, some left out or told twice. */
function rearranged(journal: WrittenJournal, order: readonly number[]): Uint8Array {
  const { bytes, offsets } = journal
  const records = order.map((i) => bytes.subarray(offsets[i], offsets[i + 1]))
  return new Uint8Array(Buffer.concat([bytes.subarray(0, offsets[0]), ...records, bytes.subarray(offsets.at(-1))]))
}

test('the check is CRC-32C, and continues', () => {
  const view = new DataView(new TextEncoder().encode('123456789').buffer)
  expect(continueCheck(0, view, 0, 9)).toBe(0xe3069283)
  for (let i = 0; i <= 9; i++) expect(continueCheck(continueCheck(0, view, 0, i), view, i, 9)).toBe(0xe3069283)
})

describe('corruption is found and located', () => {
  test('every change of every byte, at the entry that holds it', () => {
    let tried = 0
    for (let byte = 0; byte < SMALL.bytes.length; byte++) {
      for (let change = 1; change < 256; change++) {
        const bytes = SMALL.bytes.slice()
        bytes[byte]! ^= change
        tried++
        const { problem, entries, sealed, recovered } = verifyJournal(bytes, sha256)
        const seq = seqAt(SMALL, byte)
        const offset = byte < SMALL.offsets[0]! ? 0 : SMALL.offsets[seq]
        const found = {
          kind: problem?.kind,
          seq: problem?.seq,
          byteOffset: problem?.byteOffset,
          entries,
          sealed,
          recovered,
        }
        const right = { kind: 'corrupt', seq, byteOffset: offset, entries: seq, sealed: false, recovered: undefined }
        // A plain comparison first: expect is slow, and there are many.
        if (JSON.stringify(found) !== JSON.stringify(right)) expect({ byte, change, ...found }).toEqual(right)
      }
    }
    expect(tried).toBe(300 * 255)
  })

  test('any change of any byte of random journals, at or before the entry that holds it', () => {
    fc.assert(
      fc.property(
        drafts({ minLength: 1, maxLength: 30 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (all, at, change) => {
          const journal = writeJournal(all)
          const bytes = journal.bytes.slice()
          const byte = at % bytes.length
          bytes[byte]! ^= change
          const { problem } = verifyJournal(bytes, sha256)
          expect(problem?.kind).toBe('corrupt')
          expect(problem!.seq).toBeLessThanOrEqual(seqAt(journal, byte))
          expect(problem!.byteOffset).toBeLessThanOrEqual(byte)
        },
      ),
    )
  })

  test('entries that were swapped, repeated or dropped, at the first that stands wrong', () => {
    const all = SMALL.offsets.slice(1).map((_, i) => i)
    for (const a of all) {
      const dropped = all.filter((i) => i !== a)
      expect(verifyJournal(rearranged(SMALL, dropped), sha256).problem).toMatchObject({ kind: 'corrupt', seq: a })
      const repeated = all.flatMap((i) => (i === a ? [i, i] : [i]))
      expect(verifyJournal(rearranged(SMALL, repeated), sha256).problem).toMatchObject({ kind: 'corrupt', seq: a + 1 })
      for (const b of all.slice(a + 1)) {
        const swapped = all.map((i) => (i === a ? b : i === b ? a : i))
        expect(verifyJournal(rearranged(SMALL, swapped), sha256).problem).toMatchObject({ kind: 'corrupt', seq: a })
      }
    }
  })

  test('entries of one run in the journal of another', () => {
    const other = writeJournal(
      BODIES.map((entry, i) => ({ ...entry, ts: i * 10, cause: i - 1 })),
      { name: 'other' },
    )
    const bytes = other.bytes.slice()
    bytes.set(SMALL.bytes.subarray(SMALL.offsets[3], SMALL.offsets[4]), other.offsets[3]!)
    expect(verifyJournal(bytes, sha256).problem).toMatchObject({ seq: 3, byteOffset: other.offsets[3] })
  })

  test('a change whose checks were all made right again, at the seal of its block', () => {
    const journal = writeJournal(manyDrafts(1500))
    const bytes = journal.bytes.slice()
    const view = new DataView(bytes.buffer)
    bytes[journal.offsets[700]! + 15]! ^= 1
    let check = view.getUint32(journal.offsets[700]! - 4, true)
    for (let at = journal.offsets[700]!; at < bytes.length; ) {
      const end = at + 2 + view.getUint16(at, true)
      check = continueCheck(check, view, at, end - 4)
      view.setUint32(end - 4, check, true)
      at = end
    }
    const { problem } = verifyJournal(bytes, sha256)
    expect(problem).toMatchObject({ kind: 'corrupt', seq: 1024 })
    expect(problem?.what).toBe('the hash of the block before this seal differs')
  })

  test('bytes after the end, and a file that is no journal', () => {
    const longer = new Uint8Array([...SMALL.bytes, 1])
    expect(verifyJournal(longer, sha256).problem).toMatchObject({
      kind: 'corrupt',
      seq: 7,
      byteOffset: SMALL.bytes.length,
      what: 'bytes follow the final seal',
    })
    const text = new TextEncoder().encode('kind,ts,order\nFill,1,2\n')
    expect(verifyJournal(text, sha256).problem?.what).toMatch('does not begin with HFTSIMJ1')
  })

  test('random bytes end in a report', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (noise, afterHeader) => {
        const header = SMALL.bytes.subarray(0, afterHeader ? SMALL.offsets[0] : 0)
        const report = verifyJournal(new Uint8Array([...header, ...noise]), sha256)
        expect(report.sealed).toBe(false)
        expect(report.problem).toBeDefined()
      }),
    )
  })
})

describe('a torn tail is recovered', () => {
  test('cut at every byte: exactly the whole entries before it', () => {
    for (let length = 0; length < SMALL.bytes.length; length++) {
      const { problem, entries, root, sealed, recovered } = verifyJournal(SMALL.bytes.subarray(0, length), sha256)
      const whole = SMALL.offsets.filter((offset, i) => i > 0 && offset <= length).length
      const bytes = length < SMALL.offsets[0]! ? 0 : SMALL.offsets[whole]
      expect({ kind: problem?.kind, seq: problem?.seq, entries, sealed, recovered }).toEqual({
        kind: 'torn',
        seq: whole,
        entries: whole,
        sealed: false,
        recovered: { entries: whole, bytes },
      })
      if (length >= SMALL.offsets[0]!) {
        const drafts = BODIES.slice(0, whole).map((entry, i) => ({ ...entry, ts: i * 10, cause: i - 1 }))
        expect(root).toBe(writeJournal(drafts).root)
      }
    }
  })

  test('cut anywhere in a journal of several blocks', () => {
    const journal = writeJournal(manyDrafts(3000))
    fc.assert(
      fc.property(fc.integer({ min: journal.offsets[0]!, max: journal.bytes.length - 1 }), (length) => {
        const { problem, recovered } = verifyJournal(journal.bytes.subarray(0, length), sha256)
        expect(problem?.kind).toBe('torn')
        // A block's seal belongs to the entry before it: that is whole without its seal.
        expect(recovered!.bytes).toBeLessThanOrEqual(length)
        expect(recovered!.entries).toBe(Math.max(...[0, ...wholeBefore(journal, length)]))
      }),
      { numRuns: 200 },
    )
  })

  test('a tail of zeros, where the system had the length but not the bytes', () => {
    for (let length = SMALL.offsets[0]!; length < SMALL.bytes.length; length++) {
      const bytes = new Uint8Array(length + 500)
      bytes.set(SMALL.bytes.subarray(0, length))
      const { problem, entries } = verifyJournal(bytes, sha256)
      expect(problem?.kind).toBe('torn')
      expect(entries).toBe(SMALL.offsets.filter((offset, i) => i > 0 && offset <= length).length)
    }
  })
})

/** The counts of entries whose record ends within so many bytes. */
function wholeBefore({ bytes, offsets }: WrittenJournal, length: number): number[] {
  const view = new DataView(bytes.buffer)
  return offsets.slice(0, -1).flatMap((at, i) => (at + 2 + view.getUint16(at, true) <= length ? [i + 1] : []))
}
