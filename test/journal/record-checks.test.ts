import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BLOCK_ENTRIES, continueCheck } from '../../src/journal/chain.ts'
import { endWithChecks } from '../../src/journal/record-checks.ts'
import { CHECK_BYTES, RECORD_BYTES_MAX, SEAL_BYTES } from '../../src/journal/record-layout.ts'

/** What follows the length of a record: anything, and room for the check. */
const anyRecord = fc.uint8Array({ minLength: 1, maxLength: RECORD_BYTES_MAX - 2 - CHECK_BYTES })

test('every record ends with the check that continues the one before, as JavaScript computes it', () => {
  fc.assert(
    fc.property(
      fc.array(anyRecord, { maxLength: 40 }),
      fc.integer({ min: 0, max: 0xffff_ffff }),
      (contents, before) => {
        const records = new Uint8Array(contents.reduce((sum, { length }) => sum + 2 + length + CHECK_BYTES, 0))
        const view = new DataView(records.buffer)
        let filled = 0
        for (const content of contents) {
          view.setUint16(filled, content.length + CHECK_BYTES, true)
          records.set(content, filled + 2)
          filled += 2 + content.length + CHECK_BYTES
        }
        const last = endWithChecks(records, before)
        let check = before
        let at = 0
        for (const content of contents) {
          const checkAt = at + 2 + content.length
          check = continueCheck(check, view, at, checkAt)
          expect(view.getUint32(checkAt, true)).toBe(check)
          at = checkAt + CHECK_BYTES
        }
        expect(last).toBe(check)
      },
    ),
  )
})

test('there is room for the largest block, and an end to it', () => {
  const records = new Uint8Array(RECORD_BYTES_MAX * BLOCK_ENTRIES + SEAL_BYTES).fill(0xa5)
  const view = new DataView(records.buffer)
  view.setUint16(0, records.length - 2, true)
  expect(endWithChecks(records, 0)).toBe(continueCheck(0, view, 0, records.length - CHECK_BYTES))
  expect(() => endWithChecks(new Uint8Array(2 ** 17), 0)).toThrow('not for 131072')
})
