/**
 * The life of one of our orders, as the trader knows it. One table says what may follow what; everything else is a bug.
 */
import { Bug } from '../core/bug.ts'
import type { Side } from '../core/units.ts'
import type { OrderType, TimeInForce } from '../market/orders.ts'

/**
 * `sent`: on its way to the venue. `working`: accepted and open. The others are final; `refused` means by our own risk
 * gate.
 */
export type OrderState = 'sent' | 'working' | 'filled' | 'canceled' | 'expired' | 'rejected' | 'refused'

export const NEXT_STATES: Readonly<Record<OrderState, readonly OrderState[]>> = {
  sent: ['working', 'filled', 'canceled', 'expired', 'rejected', 'refused'],
  working: ['working', 'filled', 'canceled', 'expired'],
  filled: [],
  canceled: [],
  expired: [],
  rejected: [],
  refused: [],
}

/** What the strategy may see of an order. */
export interface OrderView {
  /** Client order id, given at submission; counts up from 1 over the run. */
  readonly id: number
  readonly instrument: number
  readonly side: Side
  readonly type: OrderType
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  readonly priceTicks: number
  /** Lots as last submitted or modified. */
  readonly lots: number
  readonly filledLots: number
  /** Lots still open as far as the trader knows. */
  readonly leavesLots: number
  readonly state: OrderState
  /** A change that was asked for and not answered yet. */
  readonly pending: 'none' | 'cancel' | 'modify'
}

export interface Order extends OrderView {
  priceTicks: number
  lots: number
  filledLots: number
  leavesLots: number
  state: OrderState
  pending: 'none' | 'cancel' | 'modify'
  /** Journal seq of its commands: the causes of the answers. */
  submitSeq: number
  modifySeq: number
  cancelSeq: number
  /** Those of cancels that were sent again, behind `cancelSeq`. */
  repeatSeqs?: number[]
  /** Open lots that a modification under way asks for, 0 without one. */
  modifyLots: number
  /** Modifications and cancels that the venue has not answered yet; they may outlive the order. */
  unanswered: number
}

/** Moves an order to a state that the table allows. */
export function move(order: Order, state: OrderState): void {
  if (!NEXT_STATES[order.state].includes(state)) {
    throw new Bug(`Cannot move order ${order.id} from ${order.state} to ${state}`)
  }
  order.state = state
}

/** Lots that could still be filled: those that are open, or those that a modification under way may make of them. */
export function exposedLots(order: Order): number {
  return Math.max(order.leavesLots, order.modifyLots)
}

export function isOpen(order: OrderView): boolean {
  return order.state === 'sent' || order.state === 'working'
}
