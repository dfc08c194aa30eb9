import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ColumnPlace } from '../../../src/report/html/client/column-layout.ts'
import { readColumn, unpackBytes } from '../../../src/report/html/client/column-reader.ts'
import { ColumnWriter } from '../../../src/report/html/column-writer.ts'

async function roundTrip(columns: readonly (readonly number[])[], per = 1): Promise<[number[][], ColumnPlace[]]> {
  const writer = new ColumnWriter()
  const places = columns.map((values) => writer.add(values, per))
  const bytes = await unpackBytes(writer.toBase64())
  return [places.map((place) => [...readColumn(bytes, place)]), places]
}

describe('columns of a page', () => {
  test('whole numbers come back exactly, with NaN where it was', async () => {
    const number = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -200, max: 200 }), fc.constant(Number.NaN))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(number)), async (columns) => {
        const small = columns.map((values) => values.map((value) => (Math.abs(value) < 2 ** 50 ? value + 0 : 7)))
        const [back] = await roundTrip(small)
        expect(back).toEqual(small)
      }),
    )
  })

  test('decimals come back to the last digit that was asked for', async () => {
    const [back] = await roundTrip([[0.1, 0.0004, Number.NaN, 123_456.789, 1e9]], 1000)
    expect(back).toEqual([[0.1, 0, Number.NaN, 123_456.789, 1e9]])
  })

  test('take the narrowest type: even times a byte each, prices that move little as differences', async () => {
    const even = Array.from({ length: 1000 }, (_, i) => 5e12 + i * 250_000_000)
    const prices = Array.from({ length: 1000 }, (_, i) => 600_000 + ((i * 7919) % 100))
    const [back, [times, ticks]] = await roundTrip([even, prices])
    expect(back).toEqual([even, prices])
    expect(times).toMatchObject({ type: 'i8', differences: true, step: 250_000_000 })
    expect(ticks).toMatchObject({ type: 'i8' })
  })

  test('without values there is nothing', async () => {
    const [back, [place]] = await roundTrip([[]])
    expect([back, place?.length]).toEqual([[[]], 0])
  })
})
