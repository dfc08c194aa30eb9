/** Does what a script asks of orders, through ours, and follows them by the ids that the script gives them. */
import { isOpen, type OrderView } from '../../../../src/trading/order.ts'
import type { FillEvent, NewOrder, Orders, StrategyContext } from '../../../../src/trading/strategy.ts'
import type { Micro, MicroAction } from './case.ts'
import { codeOf, orderOfOurs, SENT, type ShownOrder } from './shown.ts'

export class MicroDesk {
  readonly #orders: Orders
  readonly #instrument: Micro['asset']['instrument']
  /** By the ids of the script; a view goes on to show its order, also after its end. */
  readonly #views = new Map<number, OrderView>()
  /** The last of each order, by our ids. */
  readonly #fills = new Map<number, FillEvent>()

  constructor({ orders }: StrategyContext, instrument: Micro['asset']['instrument']) {
    this.#orders = orders
    this.#instrument = instrument
  }

  onFill(fill: FillEvent): void {
    this.#fills.set(fill.order.id, fill)
  }

  /** The code of the reference for what came of it; null where we have no such call. */
  act(action: MicroAction): number | null {
    const ours = this.#views.get(action.id)?.id ?? NO_ORDER
    switch (action.do) {
      case 'submit':
        return this.#submit(action)
      case 'cancel':
        return codeOf(this.#orders.cancel(ours), this.#orders.get(ours))
      case 'modify':
        return codeOf(this.#orders.modify(ours, this.#priceAndLots(action)), this.#orders.get(ours))
      case 'clear_inactive':
        for (const [id, view] of this.#views) if (!isOpen(view)) this.#views.delete(id)
        return SENT
      default:
        return SENT
    }
  }

  shown(exchTs: ReadonlyMap<number, number>): Record<number, ShownOrder> {
    const orders = [...this.#views].map(([id, view]) => {
      return [id, orderOfOurs(view, this.#fills.get(view.id), exchTs.get(view.id))] as const
    })
    return Object.fromEntries(orders)
  }

  #submit(action: MicroAction): number | null {
    // Ids are ours to give: one cannot be used twice.
    if (this.#views.has(action.id)) return null
    const { side, tif, type } = action
    const id = this.#orders.submit({
      side: side === 'buy' ? 1 : -1,
      type: type === 'market' ? 'market' : 'limit',
      timeInForce: tif === 'IOC' ? 'ioc' : tif === 'FOK' ? 'fok' : 'gtc',
      postOnly: tif === 'GTX',
      ...this.#priceAndLots(action),
    })
    this.#views.set(action.id, this.#orders.get(id)!)
    return SENT
  }

  #priceAndLots({ px, qty }: MicroAction): Required<Pick<NewOrder, 'priceTicks' | 'lots'>> {
    const { tick_size, lot_size } = this.#instrument
    return { priceTicks: Math.round(px / tick_size), lots: Math.round(qty / lot_size) }
  }
}

/** For an order that the script never sent. */
const NO_ORDER = 999
