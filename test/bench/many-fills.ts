/** Fills as many as are asked for: a market order a beat, buying and selling in turn, beside quotes at the touch. */
import { param, strategy } from 'hftsim'

export default strategy({
  params: { every: param.duration({ default: '50ms' }) },
  start({ params, every, book, orders, quotes }) {
    let beats = 0
    every(params.every, () => {
      if (!book.hasBid || !book.hasAsk) return
      orders.submit({ side: beats++ % 2 === 0 ? 1 : -1, lots: 1, type: 'market' })
      if (beats % 8 > 0) return
      quotes.begin()
      quotes.bid(book.bestBidTicks, 1)
      quotes.ask(book.bestAskTicks, 1)
      quotes.end()
    })
  },
})
