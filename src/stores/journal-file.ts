/**
 * A run's folder on disk: `journal.bin`, which is the run, `manifest.json`, a copy of the manifest in it for people,
 * and `summary.json`, written at the end by others. Writing is synchronous: when `append` returns, the system has the
 * bytes; when `flush` returns, the disk has them.
 */
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../core/bug.ts'
import { makeFolder } from '../disk/folders.ts'
import { systemCode, systemWords } from '../disk/system-errors.ts'
import type { ByteSource } from '../journal/byte-source.ts'
import { canonicalJson } from '../journal/canonical-json.ts'
import type { Sha256 } from '../journal/chain.ts'
import { type JournalProblem, JournalReader } from '../journal/journal-reader.ts'
import { type VerifyReport, verifyJournal } from '../journal/verify-journal.ts'

export const JOURNAL_FILE = 'journal.bin'
export const MANIFEST_FILE = 'manifest.json'
export const SUMMARY_FILE = 'summary.json'

export const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export class JournalFile {
  readonly path: string
  #fd: number | undefined

  constructor(path: string, fd: number) {
    this.path = path
    this.#fd = fd
  }

  /**
   * Writes all the bytes. Throws `InputError` when the disk is full or gone: what was written before stays readable.
   */
  append(bytes: Uint8Array): void {
    const fd = this.#open()
    attempt(this.path, () => {
      for (let at = 0; at < bytes.length; ) at += fs.writeSync(fd, bytes, at, bytes.length - at)
    })
  }

  /** Makes what was appended durable. */
  flush(): void {
    const fd = this.#open()
    attempt(this.path, () => fs.fdatasyncSync(fd))
  }

  /** Makes the file durable and closes it. A second call does nothing. */
  close(): void {
    const fd = this.#fd
    if (fd === undefined) return
    this.#fd = undefined
    attempt(this.path, () => {
      try {
        fs.fdatasyncSync(fd)
      } finally {
        fs.closeSync(fd)
      }
    })
  }

  #open(): number {
    if (this.#fd === undefined) throw new InputError({ file: this.path }, 'the journal was closed.')
    return this.#fd
  }
}

/**
 * Makes the run folder with an empty `journal.bin` and the `manifest.json`. A folder that holds a run already is an
 * `InputError` unless `overwrite` says that this run takes its place; other files in the folder stay as they are.
 */
export function openJournalFile(
  folder: string,
  manifest: unknown,
  { overwrite }: { readonly overwrite: boolean },
): JournalFile {
  makeFolder(folder)
  const [path, copy, summary] = [JOURNAL_FILE, MANIFEST_FILE, SUMMARY_FILE].map((name) => join(folder, name))
  const text = `${canonicalJson(manifest, '  ')}\n`
  for (const file of [path!, copy!, summary!]) {
    if (!overwrite && fs.existsSync(file))
      throw new InputError({ file }, 'exists already and is not overwritten: choose another folder, or say --force.')
  }
  const flag = overwrite ? 'w' : 'wx'
  const file = new JournalFile(
    path!,
    attempt(path!, () => fs.openSync(path!, flag)),
  )
  try {
    attempt(summary!, () => fs.rmSync(summary!, { force: true }))
    attempt(copy!, () => fs.writeFileSync(copy!, text, { flag }))
  } catch (error) {
    file.close()
    if (!overwrite) fs.rmSync(path!, { force: true })
    throw error
  }
  return file
}

/** A recorded run that is open for reading. */
export interface RecordedJournal {
  readonly path: string
  /** What the run was made of, from the journal itself. */
  readonly manifest: unknown
  readonly reader: JournalReader
  close(): void
}

/** Opens a run's journal. Throws `InputError` where there is none, or where its header cannot be read. */
export function readJournal(folder: string): RecordedJournal {
  const { path, source, close } = openSource(folder)
  try {
    const reader = new JournalReader(source, sha256)
    if (reader.problem) throw new InputError({ file: path }, `cannot be read: ${reader.problem.what}.`)
    return { path, manifest: parseManifest(path, reader.manifestText), reader, close }
  } catch (error) {
    close()
    throw error
  }
}

/** Throws `InputError` where a reader stopped at damage; a journal that breaks off is none. */
export function refuseDamage(problem: JournalProblem | undefined, path: string): void {
  if (problem?.kind !== 'corrupt') return
  const where = `at entry ${problem.seq}, byte ${problem.byteOffset}`
  throw new InputError({ file: path }, `is damaged ${where}: ${problem.what}. See hftsim journal verify.`)
}

export interface VerifyFolderReport extends VerifyReport {
  readonly path: string
  /** Whether `manifest.json` still says what the journal says. The journal is what counts. */
  readonly manifestCopy: 'same' | 'differs' | 'absent'
}

/**
 * Verifies a run's journal from its first byte to its last. Throws `InputError` only where it cannot be opened or
 * read.
 */
export function verifyJournalFile(folder: string): VerifyFolderReport {
  const { path, source, close } = openSource(folder)
  try {
    const report = verifyJournal(source, sha256)
    return { path, ...report, manifestCopy: compareCopy(folder, report.manifestText) }
  } finally {
    close()
  }
}

function openSource(folder: string): {
  readonly path: string
  readonly source: ByteSource
  readonly close: () => void
} {
  const path = join(folder, JOURNAL_FILE)
  if (!fs.existsSync(path)) throw new InputError({ file: folder }, `is no run folder: it has no ${JOURNAL_FILE}.`)
  const fd = attempt(path, () => fs.openSync(path, 'r'))
  const read = (into: Uint8Array): number => attempt(path, () => fs.readSync(fd, into, 0, into.length, null))
  return { path, source: { read }, close: () => fs.closeSync(fd) }
}

function parseManifest(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InputError({ file: path }, 'holds a manifest that is no JSON.')
  }
}

function compareCopy(folder: string, manifestText: string): VerifyFolderReport['manifestCopy'] {
  const copy = join(folder, MANIFEST_FILE)
  if (!fs.existsSync(copy)) return 'absent'
  try {
    return canonicalJson(JSON.parse(fs.readFileSync(copy, 'utf8'))) === manifestText ? 'same' : 'differs'
  } catch {
    return 'differs'
  }
}

/** Runs a step on the file system; its failure is an answer about the path, not a stack. */
function attempt<T>(path: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    if (systemCode(error) === '') throw error
    throw new InputError({ file: path }, `${systemWords(error)}.`)
  }
}
