/** Where bundles are kept: Node imports files, and a source map needs a place that its paths are relative to. */
import { createHash } from 'node:crypto'
import { access, constants, lstat, mkdir, mkdtemp, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { threadId } from 'node:worker_threads'

/**
 * The cache folder for a user's file: in the nearest `node_modules` above it, or in the temporary folder where there is
 * none or nothing may be written to it.
 */
export async function bundleFolder(file: string): Promise<string> {
  const modules = await nearestModules(dirname(file))
  if (modules) {
    const cache = join(modules, '.cache', 'hftsim')
    if (await isWritable(cache)) return cache
  }
  return temporaryFolder()
}

/** Writes a bundle under a name made from its content, and gives its path. A bundle that is there already stays. */
export async function keepBundle(folder: string, name: string, code: string): Promise<string> {
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 16)
  const path = join(folder, `${name}-${hash}.mjs`)
  if ((await readFile(path, 'utf8').catch(() => undefined)) === code) return path
  // Other processes and threads may write or import the same name at this moment: they see all of it or nothing.
  const unfinished = `${path}.${process.pid}-${threadId}.tmp`
  await writeFile(unfinished, code)
  await rename(unfinished, path)
  return path
}

async function nearestModules(folder: string): Promise<string | undefined> {
  for (let here = folder; ; here = dirname(here)) {
    const modules = join(here, 'node_modules')
    if (
      await stat(modules).then(
        (found) => found.isDirectory(),
        () => false,
      )
    )
      return modules
    if (dirname(here) === here) return undefined
  }
}

async function isWritable(folder: string): Promise<boolean> {
  return mkdir(folder, { recursive: true })
    .then(() => access(folder, constants.W_OK))
    .then(
      () => true,
      () => false,
    )
}

/** A folder of this user alone: what lies in it is executed, so nobody else may have made it. */
async function temporaryFolder(): Promise<string> {
  const uid = process.getuid?.()
  const folder = join(tmpdir(), `hftsim-${uid ?? 'cache'}`)
  await mkdir(folder, { mode: 0o700 }).catch(() => undefined)
  const found = await lstat(folder).catch(() => undefined)
  const isOurs = found?.isDirectory() && (uid === undefined || (found.uid === uid && (found.mode & 0o022) === 0))
  return isOurs ? folder : mkdtemp(join(tmpdir(), 'hftsim-'))
}
