/**
 * Port: how much of an order is executed, once the venue has found that it can be. The venue finds the candidates (a
 * price that traded through, a best price that crossed, a queue that let trades past, an order that crosses on
 * arrival); the model says how many lots, at which prices. It holds no state, and the displayed book is never reduced
 * by our own fills.
 */
import type { SubmitOrder } from '../../../market/orders.ts'

/** The other side of the book as an arriving order meets it. */
export interface OppositeSide {
  /** Best price, or undefined for an empty side. */
  readonly bestTicks: number | undefined
  /** Whole lots at a price. */
  lotsAt(priceTicks: number): number
  /** The next price behind, or undefined. */
  nextTicks(priceTicks: number): number | undefined
}

/** One execution of an arriving order. */
export interface Execution {
  readonly priceTicks: number
  readonly lots: number
}

export interface FillModel {
  /**
   * Lots of a resting order with `leavesLots` open that a trade at its very price executes, when the queue lets
   * `passedLots` (at least 1) through.
   */
  restingLots(passedLots: number, leavesLots: number): number

  /**
   * Executions of an order for `lots` that crosses on arrival, in order. Less than `lots` in all: the venue expires the
   * rest; so an immediate-or-cancel order may be executed in part, and a fill-or-kill order wholly or not at all.
   */
  take(
    order: Pick<SubmitOrder, 'type' | 'timeInForce' | 'side' | 'priceTicks'>,
    lots: number,
    opposite: OppositeSide,
  ): Execution[]
}
