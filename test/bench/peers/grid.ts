/** The grid market maker of `reference.py`, decision by decision, as a strategy of ours. */
import { param, type Side, strategy } from 'hftsim'

const LEVELS = 5
const LOTS = 10
const POSITION_MAX = 200

export default strategy({
  params: { every: param.duration({ default: '100ms' }) },

  start({ params, book, position, orders, every }) {
    // Prices at which a bid or an ask of ours stood before this act.
    const bidsAt: number[] = []
    const asksAt: number[] = []

    function submitMissing(side: Side, count: number, top: number, standing: readonly number[]): void {
      for (let i = 0; i < count; i++) {
        const priceTicks = top - side * i
        if (!standing.includes(priceTicks)) orders.submit({ side, priceTicks, lots: LOTS, postOnly: true })
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
      bidsAt.length = 0
      asksAt.length = 0
      for (const order of orders.open()) {
        const { side, priceTicks } = order
        const place = side > 0 ? topBid - priceTicks : priceTicks - topAsk
        const stays = place >= 0 && place < (side > 0 ? bids : asks)
        if (side > 0) bidsAt.push(priceTicks)
        else asksAt.push(priceTicks)
        if (!stays && order.state === 'working' && order.pending === 'none') orders.cancel(order.id)
      }
      submitMissing(1, bids, topBid, bidsAt)
      submitMissing(-1, asks, topAsk, asksAt)
    })
  },
})
