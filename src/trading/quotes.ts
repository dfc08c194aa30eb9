/**
 * The difference between the picture that a strategy wants and the quotes that stand: the executor of `Quotes`. A quote
 * that stands at a wanted price with the wanted size is kept, with its place in the queue; a quote whose cancel is
 * under way counts as gone. A picture holds a handful of quotes, so both lists are searched from end to end: no map is
 * as fast.
 */
import { Misuse } from '../core/bug.ts'
import type { Side } from '../core/units.ts'
import { isOpen, type OrderView } from './order.ts'
import type { Orders, Quotes } from './strategy.ts'

interface WantedQuote {
  side: Side
  priceTicks: number
  /** 0 once a standing quote was found for it. */
  lots: number
}

export class QuotePicture implements Quotes {
  readonly #orders: Orders
  /** Orders that were submitted as quotes, in that order; ended ones are dropped at the next picture. */
  #standing: OrderView[] = []
  /** Reused from picture to picture; the first `#wants` entries count. */
  readonly #wanted: WantedQuote[] = []
  #wants = 0
  #drawing = false

  constructor(orders: Orders) {
    this.#orders = orders
  }

  begin(): void {
    if (this.#drawing) throw new Misuse('Cannot begin quotes: the picture before was not ended (quotes.end)')
    this.#drawing = true
    this.#wants = 0
  }

  bid(priceTicks: number, lots: number): void {
    this.#want(1, priceTicks, lots)
  }

  ask(priceTicks: number, lots: number): void {
    this.#want(-1, priceTicks, lots)
  }

  end(): void {
    if (!this.#drawing) throw new Misuse('Cannot end quotes: none were begun (quotes.begin)')
    this.#drawing = false
    let kept = 0
    for (const order of this.#standing) {
      if (!isOpen(order)) continue
      this.#standing[kept++] = order
      if (order.pending === 'cancel') continue
      const wanted = this.#find(order.side, order.priceTicks)
      if (wanted?.lots === order.lots) wanted.lots = 0
      else this.#orders.cancel(order.id)
    }
    this.#standing.length = kept
    for (let i = 0; i < this.#wants; i++) {
      const { side, priceTicks, lots } = this.#wanted[i]!
      if (lots === 0) continue
      const order = this.#orders.get(this.#orders.submit({ side, priceTicks, lots, postOnly: true }))
      if (order !== undefined) this.#standing.push(order)
    }
  }

  clear(): void {
    this.begin()
    this.end()
  }

  /** Lots named twice at one price add up. */
  #want(side: Side, priceTicks: number, lots: number): void {
    if (!this.#drawing) throw new Misuse('Cannot quote outside of a picture: call quotes.begin first')
    if (!(lots > 0)) throw new Misuse(`Cannot quote ${lots} lots: it is a whole number above 0`)
    const there = this.#find(side, priceTicks)
    if (there !== undefined) {
      there.lots += lots
      return
    }
    const free = this.#wanted[this.#wants++]
    if (free === undefined) this.#wanted.push({ side, priceTicks, lots })
    else {
      free.side = side
      free.priceTicks = priceTicks
      free.lots = lots
    }
  }

  #find(side: Side, priceTicks: number): WantedQuote | undefined {
    for (let i = 0; i < this.#wants; i++) {
      const wanted = this.#wanted[i]!
      if (wanted.priceTicks === priceTicks && wanted.side === side) return wanted
    }
    return undefined
  }
}
