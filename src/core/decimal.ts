/**
 * Decimal text to exact integers and back, without floats in between. A price of "27168.50" at tick "0.10" is 271685
 * ticks.
 */

/** A decimal number as `mantissa / 10 ** decimals`. */
export interface Decimal {
  readonly mantissa: bigint
  readonly decimals: number
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$/

/** Parses plain decimal text ("-12.50", no exponent), or returns undefined. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text)
  if (!match) return undefined
  const fraction = match[3] ?? ''
  const magnitude = BigInt(match[2]! + fraction)
  return { mantissa: match[1] === '-' ? -magnitude : magnitude, decimals: fraction.length }
}

/** Formats `mantissa / 10 ** decimals` with exactly that many decimals. */
export function formatDecimal(mantissa: bigint, decimals: number): string {
  const negative = mantissa < 0n
  const digits = (negative ? -mantissa : mantissa).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = decimals === 0 ? '' : `.${digits.slice(digits.length - decimals)}`
  return `${negative ? '-' : ''}${whole}${fraction}`
}

/** Drops trailing zeros of the fraction: "0.100" is "0.1" and "5.000" is "5". */
export function trimDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

/**
 * A decimal step (tick or lot size) prepared for repeated use: `value = count * numerator / 10 ** decimals`. The
 * quotient of two integers below 2^53 is correctly rounded, so `toFloat` gives the double that parsing the decimal text
 * would give.
 */
export interface DecimalStep {
  readonly text: string
  readonly numerator: number
  readonly decimals: number
  readonly scale: number
}

export function decimalStep(text: string): DecimalStep | undefined {
  const parsed = parseDecimal(trimDecimal(text))
  if (!parsed || parsed.mantissa <= 0n || parsed.mantissa > 1_000_000_000n || parsed.decimals > 15) return undefined
  const { decimals } = parsed
  return {
    text: trimDecimal(text),
    numerator: Number(parsed.mantissa),
    decimals,
    scale: Number(10n ** BigInt(decimals)),
  }
}

/** The decimal value of `count` steps as the nearest double. */
export function toFloat(count: number, step: DecimalStep): number {
  return (count * step.numerator) / step.scale
}

/** The decimal value of `count` steps as text, with the step's own number of decimals. */
export function formatSteps(count: number, step: DecimalStep): string {
  return formatDecimal(BigInt(count) * BigInt(step.numerator), step.decimals)
}

/**
 * Parses decimal text as a whole number of steps. Returns `undefined` for text that is no decimal, `NaN` for a decimal
 * that is no whole multiple of the step or passes 2^53. Reads digits by character: it is the inner loop of every
 * importer.
 */
export function parseSteps(text: string, step: DecimalStep): number | undefined {
  let i = 0
  const negative = text.charCodeAt(0) === 45
  if (negative || text.charCodeAt(0) === 43) i = 1
  let value = 0
  let fractionDigits = -1
  let digits = 0
  let isBetweenSteps = false
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 46 && fractionDigits < 0 && digits > 0) {
      fractionDigits = 0
      continue
    }
    if (code < 48 || code > 57) return undefined
    digits++
    if (fractionDigits >= step.decimals) {
      // Beyond the step's own decimals only zeros can be a multiple of it.
      if (code !== 48) isBetweenSteps = true
      continue
    }
    if (fractionDigits >= 0) fractionDigits++
    value = value * 10 + (code - 48)
  }
  if (digits === 0) return undefined
  if (isBetweenSteps) return Number.NaN
  for (let d = Math.max(fractionDigits, 0); d < step.decimals; d++) value *= 10
  if (value > Number.MAX_SAFE_INTEGER) return Number.NaN
  if (step.numerator !== 1) {
    if (value % step.numerator !== 0) return Number.NaN
    value /= step.numerator
  }
  return negative ? 0 - value : value
}
