/**
 * Port: what a fill costs, in atoms of the settlement currency. Pure; positive costs, negative is a rebate. Amounts
 * that are not whole atoms are rounded half to even, by `market/money.ts`.
 */
import type { Side } from '../../../core/units.ts'
import type { Liquidity } from '../../../market/orders.ts'

export interface FeeableFill {
  readonly side: Side
  readonly liquidity: Liquidity
  readonly lots: number
  /** Value of the fill. */
  readonly notionalAtoms: bigint
}

export interface FeeModel {
  feeAtoms(fill: FeeableFill): bigint
}
