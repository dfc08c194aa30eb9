/**
 * Walk forward: the span is cut into K + 1 equal parts. Fold k chooses the best parameters on what lies before part
 * k + 1 and is judged on that part, which it has not seen. Nothing is left out between the two (no purge, no embargo):
 * each run begins without orders and positions, and no row is in both.
 */
import { formatInstant, parseInstant } from '../../data/instant.ts'
import type { SweepSpan } from '../../report/sweep/sweep-results.ts'

export interface Fold {
  readonly inSample: SweepSpan
  readonly outOfSample: SweepSpan
}

/** Borders are on whole milliseconds of the span's own time, so that they can be read. */
const GRAIN_NS = 1_000_000n

/** The first `share` of a span. */
export function headOf(span: SweepSpan, share: number): SweepSpan {
  if (share >= 1) return span
  // Shares are one over a whole number.
  return { from: span.from, to: cut(span, 1n, BigInt(Math.round(1 / share))) }
}

export function foldsOf(span: SweepSpan, folds: number, window: 'anchored' | 'rolling'): Fold[] {
  const parts = BigInt(folds + 1)
  const border = (part: number): string =>
    part === 0 ? span.from : part > folds ? span.to : cut(span, BigInt(part), parts)
  return Array.from({ length: folds }, (_, i) => ({
    inSample: { from: window === 'anchored' ? span.from : border(i), to: border(i + 1) },
    outOfSample: { from: border(i + 1), to: border(i + 2) },
  }))
}

/** Length of a span in nanoseconds. */
export function lengthOf({ from, to }: SweepSpan): number {
  return Number(nanoseconds(to) - nanoseconds(from))
}

function cut(span: SweepSpan, part: bigint, parts: bigint): string {
  const fromNs = nanoseconds(span.from)
  const lengthNs = nanoseconds(span.to) - fromNs
  const offsetNs = (lengthNs * part) / parts
  const grain = lengthNs > parts * 1000n * GRAIN_NS ? GRAIN_NS : 1n
  return formatInstant(fromNs + offsetNs - ((fromNs + offsetNs) % grain))
}

function nanoseconds(instant: string): bigint {
  return parseInstant(instant, 0n) ?? 0n
}
