/**
 * Market making where the tick is large: the spread is nearly always one tick, so there is one price a side to quote
 * and all that matters is the queue. It joins a best price while the book presses that way, and gives up its place when
 * the pressure is gone: soon at the end of the queue, late at its front. A place at the front is worth keeping, since
 * small trades fill it too and not only those that take the whole level (Moallemi and Yuan, "A model for queue position
 * valuation in a limit order book", 2017). After hftbacktest's tutorial "Queue-Based Market Making in Large Tick Size
 * Assets", which quotes by pressure alone.
 *
 * Pressure is the share of a side in what rests at the touch. Where we are in the queue no venue says: it is estimated
 * from our own book, with what leaves a level without a trade taken to stand behind us. Not in it: orders deeper in the
 * book, which would have a place when the price moves to them.
 */
import { type OrderView, param, type Side, strategy } from 'hftsim'

interface Place {
  readonly order: OrderView
  lotsAhead: number
}

export default strategy({
  params: {
    join: param.number({ default: 0.5, min: 0, max: 1, description: 'Least pressure to join a queue.' }),
    keepBack: param.number({ default: 0.4, min: 0, max: 1, description: 'Least pressure to stay at its end.' }),
    keepFront: param.number({ default: 0.2, min: 0, max: 1, description: 'Least pressure to stay at its front.' }),
    lean: param.number({ default: 0.3, min: 0, description: 'Pressure asked for on top at the largest position.' }),
    size: param.lots({ default: 1, min: 1, description: 'Lots an order.' }),
    maxPosition: param.lots({ default: 10, min: 1, description: 'Quotes only what keeps the position within this.' }),
  },

  start({ params, book, position, orders, quotes }) {
    const { join, keepBack, keepFront, lean, size, maxPosition } = params
    /** Our orders that the venue has accepted: at most a few, of which some are being cancelled. */
    let places: Place[] = []

    const lotsAt = (side: Side, priceTicks: number): number =>
      side > 0 ? book.bidLotsAt(priceTicks) : book.askLotsAt(priceTicks)

    const wants = (side: Side, best: number, opposite: number): boolean => {
      if (side * position.lots + size > maxPosition) return false
      const lots = lotsAt(side, best)
      const pressure = lots / (lots + lotsAt(side > 0 ? -1 : 1, opposite))
      const leaning = (lean * side * position.lots) / maxPosition
      const stands = (order: OrderView): boolean =>
        order.side === side && order.priceTicks === best && order.pending !== 'cancel'
      const place = places.find(({ order }) => stands(order))
      if (place !== undefined) {
        const back = lots > 0 ? place.lotsAhead / lots : 0
        return pressure >= keepFront + (keepBack - keepFront) * back + leaning
      }
      // An order that is under way to the venue is not called back before it has a place.
      const isSent = [...orders.open()].some(stands)
      return isSent || pressure >= join + leaning
    }

    return {
      onDepth() {
        places = places.filter(({ order }) => order.state === 'working')
        for (const place of places)
          place.lotsAhead = Math.min(place.lotsAhead, lotsAt(place.order.side, place.order.priceTicks))
        if (!book.hasBid || !book.hasAsk) return quotes.clear()
        const { bestBidTicks, bestAskTicks } = book
        quotes.begin()
        if (wants(1, bestBidTicks, bestAskTicks)) quotes.bid(bestBidTicks, size)
        if (wants(-1, bestAskTicks, bestBidTicks)) quotes.ask(bestAskTicks, size)
        quotes.end()
      },

      onOrder(order) {
        if (order.state !== 'working' || places.some((place) => place.order.id === order.id)) return
        places.push({ order, lotsAhead: lotsAt(order.side, order.priceTicks) })
      },

      onTrade({ aggressor, priceTicks, lots }) {
        for (const place of places) {
          if (place.order.side === -aggressor && place.order.priceTicks === priceTicks)
            place.lotsAhead = Math.max(0, place.lotsAhead - lots)
        }
      },
    }
  },
})
