/**
 * A golden result: what a scenario gave when somebody last said that this is right. Beside `x.yaml` stand
 * `x.golden.json`, the result without the machine that it was computed on, and `x.golden.journal`, the journal behind
 * it, compressed, from which the first entry that differs is told.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { InputError } from '../core/bug.ts'
import { OutputFile } from '../data/output-file.ts'
import { bytesFrom } from '../journal/byte-source.ts'
import { JournalReader } from '../journal/journal-reader.ts'
import type { Result } from '../report/summary.ts'
import { sha256 } from '../stores/journal-file.ts'

/** A journal that takes more than this when compressed is not kept: it would weigh on the repository that it is in. */
export const GOLDEN_JOURNAL_BYTES_MAX: number = 300 * 1024

export interface GoldenFiles {
  readonly result: string
  readonly journal: string
}

export function goldenFiles(scenarioFile: string): GoldenFiles {
  const base = scenarioFile.replace(/\.ya?ml$/, '')
  return { result: `${base}.golden.json`, journal: `${base}.golden.journal` }
}

export function hasGolden(scenarioFile: string): boolean {
  return existsSync(goldenFiles(scenarioFile).result)
}

/** Throws `InputError` where the file is no result. */
export function readGoldenResult(file: string): Result {
  try {
    const result = JSON.parse(readFileSync(file, 'utf8')) as Partial<Result> | null
    if (typeof result?.rootHash === 'string') return result as Result
  } catch (error) {
    throw new InputError({ file }, `is no golden result: ${(error as Error).message}. --update writes it anew.`)
  }
  throw new InputError({ file }, 'is no golden result: it has no root hash. --update writes it anew.')
}

/** The golden journal, or undefined where there is none. Throws `InputError` where it cannot be read. */
export function openGoldenJournal(file: string): JournalReader | undefined {
  if (!existsSync(file)) return undefined
  let problem: string | undefined
  try {
    const reader = new JournalReader(bytesFrom(brotliDecompressSync(readFileSync(file))), sha256)
    if (!reader.problem) return reader
    problem = reader.problem.what
  } catch (error) {
    problem = (error as Error).message
  }
  throw new InputError({ file }, `is no golden journal: ${problem}. --update writes it anew.`)
}

/** A journal's bytes as the golden journal holds them. */
export function packJournal(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = Buffer.concat(chunks)
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_LGWIN]: 24 }
  return brotliCompressSync(bytes, { params })
}

/** Writes both files; says whether the journal was small enough to be kept. `packed` is null where it is not. */
export function writeGolden(
  { result: file, journal }: GoldenFiles,
  result: Result,
  packed: Uint8Array | null,
): boolean {
  replace(file, new TextEncoder().encode(goldenText(result)))
  const keeps = packed !== null && packed.length <= GOLDEN_JOURNAL_BYTES_MAX
  if (keeps) replace(journal, packed)
  else rmSync(journal, { force: true })
  return keeps
}

export function goldenText(result: Result): string {
  return `${JSON.stringify(result, null, 2)}\n`
}

function replace(file: string, bytes: Uint8Array): void {
  const output = new OutputFile(file, { overwrite: true })
  output.write(bytes)
  output.commit()
}
