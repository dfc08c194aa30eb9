/**
 * Text with a unit to exact integers and back: durations ("250us") to nanoseconds, rates ("2bp") to parts per billion.
 * A bare number is refused, since nobody can tell what it counts.
 */
import { formatDecimal, parseDecimal, trimDecimal } from './decimal.ts'

/** What parsing gave: the value, or in words why there is none. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string }

interface UnitKind {
  readonly what: string
  readonly example: string
  /** The size of each unit as an integer count of the smallest. */
  readonly units: ReadonlyMap<string, bigint>
  readonly smallest: string
}

const DURATION: UnitKind = {
  what: 'a duration',
  example: '"250us", "100ms" or "10s"',
  smallest: 'nanosecond',
  units: new Map([
    ['ns', 1n],
    ['us', 1_000n],
    ['ms', 1_000_000n],
    ['s', 1_000_000_000n],
    ['m', 60_000_000_000n],
    ['h', 3_600_000_000_000n],
  ]),
}

const RATE: UnitKind = {
  what: 'a rate',
  example: '"2bp", "0.02%" or "50ppm"',
  smallest: 'part per billion',
  units: new Map([
    ['ppb', 1n],
    ['ppm', 1_000n],
    ['bp', 100_000n],
    ['%', 10_000_000n],
  ]),
}

/** The form of durations and rates as regular expressions, for editors that check text by them. */
export const DURATION_PATTERN: string = patternOf(DURATION, '\\+?')
export const RATE_PATTERN: string = patternOf(RATE, '[+-]?')

const NUMBER_AND_UNIT = /^([+-]?\d+(?:\.\d+)?)\s*([a-zµμ%]*)$/i

function patternOf({ units }: UnitKind, sign: string): string {
  const names = [...units.keys()].join('|').replace('us', '[uµμ]s')
  return `^${sign}\\d+(\\.\\d+)?\\s*(${names})$`
}

/** Parses a length of time such as "250us" into nanoseconds, at least 0. */
export function parseDuration(value: unknown): Parsed<number> {
  const parsed = parseWithUnit(value, DURATION)
  if ('value' in parsed && parsed.value < 0)
    return { problem: `${show(value)} is negative: a duration is at least 0ns.` }
  return parsed
}

/** Writes nanoseconds in the largest unit that takes a whole number of them: 100_000_000 is "100ms". */
export function formatDuration(ns: number): string {
  const count = BigInt(ns)
  if (count === 0n) return '0ns'
  const [unit, size] = [...DURATION.units].findLast(([, size]) => count % size === 0n)!
  return `${count / size}${unit}`
}

/** Parses a rate such as "-0.5bp" into parts per billion (2 bp = 200_000). */
export function parseRate(value: unknown): Parsed<number> {
  return parseWithUnit(value, RATE)
}

/** Writes parts per billion as basis points: -50_000 is "-0.5bp". */
export function formatRate(ppb: number): string {
  return `${trimDecimal(formatDecimal(BigInt(ppb), 5))}bp`
}

function parseWithUnit(value: unknown, kind: UnitKind): Parsed<number> {
  const match = typeof value === 'string' || typeof value === 'number' ? NUMBER_AND_UNIT.exec(`${value}`) : null
  if (!match)
    return { problem: `${show(value)} is not ${kind.what}: write a number and its unit, such as ${kind.example}.` }
  const unit = match[2]!.replace(/^[µμ]s$/, 'us')
  const accepted = [...kind.units.keys()].join(', ')
  if (unit === '') {
    return { problem: `${show(value)} has no unit: write ${kind.example}. Units: ${accepted}.` }
  }
  const size = kind.units.get(unit)
  if (size === undefined)
    return { problem: `"${unit}" in ${show(value)} is not a unit of ${kind.what}. One of: ${accepted}.` }
  const { mantissa, decimals } = parseDecimal(match[1]!)!
  const scale = 10n ** BigInt(decimals)
  const count = mantissa * size
  if (count % scale !== 0n) return { problem: `${show(value)} is finer than one ${kind.smallest}.` }
  const result = Number(count / scale)
  if (!Number.isSafeInteger(result)) return { problem: `${show(value)} is too large to be exact.` }
  return { value: result + 0 }
}

/** A value as an error shows it: text in quotes, structures as JSON, cut where it is long. */
export function show(value: unknown): string {
  const asText = typeof value === 'number' ? String(value) : JSON.stringify(value)
  const text = value === undefined ? 'nothing' : (asText ?? String(value))
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
