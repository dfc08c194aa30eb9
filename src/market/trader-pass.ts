/** What a trader has seen of the rows: what the loop in `assembly/trader-pass.ts` goes on from and leaves behind. */
import { BINS, Histogram } from '../core/histogram.ts'
import type { MarketMemory } from './market-memory.ts'

export class TraderPass {
  readonly at: number
  readonly #memory: MarketMemory
  /** Places in `memory.f64`, and of the changes in `memory.i32`. */
  readonly #seen: number
  readonly #changes: number
  readonly #latencyMax: number
  readonly #latencyBins: number

  constructor(memory: MarketMemory) {
    const { code } = memory
    this.#memory = memory
    this.at = code.newPass() >>> 0
    this.#seen = (this.at + code.PASS_SEEN.value) / 8
    this.#changes = (this.at + code.PASS_CHANGES.value) / 4
    this.#latencyMax = (this.at + code.PASS_LATENCY_MAX.value) / 8
    this.#latencyBins = (this.at + code.LATENCY_BINS.value) / 8
  }

  /** Rows that the trader has seen. */
  get rowsSeen(): number {
    return this.#memory.f64[this.#seen]!
  }

  /** How many of them changed the book since this was asked last. */
  takeChanges(): number {
    const { i32 } = this.#memory
    const changes = i32[this.#changes]!
    i32[this.#changes] = 0
    return changes
  }

  /** Feed latency of each message so far. */
  get feedLatencyNs(): Histogram {
    const { f64 } = this.#memory
    return Histogram.of(f64.slice(this.#latencyBins, this.#latencyBins + BINS), f64[this.#latencyMax]!)
  }
}
