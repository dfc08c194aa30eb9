/** The upper half of a double's bits, where no more of it is asked. */
const DOUBLE: Float64Array = new Float64Array(1)
const WORDS: Int32Array = new Int32Array(DOUBLE.buffer)
const UPPER: number = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0

/** Sign, exponent (11 bits) and the first 20 bits behind the leading one. */
export function highWord(value: number): number {
  DOUBLE[0] = value
  return WORDS[UPPER]!
}
