/** Places along an axis of a drawing, and the values at which it is labelled. */

export interface AxisScale {
  /** Where a value stands; those outside stand at the ends. */
  at(value: number): number
  readonly ticks: readonly number[]
}

/** From this ratio of the largest to the smallest value on an axis is logarithmic. */
const LOGARITHMIC_FROM = 30
const TICKS_MAX = 7

/** From `low` to `high` over a length. Logarithmic where values are above zero and far apart. */
export function axisScale(low: number, high: number, from: number, to: number): AxisScale {
  // A first bin from zero to something stands at the left of a logarithmic axis.
  const floor = low > 0 ? low : high / 1e6
  const isLog = low >= 0 && high / floor > LOGARITHMIC_FROM && low > 0
  const place = isLog ? Math.log : (value: number): number => value
  const [start, end] = isLog ? [Math.log(floor), Math.log(high)] : [low, high > low ? high : low + 1]
  return {
    at: (value) => {
      const share = (place(isLog ? Math.max(value, floor) : value) - start) / (end - start)
      return from + Math.min(1, Math.max(0, share)) * (to - from)
    },
    ticks: isLog ? powersBetween(floor, high) : roundBetween(start, end),
  }
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
