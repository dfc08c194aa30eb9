/**
 * Zero-intelligence order flow: orders arrive and leave at random, and price, spread and depth are what comes of it.
 * After Smith, Farmer, Gillemot and Krishnamurthy, "Statistical theory of the continuous double auction" (Quantitative
 * Finance 3, 2003), with the rates of Cont, Stoikov and Talreja, "A stochastic model for order book dynamics"
 * (Operations Research 58, 2010): limit orders come as a Poisson process whose rate falls as a power of the distance
 * from the opposite best price, market orders at a constant rate, and every resting order is cancelled at a constant
 * rate, so cancellations of a level are proportional to what rests there.
 *
 * Where it differs: sizes are exponential instead of one unit, and a cancellation takes the lots of one order of
 * average size from a level chosen in proportion to its lots, as the book knows no single orders. Not in it: memory of
 * any kind (clustered activity, persistent order signs), news, reactions to our own orders.
 */
import { drawExponential } from '../../core/distributions.ts'
import { pow } from '../../core/math.ts'
import type { Rng } from '../../core/rng.ts'
import { Side } from '../../core/units.ts'
import type { MarketColumns } from '../../market/columns.ts'
import { DiffFeed } from './diff-feed.ts'
import { FlowBook } from './flow-book.ts'

/** Rates are per second of the market's own time. */
export interface ZeroIntelligenceParams {
  /** Best bid at the start of the warm-up. */
  readonly startTicks: number
  /** Limit orders per side, all distances together. */
  readonly limitsPerSecond: number
  /** Limit orders come from 1 tick up to this far from the opposite best. */
  readonly distanceTicksMax: number
  /** The rate at distance i is proportional to i to the power of minus this. */
  readonly distanceExponent: number
  /** Market orders per side. */
  readonly marketsPerSecond: number
  /** Cancellations per resting order. */
  readonly cancelsPerSecond: number
  readonly limitLotsMean: number
  readonly marketLotsMean: number
  /**
   * Level changes are published at every whole multiple of this; 0 = after each event. Trades are published at once.
   */
  readonly publishEveryNs: number
  readonly feedLatencyMedianNs: number
  /** Standard deviation of the logarithm of the feed latency. */
  readonly feedLatencySigma: number
}

const NS_PER_SECOND = 1e9

export class ZeroIntelligenceMarket {
  /**
   * Of the next event and the next publication, counted from the start so that the flow is the same wherever that is.
   */
  #nextNs: number
  #publishNs: number
  readonly #startTs: number
  readonly #params: ZeroIntelligenceParams
  readonly #rng: Rng
  readonly #book: FlowBook
  readonly #feed: DiffFeed
  /** Probability that a limit order comes from at most i + 1 ticks away. */
  readonly #distances: Float64Array

  /** Warms the book up and writes its snapshot, at `startTs`, to `columns`. */
  constructor(params: ZeroIntelligenceParams, stepsPerLot: number, startTs: number, columns: MarketColumns, rng: Rng) {
    this.#params = params
    this.#rng = rng.fork('flow')
    this.#distances = distanceTable(params)
    let ringTicks = 64
    while (ringTicks < params.distanceTicksMax * 16) ringTicks *= 2
    const latency = { latencyMedianNs: params.feedLatencyMedianNs, latencySigma: params.feedLatencySigma }
    this.#feed = new DiffFeed({ stepsPerLot, ...latency }, columns, ringTicks, rng.fork('feed'))
    this.#book = new FlowBook(params.startTicks, ringTicks, (ticks) => this.#feed.change(ticks))
    this.#warmUp()
    this.#feed.publishSnapshot(startTs, this.#book)
    this.#startTs = startTs
    this.#publishNs = params.publishEveryNs
    this.#nextNs = this.#waitNs()
  }

  /**
   * Appends rows until the columns hold about `rows`, or the next ones would be `durationNs` from the start: then
   * false.
   */
  run(rows: number, durationNs: number): boolean {
    const { columns } = this.#feed
    const { publishEveryNs } = this.#params
    while (columns.length < rows) {
      if (publishEveryNs > 0 && this.#publishNs <= this.#nextNs) {
        if (this.#publishNs >= durationNs) return false
        this.#feed.publishChanges(this.#startTs + this.#publishNs, this.#book)
        this.#publishNs += publishEveryNs
        continue
      }
      const eventNs = Math.ceil(this.#nextNs)
      if (eventNs >= durationNs) return false
      this.#event(this.#startTs + eventNs)
      if (publishEveryNs === 0) this.#feed.publishChanges(this.#startTs + eventNs, this.#book)
      this.#nextNs += this.#waitNs()
    }
    return true
  }

  /** Runs until what rests has been replaced some times over; nobody sees it. */
  #warmUp(): void {
    const { limitsPerSecond, cancelsPerSecond } = this.#params
    const events = 20 * (limitsPerSecond / cancelsPerSecond + 10)
    for (let i = 0; i < events; i++) {
      this.#event(undefined)
      this.#feed.forgetChanges()
    }
  }

  #eventsPerSecond(): number {
    const { limitsPerSecond, marketsPerSecond, cancelsPerSecond, limitLotsMean } = this.#params
    const lots = this.#book.sideLots(Side.Buy) + this.#book.sideLots(Side.Sell)
    return 2 * (limitsPerSecond + marketsPerSecond) + (cancelsPerSecond * lots) / limitLotsMean
  }

  #waitNs(): number {
    return drawExponential(this.#rng, NS_PER_SECOND / this.#eventsPerSecond())
  }

  /** One event; its kind by the share of its rate in the sum of all rates. Without an instant it leaves no trades. */
  #event(exchTs: number | undefined): void {
    const { limitsPerSecond, marketsPerSecond } = this.#params
    let u = this.#rng.float() * this.#eventsPerSecond()
    for (const side of [Side.Buy, Side.Sell] as const) {
      if (u < limitsPerSecond) return this.#limit(side)
      u -= limitsPerSecond
      if (u < marketsPerSecond) return this.#market(side, exchTs)
      u -= marketsPerSecond
    }
    this.#cancel()
  }

  #limit(side: Side): void {
    const u = this.#rng.float()
    const distances = this.#distances
    let low = 0
    let high = distances.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (distances[middle]! > u) high = middle
      else low = middle + 1
    }
    const ticks = this.#book.bestTicks(opposite(side)) - side * (low + 1)
    const lots = this.#lots(this.#params.limitLotsMean)
    if (ticks > 0) this.#book.add(side, ticks, lots)
  }

  #market(aggressor: Side, exchTs: number | undefined): void {
    const side = opposite(aggressor)
    let left = this.#lots(this.#params.marketLotsMean)
    while (left > 0 && this.#book.sideLots(side) > 1) {
      const ticks = this.#book.bestTicks(side)
      const taken = this.#book.take(side, ticks, left)
      if (exchTs !== undefined) this.#feed.trade(exchTs, aggressor, ticks, taken)
      left -= taken
    }
  }

  #cancel(): void {
    const bidLots = this.#book.sideLots(Side.Buy)
    const index = Math.floor(this.#rng.float() * (bidLots + this.#book.sideLots(Side.Sell)))
    const side = index < bidLots ? Side.Buy : Side.Sell
    const ticks = this.#book.levelOfLot(side, index < bidLots ? index : index - bidLots)
    this.#book.take(side, ticks, this.#lots(this.#params.limitLotsMean))
  }

  #lots(mean: number): number {
    return 1 + Math.floor(drawExponential(this.#rng, mean))
  }
}

function opposite(side: Side): Side {
  return side === Side.Buy ? Side.Sell : Side.Buy
}

function distanceTable(params: ZeroIntelligenceParams): Float64Array {
  const weights = Float64Array.from({ length: params.distanceTicksMax }, (_, i) => pow(i + 1, -params.distanceExponent))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let sum = 0
  return weights.map((weight) => {
    sum += weight / total
    return sum
  })
}
