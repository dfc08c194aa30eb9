/**
 * Which points of the grid are tried. A point is one value of each parameter, as indices. All of it depends on the
 * grid, the seed and the figures found, never on when a run was done.
 */
import { Rng } from '../../core/rng.ts'
import type { Rung } from '../../report/sweep/sweep-results.ts'

/** Index of the value, by parameter. */
export type Point = readonly number[]

export type Search =
  | { readonly kind: 'grid' }
  | { readonly kind: 'random'; readonly samples: number; readonly seed: number }
  /** Without `samples` it begins with the whole grid. */
  | { readonly kind: 'halving'; readonly samples?: number; readonly seed: number; readonly eta: number }

/**
 * Successive halving runs on at most so many growing spans: the first then has 1 / eta^3 of the data, and figures of
 * less than that tell little.
 */
export const RUNGS_MAX = 4

/** Points of the whole grid. */
export function gridSize(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1)
}

/** Point `index` of the grid; the last parameter changes first. */
export function pointAt(index: number, sizes: readonly number[]): Point {
  const point = new Array<number>(sizes.length)
  let rest = index
  for (let i = sizes.length - 1; i >= 0; i--) {
    point[i] = rest % sizes[i]!
    rest = Math.floor(rest / sizes[i]!)
  }
  return point
}

/** The points that a search begins with, each once. A random choice is made without putting back. */
export function firstPoints(search: Search, sizes: readonly number[]): Point[] {
  const size = gridSize(sizes)
  const samples = search.kind === 'grid' ? size : Math.min(search.samples ?? size, size)
  if (search.kind === 'grid' || samples === size) return Array.from({ length: size }, (_, i) => pointAt(i, sizes))
  const rng = new Rng(search.seed, 'sweep')
  // Floyd's choice: of ever larger grids one more point each, so that few points of a huge grid are found at once.
  const chosen = new Set<number>()
  for (let last = size - samples; last < size; last++) {
    const drawn = rng.integer(0, last)
    chosen.add(chosen.has(drawn) ? last : drawn)
  }
  return [...chosen].sort((a, b) => a - b).map((index) => pointAt(index, sizes))
}

/** The rungs of a halving that begins with `trials` points: fewer points on ever more of the span, at last on all. */
export function rungsOf(trials: number, eta: number): Rung[] {
  let count = 1
  while (count < RUNGS_MAX && trials >= eta ** count) count++
  return Array.from({ length: count }, (_, rung) => ({
    trials: Math.max(1, Math.floor(trials / eta ** rung)),
    share: 1 / eta ** (count - 1 - rung),
  }))
}

/** The indices of the `count` best; what has no figure comes last, equals in their order. */
export function bestOf(
  metrics: readonly (number | null)[],
  better: 'larger' | 'smaller',
  count: number,
): readonly number[] {
  const sign = better === 'larger' ? -1 : 1
  const rank = (index: number): number => {
    const metric = metrics[index] ?? null
    return metric === null ? Number.POSITIVE_INFINITY : sign * metric
  }
  const byRank = (a: number, b: number): number => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : a - b)
  return metrics
    .map((_, index) => index)
    .sort(byRank)
    .slice(0, count)
}
