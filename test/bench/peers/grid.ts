/** The grid market maker of `reference.py`, decision by decision, as a strategy of ours. */
import { param, type Side, strategy } from 'hftsim'

const LEVELS = 5
const LOTS = 10
const POSITION_MAX = 200

export default strategy({
  params: { every: param.duration({ default: '100ms' }) },

  start({ params, book, position, orders, every }) {
    /** `standing` has a bit for each place, from the top price outwards, at which an order of ours stands already. */
    function submitMissing(side: Side, count: number, top: number, standing: number): void {
      for (let i = 0; i < count; i++) {
        if ((standing & (1 << i)) === 0) orders.submit({ side, priceTicks: top - side * i, lots: LOTS, postOnly: true })
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
      let standingBids = 0
      let standingAsks = 0
      for (const order of orders.open()) {
        const { side, priceTicks } = order
        const place = side > 0 ? topBid - priceTicks : priceTicks - topAsk
        if (place >= 0 && place < (side > 0 ? bids : asks)) {
          if (side > 0) standingBids |= 1 << place
          else standingAsks |= 1 << place
        } else if (order.state === 'working' && order.pending === 'none') orders.cancel(order.id)
      }
      submitMissing(1, bids, topBid, standingBids)
      submitMissing(-1, asks, topAsk, standingAsks)
    })
  },
})
