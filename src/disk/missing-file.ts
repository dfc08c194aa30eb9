/** Says that a file is not there, and which file in its folder was meant. */
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { didYouMean } from '../core/nearest-name.ts'

/** Why a path cannot be read as a file, or undefined when it is one. */
export async function missingFile(path: string): Promise<string | undefined> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error)
  if (!(found instanceof Error)) return found.isDirectory() ? `"${path}" is a folder, not a file.` : undefined
  if (found.code !== 'ENOENT' && found.code !== 'ENOTDIR') return `"${path}" cannot be read: ${found.message}.`
  const folder = dirname(path)
  const names = await readdir(folder).catch(() => undefined)
  if (!names) return `There is no file "${path}", nor the folder "${folder}".`
  return `There is no file "${path}".${didYouMean(basename(path), names.toSorted())}`
}
