/** Makes the folders that outputs go to. */
import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { InputError } from '../core/bug.ts'
import { systemCode, systemWords } from './system-errors.ts'

/**
 * Makes a folder, and those above it that are not there, for an output. Throws `InputError` naming the output. One
 * folder after the other: `mkdirSync` with `recursive` tries for ever where nothing can be made in a folder that
 * exists, such as /proc.
 */
export function makeFolder(folder: string, output: string = folder): void {
  if (folder === '') throw new InputError({}, 'The name of the output is empty: give a path.')
  try {
    for (const path of missingFolders(resolve(folder))) makeOne(path)
  } catch (error) {
    const what = output === folder ? 'the folder' : `its folder ${folder}`
    throw new InputError({ file: output }, `${what} cannot be made: ${systemWords(error)}.`)
  }
}

/** From the outermost on. Ends at the first folder that exists, at the latest at the root. */
function missingFolders(folder: string): string[] {
  const missing: string[] = []
  let here = folder
  while (!isThere(here) && dirname(here) !== here) {
    missing.unshift(here)
    here = dirname(here)
  }
  return missing
}

/** Throws where the path is there and no folder, or where it cannot be told. */
function isThere(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined || found.isDirectory()) return found !== undefined
  throw Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR' })
}

function makeOne(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    const code = systemCode(error)
    // Somebody else has made it meanwhile.
    if (code === 'EEXIST' && isThere(path)) return
    if (code === 'ENOENT') throw new Error(`nothing can be made in ${dirname(path)}`)
    throw error
  }
}
