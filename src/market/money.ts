/**
 * The one place where price and quantity become money. Exact in bigint atoms of the settlement currency; where a
 * quotient is not whole (inverse contracts, fee rates) it is rounded half to even, once, here.
 */

import { formatDecimal } from '../core/decimal.ts'
import { type Atoms, atoms } from '../core/units.ts'
import type { Instrument } from './instrument.ts'

/** Precomputed factors of one instrument: `atoms = lots * linear * ticks / divisor` or `lots * inverse / ticks`. */
export interface MoneyScale {
  readonly linear: boolean
  readonly numerator: bigint
  readonly denominator: bigint
}

export function moneyScale(instrument: Instrument): MoneyScale {
  const { tick, lot, contractSize } = instrument
  const one = 10n ** BigInt(instrument.moneyDecimals)
  const quantity = BigInt(lot.numerator) * BigInt(contractSize.numerator)
  const quantityScale = 10n ** BigInt(lot.decimals + contractSize.decimals)
  const tickScale = 10n ** BigInt(tick.decimals)
  return instrument.contract === 'linear'
    ? { linear: true, numerator: quantity * BigInt(tick.numerator) * one, denominator: quantityScale * tickScale }
    : { linear: false, numerator: quantity * tickScale * one, denominator: quantityScale * BigInt(tick.numerator) }
}

/**
 * Value of `lots` at `priceTicks`: contract * price * quantity, or contract * quantity / price for an inverse contract.
 */
export function notionalAtoms(priceTicks: number, lots: number, scale: MoneyScale): Atoms {
  const quantity = BigInt(lots) * scale.numerator
  return atoms(
    scale.linear
      ? divideHalfEven(quantity * BigInt(priceTicks), scale.denominator)
      : divideHalfEven(quantity, scale.denominator * BigInt(priceTicks)),
  )
}

/** `amount * rate` for a rate in parts per billion, rounded half to even. */
export function rateAtoms(amount: bigint, ratePpb: number): Atoms {
  return atoms(divideHalfEven(amount * BigInt(ratePpb), 1_000_000_000n))
}

/** What a position of `lots` is worth in cash terms: buying pays (linear) or receives (inverse) its notional. */
export function cashSign(instrument: Instrument): bigint {
  return instrument.contract === 'linear' ? 1n : -1n
}

/** Decimal text of an amount, with all its decimals. */
export function formatAtoms(amount: bigint, instrument: Instrument): string {
  return formatDecimal(amount, instrument.moneyDecimals)
}

/** Nearest double to an amount, for ratios and display. */
export function atomsFloat(amount: bigint, instrument: Instrument): number {
  return Number(amount) / Number(10n ** BigInt(instrument.moneyDecimals))
}

/** Quotient rounded to the nearest integer, ties to the even one. `denominator` may have either sign but not be 0. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  let n = numerator
  let d = denominator
  if (d < 0n) {
    n = -n
    d = -d
  }
  let quotient = n / d
  let remainder = n % d
  if (remainder < 0n) {
    quotient -= 1n
    remainder += d
  }
  const twice = remainder * 2n
  return twice > d || (twice === d && (quotient & 1n) === 1n) ? quotient + 1n : quotient
}
