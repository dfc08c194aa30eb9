/** Repeats what is measured, alternating between the candidates so that a noisy machine is noisy for all of them. */

export interface Measured {
  readonly name: string
  /** Milliseconds, one a round. */
  readonly ms: readonly number[]
}

/**
 * Before anything counts, each candidate has run at least so often, and for so long: engines compile what runs often,
 * and a loop of 20 ms settles after a dozen rounds.
 */
const WARM_UP_ROUNDS = 4
const WARM_UP_MS = 400

/** Each candidate runs until it is warm, then `rounds` times, in turn; it returns the milliseconds that count. */
export async function alternate(
  candidates: Readonly<Record<string, () => Promise<number> | number>>,
  rounds: number,
): Promise<Measured[]> {
  const runs = Object.values(candidates)
  const results = Object.keys(candidates).map((name) => ({ name, ms: [] as number[] }))
  const round = async (): Promise<void> => {
    for (const [i, run] of runs.entries()) results[i]!.ms.push(await run())
  }
  while (!results.every(isWarm)) await round()
  for (const { ms } of results) ms.length = 0
  for (let i = 0; i < rounds; i++) await round()
  return results
}

function isWarm({ ms }: Measured): boolean {
  return ms.length >= WARM_UP_ROUNDS && ms.reduce((sum, value) => sum + value, 0) >= WARM_UP_MS
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
