/** Reads the columns of a page. */
import { COLUMN_BYTES, COLUMN_MISSING, type ColumnPlace } from './column-layout.ts'

/** The bytes of all columns. */
export async function unpackBytes(base64: string): Promise<ArrayBuffer> {
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return await new Response(stream).arrayBuffer()
}

export function readColumn(bytes: ArrayBuffer, place: ColumnPlace): Float64Array<ArrayBuffer> {
  const { length, type, differences, from, step, per } = place
  const numbers = numbersAt(bytes, place)
  const missing = COLUMN_MISSING[type]
  const values = new Float64Array(length)
  let sum = 0
  for (let i = 0; i < length; i++) {
    const number = numbers[i]!
    if (number === missing || Number.isNaN(number)) {
      values[i] = Number.NaN
      continue
    }
    sum = differences ? sum + number : number
    values[i] = ((from + sum) * step) / per
  }
  return values
}

/** Bytes lie by significance, all lowest first: so they pack better. */
function numbersAt(bytes: ArrayBuffer, { at, length, type }: ColumnPlace): ArrayLike<number> {
  const width = COLUMN_BYTES[type]
  const apart = new Uint8Array(bytes, at, length * width)
  const together = new Uint8Array(length * width)
  for (let byte = 0, from = 0; byte < width; byte++) {
    for (let i = 0; i < length; i++) together[i * width + byte] = apart[from++]!
  }
  if (type === 'i8') return new Int8Array(together.buffer)
  if (type === 'i16') return new Int16Array(together.buffer)
  return type === 'i32' ? new Int32Array(together.buffer) : new Float64Array(together.buffer)
}
