/** The grid market maker of `reference.py`, decision by decision, as a strategy of ours. */
import { param, type Side, strategy } from 'hftsim'

const LEVELS = 5
const LOTS = 10
const POSITION_MAX = 200

export default strategy({
  params: { every: param.duration({ default: '100ms' }) },

  start({ params, book, position, orders, every }) {
    // Side and price of each order of ours that stood before this act, in arrays that are written over.
    const sides: number[] = []
    const ticks: number[] = []
    let standing = 0

    function stands(side: Side, priceTicks: number): boolean {
      for (let i = 0; i < standing; i++) if (ticks[i] === priceTicks && sides[i] === side) return true
      return false
    }

    function submitMissing(side: Side, count: number, top: number): void {
      for (let i = 0; i < count; i++) {
        const priceTicks = top - side * i
        if (!stands(side, priceTicks)) orders.submit({ side, priceTicks, lots: LOTS, postOnly: true })
      }
    }

    every(params.every, () => {
      if (!book.hasBid || !book.hasAsk || book.bestBidTicks >= book.bestAskTicks) return
      const bid = book.bestBidTicks
      const ask = book.bestAskTicks
      const { lots } = position
      const lean = Math.trunc(lots / (2 * LOTS))
      const topBid = Math.min(Math.floor((bid + ask) / 2) - lean, bid)
      const topAsk = Math.max(Math.ceil((bid + ask) / 2) - lean, ask)
      const bids = Math.max(0, Math.min(LEVELS, Math.floor((POSITION_MAX - lots) / LOTS)))
      const asks = Math.max(0, Math.min(LEVELS, Math.floor((POSITION_MAX + lots) / LOTS)))
      standing = 0
      for (const order of orders.open()) {
        const { side, priceTicks } = order
        const place = side > 0 ? topBid - priceTicks : priceTicks - topAsk
        const stays = place >= 0 && place < (side > 0 ? bids : asks)
        sides[standing] = side
        ticks[standing++] = priceTicks
        if (!stays && order.state === 'working' && order.pending === 'none') orders.cancel(order.id)
      }
      submitMissing(1, bids, topBid)
      submitMissing(-1, asks, topAsk)
    })
  },
})
