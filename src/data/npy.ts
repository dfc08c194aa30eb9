/**
 * The .npy form of hftbacktest's event records: a one-dimensional array of 64-byte little-endian structures. Format of
 * the header: numpy's `numpy.lib.format`, version 1.0; fields: hftbacktest `types.rs`.
 */
import { InputError } from '../core/bug.ts'

export const RECORD_BYTES = 64

/** Name and numpy type of each field, 8 bytes apart. */
export const EVENT_FIELDS: readonly (readonly [name: string, type: string])[] = [
  ['ev', '<u8'],
  ['exch_ts', '<i8'],
  ['local_ts', '<i8'],
  ['px', '<f8'],
  ['qty', '<f8'],
  ['order_id', '<u8'],
  ['ival', '<i8'],
  ['fval', '<f8'],
]

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0)
/** Magic, version and the length of the header text. */
export const PREFIX_BYTES = 10
/** numpy leaves room for a row count of this many digits, so that a header can be rewritten in place. */
const COUNT_DIGITS = 21
const DESCR = /'descr': \[((?:\('[\w]+', '[<>|=]?\w+'\)(?:, )?)+)\]/
const ORDER_AND_SHAPE = /'fortran_order': (True|False), 'shape': \((\d{1,15}),\)/
const HEADER = new RegExp(`^\\{${DESCR.source}, ${ORDER_AND_SHAPE.source}, \\}[ \\n]*$`)

/** The whole header, byte for byte as numpy writes it. */
export function formatNpyHeader(rows: number): Uint8Array {
  const fields = EVENT_FIELDS.map(([name, type]) => `('${name}', '${type}')`).join(', ')
  let text = `{'descr': [${fields}], 'fortran_order': False, 'shape': (${rows},), }`
  text += ' '.repeat(COUNT_DIGITS - String(rows).length)
  const unpadded = PREFIX_BYTES + text.length + 1
  text += `${' '.repeat((RECORD_BYTES - (unpadded % RECORD_BYTES)) % RECORD_BYTES)}\n`
  const header = new Uint8Array(PREFIX_BYTES + text.length)
  header.set(MAGIC)
  new DataView(header.buffer).setUint16(MAGIC.length, text.length, true)
  new TextEncoder().encodeInto(text, header.subarray(PREFIX_BYTES))
  return header
}

/**
 * Length of the header text, from the first ten bytes of a file. Throws `InputError` for what is no .npy of version
 * 1.0.
 */
export function npyHeaderBytes(file: string, prefix: Uint8Array): number {
  if (prefix.length < PREFIX_BYTES || MAGIC.some((byte, i) => prefix[i] !== byte)) {
    throw new InputError({ file }, 'is not a .npy array of version 1.0 (its first bytes are not those of numpy).')
  }
  const length = new DataView(prefix.buffer, prefix.byteOffset).getUint16(MAGIC.length, true)
  if ((PREFIX_BYTES + length) % RECORD_BYTES !== 0) {
    throw new InputError({ file }, `has a header of ${PREFIX_BYTES + length} bytes; a multiple of 64 is expected.`)
  }
  return length
}

/**
 * Checks the header text and returns the number of rows. Types must be those of an event record, position by position;
 * names may differ, as in the reference.
 */
export function parseNpyHeader(file: string, text: string): number {
  const match = HEADER.exec(text)
  if (!match) throw new InputError({ file }, `has a header that is no array of records: ${text.trim().slice(0, 200)}`)
  if (match[2] === 'True') throw new InputError({ file }, 'is in Fortran order; event records are in C order.')
  const types = [...match[1]!.matchAll(/'([<>|=]?\w+)'\)/g)].map((field) => field[1]!)
  const expected = EVENT_FIELDS.map(([, type]) => type)
  if (types.join() !== expected.join()) {
    const what = types.length === 4 ? ' It looks like a table of order latencies.' : ''
    throw new InputError(
      { file },
      `holds records of ${types.join(' ')}; event records are ${expected.join(' ')}.${what}`,
    )
  }
  return Number(match[3])
}
