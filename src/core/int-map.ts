/**
 * A map from 32-bit integers to values, without an order: open addressing over two arrays. Keys that count up, as order
 * ids and entries do, lie side by side; a `Map` takes five times as long for the few that are open at a time.
 */
export class IntMap<Value extends NonNullable<unknown>> {
  size = 0
  /** A place without a value is empty, whatever its key. */
  #keys = new Int32Array(16)
  #values: (Value | undefined)[] = new Array<Value | undefined>(16).fill(undefined)

  get(key: number): Value | undefined {
    return this.#values[this.#placeOf(key | 0)]
  }

  set(key: number, value: Value): void {
    const at = this.#placeOf(key | 0)
    const isNew = this.#values[at] === undefined
    this.#keys[at] = key
    this.#values[at] = value
    if (!isNew) return
    this.size++
    if (this.size * 2 > this.#keys.length) this.#grow()
  }

  delete(key: number): void {
    const keys = this.#keys
    const values = this.#values
    const mask = keys.length - 1
    let hole = this.#placeOf(key | 0)
    if (values[hole] === undefined) return
    this.size--
    // What was displaced past the hole moves back into it, so that no search ends there too early.
    for (let at = (hole + 1) & mask; values[at] !== undefined; at = (at + 1) & mask) {
      const home = keys[at]! & mask
      if (((at - home) & mask) < ((at - hole) & mask)) continue
      keys[hole] = keys[at]!
      values[hole] = values[at]
      hole = at
    }
    values[hole] = undefined
  }

  /** Where a key is, or would be. */
  #placeOf(key: number): number {
    const keys = this.#keys
    const values = this.#values
    const mask = keys.length - 1
    let at = key & mask
    while (values[at] !== undefined && keys[at] !== key) at = (at + 1) & mask
    return at
  }

  #grow(): void {
    const keys = this.#keys
    const values = this.#values
    this.#keys = new Int32Array(keys.length * 2)
    this.#values = new Array<Value | undefined>(keys.length * 2).fill(undefined)
    for (let i = 0; i < keys.length; i++) {
      if (values[i] === undefined) continue
      const at = this.#placeOf(keys[i]!)
      this.#keys[at] = keys[i]!
      this.#values[at] = values[i]
    }
  }
}
