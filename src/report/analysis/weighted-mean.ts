/** A mean with weights, and how far it may be off. */
export class WeightedMean {
  count = 0
  #weights = 0
  #sum = 0
  #squaredWeights = 0
  #squaredSum = 0
  #squaredSquares = 0

  add(value: number, weight: number): void {
    const squared = weight * weight
    this.count++
    this.#weights += weight
    this.#sum += weight * value
    this.#squaredWeights += squared
    this.#squaredSum += squared * value
    this.#squaredSquares += squared * value * value
  }

  /** Sum of w*x over the sum of w; null without a value. */
  get mean(): number | null {
    return this.count === 0 ? null : this.#sum / this.#weights
  }

  /**
   * sqrt(n / (n - 1) * sum(w^2 * (x - mean)^2)) / sum(w), which for equal weights is s / sqrt(n): the standard error of
   * a ratio (Cochran, Sampling Techniques, 1977, 6.4). Null with fewer than two values.
   */
  get standardError(): number | null {
    const { mean, count } = this
    if (mean === null || count < 2) return null
    const squares = this.#squaredSquares - 2 * mean * this.#squaredSum + mean * mean * this.#squaredWeights
    // Rounding may leave a trace below zero where all values are the same.
    return Math.sqrt((count / (count - 1)) * Math.max(squares, 0)) / this.#weights
  }
}
