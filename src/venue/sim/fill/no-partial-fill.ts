/**
 * An order is executed as a whole or not at all.
 *
 * - A resting order that a trade at its price reaches (any executable lot past the queue) is filled in full.
 * - An order that crosses on arrival is filled in full at the best opposite price, whatever size stands there.
 * - A market order against an empty side is not executed.
 *
 * **Assumes that our size is small against the displayed one**: it takes liquidity that may not be there.
 */
import type { Execution, FillModel, OppositeSide } from './fill-model.ts'

export class NoPartialFill implements FillModel {
  restingLots(_passedLots: number, leavesLots: number): number {
    return leavesLots
  }

  take(_order: unknown, lots: number, opposite: OppositeSide): Execution[] {
    return opposite.bestTicks === undefined ? [] : [{ priceTicks: opposite.bestTicks, lots }]
  }
}
