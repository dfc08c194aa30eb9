/**
 * A 64-bit order-sensitive hash of a sequence of numbers, to compare states between twins, processes and versions. It
 * is two FNV-1a lanes over 32-bit words with different offsets; it detects mistakes, it does not resist an adversary.
 */
export class StateHash {
  #low = 0x811c9dc5 | 0
  #high = 0x01000193 | 0
  readonly #view = new DataView(new ArrayBuffer(8))

  /** Adds one number, exactly: -0 counts as 0, and NaN is refused by callers, not here. */
  add(value: number): this {
    this.#view.setFloat64(0, value + 0)
    this.#word(this.#view.getInt32(0))
    this.#word(this.#view.getInt32(4))
    return this
  }

  /** 16 hexadecimal digits. */
  digest(): string {
    const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
    return hex(finish(this.#high)) + hex(finish(this.#low))
  }

  #word(word: number): void {
    this.#low = Math.imul(this.#low ^ word, 0x01000193)
    this.#low ^= this.#low >>> 15
    this.#high = Math.imul(this.#high ^ word ^ 0x5bd1e995, 0x01000193)
    this.#high = (this.#high << 13) | (this.#high >>> 19)
  }
}

/** 32-bit FNV-1a of the UTF-16 code units of a text, finished so that similar texts spread. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return finish(hash)
}

/** The finaliser of MurmurHash3 (Appleby): every input bit reaches every output bit. */
function finish(word: number): number {
  let h = word ^ (word >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) | 0
}
