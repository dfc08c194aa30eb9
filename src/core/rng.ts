/**
 * Seeded randomness: xoshiro128++ (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2019), seeded
 * by splitmix32 from a hash of (seed, stream name). Every consumer has a stream of its own, so that adding a consumer
 * does not shift what the others draw. Integer arithmetic only: the same on every engine.
 */
import { hashText } from './state-hash.ts'

export class Rng {
  readonly name: string
  readonly #seed: number
  #a: number
  #b: number
  #c: number
  #d: number

  constructor(seed: number, name = '') {
    this.name = name
    this.#seed = seed
    let state = hashText(`${seed}/${name}`)
    const next = (): number => {
      // splitmix32: spreads any seed, zero included, over the whole state.
      state = (state + 0x9e3779b9) | 0
      let z = state ^ (state >>> 16)
      z = Math.imul(z, 0x21f0aaad)
      z ^= z >>> 15
      z = Math.imul(z, 0x735a2d97)
      return z ^ (z >>> 15)
    }
    this.#a = next()
    this.#b = next()
    this.#c = next()
    this.#d = next() | 1
  }

  /** An independent stream, named by the path from the root: `rng.fork('latency').fork('entry')`. */
  fork(name: string): Rng {
    return new Rng(this.#seed, this.name ? `${this.name}.${name}` : name)
  }

  /** Uniform integer in [0, 2^32). */
  uint32(): number {
    const sum = (this.#a + this.#d) | 0
    const result = (((sum << 7) | (sum >>> 25)) + this.#a) | 0
    const t = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= t
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return result >>> 0
  }

  /** Uniform double in [0, 1) with 53 random bits. */
  float(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992
  }

  /** Uniform integer in [low, high], both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.float() * (high - low + 1))
  }
}
