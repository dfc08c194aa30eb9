/** Instants of the run as people read them: the day and the time of day in UTC. */

import { decimalsOfStep } from './amounts.ts'

const DAY_S = 86_400

/** Instants in seconds since 1970, as charts have them, to "00:01:02.5", with the digits that `stepS` needs. */
export function clockOf(seconds: number, stepS: number): string {
  const digits = stepS >= 1 ? 0 : Math.min(6, decimalsOfStep(stepS))
  const units = 10 ** digits
  const inDay = Math.round((((seconds % DAY_S) + DAY_S) % DAY_S) * units) / units
  const whole = Math.floor(inDay)
  const time = [Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, ...(stepS >= 60 ? [] : [whole % 60])]
  const clock = time.map((part) => String(part).padStart(2, '0')).join(':')
  return digits === 0 ? clock : `${clock}.${String(Math.round((inDay - whole) * units)).padStart(digits, '0')}`
}

/** "2024-08-08". */
export function dayOf(seconds: number): string {
  return new Date(Math.floor(seconds / DAY_S) * DAY_S * 1000).toISOString().slice(0, 10)
}

/** Labels of a time axis; the day stands below the first and where it changes. */
export function timeLabels(splits: readonly number[], stepS: number): string[] {
  let day = ''
  return splits.map((seconds) => {
    const today = dayOf(seconds)
    const label = stepS >= DAY_S ? '' : clockOf(seconds, stepS)
    const text = today === day ? label : `${label}\n${today}`.trim()
    day = today
    return text
  })
}

/** A full instant from whole nanoseconds since the run's epoch: "2024-08-08 00:01:02.500000001". */
export function instantOf(epochNs: bigint, ts: number): string {
  const ns = epochNs + BigInt(Math.round(ts))
  const milliseconds = Number(ns / 1_000_000n)
  const text = new Date(milliseconds).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 19)}.${String(ns % 1_000_000_000n).padStart(9, '0')}`
}

const UNITS = [
  [3600e9, 'h'],
  [60e9, 'min'],
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'us'],
] as const

/** "2.34 ms": three digits and a unit. */
export function durationOf(ns: number): string {
  const [size, unit] = UNITS.find(([least]) => Math.abs(ns) >= least) ?? [1, 'ns']
  return `${Number((ns / size).toPrecision(3))} ${unit}`
}
