/**
 * The record batches of a market file one after the other, each checked against its CRC-32 before anything of it is
 * used. The next one is read from the disk while this one is worked on.
 */
import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { InputError } from '../core/bug.ts'
import { arrow } from './arrow.ts'
import type { BlockColumns } from './columns-codec.ts'
import { messageOf, openInput, readExactly } from './input-file.ts'
import type { BlockPlace } from './market-file-layout.ts'

/** Rows `firstRow` to `firstRow + rows` of a file. Its columns are views that the next block overwrites. */
export interface MarketBlock {
  readonly firstRow: number
  readonly rows: number
  readonly columns: BlockColumns
}

/** Reads blocks one ahead of their use, into two buffers that take turns. */
export class BlockFeed {
  readonly #path: string
  readonly #places: readonly BlockPlace[]
  readonly #buffers: [Uint8Array, Uint8Array]
  #handle: FileHandle | undefined
  #pending: Promise<Uint8Array> | undefined
  #next = 0
  #row = 0

  constructor(path: string, places: readonly BlockPlace[]) {
    this.#path = path
    this.#places = places
    const largest = places.reduce((bytes, place) => Math.max(bytes, place.bytes), 0)
    this.#buffers = [new Uint8Array(largest), new Uint8Array(largest)]
  }

  /** The next block, or undefined at the end. Damage throws `InputError` and closes the file. */
  async next(): Promise<MarketBlock | undefined> {
    try {
      return await this.#advance()
    } catch (error) {
      await this.close()
      throw error
    }
  }

  async close(): Promise<void> {
    const handle = this.#handle
    this.#handle = undefined
    this.#next = this.#places.length
    await this.#pending?.catch(() => {})
    await handle?.close()
  }

  async #advance(): Promise<MarketBlock | undefined> {
    const place = this.#places[this.#next]
    if (!place) return undefined
    this.#handle ??= await openInput(this.#path)
    const bytes = await (this.#pending ?? this.#fetch(this.#next))
    this.#next++
    this.#pending = this.#next < this.#places.length ? this.#fetch(this.#next) : undefined
    // A failure surfaces when the block is asked for; until then it is nobody's unhandled rejection.
    this.#pending?.catch(() => {})
    const firstRow = this.#row
    this.#row += place.rows
    if (crc32(bytes) !== place.crc32) {
      const last = firstRow + place.rows - 1
      throw new InputError({ file: this.#path, row: firstRow }, `rows ${firstRow} to ${last} are damaged (checksum).`)
    }
    return { firstRow, rows: place.rows, columns: this.#layout(bytes, place.rows, firstRow) }
  }

  async #fetch(index: number): Promise<Uint8Array> {
    const place = this.#places[index]!
    const into = this.#buffers[index & 1]!.subarray(0, place.bytes)
    try {
      return await readExactly(this.#handle!, place.offset, into)
    } catch (error) {
      throw new InputError({ file: this.#path, row: this.#row }, `cannot be read further: ${messageOf(error)}`)
    }
  }

  /** Views of the five columns within the bytes of an Arrow record batch message. */
  #layout(bytes: Uint8Array, rows: number, firstRow: number): BlockColumns {
    try {
      const metadataBytes = new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true)
      const message = new arrow.MessageReader(bytes.subarray(0, 8 + metadataBytes)).readMessage()
      const header = message?.header() as unknown as { length: number; buffers: { offset: number; length: number }[] }
      if (!message?.isRecordBatch() || header.length !== rows) throw new Error('no record batch of this size')
      const body = bytes.byteOffset + 8 + metadataBytes
      // Each column has two buffers: a validity bitmap, empty here, and the values.
      const at = (column: number): number => body + header.buffers[2 * column + 1]!.offset
      return {
        exchWords: new Int32Array(bytes.buffer, at(0), 2 * rows),
        localWords: new Int32Array(bytes.buffer, at(1), 2 * rows),
        flags: new Uint16Array(bytes.buffer, at(2), rows),
        priceTicks: new Int32Array(bytes.buffer, at(3), rows),
        qtyWords: new Int32Array(bytes.buffer, at(4), 2 * rows),
      }
    } catch (error) {
      throw new InputError({ file: this.#path, row: firstRow }, `the block cannot be decoded: ${messageOf(error)}`)
    }
  }
}
