/**
 * Sizes and prices of a scenario: a decimal with what it counts, such as "0.5 BTC", "20 lots" or "0.0004 USDT". Kept as
 * text until the instrument is known, then turned into lots or money exactly.
 */
import { decimalStep, parseDecimal, parseSteps, trimDecimal } from '../core/decimal.ts'
import { type Parsed, show } from '../core/quantity.ts'
import type { Instrument } from '../market/instrument.ts'

/** A decimal and what it counts. The decimal is text, so that it stays exact. */
export interface Amount {
  readonly amount: string
  readonly unit: string
}

/** One size for all instruments, or one for each by alias. */
export type SizeLimit = Amount | Readonly<Record<string, Amount>>

// A unit may begin with a digit ("5 1000PEPE") where a space sets it apart from the number.
const AMOUNT = /^([+-]?\d+(?:\.\d+)?)(?:\s+([a-z0-9][\w.-]*)|([a-z][\w.-]*))$/i

/** Its form, for editors that check text by it. */
export const AMOUNT_PATTERN = '^[+-]?\\d+(\\.\\d+)?(\\s+[A-Za-z0-9][\\w.-]*|[A-Za-z][\\w.-]*)$'

export function parseAmount(value: unknown): Parsed<Amount> {
  const match = typeof value === 'string' ? AMOUNT.exec(value) : null
  if (match) return { value: { amount: trimDecimal(match[1]!.replace(/^\+/, '')), unit: match[2] ?? match[3]! } }
  const bare = typeof value === 'number' || (typeof value === 'string' && parseDecimal(value) !== undefined)
  return { problem: `${show(value)} ${bare ? 'has no unit' : 'is not an amount'}: write a number and what it counts.` }
}

export function formatAmount({ amount, unit }: Amount): string {
  return `${amount} ${unit}`
}

/** A size in lots of the instrument. It must be stated in `lots` or in the instrument's own base, and be whole lots. */
export function lotsOf(size: Amount, instrument: Instrument): Parsed<number> {
  const { base, lot, symbol } = instrument
  if (size.unit !== 'lots' && size.unit !== base) {
    return { problem: `"${formatAmount(size)}" is not a size of ${symbol}: state it in ${base} or in lots.` }
  }
  const step = size.unit === 'lots' ? decimalStep('1')! : lot
  const lots = parseSteps(size.amount, step)
  if (lots === undefined || Number.isNaN(lots)) {
    const ofWhat = size.unit === 'lots' ? 'lots' : `lots of ${lot.text} ${base}`
    return { problem: `"${formatAmount(size)}" is not a whole number of ${ofWhat} of ${symbol}.` }
  }
  return { value: lots }
}

/** The size limit of one instrument, or undefined where it has none. */
export function limitOf(limit: SizeLimit | undefined, alias: string): Amount | undefined {
  if (limit === undefined || isAmount(limit)) return limit
  return Object.hasOwn(limit, alias) ? limit[alias] : undefined
}

/** Whether a limit is one size for all instruments. */
export function isAmount(limit: SizeLimit): limit is Amount {
  return typeof (limit as Partial<Amount>).amount === 'string'
}

/**
 * A size limit in lots of the instrument, or undefined where there is none. Sizes were checked when the run was
 * prepared.
 */
export function limitLots(limit: SizeLimit | undefined, alias: string, instrument: Instrument): number | undefined {
  const amount = limitOf(limit, alias)
  if (amount === undefined) return undefined
  const read = lotsOf(amount, instrument)
  return 'value' in read ? read.value : undefined
}

/** Money in atoms of the currency that the instrument settles in. */
export function moneyOf(money: Amount, instrument: Instrument): Parsed<bigint> {
  const { settle, moneyDecimals, symbol } = instrument
  if (money.unit !== settle)
    return { problem: `"${formatAmount(money)}" is not in ${settle}, which ${symbol} settles in.` }
  const parsed = parseDecimal(money.amount)
  if (!parsed || parsed.decimals > moneyDecimals) {
    return { problem: `"${formatAmount(money)}" has more than ${moneyDecimals} decimals.` }
  }
  return { value: parsed.mantissa * 10n ** BigInt(moneyDecimals - parsed.decimals) }
}
