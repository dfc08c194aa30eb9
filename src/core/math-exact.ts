/**
 * Logarithm, exponential and power in 256-bit fixed point on bigint: slow, plain and correctly rounded. `math.ts` makes
 * its tables from these and asks them in the rare case in which double-double arithmetic cannot tell which way to
 * round.
 */

/** Bits behind the binary point of every fixed-point number here. */
const POINT = 256n
const ONE = 1n << POINT
/** Nearer than this to the middle of two doubles, relative to the value, is taken for the exact middle. */
const TIE_BITS = 180n
const VIEW = new DataView(new ArrayBuffer(8))

/** log(x) for finite x > 0, x != 1. */
export function exactLog(x: number): number {
  const value = fixedLog(x)
  return value < 0n ? -roundScaled(-value, 0) : roundScaled(value, 0)
}

/** exp(x) for |x| < 1100. */
export function exactExp(x: number): number {
  return fixedExpRounded(shift(mantissaOf(x), BigInt(exponentOf(x)) + POINT))
}

/** pow(x, y) for finite x > 0 and a y such that |y * log(x)| < 1100. */
export function exactPow(x: number, y: number): number {
  return fixedExpRounded(shift(mantissaOf(y) * fixedLog(x), BigInt(exponentOf(y))))
}

/** log((j + 1) / j) in fixed point, by 2 * atanh(1 / (2j + 1)). */
function fixedLogStep(j: number): bigint {
  const z = BigInt(2 * j + 1)
  let power = (ONE << 1n) / z
  let sum = 0n
  for (let n = 1n; power !== 0n; n += 2n) {
    sum += power / n
    power /= z * z
  }
  return sum
}

/** Two doubles whose sum is a fixed-point number to about 107 bits; the first keeps `bits` bits. */
function parts(value: bigint, bits: number): [number, number] {
  const cut = BigInt(Math.max(bitLength(value) - bits, 0))
  const high = bits >= 53 ? BigInt(Number(value)) : (value >> cut) << cut
  return [Number(high) * powerOfTwo(-256), Number(value - high) * powerOfTwo(-256)]
}

/**
 * Table of log(j / scale) for j from `from` to `to`, as parts: the sums telescope from j = scale, where it is exactly
 * 0.
 */
export function logTable(scale: number, from: number, to: number): { high: Float64Array; low: Float64Array } {
  const high = new Float64Array(to + 1)
  const low = new Float64Array(to + 1)
  const put = (j: number, value: bigint): void => {
    const [h, l] = value < 0n ? parts(-value, 53).map((part) => 0 - part) : parts(value, 53)
    high[j] = h!
    low[j] = l!
  }
  let sum = 0n
  for (let j = scale; j < to; j++) {
    sum += fixedLogStep(j)
    put(j + 1, sum)
  }
  sum = 0n
  for (let j = scale - 1; j >= from; j--) {
    sum -= fixedLogStep(j)
    put(j, sum)
  }
  return { high, low }
}

/** Table of 2^(j / size) for j from 0 below `size`, as parts. */
export function exp2Table(size: number): { high: Float64Array; low: Float64Array } {
  const high = new Float64Array(size)
  const low = new Float64Array(size)
  const step = fixedExp(LN2 / BigInt(size))
  let value = ONE
  for (let j = 0; j < size; j++) {
    const [h, l] = parts(value, 53)
    high[j] = h
    low[j] = l
    value = (value * step) >> POINT
  }
  return { high, low }
}

/** ln 2 divided by `size`: the first part keeps `bits` bits, so that its product with a small integer is exact. */
export function ln2Parts(size: number, bits: number): [number, number] {
  return parts(LN2 / BigInt(size), bits)
}

const LN2: bigint = fixedLogStep(1)

/** log of a positive double: m * 2^k with m near 1, and log(m) by 2 * atanh((m - 1) / (m + 1)). */
function fixedLog(x: number): bigint {
  const mantissa = mantissaOf(x)
  const bits = bitLength(mantissa)
  let k = exponentOf(x) + bits
  let m = shift(mantissa, POINT - BigInt(bits))
  if (m * m < ONE * (ONE >> 1n)) {
    m <<= 1n
    k--
  }
  const z = ((m - ONE) << POINT) / (m + ONE)
  const square = (z * z) >> POINT
  let power = z
  let sum = 0n
  for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
    sum += power / n
    power = (power * square) >> POINT
  }
  return BigInt(k) * LN2 + sum * 2n
}

/** exp of a fixed-point number of at most ln 2 in size: Taylor's series on x / 2^16, squared 16 times. */
function fixedExp(value: bigint): bigint {
  const x = value >> 16n
  let term = ONE
  let sum = ONE
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = ((term * x) >> POINT) / n
    sum += term
  }
  for (let i = 0; i < 16; i++) sum = (sum * sum) >> POINT
  return sum
}

function fixedExpRounded(value: bigint): number {
  const k = value / LN2
  return roundScaled(fixedExp(value - k * LN2), Number(k))
}

/** The double nearest to value * 2^(scale - 256), ties to even, with gradual underflow and overflow. */
function roundScaled(value: bigint, scale: number): number {
  const bits = bitLength(value)
  const unit = Math.max(bits - 53, 256 - scale - 1074)
  if (unit > bits + 1) return 0
  const cut = BigInt(unit)
  let whole = value >> cut
  const rest = value - (whole << cut)
  const half = 1n << (cut - 1n)
  const tolerance = value >> TIE_BITS
  const distance = rest - half
  const isTie = distance <= tolerance && distance >= -tolerance
  if (isTie ? (whole & 1n) === 1n : distance > 0n) whole += 1n
  return scaleByPowerOfTwo(Number(whole), unit + scale - 256)
}

/** value * 2^exponent in steps that neither overflow nor underflow early; exact where the result can hold it. */
function scaleByPowerOfTwo(value: number, exponent: number): number {
  let result = value
  let left = exponent
  for (; left > 1000; left -= 1000) result *= powerOfTwo(1000)
  for (; left < -1000; left += 1000) result *= powerOfTwo(-1000)
  return result * powerOfTwo(left)
}

/** 2^exponent for exponents from -1022 to 1023, made from its bits: the `**` operator promises no exactness. */
export function powerOfTwo(exponent: number): number {
  VIEW.setBigUint64(0, BigInt(exponent + 1023) << 52n)
  return VIEW.getFloat64(0)
}

/** The signed integer m of x = m * 2^exponentOf(x). */
function mantissaOf(x: number): bigint {
  VIEW.setFloat64(0, x)
  const bits = VIEW.getBigUint64(0)
  const fraction = bits & 0xfffffffffffffn
  const magnitude = ((bits >> 52n) & 0x7ffn) === 0n ? fraction : fraction | 0x10000000000000n
  return x < 0 ? -magnitude : magnitude
}

function exponentOf(x: number): number {
  VIEW.setFloat64(0, x)
  return Math.max((VIEW.getUint16(0) >>> 4) & 0x7ff, 1) - 1075
}

function shift(value: bigint, by: bigint): bigint {
  return by >= 0n ? value << by : value >> -by
}

function bitLength(value: bigint): number {
  const text = value.toString(16)
  return (text.length - 1) * 4 + (32 - Math.clz32(Number.parseInt(text[0]!, 16)))
}
