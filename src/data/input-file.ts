/** Files that are read: system errors become answers that name the file. */
import { type FileHandle, open } from 'node:fs/promises'
import { InputError } from '../core/bug.ts'

/** Opens a plain file, or throws `InputError`. */
export async function openInput(file: string): Promise<FileHandle> {
  let handle: FileHandle | undefined
  try {
    handle = await open(file, 'r')
    if ((await handle.stat()).isFile()) return handle
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new InputError({ file }, missing ? 'there is no such file.' : `cannot be read: ${messageOf(error)}`)
  }
  await handle.close()
  throw new InputError({ file }, 'is not a file.')
}

/** Fills `into` from `position`, or throws where the file ends before. */
export async function readExactly(handle: FileHandle, position: number, into: Uint8Array): Promise<Uint8Array> {
  for (let at = 0; at < into.length; ) {
    const { bytesRead } = await handle.read(into, at, into.length - at, position + at)
    if (bytesRead === 0) throw new Error('the file ends early')
    at += bytesRead
  }
  return into
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
