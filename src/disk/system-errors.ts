/** What the system refuses, in words: the same for every file and folder that is written. */

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it grows beyond the largest file allowed here',
  EACCES: 'no permission to write or read here',
  EPERM: 'no permission to write or read here',
  EROFS: 'the file system is read-only',
  EEXIST: 'it exists already and is not overwritten',
  ENOTDIR: 'a part of this path is a file, not a folder',
  EISDIR: 'it is a folder, not a file',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
}

/** The code of a system error, such as "ENOSPC"; empty for any other error. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Why the system refused, without a full stop; for codes that have no words here its own message. */
export function systemWords(error: unknown): string {
  return WORDS[systemCode(error)] ?? (error instanceof Error ? error.message : String(error))
}
