/**
 * The two chains of a journal. A short check after every record, each continuing the one before, locates damage to the
 * record. A long hash after every block, each over the one before and the block's bytes, is what a run is known by.
 */

/** SHA-256 over the concatenation of its arguments: 32 bytes. Handed in, since the journal's room knows no platform. */
export type Sha256 = (...parts: Uint8Array[]) => Uint8Array

/**
 * Entries in a block. A count of entries, never of bytes or flushes, so that a root does not depend on how it was
 * written.
 */
export const BLOCK_ENTRIES = 1024

/**
 * Continues a CRC-32C (Castagnoli; RFC 3720, appendix B.4) over `bytes[from, to)`. `previous` is the check of all that
 * came before, 0 at the start. It finds every error that spans at most 32 bits and all but one in 2^32 of the others.
 */
export function continueCheck(previous: number, view: DataView, from: number, to: number): number {
  let crc = ~previous
  let at = from
  for (; at + 8 <= to; at += 8) {
    crc ^= view.getInt32(at, true)
    const next = view.getInt32(at + 4, true)
    crc =
      TABLES[1792 + (crc & 0xff)]! ^
      TABLES[1536 + ((crc >>> 8) & 0xff)]! ^
      TABLES[1280 + ((crc >>> 16) & 0xff)]! ^
      TABLES[1024 + (crc >>> 24)]! ^
      TABLES[768 + (next & 0xff)]! ^
      TABLES[512 + ((next >>> 8) & 0xff)]! ^
      TABLES[256 + ((next >>> 16) & 0xff)]! ^
      TABLES[next >>> 24]!
  }
  if (at + 4 <= to) {
    crc ^= view.getInt32(at, true)
    crc =
      TABLES[768 + (crc & 0xff)]! ^
      TABLES[512 + ((crc >>> 8) & 0xff)]! ^
      TABLES[256 + ((crc >>> 16) & 0xff)]! ^
      TABLES[crc >>> 24]!
    at += 4
  }
  for (; at < to; at++) crc = TABLES[(crc ^ view.getUint8(at)) & 0xff]! ^ (crc >>> 8)
  return ~crc >>> 0
}

export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

/** Table k (at 256 k) advances a byte by k further zero bytes, so that eight bytes take one step. */
export const TABLES: Int32Array = makeTables()

function makeTables(): Int32Array {
  const tables = new Int32Array(2048)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
    tables[byte] = crc
  }
  for (let i = 256; i < 2048; i++) {
    const shorter = tables[i - 256]!
    tables[i] = tables[shorter & 0xff]! ^ (shorter >>> 8)
  }
  return tables
}
