/**
 * A grid market maker: rests `levels` post-only orders a side, `spacing` ticks apart from the best prices outwards, and
 * leans against its position by moving the whole grid, so that the side that reduces the position is nearer to the
 * market.
 */
import { param, strategy } from 'hftsim'

export default strategy({
  params: {
    levels: param.integer({ default: 10, min: 1, max: 100, description: 'Orders a side.' }),
    spacing: param.ticks({ default: 2, min: 1, description: 'Ticks between neighbouring orders.' }),
    size: param.lots({ default: 1, min: 1, description: 'Lots an order.' }),
    every: param.duration({ default: '100ms', min: '1us', description: 'How often the grid is drawn anew.' }),
    maxPosition: param.lots({ default: 20, min: 1, description: 'Quotes only what keeps the position within this.' }),
  },

  start({ params, book, position, quotes, every }) {
    const { levels, spacing, size, maxPosition } = params
    every(params.every, () => {
      if (!book.hasBid || !book.hasAsk) return quotes.clear()
      const lean = Math.trunc((position.lots * spacing) / size)
      // Post-only orders through the other side would only be refused: the lean stops at the touch.
      const topBid = Math.min(book.bestBidTicks - lean, book.bestAskTicks - 1)
      const topAsk = Math.max(book.bestAskTicks - lean, book.bestBidTicks + 1)
      const bids = Math.min(levels, Math.floor((maxPosition - position.lots) / size))
      const asks = Math.min(levels, Math.floor((maxPosition + position.lots) / size))
      quotes.begin()
      for (let i = 0; i < bids; i++) quotes.bid(topBid - i * spacing, size)
      for (let i = 0; i < asks; i++) quotes.ask(topAsk + i * spacing, size)
      quotes.end()
    })
  },
})
