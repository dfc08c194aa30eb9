/** Writes columns of numbers into a page, small and exact; the layout is client/column-layout.ts. */
import { deflateRawSync } from 'node:zlib'
import { COLUMN_BYTES, COLUMN_MISSING, type ColumnPlace, type ColumnType } from './client/column-layout.ts'

export class ColumnWriter {
  private readonly parts: Uint8Array[] = []
  private bytes = 0

  /**
   * Adds a column. Its values are kept as multiples of `1 / per`, rounded to them: with 1 whole numbers are exact, with
   * a power of ten decimals of so many digits. NaN stays NaN.
   */
  add(values: ArrayLike<number>, per = 1): ColumnPlace {
    const whole = Float64Array.from(values, (value) => (Number.isFinite(value) ? Math.round(value * per) : Number.NaN))
    const step = stepOf(whole)
    const from = (whole.find((value) => !Number.isNaN(value)) ?? 0) / step
    const plain = whole.map((value) => value / step - from)
    const apart = differencesOf(plain)
    const types = [typeFor(plain), typeFor(apart)] as const
    const differences = COLUMN_BYTES[types[1]] <= COLUMN_BYTES[types[0]]
    const type = differences ? types[1] : types[0]
    const at = this.append(bytesOf(differences ? apart : plain, type))
    return { at, length: values.length, type, differences, from, step, per }
  }

  /** All columns so far. */
  toBase64(): string {
    return deflateRawSync(Buffer.concat(this.parts), { level: 9 }).toString('base64')
  }

  private append(part: Uint8Array): number {
    const at = this.bytes
    this.parts.push(part, new Uint8Array(-part.length & 7))
    this.bytes += (part.length + 7) & ~7
    return at
  }
}

/** The largest number that divides all of them; 1 for none. */
function stepOf(whole: Float64Array): number {
  let step = 0
  for (let value of whole) {
    if (Number.isNaN(value)) continue
    value = Math.abs(value)
    while (value !== 0) [step, value] = [value, step % value]
    if (step === 1) break
  }
  return step === 0 ? 1 : step
}

function differencesOf(values: Float64Array): Float64Array {
  let before = 0
  return values.map((value) => {
    if (Number.isNaN(value)) return value
    const difference = value - before
    before = value
    return difference
  })
}

function typeFor(values: Float64Array): ColumnType {
  let most = 0
  for (const value of values) if (Math.abs(value) > most) most = Math.abs(value)
  const narrowest = (['i8', 'i16', 'i32'] as const).find((type) => most < -COLUMN_MISSING[type])
  return narrowest ?? 'f64'
}

function bytesOf(values: Float64Array, type: ColumnType): Uint8Array {
  const width = COLUMN_BYTES[type]
  const numbers = new { i8: Int8Array, i16: Int16Array, i32: Int32Array, f64: Float64Array }[type](values.length)
  const missing = COLUMN_MISSING[type]
  for (let i = 0; i < values.length; i++) numbers[i] = Number.isNaN(values[i]!) ? missing : values[i]!
  const together = new Uint8Array(numbers.buffer)
  const apart = new Uint8Array(together.length)
  for (let byte = 0, to = 0; byte < width; byte++) {
    for (let i = byte; i < together.length; i += width) apart[to++] = together[i]!
  }
  return apart
}
