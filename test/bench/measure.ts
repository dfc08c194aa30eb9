/** Repeats what is measured, alternating between the candidates so that a noisy machine is noisy for all of them. */

export interface Measured {
  readonly name: string
  /** Milliseconds, one a round. */
  readonly ms: readonly number[]
}

/** Rounds that do not count: engines compile what runs often. */
const WARM_UP = 4

/** Each candidate runs some times to warm up, then `rounds` times, in turn; it returns the milliseconds that count. */
export async function alternate(
  candidates: Readonly<Record<string, () => Promise<number> | number>>,
  rounds: number,
): Promise<Measured[]> {
  const results = Object.keys(candidates).map((name) => ({ name, ms: [] as number[] }))
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [i, run] of Object.values(candidates).entries()) {
      const ms = await run()
      if (round >= 0) results[i]!.ms.push(ms)
    }
  }
  return results
}

export function timed(run: () => void): number {
  const startedMs = performance.now()
  run()
  return performance.now() - startedMs
}

export function min(values: readonly number[]): number {
  return Math.min(...values)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]!
}

/** `min` and `mean ± standard deviation` of a figure made from each round's milliseconds. */
export function spread(ms: readonly number[], figure: (ms: number) => number, digits = 1): string {
  const values = ms.map(figure)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`
}
