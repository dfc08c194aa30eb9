/**
 * A series that is kept in bounded memory: every item while there is room, then every second, every fourth and so on,
 * evenly over all of them. The first and the last are always kept.
 */
export class Thinned<Item> {
  /** How many items there were. */
  total = 0
  readonly #most: number
  #kept: Item[] = []
  #stride = 1
  #last: Item | undefined

  /** Keeps at most `most` items, of at least 2. */
  constructor(most: number) {
    this.#most = most
  }

  add(item: Item): void {
    const at = this.total++
    this.#last = item
    if (at % this.#stride !== 0) return
    // One place is for the last item.
    if (this.#kept.length === this.#most - 1) {
      this.#kept = this.#kept.filter((_, i) => i % 2 === 0)
      this.#stride *= 2
      if (at % this.#stride !== 0) return
    }
    this.#kept.push(item)
  }

  /** What was kept, in order. */
  items(): Item[] {
    if (this.total === 0 || this.#kept.at(-1) === this.#last) return [...this.#kept]
    return [...this.#kept, this.#last!]
  }
}
