/** Absolute instants as people read and write them, in UTC. They pass what a number holds exactly: they are bigints. */
import { parseTimeOfDay } from '../journal/time-of-day.ts'

const NANOS_PER_SECOND = 1_000_000_000n
const WITH_ITS_DAY = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)Z?$/

/** Nanoseconds since 1970 as "2024-08-09T00:00:56.322000000Z". */
export function formatInstant(ns: bigint): string {
  const fraction = ((ns % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND
  const milliseconds = Number((ns - fraction) / 1_000_000n)
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${fraction.toString().padStart(9, '0')}Z`
}

/** The second that an instant lies in: "2024-08-09 00:00:56 UTC". */
export function formatSecond(ns: bigint): string {
  return `${formatInstant(ns).slice(0, 19).replace('T', ' ')} UTC`
}

/**
 * Nanoseconds since 1970 of a day with its time ("2024-08-09T00:00:56.322Z") or of a time of day ("09:30",
 * "1d 09:30:00.000000001"), which counts from `epochNs`, the midnight that a run begins with. Seconds, their fraction
 * and the Z may be left out. Undefined for any other text, and for what no clock and no calendar has.
 */
export function parseInstant(text: string, epochNs: bigint): bigint | undefined {
  const withDay = WITH_ITS_DAY.exec(text)
  const timeOfDay = parseTimeOfDay(withDay?.[2] ?? text)
  if (timeOfDay === undefined) return undefined
  if (withDay === null) return epochNs + BigInt(timeOfDay)
  const midnightMs = Date.parse(`${withDay[1]}T00:00:00Z`)
  // Engines take the 30th of February for a day in March.
  if (Number.isNaN(midnightMs) || new Date(midnightMs).toISOString().slice(0, 10) !== withDay[1]) return undefined
  return BigInt(midnightMs) * 1_000_000n + BigInt(timeOfDay)
}
