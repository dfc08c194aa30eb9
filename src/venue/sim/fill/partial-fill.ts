/**
 * An order is executed by what is there.
 *
 * - A resting order that a trade at its price reaches is filled by what went past the queue, at most by what is open.
 * - An order that crosses on arrival takes level by level, up to its limit: immediate-or-cancel and market orders take
 *   what the levels show; fill-or-kill takes it only if the levels up to the limit show enough.
 * - What a good-till-cancel order finds short of its size up to its limit is executed at the limit, whatever stands
 *   there (the reference's rule: the rest would be the best quote of its side and would meet the next arrival).
 *
 * **Each order sees the whole displayed size**: what one order took is there again for the next.
 */
import type { SubmitOrder } from '../../../market/orders.ts'
import type { Execution, FillModel, OppositeSide } from './fill-model.ts'

export class PartialFill implements FillModel {
  restingLots(passedLots: number, leavesLots: number): number {
    return Math.min(passedLots, leavesLots)
  }

  take(
    order: Pick<SubmitOrder, 'type' | 'timeInForce' | 'side' | 'priceTicks'>,
    lots: number,
    opposite: OppositeSide,
  ): Execution[] {
    const limited = order.type === 'limit'
    const executions: Execution[] = []
    let leaves = lots
    let tick = opposite.bestTicks
    while (tick !== undefined && leaves > 0 && (!limited || (order.priceTicks - tick) * order.side >= 0)) {
      const taken = Math.min(opposite.lotsAt(tick), leaves)
      if (taken > 0) executions.push({ priceTicks: tick, lots: taken })
      leaves -= taken
      tick = opposite.nextTicks(tick)
    }
    if (leaves === 0) return executions
    if (order.timeInForce === 'fok') return []
    if (limited && order.timeInForce === 'gtc') executions.push({ priceTicks: order.priceTicks, lots: leaves })
    return executions
  }
}
