import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventOrder } from '../../../src/data/import/event-order.ts'
import { allocateColumns, BUY, RowKind, TRADER_SEES, VENUE_SEES } from '../../../src/market/columns.ts'
import { naiveEventOrder, type Placed, type TwoClocks } from '../../naive/event-order.ts'

/** The streamed merge over batches of the given sizes. The row number travels in `qtySteps`. */
function streamed(rows: readonly TwoClocks[], batchSizes: readonly number[]): { placed: Placed[]; split: number } {
  let newest = Number.NEGATIVE_INFINITY
  let stepBackNs = 0
  for (const { exchTs } of rows) {
    newest = Math.max(newest, exchTs)
    stepBackNs = Math.max(stepBackNs, newest - exchTs)
  }
  const out = allocateColumns(0)
  const places = new Map<number, number>()
  const order = new EventOrder(stepBackNs, out, (input, output) => places.set(input, output))
  for (let at = 0, k = 0; at < rows.length; k++) {
    const size = Math.min(batchSizes[k % batchSizes.length]!, rows.length - at)
    const batch = allocateColumns(size)
    for (let i = 0; i < size; i++) {
      const row = rows[at + i]!
      batch.exchTs[i] = row.exchTs
      batch.localTs[i] = row.localTs
      batch.flags[i] = (row.isTrade ? RowKind.Trade : RowKind.Depth) | BUY
      batch.qtySteps[i] = at + i
    }
    batch.length = size
    order.push(batch)
    at += size
  }
  order.finish()
  const placed: Placed[] = []
  for (let i = 0; i < out.length; i++) {
    const row = out.qtySteps[i]!
    expect(out.exchTs[i]).toBe(rows[row]!.exchTs)
    expect(out.localTs[i]).toBe(rows[row]!.localTs)
    const trader = (out.flags[i]! & TRADER_SEES) !== 0
    if (trader) expect(places.get(row)).toBe(i)
    placed.push([row, (out.flags[i]! & VENUE_SEES) !== 0, trader])
  }
  return { placed, split: order.split }
}

/** Receipt never goes back; the venue's clock steps about. Small ranges, so that stamps are often equal. */
const recordings = fc
  .array(fc.record({ gap: fc.nat(3), exchTs: fc.nat(8), isTrade: fc.boolean() }), { maxLength: 60 })
  .map((steps) => {
    let localTs = 0
    return steps.map(({ gap, exchTs, isTrade }) => {
      localTs += gap
      return { exchTs: localTs - exchTs, localTs, isTrade }
    })
  })

describe('event order', () => {
  test('equals the reference merge for any recording and any batches', () => {
    fc.assert(
      fc.property(
        recordings,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        (rows, sizes) => {
          const { placed, split } = streamed(rows, sizes)
          const expected = naiveEventOrder(rows)
          expect(placed).toEqual(expected)
          expect(split).toBe(expected.length - rows.length)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('every row reaches the venue once and the trader once, and neither clock goes back for those who look', () => {
    fc.assert(
      fc.property(recordings, (rows) => {
        const { placed } = streamed(rows, [4])
        const venue = placed.filter(([, sees]) => sees).map(([row]) => row)
        const trader = placed.filter(([, , sees]) => sees).map(([row]) => row)
        expect([...venue].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i))
        expect(trader).toEqual(rows.map((_, i) => i))
        for (let i = 1; i < venue.length; i++) {
          expect(rows[venue[i]!]!.exchTs).toBeGreaterThanOrEqual(rows[venue[i - 1]!]!.exchTs)
        }
      }),
    )
  })

  test('a trade goes before the depth of the same venue instant, although it was received after', () => {
    const rows = [
      { exchTs: 5, localTs: 10, isTrade: false },
      { exchTs: 5, localTs: 11, isTrade: true },
    ]
    expect(streamed(rows, [9]).placed).toEqual([
      [0, false, true],
      [1, true, true],
      [0, true, false],
    ])
  })
})
