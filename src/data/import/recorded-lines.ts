/**
 * Reads recordings line by line: text, plain or gzip, told apart by its first bytes and not by its name. Lines are
 * handed over as they come out, so that all lines before a tear are seen. Memory is bounded by the longest line.
 */
import { createHash } from 'node:crypto'
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { InputError } from '../../core/bug.ts'
import type { MarketFileSource } from '../manifest.ts'

/** Far above the longest honest line (a snapshot of 5,000 levels a side is 0.3 MB). */
const LINE_LENGTH_MAX = 1 << 24

export interface LineReader {
  /** `line` from 1, without its line end. What it throws stops the reading and comes out of `readLines`. */
  onLine(text: string, line: number): void
  /** The file ends inside its compression, or inside a line. Says whether the whole lines before that may stand. */
  onTornTail(): boolean
  /** Bytes of the file read so far, and all of them. What it throws stops the reading likewise. */
  onProgress(bytesRead: number, bytes: number): void
}

/** Reads one file to its end. Throws `InputError` for a file that is missing, empty, torn or broken. */
export async function readLines(path: string, reader: LineReader): Promise<MarketFileSource> {
  const { bytes, isGzip } = inspect(path)
  const raw = createReadStream(path)
  const gunzip = isGzip ? raw.pipe(createGunzip()) : undefined
  const text = gunzip ?? raw
  const hash = createHash('sha256')
  const splitter = new LineSplitter(path, reader)
  let bytesRead = 0
  try {
    await consume(raw, text, {
      onBytes(chunk) {
        hash.update(chunk)
        bytesRead += chunk.length
        reader.onProgress(bytesRead, bytes)
      },
      onText: (chunk) => splitter.push(chunk.toString('latin1')),
    })
    // Behind a gzip member stands the next one or nothing; the decompressor passes over anything else in silence.
    if (gunzip && gunzip.bytesWritten !== bytes) {
      throw new InputError(
        { file: path },
        `holds ${bytes - gunzip.bytesWritten} bytes behind the end of its gzip data.`,
      )
    }
    splitter.end()
  } catch (error) {
    if (codeOf(error) !== 'Z_BUF_ERROR') throw asAnswer(error, path, splitter.line)
    if (!reader.onTornTail()) {
      throw new InputError({ file: path, line: splitter.line + 1 }, 'the file is cut off: its gzip data has no end.')
    }
  } finally {
    raw.destroy()
    text.destroy()
  }
  return { name: basename(path), sha256: hash.digest('hex'), bytes }
}

function inspect(path: string): { bytes: number; isGzip: boolean } {
  try {
    const stat = statSync(path)
    if (!stat.isFile()) throw new InputError({ file: path }, 'is not a file.')
    const head = Buffer.alloc(2)
    const descriptor = openSync(path, 'r')
    try {
      readSync(descriptor, head, 0, 2, 0)
    } finally {
      closeSync(descriptor)
    }
    if (stat.size === 0) throw new InputError({ file: path }, 'is empty.')
    return { bytes: stat.size, isGzip: head[0] === 0x1f && head[1] === 0x8b }
  } catch (error) {
    throw asAnswer(error, path, 0)
  }
}

interface ChunkHandlers {
  onBytes(chunk: Buffer): void
  onText(chunk: Buffer): void
}

/**
 * Listens instead of iterating: an asynchronous iterator drops chunks that wait when an error comes, and with them
 * the last whole lines before a tear.
 */
function consume(raw: Readable, text: Readable, handlers: ChunkHandlers): Promise<void> {
  return new Promise((resolve, reject) => {
    const guarded = (handle: (chunk: Buffer) => void) => (chunk: Buffer) => {
      if (text.destroyed) return
      try {
        handle(chunk)
      } catch (error) {
        raw.destroy()
        text.destroy()
        reject(error)
      }
    }
    raw.on('error', reject)
    text.on('error', reject)
    text.on('end', resolve)
    raw.on('data', guarded(handlers.onBytes))
    text.on('data', guarded(handlers.onText))
  })
}

class LineSplitter {
  /** Lines handed over so far. */
  line = 0
  readonly #path: string
  readonly #reader: LineReader
  #rest = ''

  constructor(path: string, reader: LineReader) {
    this.#path = path
    this.#reader = reader
  }

  push(chunk: string): void {
    let from = 0
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      this.#handOver(this.#rest + chunk.slice(from, end))
      this.#rest = ''
      from = end + 1
    }
    this.#rest += chunk.slice(from)
    if (this.#rest.length > LINE_LENGTH_MAX) {
      throw new InputError(
        { file: this.#path, line: this.line + 1 },
        `the line is over ${LINE_LENGTH_MAX} characters long.`,
      )
    }
  }

  /** A last line without a line end is either whole or where the file was torn. */
  end(): void {
    if (this.#rest === '') return
    if (isWholeLine(this.#rest)) return this.#handOver(this.#rest)
    if (this.#reader.onTornTail()) return
    throw new InputError({ file: this.#path, line: this.line + 1 }, 'the file is cut off inside this line.')
  }

  #handOver(text: string): void {
    this.line++
    this.#reader.onLine(text.endsWith('\r') ? text.slice(0, -1) : text, this.line)
  }
}

/** `<stamp> <object>` with the object closed. */
function isWholeLine(text: string): boolean {
  try {
    return typeof JSON.parse(text.slice(text.indexOf(' ') + 1)) === 'object'
  } catch {
    return false
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** System and decompression errors become answers; all else is passed on. */
function asAnswer(error: unknown, path: string, line: number): unknown {
  const code = codeOf(error)
  if (code.startsWith('Z_')) {
    const what = error instanceof Error ? error.message : code
    return new InputError({ file: path, line: line + 1 }, `the gzip data is broken: ${what}.`)
  }
  if (code === 'ENOENT') return new InputError({ file: path }, 'there is no such file.')
  if (/^E[A-Z]+$/.test(code)) return new InputError({ file: path }, `cannot be read: ${code}.`)
  return error
}
