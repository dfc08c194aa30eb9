/**
 * Our resting orders of one side at the simulated venue, by price and, within a price, by arrival. The book is told
 * which prices those are, so that its pass over market rows hands back the ones that concern them.
 */
import { NO_ASK, NO_BID, type Side } from '../../core/units.ts'
import type { BookSide } from '../../market/book-side.ts'
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
  readonly #levels: BookSide
  readonly #byPrice = new Map<number, RestingOrder[]>()

  /** `levels`: the market's levels of the same side. */
  constructor(side: Side, levels: BookSide) {
    this.#side = side
    this.#levels = levels
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
    if (there !== undefined) {
      there.push(order)
      return
    }
    this.#byPrice.set(order.priceTicks, [order])
    this.#levels.watch(order.priceTicks, true)
    this.lowTicks = Math.min(this.lowTicks, order.priceTicks)
    this.highTicks = Math.max(this.highTicks, order.priceTicks)
    this.#watchBest()
  }

  remove(order: RestingOrder): void {
    const there = this.#byPrice.get(order.priceTicks)
    if (there === undefined) return
    const at = there.indexOf(order)
    if (at >= 0) there.splice(at, 1)
    if (there.length > 0) return
    this.#byPrice.delete(order.priceTicks)
    this.#levels.watch(order.priceTicks, false)
    if (order.priceTicks !== this.lowTicks && order.priceTicks !== this.highTicks) return
    this.lowTicks = NO_ASK
    this.highTicks = NO_BID
    for (const tick of this.#byPrice.keys()) {
      if (tick < this.lowTicks) this.lowTicks = tick
      if (tick > this.highTicks) this.highTicks = tick
    }
    this.#watchBest()
  }

  #watchBest(): void {
    this.#levels.watchedBest = this.#side > 0 ? this.highTicks : this.lowTicks
  }
}
