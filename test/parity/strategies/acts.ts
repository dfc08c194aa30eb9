/** What the ported strategies do when it is their turn: grid, touch, taker and churn, in whole ticks and lots. */
import type { BookView, PositionView } from '../../../src/index.ts'
import { Side } from '../../../src/index.ts'
import type { Lcg } from './lcg.ts'
import { ID_EXISTS, isCancellable, type ShownOrders, type Tif, UNKNOWN } from './shown-orders.ts'

/** One instrument, as an act meets it. */
export interface Desk {
  readonly book: BookView
  readonly position: PositionView
  readonly orders: ShownOrders
  readonly random: Lcg
}

export type ActParams = Readonly<Record<string, number | string>>
export type Act = (desk: Desk) => void

/** The value of a whole-number parameter. */
export function integer(params: ActParams, name: string): number {
  const value = params[name]
  if (!Number.isSafeInteger(value)) throw new Error(`Parameter ${name} is ${String(value)}: a whole number is expected`)
  return Number(value)
}

/** Best bid and ask, or undefined for a book with an empty side. */
function touchOf(book: BookView): [bid: number, ask: number] | undefined {
  if (!book.hasBid || !book.hasAsk || book.bestBidTicks >= book.bestAskTicks) return undefined
  return [book.bestBidTicks, book.bestAskTicks]
}

const floorTo = (tick: number, step: number): number => Math.floor(tick / step) * step
const ceilTo = (tick: number, step: number): number => Math.ceil(tick / step) * step

/** Rests orders in steps away from the mid, leaning against the position. */
export function grid(params: ActParams): Act {
  const [levels, half, step, lots] = ['levels', 'half_ticks', 'step_ticks', 'order_lots'].map((name) =>
    integer(params, name),
  ) as [number, number, number, number]
  const limit = integer(params, 'max_pos_lots')
  const [skewNum, skewDen] = [integer(params, 'skew_num'), integer(params, 'skew_den')]
  const usesPosition = integer(params, 'use_position') !== 0
  return ({ book, position, orders }) => {
    const touch = touchOf(book)
    if (touch === undefined) return
    const [bid, ask] = touch
    const pos = usesPosition ? position.lots : 0
    const skew = Math.trunc((pos * skewNum) / skewDen)
    const topBid = floorTo(Math.min(Math.floor((bid + ask) / 2) - half - skew, bid), step)
    const topAsk = ceilTo(Math.max(Math.ceil((bid + ask) / 2) + half - skew, ask), step)
    const places = (side: Side): number => {
      let n = 0
      while (n < levels && side * pos + (n + 1) * lots <= limit) n++
      return n
    }
    const wanted = { bids: places(Side.Buy), asks: places(Side.Sell) }
    const placeOf = (side: Side, tick: number): number => (side > 0 ? topBid - tick : tick - topAsk)
    for (const order of orders.live) {
      const place = placeOf(order.side, order.tick)
      const count = order.side > 0 ? wanted.bids : wanted.asks
      const keeps = count > 0 && place >= 0 && place <= (count - 1) * step && place % step === 0
      if (!keeps && isCancellable(order)) orders.cancel(order)
    }
    const standing = orders.live.slice()
    const fill = (side: Side, top: number, count: number): void => {
      for (let i = 0; i < count; i++) {
        const tick = top - side * i * step
        if (standing.some((order) => order.side === side && order.tick === tick)) continue
        orders.submit({ side, tick, lots, type: 'limit', tif: 'GTX' })
      }
    }
    fill(Side.Buy, topBid, wanted.bids)
    fill(Side.Sell, topAsk, wanted.asks)
  }
}

/** One bid and one ask, so many ticks behind the best; `quoter` takes the distance at each call. */
export function touch(params: ActParams): Act {
  const quote = quoter(params)
  const back = integer(params, 'back_ticks')
  return (desk) => quote(desk, back)
}

export function quoter(params: ActParams): (desk: Desk, back: number) => void {
  const lots = integer(params, 'order_lots')
  const limit = integer(params, 'max_pos_lots')
  const usesPosition = integer(params, 'use_position') !== 0
  const tif = params['tif'] as Tif
  return ({ book, position, orders }, back) => {
    const touch = touchOf(book)
    if (touch === undefined) return
    const pos = usesPosition ? position.lots : 0
    const quotes = ([Side.Buy, Side.Sell] as const).map((side) => ({
      side,
      tick: side > 0 ? touch[0] - back : touch[1] + back,
      wanted: side * pos + lots <= limit,
      standing: orders.live.some((order) => order.side === side),
    }))
    for (const order of orders.live) {
      const quote = quotes.find(({ side }) => side === order.side)
      if (!(quote?.wanted && quote.tick === order.tick) && isCancellable(order)) orders.cancel(order)
    }
    for (const { side, tick, wanted, standing } of quotes) {
      if (wanted && !standing) orders.submit({ side, tick, lots, type: 'limit', tif })
    }
  }
}

/** Market and immediate-or-cancel orders around the other side's best. */
export function taker(params: ActParams): Act {
  const lotsMax = integer(params, 'max_lots')
  const limit = integer(params, 'max_pos_lots')
  const [below, above] = [integer(params, 'below_ticks'), integer(params, 'above_ticks')]
  return ({ book, position, orders, random }) => {
    const touch = touchOf(book)
    if (touch === undefined) return
    const kind = random.below(3)
    const wish: Side = random.below(2) === 0 ? Side.Buy : Side.Sell
    const lots = Math.max(1, Math.floor(lotsMax / 2 ** random.below(4)))
    const off = random.below(below + above + 1) - below
    const side = wish * position.lots + lots > limit ? opposite(wish) : wish
    const tick = side > 0 ? touch[1] + off : touch[0] - off
    const how = kind === 0 ? ({ type: 'market', tif: 'GTC' } as const) : ({ type: 'limit', tif: 'IOC' } as const)
    orders.submit({ side, tick, lots, ...how })
  }
}

function opposite(side: Side): Side {
  return side === Side.Buy ? Side.Sell : Side.Buy
}

/** Everything at random: orders of all kinds, cancels, modifications, and requests that are refused on the spot. */
export function churn(params: ActParams): Act {
  const ops = integer(params, 'ops')
  const operate = operation(params)
  return (desk) => {
    const touch = touchOf(desk.book)
    if (touch === undefined) return
    for (let i = 0; i < ops; i++) operate(desk, touch)
  }
}

const TIFS: readonly Tif[] = ['GTC', 'GTC', 'GTC', 'GTC', 'GTX', 'GTX', 'IOC', 'FOK']

function operation(params: ActParams): (desk: Desk, touch: [bid: number, ask: number]) => void {
  const width = integer(params, 'width_ticks')
  const lotsMax = integer(params, 'max_lots')
  const liveMax = integer(params, 'max_live')
  const limit = integer(params, 'max_pos_lots')
  const modifies = integer(params, 'modify') !== 0
  const within = (wish: Side, pos: number): Side => (pos >= limit ? Side.Sell : pos <= -limit ? Side.Buy : wish)
  return ({ position, orders, random }, [bid, ask]) => {
    const pos = position.lots
    const { live } = orders
    const drawSide = (): Side => (random.below(2) === 0 ? Side.Buy : Side.Sell)
    const drawOff = (): number => random.below(2 * width + 1) - width
    const drawLive = () => live[random.below(live.length)]!
    const choice = random.below(100)
    if (choice < 55) {
      const wish = drawSide()
      const tif = TIFS[random.below(8)]!
      const off = drawOff()
      const lots = 1 + random.below(lotsMax)
      if (live.length >= liveMax) return
      const side = within(wish, pos)
      orders.submit({ side, tick: side > 0 ? bid + off : ask - off, lots, type: 'limit', tif })
    } else if (choice < 78) {
      if (live.length > 0) orders.cancel(drawLive())
    } else if (choice < 90) {
      if (live.length === 0 || !modifies) return
      const order = drawLive()
      const what = random.below(3)
      const off = drawOff()
      if (order.status !== 'new' || order.request !== 'none') return
      if (what < 2) orders.modify(order, order.side > 0 ? bid + off : ask - off, order.lots)
      else if (order.lots > 1) orders.modify(order, order.tick, order.lots - 1)
    } else if (choice < 94) {
      const wish = drawSide()
      const lots = 1 + random.below(lotsMax)
      const side = within(wish, pos)
      orders.submit({ side, tick: side > 0 ? bid : ask, lots, type: 'market', tif: 'GTC' })
    } else if (choice < 97) {
      if (live.length === 0) return
      random.below(live.length)
      orders.answer(ID_EXISTS)
    } else {
      random.below(1000)
      orders.answer(UNKNOWN)
    }
  }
}
