import { param, strategy } from 'hftsim'

/** Joins the best bid and the best ask, and follows them; holds at most one order's worth. */
export default strategy({
  params: {
    size: param.lots({ default: 1, min: 1, description: 'Lots an order.' }),
    every: param.duration({ default: '100ms', min: '1ms' }),
  },
  start({ params, book, position, quotes, every }) {
    every(params.every, () => {
      if (!book.hasBid || !book.hasAsk) return quotes.clear()
      quotes.begin()
      if (position.lots <= 0) quotes.bid(book.bestBidTicks, params.size)
      if (position.lots >= 0) quotes.ask(book.bestAskTicks, params.size)
      quotes.end()
    })
  },
})
