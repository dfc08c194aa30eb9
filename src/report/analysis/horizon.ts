/**
 * What is to be looked at again some time after it happened: first in, first out, with one look asked for at a time.
 * Holds no more than what happened within the last `delayNs`.
 */
export class Horizon<Item> {
  readonly delayNs: number
  readonly #lookAt: (ts: number) => void
  #waiting: { readonly item: Item; readonly dueTs: number }[] = []
  #head = 0

  constructor(delayNs: number, lookAt: (ts: number) => void) {
    this.delayNs = delayNs
    this.#lookAt = lookAt
  }

  /** `ts` never decreases. */
  push(item: Item, ts: number): void {
    const dueTs = ts + this.delayNs
    if (this.#head === this.#waiting.length) this.#lookAt(dueTs)
    this.#waiting.push({ item, dueTs })
  }

  /** Hands out what is due, and asks for the next look. */
  onLook(nowTs: number, visit: (item: Item) => void): void {
    const from = this.#head
    for (; this.#head < this.#waiting.length; this.#head++) {
      const { item, dueTs } = this.#waiting[this.#head]!
      if (dueTs > nowTs) break
      visit(item)
    }
    if (this.#head === from) return
    if (this.#head > 1000 && this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head)
      this.#head = 0
    }
    const next = this.#waiting[this.#head]
    if (next !== undefined) this.#lookAt(next.dueTs)
  }
}
