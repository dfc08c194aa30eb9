/** Places along an axis of a drawing, and the values at which it is labelled. */

export interface AxisScale {
  /** Where a value stands; those outside stand at the ends. */
  at(value: number): number
  readonly ticks: readonly number[]
}

const TICKS_MAX = 7
/** Over more decades than this, powers of ten alone are labelled. */
const ROUND_DECADES_MAX = 2.3

/** From `low` to `high` over a length. */
export function axisScale(low: number, high: number, from: number, to: number): AxisScale {
  const end = high > low ? high : low + 1
  return {
    at: (value) => from + Math.min(1, Math.max(0, (value - low) / (end - low))) * (to - from),
    ticks: roundBetween(low, end),
  }
}

/** The same on a logarithmic axis: `low` is above zero. */
export function logarithmicScale(low: number, high: number, from: number, to: number): AxisScale {
  const { at } = axisScale(Math.log(low), Math.log(high), from, to)
  return { at: (value) => (value > low ? at(Math.log(value)) : from), ticks: logarithmicTicks(low, high) }
}

function logarithmicTicks(low: number, high: number): number[] {
  if (Math.log10(high / low) > ROUND_DECADES_MAX) return powersBetween(low, high)
  const powers = powersBetween(low / 10, high)
  const round = powers.flatMap((power) => [1, 2, 5].map((factor) => factor * power))
  const within = round.filter((value) => value >= low && value <= high)
  return within.length >= 2 ? within : roundBetween(low, high, 2)
}

function powersBetween(low: number, high: number): number[] {
  const first = Math.ceil(Math.log10(low) - 1e-9)
  const last = Math.floor(Math.log10(high) + 1e-9)
  const every = Math.ceil((last - first + 1) / TICKS_MAX)
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => 10 ** (first + i))
  return powers.filter((_, i) => i % every === 0)
}

/** Multiples of 1, 2 or 5 times a power of ten. */
export function roundBetween(low: number, high: number, most: number = TICKS_MAX): number[] {
  const rough = (high - low) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
