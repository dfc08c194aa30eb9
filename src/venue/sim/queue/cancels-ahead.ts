/**
 * The most hopeful queue model: what leaves a level without a trade stood ahead of us, until nothing does. With the
 * same trades and level changes no other model of ours lets less stand ahead, so its fills are a bound from above.
 * Like the models with a probability it subtracts from a level's next change the trades that this change shows again.
 */
import type { QueueModel } from './queue-model.ts'

export class CancelsAheadQueue implements QueueModel {
  readonly #ahead: number[] = []
  /** Traded at our price since the level's last depth row, which will show it as shrinking. */
  readonly #traded: number[] = []

  rest(slot: number, levelQty: number): void {
    this.#ahead[slot] = levelQty
    this.#traded[slot] = 0
  }

  trade(slot: number, tradedQty: number): void {
    this.#ahead[slot]! -= tradedQty
    this.#traded[slot]! += tradedQty
  }

  depth(slot: number, previousQty: number, levelQty: number): void {
    const canceled = Math.max(previousQty - levelQty - this.#traded[slot]!, 0)
    this.#traded[slot] = 0
    const ahead = this.#ahead[slot]!
    // Trades alone go past us: cancels take us to the front at most.
    const left = ahead > 0 ? Math.max(ahead - canceled, 0) : ahead
    this.#ahead[slot] = Math.min(left, levelQty)
  }

  reachFront(slot: number): void {
    this.#ahead[slot] = 0
  }

  leave(slot: number): void {
    this.#ahead[slot] = 0
    this.#traded[slot] = 0
  }

  ahead(slot: number): number {
    return this.#ahead[slot]!
  }
}
