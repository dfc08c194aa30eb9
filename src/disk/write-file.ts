/** A file that is written at one go: it appears whole or not at all, and takes the place of another only then. */
import { randomBytes } from 'node:crypto'
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { InputError } from '../core/bug.ts'
import { systemCode, systemWords } from './system-errors.ts'

/**
 * Writes a whole file. The bytes go to a temporary neighbour, which then takes the name; where a link stands, the file
 * that it leads to is replaced. What is no file, such as /dev/stdout, is written to directly. Throws `InputError`
 * naming the path; a file that was there before is then as it was.
 */
export function writeWhole(path: string, text: string | Uint8Array): void {
  if (path === '') throw new InputError({}, 'The name of the output is empty: give the name of a file.')
  try {
    const there = statSync(path, { throwIfNoEntry: false })
    if (there === undefined) replace(path, text)
    else if (there.isFile()) replace(realpathSync(path), text)
    else writeFileSync(path, text)
  } catch (error) {
    throw new InputError({ file: path }, `cannot be written: ${wordsOf(error, path)}.`)
  }
}

function replace(path: string, text: string | Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.partial`)
  try {
    writeFileSync(temporary, text, { flag: 'wx', flush: true })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function wordsOf(error: unknown, path: string): string {
  return systemCode(error) === 'ENOENT' ? `there is no folder ${dirname(path)}` : systemWords(error)
}
