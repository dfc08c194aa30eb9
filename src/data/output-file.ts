/**
 * A file that appears whole or not at all: bytes go to a temporary neighbour, which takes the final name on `commit`.
 * An existing file is never touched before that, and never at all unless the caller says so. System errors become
 * answers.
 */
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { InputError } from '../core/bug.ts'
import { systemCode, systemWords } from '../disk/system-errors.ts'

export interface OutputOptions {
  /** Whether a file that already has this name may be replaced. */
  readonly overwrite: boolean
}

export class OutputFile {
  readonly path: string
  /** Bytes written so far. */
  size = 0
  readonly #overwrite: boolean
  readonly #temporary: string
  #descriptor: number | undefined

  /** Throws `InputError` where the output exists already, or its folder is missing or cannot be written. */
  constructor(path: string, options: OutputOptions) {
    if (path === '') throw new InputError({}, 'The name of the output is empty: give the name of a file.')
    this.path = path
    this.#overwrite = options.overwrite
    this.#refuseExisting()
    this.#temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.partial`)
    this.#descriptor = this.#attempt(() => openSync(this.#temporary, 'wx'))
  }

  /** Writes all bytes at the end. A failure (a full disk) removes what was written and throws `InputError`. */
  write(bytes: Uint8Array): void {
    const descriptor = this.#open()
    for (let at = 0; at < bytes.length; ) {
      at += this.#attempt(() => writeSync(descriptor, bytes, at, bytes.length - at))
    }
    this.size += bytes.length
  }

  /** Overwrites bytes that were written before, such as a header that holds the length. */
  patch(bytes: Uint8Array, position: number): void {
    const descriptor = this.#open()
    this.#attempt(() => writeSync(descriptor, bytes, 0, bytes.length, position))
  }

  /** Makes the bytes durable and gives them their final name. */
  commit(): void {
    const descriptor = this.#open()
    this.#attempt(() => fsyncSync(descriptor))
    this.#attempt(() => closeSync(descriptor))
    this.#descriptor = undefined
    try {
      this.#refuseExisting()
      this.#attempt(() => renameSync(this.#temporary, this.path))
    } finally {
      rmSync(this.#temporary, { force: true })
    }
  }

  /** Leaves nothing behind. May be called at any time and more than once. */
  abort(): void {
    if (this.#descriptor === undefined) return
    closeSync(this.#descriptor)
    this.#descriptor = undefined
    rmSync(this.#temporary, { force: true })
  }

  #open(): number {
    if (this.#descriptor === undefined) throw new InputError({ file: this.path }, 'the output is closed already.')
    return this.#descriptor
  }

  #refuseExisting(): void {
    if (!existsSync(this.path)) return
    if (statSync(this.path).isDirectory()) {
      throw new InputError({ file: this.path }, 'is a folder; the output must be the name of a file.')
    }
    if (!this.#overwrite) {
      throw new InputError({ file: this.path }, 'exists already. Choose another name, or allow overwriting.')
    }
  }

  #attempt<Result>(action: () => Result): Result {
    try {
      return action()
    } catch (error) {
      this.abort()
      throw new InputError({ file: this.path }, describeWriteError(error, dirname(this.path)))
    }
  }
}

/** Why `error` kept a file from being written in `folder`. */
export function describeWriteError(error: unknown, folder: string): string {
  switch (systemCode(error)) {
    case 'ENOENT':
      return `cannot be written: ${existsSync(folder) ? 'nothing can be made in' : 'there is no folder'} ${folder}.`
    case 'ENOTDIR':
      return `cannot be written: ${folder} is not a folder.`
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `cannot be written: no permission to write in ${folder}.`
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return `cannot be written: ${systemWords(error)}. Nothing was kept.`
    default:
      return `cannot be written: ${systemWords(error)}.`
  }
}
