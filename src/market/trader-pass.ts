/** How a trader's pass over rows went: what `L2Book.traderPass` goes on from and leaves behind. */
import type { MarketMemory } from './market-memory.ts'

export class TraderPass {
  readonly at: number
  readonly #counts: Int32Array
  readonly #latencies: Float64Array

  constructor(memory: MarketMemory) {
    const { code } = memory
    this.at = code.newPass() >>> 0
    this.#counts = new Int32Array(memory.buffer, this.at + code.PASS_SEEN.value, 3)
    this.#latencies = new Float64Array(memory.buffer, this.at + code.LATENCIES.value, code.LATENCIES_MAX.value)
  }

  /** Rows that the trader saw in the last pass. */
  get seen(): number {
    return this.#counts[0]!
  }

  /** Rows of the last pass that changed the book. */
  get changes(): number {
    return this.#counts[1]!
  }

  /** Messages that began in the last pass, and the feed latency of each. */
  get messages(): number {
    return this.#counts[2]!
  }

  feedLatencyNs(message: number): number {
    return this.#latencies[message]!
  }
}
