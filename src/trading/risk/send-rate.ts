/** How many commands passed the gate within the last second: a queue of their instants. */
import { Bug } from '../../core/bug.ts'

const SECOND_NS = 1_000_000_000

export class SendRate {
  #sentTs: number[] = []
  #head = 0

  record(nowTs: number): void {
    if (this.#sentTs.length > 0 && nowTs < this.#sentTs[this.#sentTs.length - 1]!) throw new Bug('Time went back')
    this.#sentTs.push(nowTs)
    // Nobody may ever ask: what is older than a second goes now and then all the same.
    if (this.#sentTs.length - this.#head > 4096) this.inLastSecond(nowTs)
  }

  /** Commands sent later than one second before `nowTs`. */
  inLastSecond(nowTs: number): number {
    while (this.#head < this.#sentTs.length && this.#sentTs[this.#head]! <= nowTs - SECOND_NS) this.#head++
    if (this.#head > 4096) {
      this.#sentTs = this.#sentTs.slice(this.#head)
      this.#head = 0
    }
    return this.#sentTs.length - this.#head
  }
}
