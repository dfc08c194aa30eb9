import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatInstant } from '../../../src/data/instant.ts'
import { foldsOf, headOf, lengthOf } from '../../../src/scenario/sweep/walk-forward.ts'

const HOUR = { from: '2024-08-08T00:00:00.000000000Z', to: '2024-08-08T01:00:00.000000000Z' }

const clock = (instant: string): string => instant.slice(11, 19)

describe('folds', () => {
  test('anchored: the past grows, each fold is judged on what comes next', () => {
    const folds = foldsOf(HOUR, 3, 'anchored')
    expect(folds.map(({ inSample: { from, to } }) => `${clock(from)} ${clock(to)}`)).toEqual([
      '00:00:00 00:15:00',
      '00:00:00 00:30:00',
      '00:00:00 00:45:00',
    ])
    expect(folds.map(({ outOfSample: { from, to } }) => `${clock(from)} ${clock(to)}`)).toEqual([
      '00:15:00 00:30:00',
      '00:30:00 00:45:00',
      '00:45:00 01:00:00',
    ])
  })

  test('rolling: the past is as long as a fold', () => {
    expect(foldsOf(HOUR, 3, 'rolling').map(({ inSample: { from, to } }) => `${clock(from)} ${clock(to)}`)).toEqual([
      '00:00:00 00:15:00',
      '00:15:00 00:30:00',
      '00:30:00 00:45:00',
    ])
  })

  test('of any span: in-sample ends where out-of-sample begins, the parts meet, the last ends with the span', () => {
    const spans = fc.record({ start: fc.bigInt(1n, 10n ** 18n), length: fc.bigInt(100n, 10n ** 15n) })
    const windows = fc.constantFrom('anchored' as const, 'rolling' as const)
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 20 }), windows, ({ start, length }, count, window) => {
        const span = { from: formatInstant(start), to: formatInstant(start + length) }
        const folds = foldsOf(span, count, window)
        expect(folds).toHaveLength(count)
        expect(folds[0]!.inSample.from).toBe(span.from)
        expect(folds.at(-1)!.outOfSample.to).toBe(span.to)
        folds.forEach(({ inSample, outOfSample }, i) => {
          expect(inSample.to).toBe(outOfSample.from)
          if (i > 0) expect(outOfSample.from).toBe(folds[i - 1]!.outOfSample.to)
          expect(lengthOf(inSample)).toBeGreaterThan(0)
          expect(lengthOf(outOfSample)).toBeGreaterThan(0)
        })
      }),
    )
  })
})

test('the head of a span, on a whole millisecond; all of it is the span itself', () => {
  expect(headOf(HOUR, 1 / 27).to).toBe('2024-08-08T00:02:13.333000000Z')
  expect(headOf(HOUR, 1)).toBe(HOUR)
})
