/** Absolute instants as people read them, in UTC. They pass what a number holds exactly, so they are bigints. */

const NANOS_PER_SECOND = 1_000_000_000n

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
