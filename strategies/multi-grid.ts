/**
 * The same grid on every instrument of the scenario. What a grid is made of is said in shares of the price and in
 * money, so that one set of parameters fits instruments of any price, tick and lot. After hftbacktest's tutorials
 * "High-Frequency Grid Trading" and "Making Multiple Markets": half spread and distance between orders are fixed, the
 * centre of a grid moves against the position, and prices are multiples of the distance, so that orders stand while the
 * market moves about within it.
 *
 * The grids know nothing of one another: each has its own largest position, and no risk is offset between instruments.
 * It takes linear contracts, whose value is contract size times price times quantity.
 */
import { type Instrument, type InstrumentContext, param, strategy } from 'hftsim'

export default strategy({
  params: {
    halfSpread: param.number({
      default: 0.0005,
      min: 0,
      max: 0.5,
      description: 'Mid to first order, share of the mid.',
    }),
    distance: param.number({ default: 0.0005, min: 0, max: 0.5, description: 'Between orders, share of the mid.' }),
    skew: param.number({
      default: 0.00005,
      min: 0,
      max: 0.5,
      description: 'Shift for each order held, share of the mid.',
    }),
    levels: param.integer({ default: 10, min: 1, max: 100, description: 'Orders a side.' }),
    orderValue: param.number({ default: 100, min: 0, description: 'Value of an order, in the currency of the price.' }),
    maxOrders: param.integer({ default: 10, min: 1, description: 'Largest position of an instrument, in orders.' }),
    every: param.duration({ default: '100ms', min: '1ms', description: 'How often the grids are drawn anew.' }),
  },

  start({ params, instruments, every }) {
    const grids = instruments.map((context) => createGrid(context, params))
    every(params.every, () => {
      for (const draw of grids) draw()
    })
  },
})

interface GridParams {
  readonly halfSpread: number
  readonly distance: number
  readonly skew: number
  readonly levels: number
  readonly orderValue: number
  readonly maxOrders: number
}

function createGrid({ instrument, book, position, quotes }: InstrumentContext, params: GridParams): () => void {
  const { halfSpread, distance, skew, levels, orderValue, maxOrders } = params
  if (instrument.contract !== 'linear') throw new Error(`${instrument.symbol} is no linear contract.`)
  /** Lots an order, of the price that is seen first: another size would give up every place in a queue. */
  let size = 0

  return () => {
    if (!book.hasBid || !book.hasAsk) return quotes.clear()
    const mid = (book.bestBidTicks + book.bestAskTicks) / 2
    if (size === 0) size = Math.max(1, Math.round(orderValue / (mid * valueOfTickAndLot(instrument))))
    const held = position.lots / size
    const step = Math.max(1, Math.round(mid * distance))
    const centre = mid * (1 - skew * held)
    const topBid = Math.floor(Math.min(centre - mid * halfSpread, book.bestBidTicks) / step) * step
    const topAsk = Math.ceil(Math.max(centre + mid * halfSpread, book.bestAskTicks) / step) * step
    const bids = Math.min(levels, Math.floor(maxOrders - held))
    const asks = Math.min(levels, Math.floor(maxOrders + held))
    quotes.begin()
    for (let i = 0; i < bids; i++) quotes.bid(topBid - i * step, size)
    for (let i = 0; i < asks; i++) quotes.ask(topAsk + i * step, size)
    quotes.end()
  }
}

/** Value of one lot at a price of one tick. */
function valueOfTickAndLot({ tick, lot, contractSize }: Instrument): number {
  return Number(tick.text) * Number(lot.text) * Number(contractSize.text)
}
