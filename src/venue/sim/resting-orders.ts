/**
 * Our resting orders of one side at the simulated venue, by price and, within a price, by arrival. The book is told
 * which prices those are, so that its pass over market rows hands back the ones that concern them.
 */
import { IntMap } from '../../core/int-map.ts'
import { removeAt } from '../../core/remove-at.ts'
import type { Side } from '../../core/units.ts'
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
  readonly #side: Side
  readonly #levels: BookSide
  /** Prices with an order, best first. */
  readonly #prices: number[] = []
  readonly #byPrice = new IntMap<RestingOrder[]>()

  /** `levels`: the market's levels of the same side. */
  constructor(side: Side, levels: BookSide) {
    this.#side = side
    this.#levels = levels
  }

  /** Orders at a price, first come first; undefined without any. The array changes with the orders: do not keep it. */
  at(priceTicks: number): readonly RestingOrder[] | undefined {
    return this.#byPrice.get(priceTicks)
  }

  /** The best price with an order, if `priceTicks` reaches or passes it from the other side. */
  reachedBy(priceTicks: number): number | undefined {
    const best = this.#prices[0]
    return best === undefined || (best - priceTicks) * this.#side < 0 ? undefined : best
  }

  add(order: RestingOrder): void {
    const { priceTicks } = order
    const there = this.#byPrice.get(priceTicks)
    if (there !== undefined) {
      there.push(order)
      return
    }
    this.#byPrice.set(priceTicks, [order])
    const prices = this.#prices
    let at = prices.length
    for (; at > 0 && (priceTicks - prices[at - 1]!) * this.#side > 0; at--) prices[at] = prices[at - 1]!
    prices[at] = priceTicks
    this.#watch(priceTicks, true)
  }

  remove(order: RestingOrder): void {
    const { priceTicks } = order
    const there = this.#byPrice.get(priceTicks)
    if (there === undefined) return
    const at = there.indexOf(order)
    if (at >= 0) removeAt(there, at)
    if (there.length > 0) return
    this.#byPrice.delete(priceTicks)
    removeAt(this.#prices, this.#prices.indexOf(priceTicks))
    this.#watch(priceTicks, false)
  }

  #watch(priceTicks: number, watched: boolean): void {
    const { none } = this.#levels
    this.#levels.watch(priceTicks, watched, this.#prices[0] ?? none, this.#prices.at(-1) ?? none)
  }
}
