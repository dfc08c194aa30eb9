/**
 * Reads the native store block by block into the columns of the kernel, in bounded memory. Every byte is checked
 * against its CRC-32 before it is used, so a damaged file ends in an `InputError` and not in a run on wrong rows.
 */
import type { FileHandle } from 'node:fs/promises'
import type { Schema } from 'apache-arrow'
import { InputError } from '../core/bug.ts'
import { type MarketColumns, reserveColumns } from '../market/columns.ts'
import { arrow } from './arrow.ts'
import { BlockFeed, type MarketBlock } from './block-feed.ts'
import { BLOCK_ROWS, decodeColumn, type EpochWords, epochWords } from './columns-codec.ts'
import type { DataSource } from './data-source.ts'
import { messageOf, openInput, readExactly } from './input-file.ts'
import { formatSecond } from './instant.ts'
import { type MarketManifest, parseManifest } from './manifest.ts'
import {
  ARROW_MAGIC,
  BLOCKS_KEY,
  type BlockPlace,
  COLUMN_NAMES,
  MANIFEST_KEY,
  parseBlocks,
  SEAL_BYTES,
  sealOf,
  TAIL_BYTES,
} from './market-file-layout.ts'

/** A stretch of a file. Instants are nanoseconds since the run epoch; they are compared with `exchTs`. */
export interface SourceOptions {
  /** Rows before this instant are left out. */
  readonly fromTs?: number | undefined
  /** Rows at this instant and after are left out. */
  readonly toTs?: number | undefined
}

export interface MarketFile {
  readonly path: string
  /** Size of the file in bytes. */
  readonly bytes: number
  readonly manifest: MarketManifest
  /**
   * A fresh source over the rows, with instants relative to `epochNs`. Throws `InputError` where an instant is 2^53 ns
   * or more from the epoch; its reading throws one (file, row) where the file is damaged.
   */
  source(epochNs: bigint, options?: SourceOptions): DataSource
  /** The blocks as they stand in the file, checked for damage alone: for `data check` and for export. */
  blocks(): AsyncGenerator<MarketBlock>
}

/** Opens a market file: reads and checks its end, which holds the manifest. Throws `InputError` for any other file. */
export async function openMarketFile(path: string): Promise<MarketFile> {
  const handle = await openInput(path)
  try {
    const { size } = await handle.stat()
    const schema = decodeFooter(path, await readFooter(path, handle, size))
    const manifest = parseManifest(path, schema.metadata.get(MANIFEST_KEY) ?? '')
    const places = parseBlocks(schema.metadata.get(BLOCKS_KEY) ?? '')
    checkShape(path, schema, manifest, places, size)
    return {
      path,
      bytes: size,
      manifest,
      source: (epochNs, options) => sourceOf({ path, manifest }, new BlockFeed(path, places), epochNs, options),
      blocks: () => readBlocks(path, places),
    }
  } finally {
    await handle.close()
  }
}

async function readFooter(path: string, handle: FileHandle, size: number): Promise<Uint8Array> {
  const foreign = new InputError(
    { file: path },
    'is not a market file of hftsim (an Arrow file written by `data import`).',
  )
  if (size < ARROW_MAGIC.length + TAIL_BYTES + SEAL_BYTES) throw foreign
  const head = await readExactly(handle, 0, new Uint8Array(ARROW_MAGIC.length))
  if (Buffer.compare(head, ARROW_MAGIC) !== 0) throw foreign
  const tail = await readExactly(handle, size - TAIL_BYTES, new Uint8Array(TAIL_BYTES))
  const length = new DataView(tail.buffer).getInt32(0, true)
  const start = size - TAIL_BYTES - length
  if (Buffer.compare(tail.subarray(4), ARROW_MAGIC) !== 0 || length <= 0 || start < ARROW_MAGIC.length + SEAL_BYTES) {
    throw new InputError({ file: path }, 'is damaged: it does not end as an Arrow file does. Is it cut short?')
  }
  const sealed = await readExactly(handle, start - SEAL_BYTES, new Uint8Array(SEAL_BYTES + length))
  const footer = sealed.subarray(SEAL_BYTES)
  const seal = sealOf(footer)
  if (Buffer.compare(sealed.subarray(0, 4), seal.subarray(0, 4)) !== 0) throw foreign
  if (Buffer.compare(sealed.subarray(4, 8), seal.subarray(4)) !== 0) {
    throw new InputError({ file: path }, 'is damaged: the checksum of its footer does not match.')
  }
  return footer
}

/** Arrow decodes the footer of a file in memory: here one that has nothing but this footer. */
function decodeFooter(path: string, footer: Uint8Array): Schema {
  const length = new Uint8Array(Int32Array.of(footer.length).buffer)
  const file = Buffer.concat([ARROW_MAGIC, new Uint8Array(2), footer, length, ARROW_MAGIC])
  try {
    return arrow.RecordBatchReader.from(new Uint8Array(file)).open().schema
  } catch (error) {
    throw new InputError({ file: path }, `is damaged: its footer cannot be decoded (${messageOf(error)}).`)
  }
}

function checkShape(
  path: string,
  schema: Schema,
  manifest: MarketManifest,
  places: BlockPlace[] | undefined,
  size: number,
): asserts places is BlockPlace[] {
  const types = schema.fields.map((field) => `${field.name} ${field.type}`).join(', ')
  const expected = ['Int64', 'Int64', 'Uint16', 'Int32', 'Int64']
    .map((type, i) => `${COLUMN_NAMES[i]!} ${type}`)
    .join(', ')
  if (types !== expected) {
    throw new InputError({ file: path }, `has the columns ${types}; a market file has ${expected}.`)
  }
  if (!places) throw new InputError({ file: path }, 'is damaged: it has no index of blocks.')
  let rows = 0
  for (const place of places) {
    if (place.rows > BLOCK_ROWS || place.offset + place.bytes > size) {
      throw new InputError({ file: path, row: rows }, 'the index of blocks points outside of the file.')
    }
    rows += place.rows
  }
  if (rows !== manifest.rows) {
    throw new InputError({ file: path }, `holds ${rows} rows, but its manifest says ${manifest.rows}.`)
  }
}

/** The span bounds every row, so this one look replaces a comparison a row. */
function checkReach(path: string, { span }: MarketManifest, epochNs: bigint): void {
  if (!span) return
  for (const [name, text] of Object.entries(span)) {
    const distance = BigInt(text) - epochNs
    if (distance > MAX_SAFE || distance < -MAX_SAFE) {
      const what = name.startsWith('first') ? 'first' : 'last'
      const far = `its ${what} row, of ${formatSecond(BigInt(text))}, is 104 days or more from the start of the run`
      const why = 'a run cannot be longer, since it counts nanoseconds. Split the study into shorter runs.'
      throw new InputError({ file: path }, `${far}, ${formatSecond(epochNs)}: ${why}`)
    }
  }
}

async function* readBlocks(path: string, places: readonly BlockPlace[]): AsyncGenerator<MarketBlock> {
  const feed = new BlockFeed(path, places)
  try {
    for (let block = await feed.next(); block; block = await feed.next()) yield block
  } finally {
    await feed.close()
  }
}

/** Blocks of a file one after the other, from the disk or from memory. */
export interface MarketBlocks {
  /** The next block, or undefined at the end. */
  next(): Promise<MarketBlock | undefined>
  close(): Promise<void>
}

/** The rows of a file, whose blocks come from elsewhere. Throws `InputError` as `MarketFile.source` does. */
export function sourceOf(
  { path, manifest }: Pick<MarketFile, 'path' | 'manifest'>,
  blocks: MarketBlocks,
  epochNs: bigint,
  options: SourceOptions = {},
): DataSource {
  checkReach(path, manifest, epochNs)
  return new BlockSource(blocks, epochNs, options)
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER)
/** Rows of one read: what is on its way between venue and trader shall stay in a core's own cache. */
export const READ_ROWS = 16_384
const NO_EPOCH: EpochWords = { high: 0, low: 0 }

class BlockSource implements DataSource {
  readonly #blocks: MarketBlocks
  readonly #epoch: EpochWords
  readonly #fromTs: number
  readonly #toTs: number
  #block: MarketBlock | undefined
  /** Rows of the block that were given. */
  #taken = 0

  constructor(blocks: MarketBlocks, epochNs: bigint, options: SourceOptions) {
    this.#blocks = blocks
    this.#epoch = epochWords(epochNs)
    this.#fromTs = options.fromTs ?? Number.NEGATIVE_INFINITY
    this.#toTs = options.toTs ?? Number.POSITIVE_INFINITY
  }

  async read(into: MarketColumns): Promise<boolean> {
    for (let block = await this.#current(); block; block = await this.#current()) {
      const { columns } = block
      const from = this.#taken
      const rows = Math.min(READ_ROWS, block.rows - from)
      const start = into.length
      reserveColumns(into, start + rows)
      decodeColumn(columns.exchWords.subarray(2 * from), rows, this.#epoch, into, 'exchTs', start)
      decodeColumn(columns.localWords.subarray(2 * from), rows, this.#epoch, into, 'localTs', start)
      decodeColumn(columns.qtyWords.subarray(2 * from), rows, NO_EPOCH, into, 'qtySteps', start)
      into.flags.set(columns.flags.subarray(from, from + rows), start)
      into.priceTicks.set(columns.priceTicks.subarray(from, from + rows), start)
      into.length = this.#select(into, start, start + rows)
      this.#taken += rows
      if (into.length > start) return true
    }
    await this.close()
    return false
  }

  /** The block that still has rows to give, or undefined behind the last. */
  async #current(): Promise<MarketBlock | undefined> {
    if (this.#block !== undefined && this.#taken < this.#block.rows) return this.#block
    this.#taken = 0
    this.#block = await this.#blocks.next()
    return this.#block
  }

  close(): Promise<void> {
    return this.#blocks.close()
  }

  /** Moves the rows of the chosen stretch together and returns where they end. */
  #select(into: MarketColumns, start: number, end: number): number {
    if (this.#fromTs === Number.NEGATIVE_INFINITY && this.#toTs === Number.POSITIVE_INFINITY) return end
    let kept = start
    for (let i = start; i < end; i++) {
      const ts = into.exchTs[i]!
      if (ts < this.#fromTs || ts >= this.#toTs) continue
      into.exchTs[kept] = ts
      into.localTs[kept] = into.localTs[i]!
      into.flags[kept] = into.flags[i]!
      into.priceTicks[kept] = into.priceTicks[i]!
      into.qtySteps[kept] = into.qtySteps[i]!
      kept++
    }
    return kept
  }
}
