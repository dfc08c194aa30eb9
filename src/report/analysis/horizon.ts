/**
 * What is to be looked at again some time after it happened: first in, first out, with one look asked for at a time.
 * Holds no more than what happened within the last `delayNs`.
 */
export class Horizon<Item extends { readonly ts: number }> {
  readonly #delayNs: number
  readonly #lookAt: (ts: number) => void
  readonly #visit: (item: Item) => void
  #waiting: Item[] = []
  #head = 0

  constructor(delayNs: number, lookAt: (ts: number) => void, visit: (item: Item) => void) {
    this.#delayNs = delayNs
    this.#lookAt = lookAt
    this.#visit = visit
  }

  /** Its `ts` is not before that of the last one. */
  push(item: Item): void {
    if (this.#head === this.#waiting.length) this.#lookAt(item.ts + this.#delayNs)
    this.#waiting.push(item)
  }

  /** Visits what is due, and asks for the next look. */
  onLook(nowTs: number): void {
    const waiting = this.#waiting
    const from = this.#head
    let head = from
    while (head < waiting.length && waiting[head]!.ts + this.#delayNs <= nowTs) this.#visit(waiting[head++]!)
    if (head === from) return
    if (head < waiting.length) this.#lookAt(waiting[head]!.ts + this.#delayNs)
    if (head > 1000 && head * 2 > waiting.length) {
      this.#waiting = waiting.slice(head)
      head = 0
    }
    this.#head = head
  }
}
