import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestOf, firstPoints, gridSize, pointAt, rungsOf } from '../../../src/scenario/sweep/search.ts'

const grids = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 })

describe('points', () => {
  test('a grid has each combination once, the last parameter changing first', () => {
    expect(firstPoints({ kind: 'grid' }, [2, 3])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ])
    fc.assert(
      fc.property(grids, (sizes) => {
        const points = firstPoints({ kind: 'grid' }, sizes)
        expect(points).toHaveLength(gridSize(sizes))
        expect(new Set(points.map(String)).size).toBe(points.length)
        for (const point of points) expect(point.every((value, i) => value < sizes[i]!)).toBe(true)
      }),
    )
  })

  test('a random choice has so many different points of the grid, the same for the same seed', () => {
    fc.assert(
      fc.property(grids, fc.integer({ min: 1, max: 100 }), fc.nat(1000), (sizes, samples, seed) => {
        const points = firstPoints({ kind: 'random', samples, seed }, sizes)
        expect(points).toHaveLength(Math.min(samples, gridSize(sizes)))
        expect(new Set(points.map(String)).size).toBe(points.length)
        expect(firstPoints({ kind: 'random', samples, seed }, sizes)).toEqual(points)
        for (const point of points) expect(point.every((value, i) => value < sizes[i]!)).toBe(true)
      }),
    )
  })

  test('every point is as likely as every other, and other seeds choose others', () => {
    const counts = new Map<string, number>()
    for (let seed = 0; seed < 4000; seed++) {
      for (const point of firstPoints({ kind: 'random', samples: 3, seed }, [3, 4])) {
        counts.set(String(point), (counts.get(String(point)) ?? 0) + 1)
      }
    }
    // 4000 * 3 / 12, standard deviation 27.
    expect(counts.size).toBe(12)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(140)
  })

  test('few of a huge grid are found at once', () => {
    const points = firstPoints({ kind: 'random', samples: 5, seed: 1 }, [10_000, 10_000, 10_000])
    expect(points).toHaveLength(5)
    expect(pointAt(1e12 - 1, [10_000, 10_000, 10_000])).toEqual([9999, 9999, 9999])
  })
})

describe('halving', () => {
  test('rungs: fewer points on more of the span, the last on all of it', () => {
    expect(rungsOf(27, 3)).toEqual([
      { trials: 27, share: 1 / 27 },
      { trials: 9, share: 1 / 9 },
      { trials: 3, share: 1 / 3 },
      { trials: 1, share: 1 },
    ])
    expect(rungsOf(1000, 3).map(({ trials }) => trials)).toEqual([1000, 333, 111, 37])
    expect(rungsOf(5, 2)).toEqual([
      { trials: 5, share: 1 / 4 },
      { trials: 2, share: 1 / 2 },
      { trials: 1, share: 1 },
    ])
    expect(rungsOf(2, 3)).toEqual([{ trials: 2, share: 1 }])
  })
})

test('the best: equals in their order, those without a figure last', () => {
  expect(bestOf([1, null, 3, 3, -1], 'larger', 3)).toEqual([2, 3, 0])
  expect(bestOf([1, null, 3, 3, -1], 'smaller', 2)).toEqual([4, 0])
  expect(bestOf([null, null, 2], 'smaller', 3)).toEqual([2, 0, 1])
  expect(bestOf([], 'larger', 1)).toEqual([])
})
