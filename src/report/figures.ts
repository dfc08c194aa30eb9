/** Figures as people read them: two or three digits, a unit, thousands apart. Rounded for display only. */
import { formatDecimal, parseDecimal } from '../core/decimal.ts'
import { divideHalfEven } from '../market/money.ts'
import type { MoneySummary } from './summary.ts'

export const NOT_AVAILABLE = 'n/a'

/** "1,204,332". */
export function formatCount(count: number): string {
  return groupThousands(String(count))
}

/** "5.1%", "100%", ">99.9%", "0.03%"; of what may pass all or be negative, "182%" and "-30.0%". */
export function formatShare(share: number | null): string {
  if (share === null) return NOT_AVAILABLE
  const percent = share * 100
  if (share === 0 || share === 1) return `${percent}%`
  // What is not all is never shown as all, nor is what is more.
  if (share < 1 && percent >= 99.95) return '>99.9%'
  if (share > 1 && percent < 100.5) return '>100%'
  const size = Math.abs(percent)
  return `${groupThousands(percent.toFixed(size >= 100 ? 0 : size < 0.1 ? 2 : 1))}%`
}

/** "-0.42", "12.3", "1,240"; a ratio without a unit. */
export function formatRatio(ratio: number | null): string {
  if (ratio === null) return NOT_AVAILABLE
  const size = Math.abs(ratio)
  const text = ratio.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0)
  return groupThousands(Number(text) === 0 ? text.replace('-', '') : text)
}

/** "13 M", "950 k", "120". */
export function formatRough(value: number): string {
  for (const [size, unit] of [
    [1e9, ' G'],
    [1e6, ' M'],
    [1e3, ' k'],
  ] as const) {
    if (value >= size) return `${shortNumber(value / size)}${unit}`
  }
  return shortNumber(value)
}

/** A quantity in some unit with three digits: "3.4", "0.212", "12,400". */
export function formatQuantity(value: number | null): string {
  if (value === null) return NOT_AVAILABLE
  if (Math.abs(value) >= 100) return groupThousands(value.toFixed(0))
  return String(Number(value.toPrecision(3)))
}

/**
 * How many decimals to show of these amounts, so that the largest keeps three digits: 2 for 12.5 dollars, 6 for
 * 0.00123 bitcoin.
 */
export function decimalsFor(amounts: readonly (string | null)[]): number {
  const largest = Math.max(...amounts.map((amount) => Math.abs(Number(amount ?? 0))))
  if (largest === 0 || largest >= 1) return 2
  return Math.min(12, 2 - Math.floor(Math.log10(largest)))
}

/** The decimals of all amounts of one result: what is said of it twice is rounded alike. */
export function decimalsOfResult({ net, gross, fees, maxDrawdown }: MoneySummary['pnl']): number {
  return decimalsFor([net, gross, fees, maxDrawdown])
}

/** Like `formatMoney`, but with more decimals where only zeros would be left of an amount. */
export function formatAmount(amount: string | null, decimals: number): string {
  const text = formatMoney(amount, decimals)
  return amount !== null && Number(amount) !== 0 && !/[1-9]/.test(text)
    ? formatMoney(amount, decimalsFor([amount]))
    : text
}

/** Exact decimal text, rounded half to even to that many decimals. */
export function formatMoney(amount: string | null, decimals: number): string {
  const parsed = amount === null ? undefined : parseDecimal(amount)
  if (parsed === undefined) return NOT_AVAILABLE
  const mantissa =
    parsed.decimals > decimals
      ? divideHalfEven(parsed.mantissa, 10n ** BigInt(parsed.decimals - decimals))
      : parsed.mantissa * 10n ** BigInt(decimals - parsed.decimals)
  return groupThousands(formatDecimal(mantissa, decimals))
}

const TIME_UNITS = [
  [1, 'ns'],
  [1e3, 'us'],
  [1e6, 'ms'],
  [1e9, 's'],
  [60e9, 'min'],
  [3600e9, 'h'],
] as const

/** "110 ns", "2.3 ms", "1.2 s", "25 min". */
export function formatDuration(ns: number | null): string {
  const [number, unit] = durationParts(ns)
  return unit === '' ? number : `${number} ${unit}`
}

/** Two durations with one unit where they share it: "12 / 31 ms", "900 us / 3.1 ms". */
export function formatDurationPair(a: number | null, b: number | null): string {
  const [first, firstUnit] = durationParts(a)
  const [second, secondUnit] = durationParts(b)
  if (a === null && b === null) return NOT_AVAILABLE
  if (firstUnit === secondUnit) return `${first} / ${second} ${secondUnit}`
  return `${formatDuration(a)} / ${formatDuration(b)}`
}

/** The unit in which the number has one to three digits before the point; minutes from 100 s on. */
function durationParts(ns: number | null): readonly [string, string] {
  if (ns === null) return [NOT_AVAILABLE, '']
  let at = 0
  while (at < TIME_UNITS.length - 1) {
    const [size, unit] = TIME_UNITS[at]!
    if (Math.round(ns / size) < (unit === 's' || unit === 'min' ? 100 : 1000)) break
    at++
  }
  const [size, unit] = TIME_UNITS[at]!
  return [shortNumber(ns / size), unit]
}

/** Two digits below ten, whole numbers above. */
function shortNumber(value: number): string {
  return value < 9.95 ? String(Number(value.toFixed(1))) : value.toFixed(0)
}

function groupThousands(text: string): string {
  const [whole = '', fraction] = text.split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}
