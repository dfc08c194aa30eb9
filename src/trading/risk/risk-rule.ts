/**
 * Port: one rule of the risk gate, the only way from a strategy to the venue. It looks at a command and at what the
 * trader knows, and says nothing or the reason of its refusal. It has no state and no side effects; cancels are never
 * asked about, since they can only lower the risk.
 */
import type { ModifyOrder, Reason, SubmitOrder } from '../../market/orders.ts'
import type { OrderView } from '../order.ts'

/** What a rule may know; all of the command's instrument. */
export interface RiskView {
  readonly positionLots: number
  /**
   * Lots of open orders by side, as far as the trader knows, without the order in question; of an order whose open
   * quantity is being modified, the larger of both.
   */
  readonly openBuyLots: number
  readonly openSellLots: number
  /** Best prices in the trader's book, undefined where a side is empty. */
  readonly bestBidTicks: number | undefined
  readonly bestAskTicks: number | undefined
  /** Submissions and modifications that passed the gate within the last second, over all instruments. */
  readonly sentInLastSecond: number
}

export interface RiskRule {
  check(command: SubmitOrder | ModifyOrder, order: OrderView, view: RiskView): Reason | undefined
}
