/** Rests one post-only order at the best price of each side, within a largest position: a place to begin from. */
import { param, strategy } from 'hftsim'

export default strategy({
  params: {
    size: param.lots({ default: 1, min: 1, description: 'Lots an order.' }),
    maxPosition: param.lots({ default: 5, min: 1, description: 'Quotes only what keeps the position within this.' }),
    every: param.duration({ default: '100ms', min: '1us', description: 'How often the quotes are drawn anew.' }),
  },

  start({ params, book, position, quotes, every }) {
    const { size, maxPosition } = params
    every(params.every, () => {
      if (!book.hasBid || !book.hasAsk) return quotes.clear()
      quotes.begin()
      if (position.lots + size <= maxPosition) quotes.bid(book.bestBidTicks, size)
      if (position.lots - size >= -maxPosition) quotes.ask(book.bestAskTicks, size)
      quotes.end()
    })
  },
})
