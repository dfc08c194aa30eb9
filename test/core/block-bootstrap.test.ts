import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { automaticBlockLength, resampledSums } from '../../src/core/block-bootstrap.ts'
import { drawNormal } from '../../src/core/distributions.ts'
import { Rng } from '../../src/core/rng.ts'

interface Vector {
  readonly values: number[]
  readonly blockLength: number
}

const VECTORS = JSON.parse(readFileSync(join(import.meta.dirname, 'bootstrap-vectors.json'), 'utf8')) as Vector[]

test.each(VECTORS.map((vector) => [vector.values.length, vector] as const))(
  'the block length of %i stored values is that of the papers',
  (_n, { values, blockLength }) => {
    expect(automaticBlockLength(Float64Array.from(values))).toBeCloseTo(blockLength, 9)
  },
)

test('a series without variance has blocks of one', () => {
  expect(automaticBlockLength(new Float64Array(50).fill(0.1))).toBe(1)
})

test('two values in blocks of one: the sums are 2, 3 and 4, as often as two coins say', () => {
  const sums = resampledSums(Float64Array.of(1, 2), 1, 40_000, new Rng(1, 'coins'))
  const share = (of: number): number => sums.filter((sum) => sum === of).length / sums.length
  expect(share(2) + share(3) + share(4)).toBe(1)
  // Four standard errors of 40,000 draws.
  expect(Math.abs(share(2) - 0.25)).toBeLessThan(0.009)
  expect(Math.abs(share(3) - 0.5)).toBeLessThan(0.01)
})

test('sums are sorted, the same for the same stream, and others for another', () => {
  const values = Float64Array.from({ length: 60 }, (_, i) => Math.sin(i))
  const sums = (name: string): Float64Array => resampledSums(values, 4, 500, new Rng(7, name))
  expect(sums('a')).toEqual(sums('a'))
  expect(sums('a')).not.toEqual(sums('b'))
  expect(sums('a')).toEqual(sums('a').toSorted())
})

/**
 * The variance of the resampled sum is known: of a mean of n values from blocks of mean length 1/p it is
 * (R(0) + 2 * sum of (1 - k/n) (1-p)^k c(k)) / n with circular autocovariances c (Politis and White 2004, Lemma 3.1).
 */
test('the spread of the sums is the one that theory gives', () => {
  const n = 80
  const p = 1 / 6
  const rng = new Rng(3, 'spread')
  const values = new Float64Array(n)
  for (let i = 0; i < n; i++) values[i] = 0.5 * (values[i - 1] ?? 0) + drawNormal(rng)
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const circular = (lag: number): number =>
    values.reduce((sum, value, i) => sum + (value - mean) * (values[(i + lag) % n]! - mean), 0) / n
  let variance = circular(0)
  for (let lag = 1; lag < n; lag++) {
    variance += 2 * (1 - lag / n) * (1 - p) ** lag * circular(lag)
  }
  const sums = resampledSums(values, 1 / p, 60_000, rng)
  const average = sums.reduce((sum, value) => sum + value, 0) / sums.length
  const spread = sums.reduce((sum, value) => sum + (value - average) ** 2, 0) / sums.length
  expect(spread / (variance * n)).toBeCloseTo(1, 1)
  expect(Math.abs(average - mean * n)).toBeLessThan(4 * Math.sqrt((variance * n) / sums.length))
})

/** How often an interval of 95% holds the truth, which is 0, in 400 made-up series. */
function coverage(n: number, phi: number): number {
  const rng = new Rng(11, `coverage.${n}.${phi}`)
  let held = 0
  for (let run = 0; run < 400; run++) {
    const values = new Float64Array(n)
    let last = drawNormal(rng) / Math.sqrt(1 - phi * phi)
    for (let i = 0; i < n; i++) {
      last = phi * last + drawNormal(rng)
      values[i] = last
    }
    const sums = resampledSums(values, automaticBlockLength(values), 399, rng)
    if (sums[9]! <= 0 && sums[389]! >= 0) held++
  }
  return held / 400
}

test('an interval of 95% holds the truth about as often as it says, given some hundred values', () => {
  const independent = coverage(100, 0)
  expect(independent).toBeGreaterThan(0.91)
  expect(independent).toBeLessThan(0.98)
  expect(coverage(100, 0.3)).toBeGreaterThan(0.87)
  expect(coverage(300, 0.3)).toBeGreaterThan(0.9)
})
