/**
 * The cautious queue model: only trades move us forward. Cancels are assumed behind us, for the feed hides which order
 * left and this errs towards fewer fills; the level's own size is the only other bound.
 */
import type { QueueModel } from './queue-model.ts'

export class RiskAverseQueue implements QueueModel {
  readonly #ahead: number[] = []

  rest(slot: number, levelQty: number): void {
    this.#ahead[slot] = levelQty
  }

  trade(slot: number, tradedQty: number): void {
    this.#ahead[slot]! -= tradedQty
  }

  depth(slot: number, _previousQty: number, levelQty: number): void {
    if (levelQty < this.#ahead[slot]!) this.#ahead[slot] = levelQty
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
