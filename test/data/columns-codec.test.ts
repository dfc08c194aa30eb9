import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeColumn, epochWords } from '../../src/data/columns-codec.ts'
import { allocateColumns } from '../../src/market/columns.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'

describe('a column of 64-bit integers', () => {
  const instants = fc.record({
    epoch: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
    distances: fc.array(fc.maxSafeInteger(), { maxLength: 40 }),
    at: fc.nat(5),
  })

  test('is what BigInt makes of it, in an array of its own and in the memory of a market', () => {
    const memory = new MarketMemory()
    fc.assert(
      fc.property(instants, ({ epoch, distances, at }) => {
        const words = new Int32Array(BigInt64Array.from(distances, (distance) => epoch + BigInt(distance)).buffer)
        for (const columns of [allocateColumns(45), allocateColumns(45, memory)]) {
          columns.exchTs.fill(-1)
          decodeColumn(words, distances.length, epochWords(epoch), columns, 'exchTs', at)
          const before = new Array<number>(at).fill(-1)
          expect([...columns.exchTs.subarray(0, at + distances.length)]).toEqual([...before, ...distances])
          expect(columns.exchTs[at + distances.length]).toBe(-1)
        }
      }),
    )
  })
})
