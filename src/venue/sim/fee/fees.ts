/**
 * The fee schedules venues use: a share of the value, an amount per unit of quantity, an amount per fill; each with a
 * maker and a taker side, and with an extra share for buying or selling (stamp duties and the like).
 */

import type { Decimal } from '../../../core/decimal.ts'
import type { Side } from '../../../core/units.ts'
import type { Instrument } from '../../../market/instrument.ts'
import { divideHalfEven, rateAtoms } from '../../../market/money.ts'
import type { FeeableFill, FeeModel } from './fee-model.ts'

/** Extra shares of the value by side of the fill, in parts per billion. */
export interface SideRates {
  readonly buyerPpb: number
  readonly sellerPpb: number
}

/** Fee = value * rate, rates in parts per billion of the value. */
export function valueFee(makerPpb: number, takerPpb: number, side: SideRates): FeeModel {
  return {
    feeAtoms: (fill) =>
      rateAtoms(fill.notionalAtoms, (isMaker(fill) ? makerPpb : takerPpb) + sideRate(side, fill.side)),
  }
}

/** Fee = quantity * amount, amounts in settlement currency per unit of quantity (1 BTC, 1 contract). */
export function quantityFee(maker: Decimal, taker: Decimal, instrument: Instrument, side: SideRates): FeeModel {
  const { lot, moneyDecimals } = instrument
  const scale = BigInt(lot.numerator) * 10n ** BigInt(moneyDecimals)
  return {
    feeAtoms: (fill) => {
      const rate = isMaker(fill) ? maker : taker
      const divisor = 10n ** BigInt(lot.decimals + rate.decimals)
      const amount = divideHalfEven(BigInt(fill.lots) * rate.mantissa * scale, divisor)
      return amount + rateAtoms(fill.notionalAtoms, sideRate(side, fill.side))
    },
  }
}

/** Fee = the same amount for every fill. */
export function flatFee(makerAtoms: bigint, takerAtoms: bigint, side: SideRates): FeeModel {
  return {
    feeAtoms: (fill) =>
      (isMaker(fill) ? makerAtoms : takerAtoms) + rateAtoms(fill.notionalAtoms, sideRate(side, fill.side)),
  }
}

function isMaker(fill: FeeableFill): boolean {
  return fill.liquidity === 'maker'
}

function sideRate(rates: SideRates, side: Side): number {
  return side > 0 ? rates.buyerPpb : rates.sellerPpb
}
