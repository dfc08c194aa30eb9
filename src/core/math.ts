/**
 * log, exp and pow from + - * / and square root alone, which IEEE 754 defines exactly: the same bits on every engine,
 * unlike the functions of `Math`. Results are correctly rounded: the nearest double to the true value.
 *
 * Method: argument reduction by tables, series in double-double arithmetic (error-free sums and products of Dekker, "A
 * floating-point technique for extending the available precision", 1971, with Veltkamp's splitting; Knuth's two-sum),
 * then Ziv's rounding test ("Fast evaluation of elementary mathematical functions with correctly rounded last bit",
 * 1991): where the known error could change the rounding, about once in ten thousand calls, `math-exact.ts` decides.
 * The reduction follows Tang, "Table-driven implementation of the logarithm function in IEEE floating-point
 * arithmetic", 1990.
 */
import { highWord } from './high-word.ts'
import { exactExp, exactLog, exactPow, exp2Table, ln2Parts, logTable, powerOfTwo } from './math-exact.ts'

/** Bounds on the relative error of the double-double results, several times the largest seen (2^-73.0 and 2^-69.4). */
const LOG_SLACK = powerOfTwo(-70)
const EXP_SLACK = powerOfTwo(-67)
const MULTIPLY_SLACK = powerOfTwo(-96)
/**
 * Beyond it, or below its inverse, an exponent makes every power 0, 1 or Infinity: |log(x)| is between 2^-53 and 2^10.
 */
const EXPONENT_MAX = powerOfTwo(65)
const EXPONENT_MIN = powerOfTwo(-65)
/** 2^54 lifts the subnormals. */
const LIFT = powerOfTwo(54)

/** log(j / 512) for j / 512 from below sqrt(1/2) to above sqrt(2). */
const LOG_SCALE = 512
const LOG_STEP = 1 / 512
const { high: LOGS_HIGH, low: LOGS_LOW }: { high: Float64Array; low: Float64Array } = logTable(LOG_SCALE, 361, 725)
/** 42 bits, so that times an exponent of 11 bits it is exact. */
const [LN2_HIGH, LN2_LOW]: [number, number] = ln2Parts(1, 42)

/** 2^(j / 128). */
const EXP_SCALE = 128
const EXP_BITS = 7
const { high: EXPS_HIGH, low: EXPS_LOW }: { high: Float64Array; low: Float64Array } = exp2Table(EXP_SCALE)
/** 34 bits, so that times an integer of 18 bits it is exact. */
const [STEP_HIGH, STEP_LOW]: [number, number] = ln2Parts(EXP_SCALE, 34)
const STEPS_PER_UNIT = 1 / (STEP_HIGH + STEP_LOW)

/** 2^(i - 1023): a product with one of these is exact and quicker than setting the bits of the exponent. */
const POWERS: Float64Array = powerTable()
/** Where a double-double result goes: high part, low part. */
const RESULT: Float64Array = new Float64Array(2)

function powerTable(): Float64Array {
  const powers = new Float64Array(2047)
  powers[0] = powerOfTwo(-1022) / 2
  for (let i = 1; i < 2047; i++) powers[i] = powers[i - 1]! * 2
  return powers
}

/** Natural logarithm. -Infinity for 0, NaN for negative numbers. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN
  if (x === Number.POSITIVE_INFINITY) return x
  if (x === 1) return 0
  logParts(x)
  const high = RESULT[0]!
  const low = RESULT[1]!
  const slack = LOG_SLACK * high
  const rounded = high + (low + slack)
  return rounded === high + (low - slack) ? rounded : exactLog(x)
}

/** e to the power x. */
export function exp(x: number): number {
  if (x > 709.79) return Number.POSITIVE_INFINITY
  if (x < -745.14) return 0
  if (Number.isNaN(x)) return x
  const rounded = expOf(x, 0, EXP_SLACK)
  return Number.isNaN(rounded) ? exactExp(x) : rounded
}

/** x to the power y; special values as IEEE 754-2019 has them (so pow(1, NaN) is 1, unlike `Math.pow`). */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  if (x > 0 && x < Number.POSITIVE_INFINITY && y < Number.POSITIVE_INFINITY && y > Number.NEGATIVE_INFINITY) {
    return powPositive(x, y)
  }
  return powSpecial(x, y)
}

function powPositive(x: number, y: number): number {
  if (y === 1) return x
  if (y === 2) return x * x
  if (y === 0.5) return Math.sqrt(x)
  if (y === -1) return 1 / x
  if (y > 0 && y <= 8 && 2 * y === Math.floor(2 * y) && x > 1e-30 && x < 1e30) {
    const rounded = powByMultiplying(x, y)
    return Number.isNaN(rounded) ? exactPow(x, y) : rounded
  }
  if (y > EXPONENT_MAX) return x > 1 ? Number.POSITIVE_INFINITY : 0
  if (y < -EXPONENT_MAX) return x > 1 ? 0 : Number.POSITIVE_INFINITY
  if (Math.abs(y) < EXPONENT_MIN) return 1
  logParts(x)
  const logHigh = RESULT[0]!
  const logLow = RESULT[1]!
  const high = y * logHigh
  if (high > 709.79) return Number.POSITIVE_INFINITY
  if (high < -745.14) return 0
  const low = productError(y, logHigh, high) + y * logLow
  const rounded = expOf(high, low, EXP_SLACK + Math.abs(high) * LOG_SLACK)
  return Number.isNaN(rounded) ? exactPow(x, y) : rounded
}

/** Half-integer powers up to 8 by double-double products: the powers that queue models ask for. NaN where undecided. */
function powByMultiplying(x: number, y: number): number {
  let high = 1
  let low = 0
  if (y !== Math.floor(y)) {
    high = Math.sqrt(x)
    const square = high * high
    low = (x - square - productError(high, high, square)) / (2 * high)
  }
  for (let n = Math.floor(y); n > 0; n--) {
    const product = high * x
    const error = productError(high, x, product) + low * x
    high = product + error
    low = error - (high - product)
  }
  const slack = MULTIPLY_SLACK * high
  const rounded = high + (low + slack)
  return rounded === high + (low - slack) ? rounded : Number.NaN
}

/** Zero, infinite and negative bases, infinite exponents. No argument is NaN, x is not 1, y is not 0. */
function powSpecial(x: number, y: number): number {
  const size = Math.abs(x)
  if (y === Number.POSITIVE_INFINITY) return size > 1 ? y : size === 1 ? 1 : 0
  if (y === Number.NEGATIVE_INFINITY) return size > 1 ? 0 : size === 1 ? 1 : Number.POSITIVE_INFINITY
  const isInteger = y === Math.floor(y)
  const isOdd = isInteger && Math.abs(y % 2) === 1
  const isNegative = x < 0 || Object.is(x, -0)
  if (x < 0 && size !== Number.POSITIVE_INFINITY && !isInteger) return Number.NaN
  let result: number
  if (size === 0) result = y > 0 ? 0 : Number.POSITIVE_INFINITY
  else if (size === Number.POSITIVE_INFINITY) result = y > 0 ? size : 0
  else result = size === 1 ? 1 : powPositive(size, y)
  return isNegative && isOdd ? -result : result
}

/** log(x) for finite x > 0 into RESULT, with a relative error below LOG_SLACK. */
function logParts(x: number): void {
  let k = 0
  let scaled = x
  if (x < 2.2250738585072014e-308) {
    scaled = x * LIFT
    k = -54
  }
  const word = highWord(scaled)
  k += (word >> 20) - 1023
  let m = scaled * POWERS[2046 - (word >> 20)]!
  if (m > Math.SQRT2) {
    m *= 0.5
    k++
  }
  // c = j / 512 is nearly 1 / m; m * c - 1 is exact in two parts, as c has 10 bits and each half of m at most 27.
  const j = (LOG_SCALE / m + 0.5) | 0
  const c = j * LOG_STEP
  const split = SPLITTER * m
  const mHigh = split - (split - m)
  const a = mHigh * c - 1
  const b = (m - mHigh) * c
  const r = a + b
  const rLow = sumError(a, b, r)
  // log(x) = k ln 2 - log(c) + r - r^2/2 + r^3 (1/3 - r/4 + ...), |r| < 2^-9.4.
  const square = r * r
  const tail = r * square * (1 / 3 - r * (1 / 4 - r * (1 / 5 - r * (1 / 6 - r * (1 / 7 - r * (1 / 8))))))
  const s0 = k * LN2_HIGH
  const s1 = s0 - LOGS_HIGH[j]!
  const s2 = s1 + r
  const s3 = s2 - 0.5 * square
  // Each sum is 0 or larger than what is added to it, so its error has the short form of Dekker.
  const low =
    s0 -
    s1 -
    LOGS_HIGH[j]! +
    (s1 - s2 + r) +
    (s2 - s3 - 0.5 * square) +
    (k * LN2_LOW - LOGS_LOW[j]!) +
    (rLow - (0.5 * productError(r, r, square) + r * rLow) + tail)
  const high = s3 + low
  RESULT[0] = high
  RESULT[1] = low - (high - s3)
}

/** exp(high + low) rounded, or NaN where `slack` (relative) or underflow leaves the rounding open. */
function expOf(high: number, low: number, slack: number): number {
  const k = Math.floor(high * STEPS_PER_UNIT + 0.5)
  const near = k * STEP_HIGH
  const a = high - near
  const b = low - k * STEP_LOW
  const r = a + b
  const rLow = sumError(high, -near, a) + sumError(a, b, r)
  // exp(r) = 1 + q, |r| < 2^-8.5.
  const tail = rLow + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040))))))
  const q = r + tail
  const qLow = tail - (q - r)
  const exponent = k >> EXP_BITS
  const j = k & (EXP_SCALE - 1)
  const t = EXPS_HIGH[j]!
  const tq = t * q
  const s = t + tq
  const sLow = tq - (s - t) + (productError(t, q, tq) + t * qLow + EXPS_LOW[j]! * (1 + q))
  const up = s + (sLow + slack * s)
  if (exponent < -1021 || up !== s + (sLow - slack * s)) return Number.NaN
  return exponent <= 1023 ? up * POWERS[exponent + 1023]! : up * 2 * POWERS[2046]!
}

const SPLITTER = 134217729

/** a * b - p exactly, where p is the rounded product (Dekker). */
function productError(a: number, b: number, p: number): number {
  const aSplit = SPLITTER * a
  const aHigh = aSplit - (aSplit - a)
  const aLow = a - aHigh
  const bSplit = SPLITTER * b
  const bHigh = bSplit - (bSplit - b)
  const bLow = b - bHigh
  return aHigh * bHigh - p + aHigh * bLow + aLow * bHigh + aLow * bLow
}

/** a + b - s exactly, where s is the rounded sum (Knuth). */
function sumError(a: number, b: number, s: number): number {
  const bRounded = s - a
  return a - (s - bRounded) + (b - bRounded)
}
