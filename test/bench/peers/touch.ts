/** The market maker of `touch` in `reference.py`, decision by decision, as a strategy of ours. */
import { strategy } from 'hftsim'

const LOTS = 10
const POSITION_MAX = 200

export default strategy({
  start({ book, position, orders, clock, after }) {
    let answeredTs = -1

    function quote(): void {
      if (!book.hasBid || !book.hasAsk || book.bestBidTicks >= book.bestAskTicks) return
      const bid = book.bestBidTicks
      const ask = book.bestAskTicks
      const { lots } = position
      const wantsBid = lots + LOTS <= POSITION_MAX
      const wantsAsk = lots - LOTS >= -POSITION_MAX
      let hasBid = false
      let hasAsk = false
      for (const order of orders.open()) {
        const { side, priceTicks } = order
        let stays: boolean
        if (side > 0) {
          hasBid = true
          stays = wantsBid && priceTicks === bid
        } else {
          hasAsk = true
          stays = wantsAsk && priceTicks === ask
        }
        if (!stays && order.state === 'working' && order.pending === 'none') orders.cancel(order.id)
      }
      if (wantsBid && !hasBid) orders.submit({ side: 1, priceTicks: bid, lots: LOTS, postOnly: true })
      if (wantsAsk && !hasAsk) orders.submit({ side: -1, priceTicks: ask, lots: LOTS, postOnly: true })
    }

    /** Answers of one instant wake it once, when all of them are in. */
    function answered(): void {
      if (clock.nowTs === answeredTs) return
      answeredTs = clock.nowTs
      after(0, quote)
    }

    return { onMessage: quote, onOrder: answered, onFill: answered }
  },
})
