/** A map from 32-bit integers to values that also lists them, in the order in which they came. */
import { IntMap } from './int-map.ts'
import { removeAt } from './remove-at.ts'

export class ListedIntMap<Value extends object> {
  readonly #byKey = new IntMap<Value>()
  readonly #list: Value[] = []

  /** In the order in which they came. It changes with the map. */
  get values(): readonly Value[] {
    return this.#list
  }

  get(key: number): Value | undefined {
    return this.#byKey.get(key)
  }

  /** Adds a value under a key that has none. */
  add(key: number, value: Value): void {
    this.#byKey.set(key, value)
    this.#list.push(value)
  }

  delete(key: number): void {
    const value = this.#byKey.get(key)
    if (value === undefined) return
    this.#byKey.delete(key)
    removeAt(this.#list, this.#list.indexOf(value))
  }
}
