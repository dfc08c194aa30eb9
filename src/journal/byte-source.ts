/** Where a reader takes bytes from: a file, a socket's buffer, memory. */
export interface ByteSource {
  /** Puts the next bytes at the start of `into` and returns how many: at least one, or 0 at the end and ever after. */
  read(into: Uint8Array): number
}

/** Bytes in memory as a source. */
export function bytesFrom(bytes: Uint8Array): ByteSource {
  let at = 0
  return {
    read(into) {
      const count = Math.min(into.length, bytes.length - at)
      into.set(bytes.subarray(at, at + count))
      at += count
      return count
    },
  }
}

/**
 * A window that slides over a source: all bytes from `start` on that were asked for are in memory, what lies before may
 * be forgotten. So a journal of any length is read in the memory of a block.
 */
export class ByteWindow {
  /** Valid from the last `start` up to what `has` granted; both are replaced when the window slides. */
  bytes: Uint8Array
  view: DataView
  /** First byte that is still needed, as an index into `bytes`. Moved forward by the reader. */
  start = 0
  readonly #source: ByteSource
  #end = 0
  /** Place in the source of `bytes[0]`. */
  #origin = 0

  constructor(source: ByteSource, capacity: number) {
    this.#source = source
    this.bytes = new Uint8Array(capacity)
    this.view = new DataView(this.bytes.buffer)
  }

  /** Place in the source of an index into `bytes`. */
  placeOf(index: number): number {
    return this.#origin + index
  }

  /** Whether the source has at least `count` bytes from `start` on; if so they are in `bytes`. Moves `start`. */
  has(count: number): boolean {
    if (this.#end - this.start >= count) return true
    if (this.start + count > this.bytes.length) this.#slide(count)
    while (this.#end - this.start < count) {
      const read = this.#source.read(this.bytes.subarray(this.#end))
      if (read === 0) return false
      this.#end += read
    }
    return true
  }

  /** How many bytes from `start` on are in memory. */
  get available(): number {
    return this.#end - this.start
  }

  #slide(count: number): void {
    const kept = this.bytes.subarray(this.start, this.#end)
    if (count > this.bytes.length) {
      const grown = new Uint8Array(Math.max(count, this.bytes.length * 2))
      grown.set(kept)
      this.bytes = grown
      this.view = new DataView(grown.buffer)
    } else {
      this.bytes.set(kept)
    }
    this.#origin += this.start
    this.#end -= this.start
    this.start = 0
  }
}
