/**
 * The shape of a market file: an Arrow IPC file that any Arrow reader opens, with three additions of ours that such a
 * reader passes over. The footer's metadata hold the manifest and an index of the blocks with a CRC-32 of each; and a
 * seal of eight bytes just before the footer holds the footer's own CRC-32. So every byte that matters is checked
 * before it is used.
 */
import { crc32 } from 'node:zlib'

/** Metadata key of the manifest (JSON). */
export const MANIFEST_KEY = 'hftsim'
/** Metadata key of the block index (JSON, one `[offset, bytes, rows, crc32]` a block). */
export const BLOCKS_KEY = 'hftsim.blocks'

export const COLUMN_NAMES: readonly string[] = ['exchTs', 'localTs', 'flags', 'priceTicks', 'qtySteps']

/** The first bytes of an Arrow IPC file and, without the padding, its last. */
export const ARROW_MAGIC: Uint8Array = new TextEncoder().encode('ARROW1')
/** Footer length (int32) and magic. */
export const TAIL_BYTES = 10
export const SEAL_BYTES = 8
const SEAL_MAGIC = 0x4d_54_46_48

/** Where one record batch stands in the file. */
export interface BlockPlace {
  readonly offset: number
  readonly bytes: number
  readonly rows: number
  readonly crc32: number
}

export function sealOf(footer: Uint8Array): Uint8Array {
  const seal = new Uint8Array(SEAL_BYTES)
  const view = new DataView(seal.buffer)
  view.setUint32(0, SEAL_MAGIC, true)
  view.setUint32(4, crc32(footer), true)
  return seal
}

export function formatBlocks(blocks: readonly BlockPlace[]): string {
  return JSON.stringify(blocks.map((block) => [block.offset, block.bytes, block.rows, block.crc32]))
}

/** The block index, or undefined where the text is none. */
export function parseBlocks(text: string): BlockPlace[] | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!Array.isArray(parsed)) return undefined
  const blocks: BlockPlace[] = []
  for (const entry of parsed as unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 4 || !entry.every((part) => isCount(part))) return undefined
    const [offset, bytes, rows, crc] = entry as [number, number, number, number]
    blocks.push({ offset, bytes, rows, crc32: crc })
  }
  return blocks
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
