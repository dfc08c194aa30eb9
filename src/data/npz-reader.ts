/**
 * Streams the 64-byte event records of hftbacktest's .npy and .npz files (stored or deflated; member `data.npy`), a few
 * thousand at a time. Bytes pass through unchanged: what is read and written again is the same bit for bit.
 */
import { createReadStream } from 'node:fs'
import { crc32, createInflateRaw } from 'node:zlib'
import { InputError } from '../core/bug.ts'
import { messageOf, openInput } from './input-file.ts'
import { npyHeaderBytes, PREFIX_BYTES, parseNpyHeader, RECORD_BYTES } from './npy.ts'
import { DEFLATED, findZipMember, type ZipMember } from './zip.ts'

/** Member of an .npz that holds the events. */
export const EVENTS_MEMBER = 'data.npy'
/** Records handed out at a time. */
export const CHUNK_RECORDS = 8_192

/**
 * Records `firstRow` to `firstRow + rows`. The bytes are at an address divisible by 8 and are overwritten by the next
 * chunk.
 */
export interface RecordChunk {
  readonly firstRow: number
  readonly rows: number
  readonly bytes: Uint8Array
  /** Rows of the whole file, by its header. */
  readonly rowsInFile: number
}

/** Throws `InputError` naming the file, and the row where it is known, for anything but a whole and undamaged file. */
export async function* readEventRecords(file: string): AsyncGenerator<RecordChunk> {
  const suffix = /\.np[yz]$/.exec(file)?.[0]
  if (!suffix) throw new InputError({ file }, 'is neither .npy nor .npz by its name.')
  const handle = await openInput(file)
  try {
    if (suffix === '.npy') {
      yield* splitRecords(file, fileBytes(file, 0, (await handle.stat()).size))
    } else {
      const member = await findZipMember(file, handle, EVENTS_MEMBER)
      yield* splitRecords(file, memberBytes(file, member))
    }
  } finally {
    await handle.close()
  }
}

async function* fileBytes(file: string, start: number, length: number): AsyncGenerator<Uint8Array> {
  if (length === 0) return
  try {
    yield* createReadStream(file, { start, end: start + length - 1, highWaterMark: 262_144 })
  } catch (error) {
    throw new InputError({ file }, `cannot be read: ${messageOf(error)}`)
  }
}

/** The unpacked bytes of a member; at their end their length and checksum are compared with those of the directory. */
async function* memberBytes(file: string, member: ZipMember): AsyncGenerator<Uint8Array> {
  const packed = fileBytes(file, member.start, member.packedBytes)
  let length = 0
  let checksum = 0
  for await (const bytes of member.method === DEFLATED ? inflate(file, packed) : packed) {
    length += bytes.length
    if (length > member.bytes) break
    checksum = crc32(bytes, checksum)
    yield bytes
  }
  if (length !== member.bytes || checksum !== member.crc32) {
    throw new InputError({ file }, `is damaged: length or checksum of ${member.name} does not match.`)
  }
}

async function* inflate(file: string, packed: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unpacker = createInflateRaw({ chunkSize: 262_144 })
  const closed = new Promise((resolve) => unpacker.once('close', resolve))
  const feed = async (): Promise<void> => {
    for await (const bytes of packed) {
      if (unpacker.destroyed) return
      if (!unpacker.write(bytes))
        await Promise.race([closed, new Promise((resolve) => unpacker.once('drain', resolve))])
    }
    unpacker.end()
  }
  const feeding = feed().catch((error: unknown) => {
    unpacker.destroy(error instanceof Error ? error : new Error(String(error)))
  })
  try {
    yield* unpacker
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError({ file }, `is damaged: it cannot be unpacked (${messageOf(error)}).`)
  } finally {
    unpacker.destroy()
    await feeding
  }
}

/** Cuts a stream of bytes, header first, into chunks of whole records. */
async function* splitRecords(file: string, stream: AsyncGenerator<Uint8Array>): AsyncGenerator<RecordChunk> {
  const header = new HeaderReader(file)
  const bytes = new Uint8Array(CHUNK_RECORDS * RECORD_BYTES)
  let filled = 0
  let firstRow = 0
  for await (const piece of stream) {
    for (let at = header.take(piece); at < piece.length; ) {
      const count = Math.min(piece.length - at, bytes.length - filled)
      bytes.set(piece.subarray(at, at + count), filled)
      filled += count
      at += count
      if (filled === bytes.length) {
        yield { firstRow, rows: CHUNK_RECORDS, bytes, rowsInFile: header.rows() }
        firstRow += CHUNK_RECORDS
        filled = 0
      }
    }
  }
  const rows = Math.floor(filled / RECORD_BYTES)
  const expected = header.rows()
  if (filled % RECORD_BYTES !== 0 || firstRow + rows !== expected) {
    const what = `ends after ${firstRow + rows} rows, but its header says ${expected}. Is it cut short?`
    throw new InputError({ file, row: firstRow + rows }, what)
  }
  if (rows > 0) yield { firstRow, rows, bytes: bytes.subarray(0, filled), rowsInFile: expected }
}

/** Gathers the header from the first pieces of a stream. */
class HeaderReader {
  readonly #file: string
  #bytes = Buffer.alloc(0)
  #rows: number | undefined

  constructor(file: string) {
    this.#file = file
  }

  /** Takes what belongs to the header and returns where the records begin within the piece. */
  take(piece: Uint8Array): number {
    if (this.#rows !== undefined) return 0
    const before = this.#bytes.length
    this.#bytes = Buffer.concat([this.#bytes, piece])
    if (this.#bytes.length < PREFIX_BYTES) return piece.length
    const end = PREFIX_BYTES + npyHeaderBytes(this.#file, this.#bytes)
    if (this.#bytes.length < end) return piece.length
    this.#rows = parseNpyHeader(this.#file, this.#bytes.subarray(PREFIX_BYTES, end).toString('latin1'))
    return end - before
  }

  rows(): number {
    if (this.#rows === undefined) throw new InputError({ file: this.#file }, 'is cut short: it ends within its header.')
    return this.#rows
  }
}
