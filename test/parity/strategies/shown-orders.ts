/**
 * Our orders of one instrument as the reference's local side would show them, on top of our own `orders`. It shows
 * other things at some instants: a modification changes price and quantity at once and for good, also if it is refused;
 * any fill wipes the mark of a request that is out; requests while one is out are answered with a code and not sent.
 */
import type { FillEvent, InstrumentContext, NewOrder, OrderView, Side } from '../../../src/index.ts'

/** What the reference's calls return. */
export const SENT = 0
export const ID_EXISTS = 10
export const REQUEST_OUT = 11
export const UNKNOWN = 12

export const TIFS = ['GTC', 'GTX', 'IOC', 'FOK'] as const
export type Tif = (typeof TIFS)[number]

export interface ShownOrder {
  readonly id: number
  readonly side: Side
  tick: number
  lots: number
  status: 'none' | 'new' | 'partially filled' | 'ended'
  request: 'none' | 'new' | 'cancel' | 'modify'
}

export interface NewShownOrder {
  readonly side: Side
  readonly tick: number
  readonly lots: number
  readonly type: 'limit' | 'market'
  readonly tif: Tif
}

const TIME_IN_FORCE: Readonly<Record<Tif, Pick<NewOrder, 'timeInForce' | 'postOnly'>>> = {
  GTC: { timeInForce: 'gtc' },
  GTX: { timeInForce: 'gtc', postOnly: true },
  IOC: { timeInForce: 'ioc' },
  FOK: { timeInForce: 'fok' },
}

/** What the runner wants to know of a strategy besides the journal. */
export interface Notes {
  /** How often the reference's calls would have returned each code. */
  readonly codes: Map<number, number>
  /** Price of the order that is being submitted. */
  tick: number
  /** How often the strategy acted. */
  steps: number
  liveMax: number
}

export class ShownOrders {
  /** Orders that have not ended, in the order of submission; `forget` drops those that have. */
  live: ShownOrder[] = []
  readonly #byId = new Map<number, ShownOrder>()
  readonly #context: InstrumentContext
  readonly #notes: Notes

  constructor(context: InstrumentContext, notes: Notes) {
    this.#context = context
    this.#notes = notes
  }

  submit({ side, tick, lots, type, tif }: NewShownOrder): void {
    this.#notes.tick = tick
    const how = type === 'market' ? { type } : { priceTicks: tick, ...TIME_IN_FORCE[tif] }
    const id = this.#context.orders.submit({ side, lots, ...how })
    const order: ShownOrder = { id, side, tick, lots, status: 'none', request: 'new' }
    this.#byId.set(id, order)
    this.live.push(order)
    this.#notes.liveMax = Math.max(this.#notes.liveMax, this.live.length)
    this.answer(SENT)
  }

  cancel(order: ShownOrder): void {
    if (order.request !== 'none') return this.answer(REQUEST_OUT)
    order.request = 'cancel'
    this.#context.orders.cancel(order.id, { again: true })
    this.answer(SENT)
  }

  modify(order: ShownOrder, tick: number, lots: number): void {
    if (order.request !== 'none') return this.answer(REQUEST_OUT)
    Object.assign(order, { tick, lots, request: 'modify' })
    this.#context.orders.modify(order.id, { priceTicks: tick, lots })
    this.answer(SENT)
  }

  /** Counts what a call returned. */
  answer(code: number): void {
    const { codes } = this.#notes
    codes.set(code, (codes.get(code) ?? 0) + 1)
  }

  onOrder(view: OrderView): void {
    const order = this.#byId.get(view.id)
    if (order === undefined) return
    if (view.state === 'working') {
      if (order.status === 'none') order.status = 'new'
    } else if (view.state !== 'sent') order.status = 'ended'
    if (view.pending === 'none') order.request = 'none'
  }

  onFill({ order: view }: FillEvent): void {
    const order = this.#byId.get(view.id)
    if (order === undefined) return
    order.status = view.leavesLots === 0 ? 'ended' : 'partially filled'
    order.request = 'none'
  }

  /** Drops what has ended. */
  forget(): void {
    for (const order of this.live) if (order.status === 'ended') this.#byId.delete(order.id)
    this.live = this.live.filter((order) => order.status !== 'ended')
  }
}

export function isCancellable({ status, request }: ShownOrder): boolean {
  return (status === 'new' || status === 'partially filled') && request === 'none'
}
