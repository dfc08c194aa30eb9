/**
 * What is kept of a series of equity samples: the deepest fall, and the sums from which Sharpe and Sortino follow.
 * Amounts and their squares are summed as integers, so that the variance is exact and no variance is exactly none.
 * Formulas as in hftbacktest's `stats/metrics.py`, over the differences d of successive samples, without a benchmark
 * or a risk-free rate:
 *
 *     Sharpe  = mean(d) / std(d, n - 1) * sqrt(samples a year)
 *     Sortino = mean(d) / sqrt(mean(min(0, d)^2)) * sqrt(samples a year)
 */
export class EquityCurve {
  /** Samples taken by `sample`. */
  samples = 0
  /** Largest fall from the highest equity before it, at least 0. Equity begins at 0. */
  maxDrawdownAtoms = 0n
  #peak = 0n
  #last: bigint | undefined
  #differences = 0
  #sum = 0n
  #squares = 0n
  #fallSquares = 0n

  /** A sample at its regular time; undefined where equity is not known, which leaves a hole of two differences. */
  sample(equityAtoms: bigint | undefined): void {
    const last = this.#last
    this.#last = equityAtoms
    if (equityAtoms === undefined) return
    this.samples++
    this.observe(equityAtoms)
    if (last === undefined) return
    const difference = equityAtoms - last
    this.#differences++
    this.#sum += difference
    this.#squares += difference * difference
    if (difference < 0n) this.#fallSquares += difference * difference
  }

  /** An equity between the regular times: it counts for the drawdown alone. */
  observe(equityAtoms: bigint): void {
    if (equityAtoms > this.#peak) this.#peak = equityAtoms
    const fall = this.#peak - equityAtoms
    if (fall > this.maxDrawdownAtoms) this.maxDrawdownAtoms = fall
  }

  /** NaN with fewer than two differences or without any variance. */
  sharpe(samplesPerYear: number): number {
    const n = this.#differences
    // n * (n - 1) times the variance of the sample.
    const spread = BigInt(n) * this.#squares - this.#sum * this.#sum
    if (n < 2 || spread === 0n) return Number.NaN
    return (Number(this.#sum) / n / Math.sqrt(Number(spread) / (n * (n - 1)))) * Math.sqrt(samplesPerYear)
  }

  /** NaN with fewer than two differences or where none was a loss. */
  sortino(samplesPerYear: number): number {
    const n = this.#differences
    if (n < 2 || this.#fallSquares === 0n) return Number.NaN
    return (Number(this.#sum) / n / Math.sqrt(Number(this.#fallSquares) / n)) * Math.sqrt(samplesPerYear)
  }
}
