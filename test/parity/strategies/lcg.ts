/** The 32-bit generator of the ported strategies: x = x * 1664525 + 1013904223 mod 2^32. */
export class Lcg {
  #x: number

  constructor(seed: number) {
    this.#x = seed >>> 0
  }

  /** 0 <= result < n, for n up to 65536. */
  below(n: number): number {
    this.#x = (Math.imul(this.#x, 1664525) + 1013904223) >>> 0
    return (this.#x >>> 16) % n
  }
}
