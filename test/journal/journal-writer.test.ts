import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bug } from '../../src/core/bug.ts'
import { type ByteSource, bytesFrom } from '../../src/journal/byte-source.ts'
import type { EntryBody } from '../../src/journal/entries.ts'
import { JournalReader } from '../../src/journal/journal-reader.ts'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import { verifyJournal } from '../../src/journal/verify-journal.ts'
import { appendAll, drafts, entryOf, manyDrafts, sha256, writeJournal } from './journal-bytes.ts'

const FILL: EntryBody<'Fill'> = {
  instrument: 0,
  order: 7,
  exchTs: 14,
  priceTicks: 100,
  lots: 1,
  leavesLots: 0,
  liquidity: 'maker',
  feeAtoms: -5n,
}

function inPieces(bytes: Uint8Array, size: number): ByteSource {
  const whole = bytesFrom(bytes)
  return { read: (into) => whole.read(into.subarray(0, size)) }
}

describe('what is written is read', () => {
  test('entries of all kinds with any values, read in pieces of any size', () => {
    fc.assert(
      fc.property(
        drafts({ maxLength: 60 }),
        fc.jsonValue(),
        fc.integer({ min: 1, max: 200 }),
        (all, manifest, size) => {
          const { bytes, root, offsets } = writeJournal(all, manifest)
          const reader = new JournalReader(inPieces(bytes, size), sha256)
          const places: number[] = []
          const entries = []
          for (const entry of reader) {
            entries.push(entry)
            places.push(reader.byteOffset)
          }
          expect(entries).toEqual(all.map(entryOf))
          expect(places).toEqual(offsets.slice(0, -1))
          expect(reader.problem).toBeUndefined()
          expect(reader.sealed).toBe(true)
          expect(reader.rootSoFar).toBe(root)
          expect(JSON.parse(reader.manifestText)).toEqual(JSON.parse(JSON.stringify(manifest)))
        },
      ),
    )
  })

  test.each([0, 1, 1023, 1024, 1025, 2048, 5000])('%i entries, across blocks', (count) => {
    const all = manyDrafts(count)
    const { bytes, root } = writeJournal(all)
    const reader = new JournalReader(inPieces(bytes, 4096), sha256)
    expect([...reader]).toEqual(all.map(entryOf))
    expect(verifyJournal(bytes, sha256)).toEqual({
      manifestText: '{"name":"test"}',
      entries: count,
      root,
      sealed: true,
    })
  })

  test('the bytes are these', () => {
    const { bytes } = writeJournal([{ kind: 'TimerFired', ts: 1, cause: -1, body: { timer: 258 } }], {})
    expect(
      Buffer.from(bytes)
        .toString('hex')
        .replace(/(.{64})/g, '$1\n'),
    ).toMatchInlineSnapshot(`
      "48465453494d4a3102000000b340a6af7b7d53226ae7150002000000000000f0
      3f0000000002010000e10e20b22500ffc6aeba9530adf7df119779d023526690
      22c0bcf48d0cb5426f4b7e18e33de2d48d08c53d"
    `)
  })
})

describe('the root hash', () => {
  test('does not depend on when bytes were flushed', () => {
    fc.assert(
      fc.property(drafts({ maxLength: 30 }), fc.array(fc.nat({ max: 30 })), (all, flushes) => {
        const chunks: Uint8Array[] = []
        const writer = new JournalWriter({ name: 'test' }, sha256, (chunk) => chunks.push(chunk.slice()))
        all.forEach((draft, i) => {
          appendAll(writer, [draft])
          for (const flush of flushes) if (flush === i) writer.flush()
        })
        const expected = writeJournal(all)
        expect(writer.seal()).toBe(expected.root)
        expect(Buffer.concat(chunks).equals(expected.bytes)).toBe(true)
      }),
    )
  })

  test('so far is that of a journal sealed there', () => {
    const writer = new JournalWriter({ name: 'test' }, sha256, () => {})
    const all = manyDrafts(1030)
    for (const [i, draft] of all.entries()) {
      if (i % 103 === 0 || i > 1020) expect(writer.rootSoFar).toBe(writeJournal(all.slice(0, i)).root)
      appendAll(writer, [draft])
    }
    const root = writer.rootSoFar
    expect(writer.seal()).toBe(root)
    expect(writer.rootSoFar).toBe(root)
  })

  test('depends on the manifest, not on the order of its members', () => {
    expect(writeJournal([], { a: 1, b: [2] }).root).toBe(writeJournal([], { b: [2], a: 1 }).root)
    expect(writeJournal([], { a: 1 }).root).not.toBe(writeJournal([], { a: 2 }).root)
  })
})

describe('what may not be written', () => {
  const writer = (): JournalWriter => new JournalWriter({}, sha256, () => {})

  test.each<[string, Partial<EntryBody<'Fill'>>]>([
    ['priceTicks NaN', { priceTicks: Number.NaN }],
    ['priceTicks 1.5', { priceTicks: 1.5 }],
    ['priceTicks 2147483648', { priceTicks: 2147483648 }],
    ['lots 0.5', { lots: 0.5 }],
    ['lots 9007199254740992', { lots: 2 ** 53 }],
    ['exchTs Infinity', { exchTs: Number.POSITIVE_INFINITY }],
    ['order -1', { order: -1 }],
    ['instrument 65536', { instrument: 65536 }],
    ['liquidity giver', { liquidity: 'giver' as 'maker' }],
    ['feeAtoms 9223372036854775808', { feeAtoms: 2n ** 63n }],
    ['lots undefined', { lots: undefined as unknown as number }],
  ])('a fill with %s', (what, wrong) => {
    expect(() => writer().append('Fill', 0, -1, { ...FILL, ...wrong })).toThrow(
      `Cannot journal Fill with ${what}: not `,
    )
  })

  test.each([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])('an ahead of %d', (aheadSteps) => {
    const body = { instrument: 0, order: 1, exchTs: 0, aheadSteps }
    expect(() => writer().append('OrderAccepted', 0, -1, body)).toThrow('not a finite number')
  })

  test('a time that is none, or goes back', () => {
    expect(() => writer().append('RunStarted', Number.NaN, -1, {})).toThrow(Bug)
    expect(() => writer().append('RunStarted', 0.5, -1, {})).toThrow('ts 0.5')
    const late = writer()
    late.append('RunStarted', 5, -1, {})
    expect(() => late.append('TimerFired', 4, -1, { timer: 1 })).toThrow(
      'Cannot journal TimerFired at 4: entry 0 is at 5',
    )
  })

  test.each([0, 1, -2, 0.5])('a cause of %d for the first entry', (cause) => {
    expect(() => writer().append('RunStarted', 0, cause, {})).toThrow('with cause')
  })

  test('-0 is written as 0', () => {
    const body = { instrument: 0, order: 1, exchTs: -0, aheadSteps: -0 }
    const { bytes } = writeJournal([{ kind: 'OrderAccepted', ts: -0, cause: -1, body }])
    const [entry] = new JournalReader(bytesFrom(bytes), sha256)
    expect(entry).toStrictEqual({ kind: 'OrderAccepted', seq: 0, ts: 0, cause: -1, ...body, exchTs: 0, aheadSteps: 0 })
  })

  test('anything after an entry was refused', () => {
    const journal = writer()
    journal.append('RunStarted', 0, -1, {})
    expect(() => journal.append('Fill', 0, -1, { ...FILL, lots: 0.5 })).toThrow(Bug)
    expect(() => journal.append('Fill', 0, -1, FILL)).toThrow('after 1 entries: an earlier step failed')
    expect(() => journal.flush()).toThrow('an earlier step failed')
    expect(() => journal.seal()).toThrow('an earlier step failed')
  })

  test('anything after the bytes could not be kept', () => {
    let full = false
    const journal = new JournalWriter({}, sha256, () => {
      if (full) throw new Error('disk full')
    })
    journal.append('RunStarted', 0, -1, {})
    full = true
    expect(() => journal.flush()).toThrow('disk full')
    full = false
    expect(() => journal.append('RunStarted', 0, -1, {})).toThrow('an earlier step failed')
  })

  test('anything after the seal', () => {
    const journal = writer()
    journal.seal()
    expect(() => journal.append('RunStarted', 0, -1, {})).toThrow('after 0 entries: it was sealed')
    expect(() => journal.seal()).toThrow('it was sealed')
  })
})
