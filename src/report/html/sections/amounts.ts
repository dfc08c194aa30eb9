/** Amounts of a report as its sections show them; the terminal shows the same figures. */
import { formatDecimal, parseDecimal } from '../../../core/decimal.ts'
import { formatRatio, NOT_AVAILABLE } from '../../figures.ts'

/** "+0.52": ticks or basis points with their sign. */
export function formatSigned(value: number | null): string {
  if (value === null) return NOT_AVAILABLE
  const text = formatRatio(value)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/** The exact sum; null where one is. */
export function sumAmounts(amounts: readonly (string | null)[]): string | null {
  let [sum, decimals] = [0n, 0]
  for (const amount of amounts) {
    const parsed = amount === null ? undefined : parseDecimal(amount)
    if (parsed === undefined) return null
    const most = Math.max(decimals, parsed.decimals)
    sum = sum * 10n ** BigInt(most - decimals) + parsed.mantissa * 10n ** BigInt(most - parsed.decimals)
    decimals = most
  }
  return formatDecimal(sum, decimals)
}

export function isNegative(amount: string | null): boolean {
  return amount !== null && Number(amount) < 0
}

/** "1 fill", "2 fills". */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')} ${count === 1 ? one : many}`
}
