/** A queue model of a user's own: every trade at our price halves what is ahead. */
import type { ModelFactory, QueueModel } from 'hftsim'

class HalvingQueue implements QueueModel {
  readonly #ahead: number[] = []

  rest(slot: number, levelQty: number): void {
    this.#ahead[slot] = levelQty
  }

  trade(slot: number, tradedQty: number): void {
    this.#ahead[slot] = this.#ahead[slot]! / 2 - tradedQty
  }

  depth(slot: number, _previousQty: number, levelQty: number): void {
    this.#ahead[slot] = Math.min(this.#ahead[slot]!, levelQty)
  }

  reachFront(slot: number): void {
    this.#ahead[slot] = 0
  }

  leave(slot: number): void {
    this.#ahead[slot] = 0
  }

  ahead(slot: number): number {
    return this.#ahead[slot]!
  }
}

const factory: ModelFactory<QueueModel> = () => new HalvingQueue()

export default factory
