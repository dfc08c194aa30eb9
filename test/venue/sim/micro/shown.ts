/**
 * What a trader is shown after an action: by the reference, and by ours, in the same words. Words of ours are put into
 * those of the reference here and nowhere else; prices are ticks, quantities lots, sums of money rounded to a
 * billionth, since the reference adds doubles.
 */
import type { Instrument } from '../../../../src/market/instrument.ts'
import { atomsFloat } from '../../../../src/market/money.ts'
import type { Account } from '../../../../src/projections/ledger.ts'
import type { OrderState, OrderView } from '../../../../src/trading/order.ts'
import type { FillEvent } from '../../../../src/trading/strategy.ts'
import type { Micro, MicroOrder, MicroStep } from './case.ts'

/** What the reference's calls return. */
export const SENT = 0
export const TIME_PASSED = 0
export const END_OF_DATA = 1
export const ROW_ARRIVED = 2
export const ANSWER_ARRIVED = 3
export const REQUEST_OUT = 11
export const NOT_FOUND = 12

export interface Shown {
  /** What the action returned; null: there is no such call. */
  readonly ret: number | null
  readonly ts: number
  readonly bid: number | null
  readonly ask: number | null
  readonly position: number
  readonly balance: number
  readonly fee: number
  readonly trades: number
  /** The last row that the trader has seen: when it was stamped, when it arrived. */
  readonly feed: readonly number[] | null
  /** The last answer of the venue: when its command was sent, when the venue acted, when it arrived. */
  readonly latency: readonly number[] | null
  /** By the order ids of the script. */
  readonly orders: Readonly<Record<number, ShownOrder>>
}

export interface ShownOrder {
  readonly status: string
  readonly req: string
  readonly price: number
  readonly lots: number
  /** Lots that were not filled, and those of them that still can be. */
  readonly left: number
  readonly open: number
  /** The last fill; empty without one. */
  readonly exec: string
  /** When the venue last did something with the order, 0 as long as that is unknown. */
  readonly exchTs: number
}

/** Our states in the words of the reference, which has no word for a rejection. */
const STATUS: Readonly<Record<OrderState, string>> = {
  sent: 'none',
  working: 'new',
  filled: 'filled',
  canceled: 'canceled',
  expired: 'expired',
  rejected: 'expired',
  refused: 'of our own risk gate, which no micro market has',
}

/** Our answers in those of the reference, which tells why nothing was sent. */
export function codeOf(isSent: boolean, order: OrderView | undefined): number {
  if (isSent) return SENT
  return order === undefined ? NOT_FOUND : REQUEST_OUT
}

export function orderOfOurs(view: OrderView, fill: FillEvent | undefined, exchTs: number | undefined): ShownOrder {
  const { state, pending, priceTicks, lots, filledLots, leavesLots } = view
  return {
    status: state === 'working' && filledLots > 0 ? 'partially_filled' : STATUS[state],
    req: pending === 'none' && state === 'sent' ? 'new' : pending,
    price: priceTicks,
    lots,
    left: lots - filledLots,
    open: leavesLots,
    exec: fill === undefined ? '' : execText(fill.lots, fill.priceTicks, fill.liquidity === 'maker'),
    exchTs: exchTs ?? 0,
  }
}

export function moneyOfOurs(
  { cashAtoms, feeAtoms, maker, taker }: Readonly<Account>,
  instrument: Instrument,
): Pick<Shown, 'balance' | 'fee' | 'trades'> {
  // The reference's balance falls with every buy, on inverse contracts too.
  const sign = instrument.contract === 'linear' ? 1 : -1
  return {
    balance: billionths(sign * atomsFloat(cashAtoms, instrument)),
    fee: billionths(atomsFloat(feeAtoms, instrument)),
    trades: maker.fills + taker.fills,
  }
}

export function shownByTheReference({ asset }: Micro, step: MicroStep): Shown {
  const lotsOf = (qty: number): number => Math.round(qty / asset.instrument.lot_size)
  return {
    ret: step.ret,
    ts: step.ts,
    bid: step.best_bid_tick,
    ask: step.best_ask_tick,
    position: lotsOf(step.position),
    balance: billionths(step.balance),
    fee: billionths(step.fee),
    trades: step.num_trades,
    feed: step.feed_latency,
    latency: step.order_latency,
    orders: Object.fromEntries(step.orders.map((order) => [order.order_id, orderOfTheirs(order, lotsOf)])),
  }
}

function orderOfTheirs(order: MicroOrder, lotsOf: (qty: number) => number): ShownOrder {
  const { status, req, price_tick, qty, leaves_qty, exec_price_tick, exec_qty, exch_ts, maker } = order
  // The leaves of an order that was canceled or has expired stay what they were: nothing of them can be filled.
  const isEnded = status === 'canceled' || status === 'expired'
  return {
    status,
    req,
    price: price_tick,
    lots: lotsOf(qty),
    left: lotsOf(leaves_qty),
    open: isEnded ? 0 : lotsOf(leaves_qty),
    exec: exec_qty === 0 ? '' : execText(lotsOf(exec_qty), exec_price_tick, maker),
    exchTs: exch_ts,
  }
}

function execText(lots: number, priceTicks: number, isMaker: boolean): string {
  return `${lots} @ ${priceTicks} ${isMaker ? 'maker' : 'taker'}`
}

/** `+ 0`: no negative zero. */
function billionths(amount: number): number {
  return Math.round(amount * 1e9) / 1e9 + 0
}
