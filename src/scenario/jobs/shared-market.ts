/**
 * Market files read once for all threads: their rows lie in shared memory as they stand in the file, checked against
 * their checksums by the one who read them, and every thread decodes from there what its run needs next. Files beyond
 * a limit are left on the disk; each thread then reads them as it goes, and the one copy is the system's file cache.
 */
import { InputError } from '../../core/bug.ts'
import type { MarketBlock } from '../../data/block-feed.ts'
import type { BlockColumns } from '../../data/columns-codec.ts'
import { type MarketBlocks, type MarketFile, openMarketFile, sourceOf } from '../../data/market-file-reader.ts'

/** All shared files together take no more memory than this: some 35 million rows. */
export const SHARED_BYTES_MAX: number = 2 ** 30

/** Two clocks and a quantity of eight bytes, a price of four, flags of two. */
const ROW_BYTES = 30
/** Rows that are decoded at once. */
const BATCH_ROWS = 65_536

export interface SharedFile {
  readonly path: string
  /** A file that was written anew since is another one. */
  readonly contentHash: string
  readonly rows: number
  /** The five columns one after the other, the widest first. */
  readonly bytes: SharedArrayBuffer
}

/** What goes to the threads; it is never copied. */
export type SharedMarket = readonly SharedFile[]

/**
 * Reads files into shared memory, in their order, as long as all of them together stay within `bytesMax`. A file that
 * is missing or damaged is left out: a run on it says so.
 */
export async function shareMarket(
  paths: readonly string[],
  bytesMax: number = SHARED_BYTES_MAX,
): Promise<SharedMarket> {
  const shared: SharedFile[] = []
  let bytes = 0
  for (const path of new Set(paths)) {
    const read = await readShared(path, bytesMax - bytes)
    if (read === undefined) continue
    shared.push(read)
    bytes += read.bytes.byteLength
  }
  return shared
}

/** Undefined for a file that is too large or cannot be read. */
async function readShared(path: string, bytesMax: number): Promise<SharedFile | undefined> {
  try {
    const file = await openMarketFile(path)
    const { rows, contentHash } = file.manifest
    if (rows * ROW_BYTES > bytesMax) return undefined
    const bytes = new SharedArrayBuffer(rows * ROW_BYTES)
    const all = columnsOf(bytes, rows, 0, rows)
    for await (const block of file.blocks()) copyBlock(block, all)
    return { path, contentHash, rows, bytes }
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}

/** Opens market files: those that are shared from memory, the others from the disk. */
export function openFrom(market: SharedMarket): (path: string) => Promise<MarketFile> {
  return async (path) => {
    const file = await openMarketFile(path)
    const { contentHash } = file.manifest
    const shared = market.find((one) => one.path === path && one.contentHash === contentHash)
    if (shared === undefined) return file
    return { ...file, source: (epochNs, options) => sourceOf(file, new SharedBlocks(shared), epochNs, options) }
  }
}

function copyBlock({ firstRow, rows, columns }: MarketBlock, into: BlockColumns): void {
  into.exchWords.set(columns.exchWords.subarray(0, 2 * rows), 2 * firstRow)
  into.localWords.set(columns.localWords.subarray(0, 2 * rows), 2 * firstRow)
  into.qtyWords.set(columns.qtyWords.subarray(0, 2 * rows), 2 * firstRow)
  into.priceTicks.set(columns.priceTicks.subarray(0, rows), firstRow)
  into.flags.set(columns.flags.subarray(0, rows), firstRow)
}

/** Views of some rows of the columns that lie in `memory`. */
function columnsOf(memory: SharedArrayBuffer, all: number, firstRow: number, rows: number): BlockColumns {
  return {
    exchWords: new Int32Array(memory, 8 * firstRow, 2 * rows),
    localWords: new Int32Array(memory, 8 * all + 8 * firstRow, 2 * rows),
    qtyWords: new Int32Array(memory, 16 * all + 8 * firstRow, 2 * rows),
    priceTicks: new Int32Array(memory, 24 * all + 4 * firstRow, rows),
    flags: new Uint16Array(memory, 28 * all + 2 * firstRow, rows),
  }
}

class SharedBlocks implements MarketBlocks {
  readonly #file: SharedFile
  #row = 0

  constructor(file: SharedFile) {
    this.#file = file
  }

  async next(): Promise<MarketBlock | undefined> {
    const { bytes, rows: all } = this.#file
    const firstRow = this.#row
    const rows = Math.min(BATCH_ROWS, all - firstRow)
    if (rows === 0) return undefined
    this.#row += rows
    return { firstRow, rows, columns: columnsOf(bytes, all, firstRow, rows) }
  }

  async close(): Promise<void> {
    this.#row = this.#file.rows
  }
}
