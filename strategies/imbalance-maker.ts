/**
 * Quotes around a forecast of the mid: where more is bid than offered near the mid, both quotes move up. The signal is
 * the quantity bid less the quantity asked within a distance of the mid, standardised by its own mean and deviation
 * over time, as in hftbacktest's tutorial "Market Making with Alpha - Order Book Imbalance". That imbalance tells the
 * next move of the price is an old finding: Cont, Kukanov and Stoikov, "The price impact of order book events", 2014.
 *
 * It does not fit anything: how far a deviation of one moves the quotes (`shift`) is yours to say, and on an order flow
 * that nobody intends, such as that of the sample, there may be nothing to say.
 */
import { type BookView, math, param, strategy } from 'hftsim'

export default strategy({
  params: {
    depth: param.number({ default: 0.0025, min: 0, max: 1, description: 'Levels within this share of the mid count.' }),
    shift: param.number({ default: 4, description: 'Ticks that the quotes move for a deviation of one.' }),
    halfSpread: param.number({ default: 4, min: 0, description: 'Ticks from the forecast to each quote.' }),
    skew: param.number({ default: 0.2, min: 0, description: 'Ticks that the quotes move back for each order held.' }),
    memory: param.duration({ default: '10m', min: '1s', description: 'After this time a measurement counts 1/e.' }),
    warmUp: param.duration({ default: '1m', description: 'Time to measure before the first quote.' }),
    every: param.duration({ default: '100ms', min: '1ms', description: 'How often the quotes are drawn anew.' }),
    size: param.lots({ default: 1, min: 1, description: 'Lots an order.' }),
    maxPosition: param.lots({ default: 20, min: 1, description: 'Quotes only what keeps the position within this.' }),
  },

  start({ params, book, position, quotes, clock, every }) {
    const { shift, halfSpread, skew, size, maxPosition } = params
    const standardise = createStandardiser(math.exp(-params.every / params.memory))
    const firstQuoteTs = clock.nowTs + params.warmUp

    every(params.every, () => {
      if (!book.hasBid || !book.hasAsk) return quotes.clear()
      const mid = (book.bestBidTicks + book.bestAskTicks) / 2
      const alpha = standardise(imbalance(book, mid, mid * params.depth))
      if (clock.nowTs < firstQuoteTs) return
      const centre = mid + shift * alpha - (skew * position.lots) / size
      const bid = Math.min(Math.floor(centre - halfSpread), book.bestBidTicks)
      const ask = Math.max(Math.ceil(centre + halfSpread), book.bestAskTicks)
      quotes.begin()
      if (position.lots + size <= maxPosition) quotes.bid(bid, size)
      if (position.lots - size >= -maxPosition) quotes.ask(ask, size)
      quotes.end()
    })
  },
})

/** Lots bid less lots asked, over the levels at most `reach` ticks from the mid. */
function imbalance(book: BookView, mid: number, reach: number): number {
  let lots = 0
  for (
    let at: number | undefined = book.bestBidTicks;
    at !== undefined && mid - at <= reach;
    at = book.nextBidTicks(at)
  )
    lots += book.bidLotsAt(at)
  for (
    let at: number | undefined = book.bestAskTicks;
    at !== undefined && at - mid <= reach;
    at = book.nextAskTicks(at)
  )
    lots -= book.askLotsAt(at)
  return lots
}

/**
 * Says by how many standard deviations each value is off the mean, both over all values so far, of which each counts
 * `fade` times what the next one does.
 */
function createStandardiser(fade: number): (value: number) => number {
  let weight = 0
  let mean = 0
  let squares = 0
  return (value) => {
    weight = weight * fade + 1
    const off = value - mean
    mean += off / weight
    squares = squares * fade + off * (value - mean)
    return squares > 0 ? (value - mean) / Math.sqrt(squares / weight) : 0
  }
}
