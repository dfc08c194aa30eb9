/**
 * A grid whose width and lean follow from the market: the closed-form quotes of Guéant, Lehalle and Fernandez-Tapia
 * ("Dealing with the inventory risk", 2013; for orders of a size in Guéant, "Optimal market making", 2017), laid out
 * as a grid as in hftbacktest's tutorial "GLFT Market Making Model and Grid Trading".
 *
 * Aggressors reach a price `d` ticks from the mid at the rate A exp(-k d) a side, and the mid has a volatility of
 * sigma ticks per square root of a second. Both are measured as the run goes on, older time counting for less. With
 * risk aversion gamma and one order as the unit of position:
 *
 *     c1 = ln(1 + gamma / k) / gamma        c2 = sqrt(gamma / (2 A k) * (1 + gamma / k)^(k / gamma + 1))
 *     half spread = c1 + c2 sigma / 2       skew = c2 sigma, for each order held
 *
 * It is no proof of an edge: the model knows no queue, no latency and no fees, and trades there come without regard to
 * where the price goes next.
 */
import { math, param, strategy, type TradeEvent } from 'hftsim'

/** Distances are counted in half ticks, as the mid is; trades further out count as this far. */
const REACH = 120

export default strategy({
  params: {
    gamma: param.number({ default: 0.05, min: 0.000001, description: 'Risk aversion, per tick and order held.' }),
    levels: param.integer({ default: 5, min: 1, max: 100, description: 'Orders a side.' }),
    size: param.lots({ default: 1, min: 1, description: 'Lots an order.' }),
    maxPosition: param.lots({ default: 20, min: 1, description: 'Quotes only what keeps the position within this.' }),
    every: param.duration({ default: '100ms', min: '1ms', description: 'How often the grid is drawn anew.' }),
    refit: param.duration({ default: '5s', min: '100ms', description: 'How often the estimates are renewed.' }),
    memory: param.duration({ default: '5m', min: '1s', description: 'After this time a measurement counts 1/e.' }),
    warmUp: param.duration({ default: '30s', description: 'Time to measure before the first quote.' }),
  },

  start({ params, book, position, quotes, clock, every }) {
    const { levels, size, maxPosition } = params
    const measured = createMeasurement(params.every, params.memory)
    const firstQuoteTs = clock.nowTs + params.warmUp
    let half = 0
    let skew = 0

    every(params.refit, () => {
      const { a, k, sigma } = measured.fit()
      if (!(a > 0 && k > 0)) return
      const risk = params.gamma / k
      const c1 = math.log(1 + risk) / params.gamma
      const c2 = Math.sqrt((params.gamma / (2 * a * k)) * math.pow(1 + risk, 1 / risk + 1))
      half = c1 + (c2 * sigma) / 2
      skew = c2 * sigma
    })

    every(params.every, () => {
      if (!book.hasBid || !book.hasAsk) return quotes.clear()
      const mid = (book.bestBidTicks + book.bestAskTicks) / 2
      measured.interval(mid)
      if (half === 0 || clock.nowTs < firstQuoteTs) return
      // Prices are multiples of the step, so that the grid stands, and keeps its places in the queue, while mid moves.
      const step = Math.max(1, Math.round(half))
      const centre = mid - (skew * position.lots) / size
      const topBid = Math.floor(Math.min(centre - half, book.bestBidTicks) / step) * step
      const topAsk = Math.ceil(Math.max(centre + half, book.bestAskTicks) / step) * step
      const bids = Math.min(levels, Math.floor((maxPosition - position.lots) / size))
      const asks = Math.min(levels, Math.floor((maxPosition + position.lots) / size))
      quotes.begin()
      for (let i = 0; i < bids; i++) quotes.bid(topBid - i * step, size)
      for (let i = 0; i < asks; i++) quotes.ask(topAsk + i * step, size)
      quotes.end()
    })

    return { onTrade: measured.trade }
  },
})

/** In how many intervals aggressors of a side reached a distance from its first mid; all sums fade with `memoryNs`. */
export function createMeasurement(intervalNs: number, memoryNs: number) {
  const fade = math.exp(-intervalNs / memoryNs)
  const reached = new Float64Array(REACH + 1)
  let seconds = 0
  let squares = 0
  let lastMid = Number.NaN
  let buyReach = 0
  let sellReach = 0

  return {
    trade({ aggressor, priceTicks }: TradeEvent): void {
      const reach = Math.min(REACH, 2 * Math.abs(priceTicks - lastMid))
      if (aggressor > 0 && priceTicks > lastMid) buyReach = Math.max(buyReach, reach)
      if (aggressor < 0 && priceTicks < lastMid) sellReach = Math.max(sellReach, reach)
    },

    /** One interval ends with this mid. */
    interval(mid: number): void {
      if (!Number.isNaN(lastMid)) {
        for (let i = 1; i <= REACH; i++)
          reached[i] = reached[i]! * fade + Number(buyReach >= i) + Number(sellReach >= i)
        squares = squares * fade + (mid - lastMid) * (mid - lastMid)
        seconds = seconds * fade + intervalNs / 1e9
      }
      lastMid = mid
      buyReach = sellReach = 0
    },

    /** A straight line through ln(rate) by distance, each weighted with its count: rare distances are mostly noise. */
    fit(): { a: number; k: number; sigma: number } {
      let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0]
      for (let i = 1; i <= REACH; i++) {
        const weight = reached[i]!
        if (weight < 1) break
        const x = i / 2
        const y = math.log(weight / 2 / seconds)
        w += weight
        wx += weight * x
        wy += weight * y
        wxx += weight * x * x
        wxy += weight * x * y
      }
      const slope = (w * wxy - wx * wy) / (w * wxx - wx * wx)
      return { a: math.exp((wy - slope * wx) / w), k: -slope, sigma: Math.sqrt(squares / seconds) }
    },
  }
}
