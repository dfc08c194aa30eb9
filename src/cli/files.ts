/** The files that a command is told to read and to write, looked at before it begins. */
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { InputError } from '../core/bug.ts'
import { makeFolder } from '../disk/folders.ts'
import { missingFile } from '../disk/missing-file.ts'

/** Throws `InputError` for the first file that is not there, with the name that was probably meant. */
export async function refuseMissing(files: readonly string[]): Promise<void> {
  for (const file of files) {
    const why = await missingFile(file)
    if (why !== undefined) throw new InputError({}, why)
  }
}

/** Makes the folder of an output. Throws `InputError` where that fails, or where the output may not be replaced. */
export function prepareOutput(file: string, { overwrite }: { readonly overwrite: boolean }): void {
  if (file === '') throw new InputError({ path: '--out' }, 'is empty: give the name of a file.')
  const there = statSync(file, { throwIfNoEntry: false })
  if (there !== undefined && !there.isFile()) {
    throw new InputError(
      { file },
      `is ${there.isDirectory() ? 'a folder' : 'no regular file'}: give the name of a file.`,
    )
  }
  if (there !== undefined && !overwrite) {
    throw new InputError({ file }, 'exists already. Choose another name, or replace it with --force.')
  }
  makeFolder(dirname(file), file)
}
