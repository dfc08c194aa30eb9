/** What a run did, in the words of the golden files: folded from the journal, with what the strategy noted. */
import type { EntryOf, JournalEntry } from '../../src/journal/entries.ts'
import type { Tif } from './strategies/shown-orders.ts'

/** Rows of the golden files as text, one array entry a row; numbers that may differ in their last digits as numbers. */
export interface Outcome {
  readonly fills: readonly string[]
  readonly orders: readonly string[]
  readonly checkpoints: readonly Checkpoint[]
  readonly result: Result
}

export interface Checkpoint {
  readonly ts: string
  readonly bid: string
  readonly ask: string
  readonly positionLots: number
  readonly balance: number
  readonly fee: number
  readonly trades: number
  /** Value traded so far, where it is known. */
  readonly traded?: number
}

export interface Result {
  readonly end: string
  readonly data_rows: number
  readonly steps: number
  readonly orders: number
  readonly fills: number
  readonly fill_lots: number
  readonly fill_position_lots: number
  readonly checkpoints: number
  readonly max_live: number
  readonly codes: Readonly<Record<string, number>>
  readonly position_lots: number
  readonly num_trades: number
  readonly balance: number
  readonly fee: number
  readonly trading_volume: number
  readonly trading_value: number
}

export const FILL_COLUMNS = 'order_id,side,price_tick,exec_price_tick,qty_lots,exch_ts,local_ts,maker,tif,type' as const
export const ORDER_COLUMNS = ('order_id,side,price_tick,qty_lots,type,tif,req_local_ts,code,status,req,' +
  'last_price_tick,last_qty_lots,leaves_lots,last_exch_ts,cancels,modifies') as string

interface TracedOrder {
  readonly id: number
  readonly instrument: number
  readonly side: number
  readonly submitTick: number
  readonly submitLots: number
  readonly type: string
  readonly tif: Tif
  readonly submitTs: number
  status: string
  request: string
  /** As the local side shows them. */
  tick: number
  lots: number
  leaves: number
  exchTs: number | undefined
  cancels: number
  modifies: number
  /** As the venue holds them. */
  venueTick: number
  venueLots: number
}

interface TracedFill {
  readonly order: TracedOrder
  readonly priceTick: number
  execTick: number
  lots: number
  exchTs: number
  readonly localTs: number
  maker: boolean
}

/** Follows every order as the reference's local side would show it after each instant. */
export class OrderTrace {
  readonly orders: TracedOrder[] = []
  readonly fills: TracedFill[] = []
  readonly #byId = new Map<number, TracedOrder>()
  /** Fills up to here were seen by the strategy before it acted. */
  #seen = 0
  readonly #submittedTick: () => number
  readonly #isPartial: (instrument: number) => boolean

  /** `submittedTick`: the price of the order that is being submitted; the reference has one for market orders too. */
  constructor(submittedTick: () => number, isPartial: (instrument: number) => boolean) {
    this.#submittedTick = submittedTick
    this.#isPartial = isPartial
  }

  apply(entry: JournalEntry): void {
    if (!('order' in entry)) return
    // The strategy acts: it has seen what there is. What comes now is seen apart, be it at the same instant.
    if (isCommand(entry)) this.#seen = this.fills.length
    if (entry.kind === 'SubmitOrder') return this.#submitted(entry)
    const order = this.#byId.get(entry.order)
    if (order === undefined) return
    switch (entry.kind) {
      case 'CancelOrder':
        order.request = 'cancel'
        order.cancels++
        return
      case 'ModifyOrder':
        order.request = 'modify'
        order.tick = entry.priceTicks
        order.lots = entry.lots
        order.modifies++
        return
      case 'OrderAccepted':
        return show(order, 'new', entry.exchTs)
      case 'OrderModified':
        order.venueTick = entry.priceTicks
        order.venueLots = entry.leavesLots
        order.leaves = entry.leavesLots
        return show(order, 'new', entry.exchTs)
      case 'OrderRejected':
        // One that never arrived has no time at the venue.
        return show(order, 'expired', entry.reason === 'lost-on-entry' ? undefined : entry.exchTs)
      case 'OrderExpired':
      case 'OrderCanceled':
        order.leaves = entry.leavesLots
        this.#hideFillsOf(order, entry.ts)
        return show(order, entry.kind === 'OrderExpired' ? 'expired' : 'canceled', entry.exchTs)
      case 'CancelRejected':
      case 'ModifyRejected':
        if (order.status === 'new' || order.status === 'partially_filled') order.request = 'none'
        return
      case 'Fill':
        return this.#filled(order, entry)
      default:
    }
  }

  #submitted(entry: EntryOf<'SubmitOrder'>): void {
    const { order: id, instrument, side, lots, type, timeInForce, postOnly, ts } = entry
    const tick = this.#submittedTick()
    const order: TracedOrder = {
      id,
      instrument,
      side,
      submitTick: tick,
      submitLots: lots,
      type,
      tif: postOnly ? 'GTX' : (timeInForce.toUpperCase() as Tif),
      submitTs: ts,
      status: 'none',
      request: 'new',
      tick,
      lots,
      leaves: lots,
      exchTs: undefined,
      cancels: 0,
      modifies: 0,
      venueTick: tick,
      venueLots: lots,
    }
    this.#byId.set(id, order)
    this.orders.push(order)
  }

  #filled(order: TracedOrder, entry: EntryOf<'Fill'>): void {
    const { ts, priceTicks, lots, leavesLots, exchTs, liquidity } = entry
    order.leaves = leavesLots
    show(order, leavesLots === 0 ? 'filled' : 'partially_filled', exchTs)
    const maker = liquidity === 'maker'
    const before = this.#isPartial(order.instrument) ? this.fills[this.#fillOf(order, ts)] : undefined
    // Of several pieces that arrive together the reference shows one, with the last price.
    if (before) Object.assign(before, { execTick: priceTicks, lots: before.lots + lots, exchTs, maker })
    else this.fills.push({ order, priceTick: order.tick, execTick: priceTicks, lots, exchTs, localTs: ts, maker })
  }

  /** Fills that arrive together with the end of their order are not seen: what is shown has ended unfilled. */
  #hideFillsOf(order: TracedOrder, ts: number): void {
    const at = this.#fillOf(order, ts)
    if (at >= 0) this.fills.splice(at, 1)
  }

  /** Where the fill of an order at the instant at hand stands, or -1. */
  #fillOf(order: TracedOrder, ts: number): number {
    let at = this.fills.length - 1
    while (at >= this.#seen && this.fills[at]!.localTs === ts && this.fills[at]!.order !== order) at--
    return at >= this.#seen && this.fills[at]!.localTs === ts ? at : -1
  }
}

function isCommand({ kind }: JournalEntry): boolean {
  return kind === 'SubmitOrder' || kind === 'ModifyOrder' || kind === 'CancelOrder'
}

/** What an answer of the venue makes of an order as it is shown: all of its fields are overwritten. */
function show(order: TracedOrder, status: string, exchTs: number | undefined): void {
  order.status = status
  order.request = 'none'
  order.tick = order.venueTick
  order.lots = order.venueLots
  order.exchTs = exchTs ?? order.exchTs
}

/** Writes instants as the golden files do: absolute nanoseconds. */
export type Stamp = (ts: number) => string

export function fillRow(
  { order, priceTick, execTick, lots, exchTs, localTs, maker }: TracedFill,
  stamp: Stamp,
): string {
  const { id, side, tif, type } = order
  const cells = [id, sideName(side), priceTick, execTick, lots, stamp(exchTs), stamp(localTs), Number(maker), tif, type]
  return cells.join(',')
}

export function orderRow(order: TracedOrder, stamp: Stamp): string {
  const { id, side, submitTick, submitLots, type, tif, submitTs, status, request, tick, lots, leaves } = order
  const exchTs = order.exchTs === undefined ? '0' : stamp(order.exchTs)
  const asSubmitted = [id, sideName(side), submitTick, submitLots, type, tif, stamp(submitTs), 0]
  return [...asSubmitted, status, request, tick, lots, leaves, exchTs, order.cancels, order.modifies].join(',')
}

function sideName(side: number): string {
  return side > 0 ? 'buy' : 'sell'
}
