/**
 * The difference between the picture that a strategy wants and the quotes that stand: the executor of `Quotes`. A quote
 * that stands at a wanted price with the wanted size is kept, with its place in the queue; a quote whose cancel is
 * under way counts as gone.
 */
import { Bug } from '../core/bug.ts'
import type { Side } from '../core/units.ts'
import type { OrderView } from './order.ts'
import type { Orders, Quotes } from './strategy.ts'

export class QuotePicture implements Quotes {
  readonly #orders: Orders
  /** Orders that were submitted as quotes and may still be open, by id. */
  readonly #standing = new Map<number, OrderView>()
  readonly #wantedBids = new Map<number, number>()
  readonly #wantedAsks = new Map<number, number>()
  #drawing = false

  constructor(orders: Orders) {
    this.#orders = orders
  }

  begin(): void {
    if (this.#drawing) throw new Bug('Cannot begin quotes: the picture before was not ended (quotes.end)')
    this.#drawing = true
  }

  bid(priceTicks: number, lots: number): void {
    this.#want(this.#wantedBids, priceTicks, lots)
  }

  ask(priceTicks: number, lots: number): void {
    this.#want(this.#wantedAsks, priceTicks, lots)
  }

  end(): void {
    if (!this.#drawing) throw new Bug('Cannot end quotes: none were begun (quotes.begin)')
    this.#drawing = false
    for (const [id, order] of this.#standing) {
      if (this.#orders.get(id) === undefined) {
        this.#standing.delete(id)
        continue
      }
      if (order.pending === 'cancel') continue
      const wanted = order.side > 0 ? this.#wantedBids : this.#wantedAsks
      if (wanted.get(order.priceTicks) === order.lots) wanted.delete(order.priceTicks)
      else this.#orders.cancel(id)
    }
    this.#submit(1, this.#wantedBids)
    this.#submit(-1, this.#wantedAsks)
  }

  clear(): void {
    this.begin()
    this.end()
  }

  #want(wanted: Map<number, number>, priceTicks: number, lots: number): void {
    if (!this.#drawing) throw new Bug('Cannot quote outside of a picture: call quotes.begin first')
    wanted.set(priceTicks, (wanted.get(priceTicks) ?? 0) + lots)
  }

  #submit(side: Side, wanted: Map<number, number>): void {
    for (const [priceTicks, lots] of wanted) {
      const id = this.#orders.submit({ side, priceTicks, lots, postOnly: true })
      const order = this.#orders.get(id)
      if (order !== undefined) this.#standing.set(id, order)
    }
    wanted.clear()
  }
}
