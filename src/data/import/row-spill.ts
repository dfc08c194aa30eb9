/**
 * Rows parked in a temporary file between the two passes of an import, in their order of arrival and in blocks of
 * columns. The smallest latency and the largest step back, which the second pass needs, are known only at the end of
 * the first. Memory holds one block.
 */
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Bug, InputError } from '../../core/bug.ts'
import { allocateColumns, type MarketColumns } from '../../market/columns.ts'
import { describeWriteError } from '../output-file.ts'

const BLOCK_ROWS = 65_536
/** Three doubles, an int32 and a uint16. */
const ROW_BYTES = 30

export interface ParkedRow {
  readonly flags: number
  /** Nanoseconds since the import's epoch, as is `localTs`. */
  readonly exchTs: number
  readonly localTs: number
  readonly priceTicks: number
  readonly qtySteps: number
}

export class RowSpill {
  /** Rows so far. */
  rows = 0
  /** Smallest and largest `exchTs`, and how far the stamps of later rows stand behind the largest before them. */
  minExchTs: number = Number.POSITIVE_INFINITY
  maxExchTs: number = Number.NEGATIVE_INFINITY
  stepBackNs = 0
  readonly #outputPath: string
  readonly #path: string
  readonly #bytes = new Uint8Array(BLOCK_ROWS * ROW_BYTES)
  readonly #block: MarketColumns = viewColumns(this.#bytes)
  #descriptor: number | undefined

  /**
   * Opens a temporary neighbour of the output. Throws `InputError` where its folder is missing or cannot be written.
   */
  constructor(outputPath: string) {
    this.#outputPath = outputPath
    this.#path = join(dirname(outputPath), `.${basename(outputPath)}.${randomBytes(6).toString('hex')}.rows`)
    this.#descriptor = this.#attempt(() => openSync(this.#path, 'wx+'))
  }

  push(row: ParkedRow): void {
    const block = this.#block
    const at = block.length++
    block.exchTs[at] = row.exchTs
    block.localTs[at] = row.localTs
    block.flags[at] = row.flags
    block.priceTicks[at] = row.priceTicks
    block.qtySteps[at] = row.qtySteps
    this.rows++
    if (row.exchTs < this.minExchTs) this.minExchTs = row.exchTs
    if (row.exchTs > this.maxExchTs) this.maxExchTs = row.exchTs
    this.stepBackNs = Math.max(this.stepBackNs, this.maxExchTs - row.exchTs)
    if (block.length === BLOCK_ROWS) this.#write()
  }

  /** All rows in order of arrival, block by block. The same columns are used again for each. */
  *blocks(): Generator<MarketColumns> {
    const block = this.#block
    if (block.length > 0) this.#write()
    for (let from = 0; from < this.rows; from += BLOCK_ROWS) {
      this.#read((from / BLOCK_ROWS) * this.#bytes.length)
      block.length = Math.min(BLOCK_ROWS, this.rows - from)
      yield block
    }
    block.length = 0
  }

  /** Deletes the file. May be called at any time and more than once. */
  remove(): void {
    if (this.#descriptor === undefined) return
    closeSync(this.#descriptor)
    this.#descriptor = undefined
    rmSync(this.#path, { force: true })
  }

  /** Always whole blocks: what stands behind the last row is not read. */
  #write(): void {
    const descriptor = this.#open()
    for (let at = 0; at < this.#bytes.length; ) {
      at += this.#attempt(() => writeSync(descriptor, this.#bytes, at, this.#bytes.length - at))
    }
    this.#block.length = 0
  }

  #read(position: number): void {
    const descriptor = this.#open()
    for (let at = 0; at < this.#bytes.length; ) {
      const count = this.#attempt(() => readSync(descriptor, this.#bytes, at, this.#bytes.length - at, position + at))
      if (count === 0) throw new Bug(`Cannot read parked rows at byte ${position + at}: the file ends before`)
      at += count
    }
  }

  #open(): number {
    if (this.#descriptor === undefined) throw new Bug('Cannot use parked rows after their file was removed')
    return this.#descriptor
  }

  #attempt<Result>(action: () => Result): Result {
    try {
      return action()
    } catch (error) {
      throw new InputError({ file: this.#outputPath }, describeWriteError(error, dirname(this.#outputPath)))
    }
  }
}

/** Columns over one block of bytes, so that a block goes to the file and back in one piece. */
function viewColumns(bytes: Uint8Array): MarketColumns {
  const { buffer } = bytes
  return {
    ...allocateColumns(0),
    exchTs: new Float64Array(buffer, 0, BLOCK_ROWS),
    localTs: new Float64Array(buffer, 8 * BLOCK_ROWS, BLOCK_ROWS),
    qtySteps: new Float64Array(buffer, 16 * BLOCK_ROWS, BLOCK_ROWS),
    priceTicks: new Int32Array(buffer, 24 * BLOCK_ROWS, BLOCK_ROWS),
    flags: new Uint16Array(buffer, 28 * BLOCK_ROWS, BLOCK_ROWS),
  }
}
