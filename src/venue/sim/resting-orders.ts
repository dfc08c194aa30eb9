/**
 * Our resting orders of one side at the simulated venue, by price and, within a price, by arrival. The range of
 * occupied prices is kept so that the hot path can pass over market rows elsewhere with two comparisons.
 */
import { NO_ASK, NO_BID, type Side } from '../../core/units.ts'
import type { SubmitOrder } from '../../market/orders.ts'

/** An order as the venue holds it. `slot` indexes the queue model's arrays. */
export interface RestingOrder {
  readonly submit: SubmitOrder
  readonly slot: number
  priceTicks: number
  leavesLots: number
}

export class RestingSide {
  /** Lowest and highest price with an order; an empty range (low > high) without any. */
  lowTicks: number = NO_ASK
  highTicks: number = NO_BID
  readonly #side: Side
  readonly #byPrice = new Map<number, RestingOrder[]>()

  constructor(side: Side) {
    this.#side = side
  }

  /** Orders at a price, first come first; undefined without any. Do not keep the array. */
  at(priceTicks: number): readonly RestingOrder[] | undefined {
    return this.#byPrice.get(priceTicks)
  }

  /** Prices with an order that `priceTicks` reaches or passes from the other side, best first. */
  reachedBy(priceTicks: number): number[] {
    const reached: number[] = []
    for (const tick of this.#byPrice.keys()) if ((tick - priceTicks) * this.#side >= 0) reached.push(tick)
    return reached.sort((a, b) => (b - a) * this.#side)
  }

  add(order: RestingOrder): void {
    const there = this.#byPrice.get(order.priceTicks)
    if (there === undefined) this.#byPrice.set(order.priceTicks, [order])
    else there.push(order)
    this.lowTicks = Math.min(this.lowTicks, order.priceTicks)
    this.highTicks = Math.max(this.highTicks, order.priceTicks)
  }

  remove(order: RestingOrder): void {
    const there = this.#byPrice.get(order.priceTicks)
    if (there === undefined) return
    const at = there.indexOf(order)
    if (at >= 0) there.splice(at, 1)
    if (there.length > 0) return
    this.#byPrice.delete(order.priceTicks)
    if (order.priceTicks !== this.lowTicks && order.priceTicks !== this.highTicks) return
    this.lowTicks = NO_ASK
    this.highTicks = NO_BID
    for (const tick of this.#byPrice.keys()) {
      if (tick < this.lowTicks) this.lowTicks = tick
      if (tick > this.highTicks) this.highTicks = tick
    }
  }
}
