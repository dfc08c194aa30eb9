/**
 * Writes the native store: rows of one instrument as an Arrow IPC file, in blocks of 65,536 rows and in bounded memory.
 * The manifest is known only at the end; it goes into the footer's metadata, which is where readers of files look for
 * it.
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Schema } from 'apache-arrow'
import { Bug, InputError } from '../core/bug.ts'
import { KIND_MASK, type MarketColumns, TRADER_SEES, VENUE_SEES } from '../market/columns.ts'
import type { InstrumentSpec } from '../market/instrument.ts'
import { arrow } from './arrow.ts'
import { allocateBlock, BLOCK_ROWS, type BlockColumns, blockBytes, encodeWords, epochWords } from './columns-codec.ts'
import type { MarketFileSource, MarketGap, MarketManifest, MarketRepair, MarketSpan } from './manifest.ts'
import { BLOCKS_KEY, type BlockPlace, COLUMN_NAMES, formatBlocks, MANIFEST_KEY, sealOf } from './market-file-layout.ts'
import { OutputFile } from './output-file.ts'

export interface MarketFileOptions {
  readonly instrument: Required<InstrumentSpec>
  /** What the instants of appended rows are relative to, in nanoseconds since 1970 UTC. */
  readonly epochNs: bigint
  readonly overwrite: boolean
}

/** What the writer cannot know by itself. */
export interface MarketFileOrigin {
  readonly sources: readonly MarketFileSource[]
  readonly repairs: readonly MarketRepair[]
  readonly gaps: readonly MarketGap[]
  /** Counts beside those of the writer itself: rows by kind, and messages (runs of rows with one `localTs`). */
  readonly health: Readonly<Record<string, number>>
}

/**
 * - The file appears under its name on `close` and not before; `abort` leaves nothing behind.
 * - A failed write (full disk, missing folder, existing output) throws `InputError` and leaves nothing behind.
 * - A market file is always in order: a row whose clock goes back for the node that sees it throws `InputError`.
 */
export interface MarketFileWriter {
  /** Rows appended so far. */
  readonly rows: number
  /** Copies the rows; the columns may be used again at once. */
  append(columns: MarketColumns): void
  close(origin: MarketFileOrigin): Promise<MarketManifest>
  /** May be called at any time, also after `close` (then it does nothing). */
  abort(): void
}

export function createMarketFile(path: string, options: MarketFileOptions): MarketFileWriter {
  return new ArrowMarketFileWriter(path, options)
}

const NO_EPOCH = epochWords(0n)
const TYPES = [new arrow.Int64(), new arrow.Int64(), new arrow.Uint16(), new arrow.Int32(), new arrow.Int64()] as const

class ArrowMarketFileWriter implements MarketFileWriter {
  rows = 0
  readonly #options: MarketFileOptions
  readonly #file: OutputFile
  readonly #sink: FileSink
  readonly #schema: Schema
  readonly #arrow = new arrow.RecordBatchFileWriter()
  readonly #block: BlockColumns = allocateBlock()
  readonly #epoch
  readonly #hash = createHash('sha256')
  readonly #places: BlockPlace[] = []
  readonly #census = new RowCensus()
  #filled = 0

  constructor(path: string, options: MarketFileOptions) {
    this.#options = options
    this.#epoch = epochWords(options.epochNs)
    this.#schema = new arrow.Schema(TYPES.map((type, i) => new arrow.Field(COLUMN_NAMES[i]!, type, false)))
    this.#file = new OutputFile(path, options)
    this.#sink = new FileSink(this.#file)
    this.#arrow.reset(this.#sink, this.#schema)
  }

  append(columns: MarketColumns): void {
    const disorder = this.#census.count(columns)
    if (disorder >= 0) {
      const stamps = `exchTs ${columns.exchTs[disorder]}, localTs ${columns.localTs[disorder]}`
      const what = `is out of order (${stamps}): a clock goes back for the venue or for the trader that sees it.`
      throw new InputError({ file: this.#file.path, row: this.rows + disorder }, what)
    }
    for (let from = 0; from < columns.length; ) {
      const count = Math.min(columns.length - from, BLOCK_ROWS - this.#filled)
      this.#copy(columns, from, count)
      from += count
      if (this.#filled === BLOCK_ROWS) this.#writeBlock()
    }
  }

  async close(origin: MarketFileOrigin): Promise<MarketManifest> {
    if (this.#filled > 0) this.#writeBlock()
    const manifest = this.#manifest(origin)
    this.#schema.metadata.set(MANIFEST_KEY, JSON.stringify(manifest))
    this.#schema.metadata.set(BLOCKS_KEY, formatBlocks(this.#places))
    this.#sink.holdTail()
    this.#arrow.close()
    this.#sink.writeTail()
    this.#file.commit()
    return manifest
  }

  abort(): void {
    this.#file.abort()
  }

  #copy(columns: MarketColumns, from: number, count: number): void {
    const block = this.#block
    const at = this.#filled
    const refuse = (row: number, name: string, value: number): void => {
      if (row >= 0) throw new Bug(`Cannot write row ${this.rows + row - from}: ${name} ${value} is no exact integer`)
    }
    const exch = encodeWords(columns.exchTs, from, count, this.#epoch, block.exchWords, at)
    refuse(exch, 'exchTs', columns.exchTs[exch] ?? 0)
    const local = encodeWords(columns.localTs, from, count, this.#epoch, block.localWords, at)
    refuse(local, 'localTs', columns.localTs[local] ?? 0)
    const qty = encodeWords(columns.qtySteps, from, count, NO_EPOCH, block.qtyWords, at)
    refuse(qty, 'qtySteps', columns.qtySteps[qty] ?? 0)
    block.flags.set(columns.flags.subarray(from, from + count), at)
    block.priceTicks.set(columns.priceTicks.subarray(from, from + count), at)
    this.#filled += count
    this.rows += count
  }

  #writeBlock(): void {
    const length = this.#filled
    const block = this.#block
    const int64 = (words: Int32Array): BigInt64Array => new BigInt64Array(words.buffer, 0, length)
    const values = [
      int64(block.exchWords),
      int64(block.localWords),
      block.flags.subarray(0, length),
      block.priceTicks.subarray(0, length),
      int64(block.qtyWords),
    ]
    const children = values.map((data, i) => arrow.makeData({ type: TYPES[i]!, length, nullCount: 0, data }))
    const struct = arrow.makeData({ type: new arrow.Struct(this.#schema.fields), length, nullCount: 0, children })
    for (const bytes of blockBytes(block, length)) this.#hash.update(bytes)
    const offset = this.#file.size
    this.#sink.crc32 = 0
    this.#arrow.write(new arrow.RecordBatch(this.#schema, struct))
    this.#places.push({ offset, bytes: this.#file.size - offset, rows: length, crc32: this.#sink.crc32 })
    this.#filled = 0
  }

  #manifest(origin: MarketFileOrigin): MarketManifest {
    const census = this.#census
    return {
      format: 'hftsim-market',
      version: 1,
      instrument: this.#options.instrument,
      rows: this.rows,
      ...(this.rows > 0 ? { span: census.span(this.#options.epochNs) } : {}),
      sources: origin.sources,
      repairs: origin.repairs,
      gaps: origin.gaps,
      health: { ...census.health(), ...origin.health },
      contentHash: this.#hash.copy().digest('hex'),
    }
  }
}

/** Takes what Arrow's writer produces straight to the file, where the queue it replaces would gather it in memory. */
class FileSink extends arrow.AsyncByteQueue {
  /** CRC-32 of what was written since it was last set to 0. */
  crc32 = 0
  readonly #file: OutputFile
  #tail: Uint8Array[] | undefined

  constructor(file: OutputFile) {
    super()
    this.#file = file
  }

  override write(chunk: ArrayBufferLike | ArrayBufferView): void {
    const bytes = ArrayBuffer.isView(chunk)
      ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
      : new Uint8Array(chunk)
    if (this.#tail) {
      this.#tail.push(bytes)
      return
    }
    this.crc32 = crc32(bytes, this.crc32)
    this.#file.write(bytes)
  }

  /** From now on chunks are kept: end of stream, footer, footer length, magic. */
  holdTail(): void {
    this.#tail = []
  }

  /** Writes the kept chunks, with the seal before the footer. */
  writeTail(): void {
    const [end, footer, length, magic] = this.#tail ?? []
    if (!end || !footer || !length || !magic || this.#tail?.length !== 4) {
      throw new Bug('Cannot seal a market file: its footer was not written in four parts')
    }
    for (const bytes of [end, sealOf(footer), footer, length, magic]) this.#file.write(bytes)
  }
}

const KIND_NAMES = ['other', 'depth', 'trade', 'clear', 'snapshot', 'bbo'] as const

/** What the manifest says about all rows. */
class RowCensus {
  #firstExchTs = Number.POSITIVE_INFINITY
  #lastExchTs = Number.NEGATIVE_INFINITY
  #firstLocalTs = Number.POSITIVE_INFINITY
  #lastLocalTs = Number.NEGATIVE_INFINITY
  /** Where the clock of each node stands, over the rows that it sees. */
  #venueTs = Number.NEGATIVE_INFINITY
  #traderTs = Number.NEGATIVE_INFINITY
  readonly #kinds = new Float64Array(KIND_MASK + 1)
  #messages = 0
  #messageTs = Number.NaN

  /** Counts the rows. Returns the index of the first one that is out of order, or -1. */
  count({ exchTs, localTs, flags, length }: MarketColumns): number {
    for (let i = 0; i < length; i++) {
      const exch = exchTs[i]!
      const local = localTs[i]!
      const sees = flags[i]!
      if ((sees & VENUE_SEES) !== 0) {
        if (exch < this.#venueTs) return i
        this.#venueTs = exch
      }
      if ((sees & TRADER_SEES) !== 0) {
        if (local < this.#traderTs) return i
        this.#traderTs = local
      }
      if (exch < this.#firstExchTs) this.#firstExchTs = exch
      if (exch > this.#lastExchTs) this.#lastExchTs = exch
      if (local < this.#firstLocalTs) this.#firstLocalTs = local
      if (local > this.#lastLocalTs) this.#lastLocalTs = local
      if (local !== this.#messageTs) this.#messages++
      this.#messageTs = local
      this.#kinds[sees & KIND_MASK]! += 1
    }
    return -1
  }

  span(epochNs: bigint): MarketSpan {
    const absolute = (relativeNs: number): string => String(BigInt(relativeNs) + epochNs)
    return {
      firstExchTs: absolute(this.#firstExchTs),
      lastExchTs: absolute(this.#lastExchTs),
      firstLocalTs: absolute(this.#firstLocalTs),
      lastLocalTs: absolute(this.#lastLocalTs),
    }
  }

  health(): Record<string, number> {
    const health: Record<string, number> = { messages: this.#messages }
    this.#kinds.forEach((rows, kind) => {
      if (rows > 0) {
        const name = KIND_NAMES[kind] ?? 'other'
        health[name] = (health[name] ?? 0) + rows
      }
    })
    return health
  }
}
