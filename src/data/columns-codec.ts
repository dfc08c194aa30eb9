/**
 * Rows between their form in memory (doubles, instants from the run epoch) and their form at rest (little-endian
 * integers, absolute instants). 64-bit integers are taken apart into two 32-bit words: a BigInt per value would cost
 * ten times more.
 */
import { endianness } from 'node:os'
import { Bug } from '../core/bug.ts'
import type { MarketColumns } from '../market/columns.ts'

/** Rows of one block: a record batch of the file, and the unit of its checksums. */
export const BLOCK_ROWS = 65_536

const WORD = 4_294_967_296
/** A power of two, so that multiplying by it is exact. */
const WORD_RECIPROCAL = 1 / WORD
/** High words of integers within 2^53. */
const EXACT_HIGH = 2_097_152

/** An absolute instant as two words, so that it can be added to many others without BigInt. */
export interface EpochWords {
  readonly high: number
  readonly low: number
}

export function epochWords(epochNs: bigint): EpochWords {
  return { high: Number(BigInt.asIntN(32, epochNs >> 32n)), low: Number(BigInt.asUintN(32, epochNs)) }
}

/** The columns of one block as they stand in the file. The word arrays hold int64 as pairs (low, high). */
export interface BlockColumns {
  readonly exchWords: Int32Array
  readonly localWords: Int32Array
  readonly flags: Uint16Array
  readonly priceTicks: Int32Array
  readonly qtyWords: Int32Array
}

export function allocateBlock(): BlockColumns {
  if (endianness() !== 'LE') throw new Bug('Cannot write market files on a big-endian machine')
  return {
    exchWords: new Int32Array(2 * BLOCK_ROWS),
    localWords: new Int32Array(2 * BLOCK_ROWS),
    flags: new Uint16Array(BLOCK_ROWS),
    priceTicks: new Int32Array(BLOCK_ROWS),
    qtyWords: new Int32Array(2 * BLOCK_ROWS),
  }
}

/** The bytes of the first `rows` rows, column after column: what the content hash is made of. */
export function blockBytes(block: BlockColumns, rows: number): Uint8Array[] {
  const bytes = (array: Int32Array | Uint16Array, width: number): Uint8Array =>
    new Uint8Array(array.buffer, array.byteOffset, rows * width)
  return [
    bytes(block.exchWords, 8),
    bytes(block.localWords, 8),
    bytes(block.flags, 2),
    bytes(block.priceTicks, 4),
    bytes(block.qtyWords, 8),
  ]
}

/**
 * Writes `count` integers of `values` from index `from` into `words` from row `at`, each plus `epoch`. Returns the
 * index of the first value that is no exact integer, or -1.
 */
export function encodeWords(
  values: Float64Array,
  from: number,
  count: number,
  epoch: EpochWords,
  words: Int32Array,
  at: number,
): number {
  for (let i = 0; i < count; i++) {
    const value = values[from + i]!
    const high = Math.floor(value * WORD_RECIPROCAL)
    if (Math.floor(value) !== value || high >= EXACT_HIGH || high < -EXACT_HIGH) return from + i
    const low = value - high * WORD + epoch.low
    const carry = low >= WORD ? 1 : 0
    words[2 * (at + i)] = low | 0
    words[2 * (at + i) + 1] = (high + epoch.high + carry) | 0
  }
  return -1
}

/**
 * Reads `rows` integers from `words` into `values` from index `at`, each minus `epoch`. The caller knows that the
 * results are exact: the writer takes exact integers only, and a file's span bounds the instants.
 */
export function decodeWords(
  words: Int32Array,
  rows: number,
  epoch: EpochWords,
  values: Float64Array,
  at: number,
): void {
  const { high, low } = epoch
  for (let i = 0, j = 0; i < rows; i++, j += 2) {
    values[at + i] = (words[j + 1]! - high) * WORD + ((words[j]! >>> 0) - low)
  }
}

/** The same into a column of `columns`: in compiled code where that lies in the memory of a market. */
export function decodeColumn(
  words: Int32Array,
  rows: number,
  epoch: EpochWords,
  columns: MarketColumns,
  name: 'exchTs' | 'localTs' | 'qtySteps',
  at: number,
): void {
  const values = columns[name]
  if (columns.place === undefined) return decodeWords(words, rows, epoch, values, at)
  const from = values.byteOffset + 8 * at
  new Int32Array(values.buffer, from, 2 * rows).set(words.subarray(0, 2 * rows))
  columns.place.memory.code.toDoubles(from, rows, epoch.high, epoch.low)
}
