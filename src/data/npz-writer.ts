/**
 * Writes event records as .npy or .npz (by the name of the output), in the bytes that numpy would write for the array.
 * The number of rows is given first, since it stands in the header before them.
 */
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib'
import { Bug, InputError } from '../core/bug.ts'
import { formatNpyHeader, RECORD_BYTES } from './npy.ts'
import { EVENTS_MEMBER } from './npz-reader.ts'
import { OutputFile } from './output-file.ts'
import { DEFLATED, localHeader, localHeaderBytes, STORED, type ZipMember, zipEnd } from './zip.ts'

export interface RecordWriterOptions {
  readonly rows: number
  readonly overwrite: boolean
  /** For .npz: deflate (default) or store as it is. */
  readonly deflate?: boolean
}

export interface RecordWriter {
  /** Takes whole records; the bytes may be used again once the promise is fulfilled. */
  append(records: Uint8Array): Promise<void>
  close(): Promise<void>
  /** Leaves nothing behind. May be called at any time, also after `close` (then it does nothing). */
  abort(): void
}

export async function createRecordFile(path: string, options: RecordWriterOptions): Promise<RecordWriter> {
  if (!/\.np[yz]$/.test(path)) throw new InputError({ file: path }, 'must end in .npz or .npy.')
  const file = new OutputFile(path, options)
  const method = (options.deflate ?? true) ? DEFLATED : STORED
  const packer = path.endsWith('.npz') ? new MemberPacker(file, method) : new PlainPacker(file)
  const writer = new CountingWriter(file, packer, options.rows)
  await packer.write(formatNpyHeader(options.rows))
  return writer
}

interface Packer {
  write(bytes: Uint8Array): Promise<void>
  end(): Promise<void>
  abort(): void
}

class CountingWriter implements RecordWriter {
  readonly #file: OutputFile
  readonly #packer: Packer
  readonly #rows: number
  #bytes = 0

  constructor(file: OutputFile, packer: Packer, rows: number) {
    this.#file = file
    this.#packer = packer
    this.#rows = rows
  }

  async append(records: Uint8Array): Promise<void> {
    this.#bytes += records.length
    await this.#packer.write(records)
  }

  async close(): Promise<void> {
    if (this.#bytes !== this.#rows * RECORD_BYTES) {
      throw new Bug(
        `Cannot close the record file: ${this.#bytes / RECORD_BYTES} rows came, ${this.#rows} were announced`,
      )
    }
    await this.#packer.end()
    this.#file.commit()
  }

  abort(): void {
    this.#packer.abort()
    this.#file.abort()
  }
}

class PlainPacker implements Packer {
  readonly #file: OutputFile

  constructor(file: OutputFile) {
    this.#file = file
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#file.write(bytes)
  }

  async end(): Promise<void> {}

  abort(): void {}
}

/** One member of a zip archive. Its header is written twice: first for its room, at the end with sizes and checksum. */
class MemberPacker implements Packer {
  readonly #file: OutputFile
  readonly #method: number
  readonly #deflate: DeflateRaw | undefined
  #crc32 = 0
  #bytes = 0
  #failure: unknown

  constructor(file: OutputFile, method: number) {
    this.#file = file
    this.#method = method
    file.write(localHeader(this.#member()))
    if (method === DEFLATED) {
      this.#deflate = createDeflateRaw()
      this.#deflate.on('data', (packed: Uint8Array) => this.#keep(packed))
      this.#deflate.on('error', (error) => {
        this.#failure ??= error
      })
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    // Of nothing at all, `crc32` of Node 22.18 forgets what came before.
    if (bytes.length === 0) return
    this.#bytes += bytes.length
    this.#crc32 = crc32(bytes, this.#crc32)
    const deflate = this.#deflate
    if (deflate) await new Promise<void>((resolve) => deflate.write(bytes, () => resolve()))
    else this.#keep(bytes)
    if (this.#failure) throw this.#failure
  }

  async end(): Promise<void> {
    const deflate = this.#deflate
    if (deflate) await new Promise<void>((resolve) => deflate.once('close', resolve).end())
    if (this.#failure) throw this.#failure
    const member = this.#member()
    this.#file.patch(localHeader(member), 0)
    this.#file.write(zipEnd(member))
  }

  abort(): void {
    this.#deflate?.destroy()
  }

  /** A failure of the file inside a stream's callback waits for the next call, which throws it. */
  #keep(packed: Uint8Array): void {
    if (this.#failure) return
    try {
      this.#file.write(packed)
    } catch (error) {
      this.#failure = error
    }
  }

  #member(): ZipMember {
    const start = localHeaderBytes(EVENTS_MEMBER)
    return {
      name: EVENTS_MEMBER,
      method: this.#method,
      crc32: this.#crc32,
      packedBytes: Math.max(0, this.#file.size - start),
      bytes: this.#bytes,
      start,
    }
  }
}
