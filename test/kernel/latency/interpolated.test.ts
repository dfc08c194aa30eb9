import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/core/bug.ts'
import { Rng } from '../../../src/core/rng.ts'
import { createInterpolatedRefusals } from '../../../src/kernel/fault/interpolated-refusals.ts'
import { createInterpolatedLatency, type LatencyRows } from '../../../src/kernel/latency/interpolated.ts'

const rng = new Rng(1)

/** Rows (request, exchange, response); exchange 0 = refused. */
function table(rows: readonly (readonly [number, number, number])[]): LatencyRows {
  return {
    length: rows.length,
    requestTs: Float64Array.from(rows, (row) => row[0]),
    exchTs: Float64Array.from(rows, (row) => row[1]),
    responseTs: Float64Array.from(rows, (row) => row[2]),
    refused: Uint8Array.from(rows, (row) => (row[1] <= 0 ? 1 : 0)),
  }
}

describe('values of the reference', () => {
  const rows = table([
    [1000, 1100, 1150],
    [2000, 2040, 2300],
    [3000, 0, 3070],
    [4000, 4010, 4020],
  ])

  test('a table with a refused request', () => {
    const latency = createInterpolatedLatency(rows)
    const refusals = createInterpolatedRefusals(rows)
    expect(refusals.verdict(1333, rng)).toBe('deliver')
    expect(latency.delayNs('entry', 1333, rng)).toBe(81)
    expect(latency.delayNs('response', 1414, rng)).toBe(120)
    expect(refusals.verdict(2500, rng)).toBe('refuse')
    expect(refusals.refusalDelayNs(2500)).toBe(185)
    expect(refusals.verdict(3500, rng)).toBe('refuse')
    expect(refusals.refusalDelayNs(3500)).toBe(45)
    expect(refusals.verdict(4500, rng)).toBe('deliver')
    expect(latency.delayNs('entry', 4500, rng)).toBe(10)
    expect(latency.delayNs('response', 4510, rng)).toBe(10)
  })

  test('a response that would overtake the one before it', () => {
    const late = table([
      [1000, 1010, 1510],
      [1100, 1110, 1111],
    ])
    const latency = createInterpolatedLatency(late)
    expect(1020 + latency.delayNs('entry', 1020, rng)).toBe(1030)
    const first = latency.delayNs('response', 1030, rng)
    expect(1030 + first).toBe(1431)
    expect(1120 + latency.delayNs('entry', 1120, rng)).toBe(1130)
    expect(1130 + latency.delayNs('response', 1130, rng)).toBe(1131)
  })

  test('before the first row and after the last one their own latency holds', () => {
    const latency = createInterpolatedLatency(rows)
    expect([1, 999, 1000].map((ts) => latency.delayNs('entry', ts, rng))).toEqual([100, 100, 100])
    expect([4000, 9_000_000].map((ts) => latency.delayNs('entry', ts, rng))).toEqual([10, 10])
  })

  test('a refused first or last row refuses what is sent before or after it', () => {
    const refusals = createInterpolatedRefusals(
      table([
        [100, 0, 130],
        [200, 210, 220],
        [300, 310, 320],
        [400, 0, 450],
      ]),
    )
    const at = (ts: number): unknown[] => [ts, refusals.verdict(ts, rng), refusals.refusalDelayNs(ts)]
    expect([at(50), at(150), at(250), at(350), at(500)]).toEqual([
      [50, 'refuse', 30],
      [150, 'refuse', 25],
      [250, 'deliver', 20],
      [350, 'refuse', 35],
      [500, 'refuse', 50],
    ])
  })
})

test('a table of refusals alone says nothing about responses', () => {
  expect(() => createInterpolatedLatency(table([[1, 0, 5]]))).toThrow(InputError)
})

/** The rules as text has them, on absolute instants as exact integers; only the interpolation itself is in doubles. */
class Twin {
  #row = 0
  readonly #x: readonly bigint[]
  readonly #y: readonly bigint[]

  constructor(x: readonly bigint[], y: readonly bigint[]) {
    this.#x = x
    this.#y = y
  }

  at(t: bigint): bigint {
    if (t < this.#x[0]!) return this.#y[0]!
    for (;;) {
      const [x1, x2, y1, y2] = [
        this.#x[this.#row]!,
        this.#x[this.#row + 1],
        this.#y[this.#row]!,
        this.#y[this.#row + 1]!,
      ]
      if (x2 === undefined) return y1
      if (x1 <= t && t < x2) return BigInt(Math.trunc((Number(y2 - y1) / Number(x2 - x1)) * Number(t - x1))) + y1
      this.#row++
    }
  }
}

test('equals the twin on absolute instants, wherever the epoch is', () => {
  const row = fc.record({
    gapNs: fc.integer({ min: 0, max: 3_000_000_000 }),
    entryNs: fc.integer({ min: 0, max: 900_000_000 }),
    responseNs: fc.integer({ min: 0, max: 900_000_000 }),
  })
  const asks = fc.array(fc.integer({ min: 0, max: 2_000_000_000 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), asks, (rows, gaps) => {
      const epochNs = 1_723_075_200_000_000_000n
      let requestTs = 3_000_000_000
      const relative = rows.map(({ gapNs, entryNs, responseNs }) => {
        requestTs += gapNs
        return [requestTs, requestTs + entryNs, requestTs + entryNs + responseNs] as const
      })
      const absolute = relative.map((at) => at.map((ts) => epochNs + BigInt(ts)))
      const entry = new Twin(
        absolute.map((at) => at[0]!),
        absolute.map((at) => at[1]! - at[0]!),
      )
      const response = new Twin(
        absolute.map((at) => at[1]!),
        absolute.map((at) => at[2]! - at[1]!),
      )
      const model = createInterpolatedLatency(table(relative))
      let ts = 2_000_000_000
      for (const gap of gaps) {
        ts += gap
        const entryNs = model.delayNs('entry', ts, rng)
        expect(BigInt(entryNs)).toBe(entry.at(epochNs + BigInt(ts)))
        expect(BigInt(model.delayNs('response', ts, rng))).toBe(response.at(epochNs + BigInt(ts)))
        expect(entryNs).toBeGreaterThanOrEqual(0)
      }
    }),
    { numRuns: 500 },
  )
})
