/**
 * A map from integers in [0, 2^31) to values, without an order: open addressing over two arrays. Keys that count up,
 * as order ids and entries do, lie side by side; a `Map` takes five times as long for the few that are open at a time.
 */
const EMPTY = -1

export class IntMap<Value> {
  size = 0
  #keys = new Int32Array(16).fill(EMPTY)
  #values: (Value | undefined)[] = new Array<Value | undefined>(16).fill(undefined)

  get(key: number): Value | undefined {
    return this.#values[this.#placeOf(key)]
  }

  set(key: number, value: Value): void {
    const at = this.#placeOf(key)
    this.#values[at] = value
    if (this.#keys[at] === key) return
    this.#keys[at] = key
    this.size++
    if (this.size * 2 > this.#keys.length) this.#grow()
  }

  delete(key: number): void {
    const keys = this.#keys
    const mask = keys.length - 1
    let hole = this.#placeOf(key)
    if (keys[hole] === EMPTY) return
    this.size--
    // What was displaced past the hole moves back into it, so that no search ends there too early.
    for (let at = (hole + 1) & mask; keys[at] !== EMPTY; at = (at + 1) & mask) {
      const home = keys[at]! & mask
      if (((at - home) & mask) < ((at - hole) & mask)) continue
      keys[hole] = keys[at]!
      this.#values[hole] = this.#values[at]
      hole = at
    }
    keys[hole] = EMPTY
    this.#values[hole] = undefined
  }

  /** Values in no particular order. */
  *values(): Generator<Value> {
    for (let at = 0; at < this.#keys.length; at++) if (this.#keys[at] !== EMPTY) yield this.#values[at] as Value
  }

  /** Where a key is, or would be. */
  #placeOf(key: number): number {
    const keys = this.#keys
    const mask = keys.length - 1
    let at = key & mask
    while (keys[at] !== EMPTY && keys[at] !== key) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const keys = this.#keys
    const values = this.#values
    this.#keys = new Int32Array(keys.length * 2).fill(EMPTY)
    this.#values = new Array<Value | undefined>(keys.length * 2).fill(undefined)
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === EMPTY) continue
      const at = this.#placeOf(keys[i]!)
      this.#keys[at] = keys[i]!
      this.#values[at] = values[i]
    }
  }
}
