/**
 * A random level-2 market of a few hundred messages: levels that come, change and go, trades with and without the
 * level change that they cause and in either order with it, trades beyond the best and on the wrong side, moves of the
 * best prices, cleared and rebuilt books, rows that say nothing. The book is never crossed: hftbacktest keeps crossed
 * levels, which is a named difference.
 */
import type { Rng } from '../../../src/core/rng.ts'
import { BUY, NO_PRICE, RowKind, SELL, TRADER_SEES, VENUE_SEES } from '../../../src/market/columns.ts'
import type { MadeRow } from './npy-files.ts'

export interface MarketShape {
  readonly messages: number
  readonly startTs: number
  /** Best prices seldom move, and levels are large against trades: the queue decides about fills. */
  readonly calm: boolean
  /** Instants in whole milliseconds, so that much falls together. */
  readonly wholeMs: boolean
  /** Quantities are whole multiples of this many steps, at least half a lot. */
  readonly unitSteps: number
  /** Levels below this are no levels: half a lot. */
  readonly dustSteps: number
  /** A side may be empty for a while. */
  readonly empties: boolean
  /** Trades and levels reach the trader by feeds of their own, so that rows are split in two. */
  readonly split: boolean
  /** Latency of the feeds: at least, and at most beyond that. */
  readonly feedNs: number
  readonly feedJitterNs: number
  /** Nothing happens at the venue from the first to the second instant. */
  readonly quiet: readonly (readonly [fromTs: number, toTs: number])[]
  /** How the book begins: as rows, or as a file of its own. */
  readonly start: 'levels' | 'snapshot' | 'file'
}

export interface MadeMarket {
  readonly rows: readonly MadeRow[]
  /** Levels of the file that stands before the rows, if there is one. */
  readonly snapshot: readonly MadeRow[]
  readonly endTs: number
}

/** A row without its instants. */
type Saying = Pick<MadeRow, 'flags' | 'tick' | 'steps'>

const FAR_TICKS = 40
const START_TICK = 1000
const CUSTOM_KIND = 103

export function makeMarket(rng: Rng, shape: MarketShape): MadeMarket {
  const book = new MadeBook(rng, shape)
  const feed = new MadeFeed(rng, shape)
  const snapshot = shape.start === 'file' ? book.rebuild(false) : []
  let ts = afterQuiet(shape.startTs, shape)
  if (shape.start !== 'file') feed.send(ts, book.rebuild(shape.start === 'snapshot'))
  for (let i = 0; i < shape.messages; i++) {
    feed.send(ts, book.happen())
    ts = afterQuiet(ts + waitNs(rng, shape.wholeMs), shape)
  }
  const rows = snapshot.map((saying) => ({ ...saying, exchTs: shape.startTs, localTs: shape.startTs }))
  return { rows: feed.rows(), snapshot: rows, endTs: ts }
}

function waitNs(rng: Rng, wholeMs: boolean): number {
  const ns = [0, rng.integer(1, 3_000_000), rng.integer(1_000_000, 20_000_000)][rng.integer(0, 2)]!
  return wholeMs ? Math.round(ns / 1_000_000) * 1_000_000 : ns
}

function afterQuiet(ts: number, shape: MarketShape): number {
  const within = shape.quiet.find(([from, to]) => ts >= from && ts <= to)
  if (within === undefined) return ts
  const next = within[1] + 1
  return afterQuiet(shape.wholeMs ? Math.ceil(next / 1_000_000) * 1_000_000 : next, shape)
}

/** What stands where, and what may happen to it. Sides are +1 and -1; `levels(side)` goes from tick to steps. */
class MadeBook {
  readonly #rng: Rng
  readonly #shape: MarketShape
  readonly #bids = new Map<number, number>()
  readonly #asks = new Map<number, number>()

  constructor(rng: Rng, shape: MarketShape) {
    this.#rng = rng
    this.#shape = shape
  }

  /** The rows of one message. */
  happen(): Saying[] {
    const side = this.#side()
    const dice = this.#rng.integer(0, 99)
    if (this.#shape.calm && this.#rng.integer(0, 9) > 0) {
      return dice < 55 ? this.#shrinkOrGrow(side) : this.#tradeAtBest(side)
    }
    if (dice < 40) return this.#change(side)
    if (dice < 60) return this.#tradeAtBest(side)
    if (dice < 72) return [this.#tradeSomewhere()]
    if (dice < 88) return [...this.#move(side), ...this.#prune()]
    if (dice < 92) return [{ flags: this.#rng.integer(0, 1) === 0 ? RowKind.Bbo : CUSTOM_KIND, tick: 1, steps: 0 }]
    if (dice < 95) return this.rebuild(true)
    return this.#shape.empties && dice < 97 ? this.#empty(side) : [...this.#change(1), ...this.#change(-1)]
  }

  /** Levels around a mid near the present one; all else is cleared before, in one of three ways, or nothing is. */
  rebuild(clears: boolean): Saying[] {
    const rng = this.#rng
    const mid = Math.round(this.#mid()) + rng.integer(-6, 6)
    const fresh = ([1, -1] as const).map((side) => {
      const levels = new Map<number, number>()
      let tick = mid - side * rng.integer(1, 2)
      for (let i = rng.integer(3, 7); i > 0; i--, tick -= side * rng.integer(1, 3)) levels.set(tick, this.#firm())
      return { side, levels, far: [...levels.keys()].at(-1)! }
    })
    const sayings: Saying[] = []
    const way = rng.integer(0, 2)
    if (clears && way === 0) sayings.push({ flags: RowKind.Clear, tick: NO_PRICE, steps: 0 })
    for (const { side, far } of fresh) {
      const levels = this.#levels(side)
      // hftbacktest passes over a level right behind the price of a clear: a named difference.
      const upTo = clears && way === 2 && !levels.has(far - side)
      const tick = upTo ? far : NO_PRICE
      if (clears && way > 0) sayings.push({ flags: RowKind.Clear | flagOf(side), tick, steps: 0 })
      for (const tick of levels.keys()) if (!upTo || (tick - far) * side >= 0) levels.delete(tick)
    }
    for (const { side, levels } of fresh) {
      const flags = (clears ? RowKind.Snapshot : RowKind.Depth) | flagOf(side)
      const ordered = [...levels]
      if (rng.integer(0, 1) === 0) ordered.reverse()
      for (const [tick, steps] of ordered) {
        this.#levels(side).set(tick, steps)
        sayings.push({ flags, tick, steps })
      }
    }
    return sayings
  }

  #change(side: 1 | -1): Saying[] {
    const rng = this.#rng
    const other = this.#best(side === 1 ? -1 : 1) ?? this.#mid() + side
    const own = this.#best(side) ?? other - side
    const spread = (other - own) * side - 1
    const tick = own + side * rng.integer(-8, Math.max(Math.min(spread, 3), 0))
    if (rng.integer(0, 4) === 0) return this.#remove(side, tick)
    return [this.#set(side, tick, this.#quantity())]
  }

  /** A level near the best becomes a little less, or a little more. */
  #shrinkOrGrow(side: 1 | -1): Saying[] {
    const rng = this.#rng
    const best = this.#best(side)
    if (best === undefined) return []
    const near = [...this.#levels(side)].filter(([tick]) => (best - tick) * side <= 3)
    const [tick, stands] = near[rng.integer(0, near.length - 1)]!
    const { unitSteps, dustSteps } = this.#shape
    const change = Math.floor((stands * rng.float()) / 2 / unitSteps) * unitSteps
    const steps = rng.integer(0, 2) === 0 ? stands + Math.max(change, unitSteps) : stands - change
    return [this.#set(side, tick, Math.max(steps, Math.ceil(dustSteps / unitSteps) * unitSteps))]
  }

  #tradeAtBest(side: 1 | -1): Saying[] {
    const rng = this.#rng
    const tick = this.#best(side)
    if (tick === undefined) return []
    const stands = this.#levels(side).get(tick)!
    const { calm, unitSteps } = this.#shape
    const wish = calm ? rng.integer(1, 6) * unitSteps : this.#quantity()
    const steps = Math.min(wish, Math.max(stands, unitSteps))
    const trade = { flags: RowKind.Trade | flagOf(side === 1 ? -1 : 1), tick, steps }
    if (rng.integer(0, 4) === 0) return [trade]
    const left = Math.max(stands - steps, 0)
    const change = left === 0 ? this.#remove(side, tick) : [this.#set(side, tick, left)]
    // Some feeds tell the change before the trade that caused it.
    return rng.integer(0, 3) === 0 ? [...change, trade] : [trade, ...change]
  }

  /** Through levels, at the best price of the aggressor's own side or beyond, now and then without a side. */
  #tradeSomewhere(): Saying {
    const rng = this.#rng
    const tick = Math.round(this.#mid()) + rng.integer(-5, 5)
    const flags = rng.integer(0, 19) === 0 ? RowKind.Trade : RowKind.Trade | flagOf(this.#side())
    return { flags, tick, steps: this.#quantity() }
  }

  /** The best price of a side is taken, and the other side follows. */
  #move(side: 1 | -1): Saying[] {
    const rng = this.#rng
    const tick = this.#best(side)
    if (tick === undefined || this.#best(side === 1 ? -1 : 1) === undefined) return []
    const steps = this.#levels(side).get(tick)!
    const follower = side === 1 ? -1 : 1
    const sayings: Saying[] = []
    if (rng.integer(0, 1) === 0) sayings.push({ flags: RowKind.Trade | flagOf(follower), tick, steps })
    sayings.push(...this.#remove(side, tick))
    if (this.#levels(side).has(tick) || rng.integer(0, 3) === 0) return sayings
    return [...sayings, this.#set(follower, tick, this.#quantity())]
  }

  #empty(side: 1 | -1): Saying[] {
    const levels = this.#levels(side)
    const sayings = [...levels.keys()].map((tick) => ({ flags: RowKind.Depth | flagOf(side), tick, steps: 0 }))
    levels.clear()
    return sayings
  }

  /** Levels far from the market go, as they would at a venue with a depth limit. */
  #prune(): Saying[] {
    const mid = this.#mid()
    return ([1, -1] as const).flatMap((side) =>
      [...this.#levels(side).keys()]
        .filter((tick) => Math.abs(tick - mid) > FAR_TICKS)
        .flatMap((tick) => this.#remove(side, tick)),
    )
  }

  #set(side: 1 | -1, tick: number, steps: number): Saying {
    const levels = this.#levels(side)
    const isLast = levels.size === 1 && levels.has(tick)
    const stands = steps < this.#shape.dustSteps && isLast ? this.#firm() : steps
    if (stands < this.#shape.dustSteps) levels.delete(tick)
    else levels.set(tick, stands)
    return { flags: RowKind.Depth | flagOf(side), tick, steps: stands }
  }

  /** Empties a level; the last one of a side stays, and one behind it comes in its place if it is the best. */
  #remove(side: 1 | -1, tick: number): Saying[] {
    const levels = this.#levels(side)
    const flags = RowKind.Depth | flagOf(side)
    const sayings: Saying[] = []
    if (levels.size === 1 && levels.has(tick)) sayings.push(this.#set(side, tick - side * 2, this.#firm()))
    levels.delete(tick)
    return [...sayings, { flags, tick, steps: 0 }]
  }

  #best(side: 1 | -1): number | undefined {
    let best: number | undefined
    for (const tick of this.#levels(side).keys()) if (best === undefined || (tick - best) * side > 0) best = tick
    return best
  }

  #mid(): number {
    const [bid, ask] = [this.#best(1), this.#best(-1)]
    if (bid !== undefined && ask !== undefined) return (bid + ask) / 2
    return bid !== undefined ? bid + 2 : ask !== undefined ? ask - 2 : START_TICK
  }

  #levels(side: 1 | -1): Map<number, number> {
    return side === 1 ? this.#bids : this.#asks
  }

  #side(): 1 | -1 {
    return this.#rng.integer(0, 1) === 0 ? 1 : -1
  }

  #quantity(): number {
    const rng = this.#rng
    const units = this.#shape.calm || rng.integer(0, 3) === 0 ? rng.integer(1, 60) : rng.integer(1, 12)
    return units * this.#shape.unitSteps
  }

  /** A quantity that is no dust. */
  #firm(): number {
    return Math.max(this.#quantity(), Math.ceil(this.#shape.dustSteps / this.#shape.unitSteps) * this.#shape.unitSteps)
  }
}

function flagOf(side: 1 | -1): number {
  return side === 1 ? BUY : SELL
}

/** Gives rows their instants, and puts the halves of split rows where both clocks never go back. */
class MadeFeed {
  readonly #rng: Rng
  readonly #shape: MarketShape
  readonly #whole: MadeRow[] = []
  readonly #venue: MadeRow[] = []
  readonly #levels: MadeRow[] = []
  readonly #trades: MadeRow[] = []

  constructor(rng: Rng, shape: MarketShape) {
    this.#rng = rng
    this.#shape = shape
  }

  send(exchTs: number, sayings: readonly Saying[]): void {
    const levelsTs = this.#arrivalTs(exchTs, this.#levels)
    const tradesTs = this.#arrivalTs(exchTs, this.#trades)
    for (const saying of sayings) {
      const isTrade = (saying.flags & 0xff) === RowKind.Trade
      const localTs = isTrade && this.#shape.split ? tradesTs : levelsTs
      const row = { ...saying, exchTs, localTs }
      const heard = { ...row, flags: saying.flags | TRADER_SEES }
      this.#venue.push({ ...row, flags: saying.flags | VENUE_SEES })
      this.#whole.push({ ...row, flags: saying.flags | VENUE_SEES | TRADER_SEES })
      if (isTrade && this.#shape.split) this.#trades.push(heard)
      else this.#levels.push(heard)
    }
  }

  rows(): readonly MadeRow[] {
    if (!this.#shape.split) return this.#whole
    const halves = [...this.#venue, ...merged(this.#trades, this.#levels)]
    const dueTs = ({ flags, exchTs, localTs }: MadeRow): number => ((flags & VENUE_SEES) !== 0 ? exchTs : localTs)
    return halves
      .map((row, i) => ({ row, i }))
      .sort((a, b) => dueTs(a.row) - dueTs(b.row) || a.i - b.i)
      .map(({ row }) => row)
  }

  #arrivalTs(exchTs: number, before: readonly MadeRow[]): number {
    const { feedNs, feedJitterNs } = this.#shape
    const last = before.at(-1)?.localTs ?? 0
    return Math.max(last, exchTs + feedNs + this.#rng.integer(0, feedJitterNs))
  }
}

/** Two sequences by their arrival, the first one first. */
function merged(first: readonly MadeRow[], second: readonly MadeRow[]): MadeRow[] {
  return [...first, ...second].sort((a, b) => a.localTs - b.localTs)
}
