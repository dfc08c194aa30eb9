/**
 * A taker: when one side of the touch is much heavier than the other, takes the lighter side with an
 * immediate-or-cancel order, and gives the position back when the imbalance is gone. It exists to exercise taking, not
 * to make money.
 */
import { param, type Side, strategy } from 'hftsim'

export default strategy({
  params: {
    threshold: param.number({ default: 0.8, min: 0, max: 1, description: 'Imbalance of the touch that is acted on.' }),
    size: param.lots({ default: 1, min: 1, description: 'Lots an order.' }),
    maxPosition: param.lots({ default: 5, min: 1 }),
    pause: param.duration({ default: '250ms', description: 'Least time between two orders.' }),
  },

  start({ params, book, position, orders, clock }) {
    const { threshold, size, maxPosition, pause } = params
    let nextTs = 0

    const take = (side: Side, lots: number): void => {
      const priceTicks = side > 0 ? book.bestAskTicks : book.bestBidTicks
      orders.submit({ side, lots, priceTicks, timeInForce: 'ioc' })
      nextTs = clock.nowTs + pause
    }

    return {
      onDepth() {
        if (clock.nowTs < nextTs || !book.hasBid || !book.hasAsk) return
        const bid = book.bidLotsAt(book.bestBidTicks)
        const ask = book.askLotsAt(book.bestAskTicks)
        const imbalance = (bid - ask) / (bid + ask)
        if (imbalance > threshold && position.lots + size <= maxPosition) take(1, size)
        else if (imbalance < -threshold && position.lots - size >= -maxPosition) take(-1, size)
        else if (Math.abs(imbalance) < threshold / 2 && position.lots !== 0) {
          take(position.lots > 0 ? -1 : 1, Math.min(size, Math.abs(position.lots)))
        }
      },
    }
  },
})
