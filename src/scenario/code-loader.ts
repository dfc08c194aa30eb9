/** Loads a user's TypeScript or JavaScript file. An error in it shows a stack in the user's own lines. */
import { realpath } from 'node:fs/promises'
import { dirname, parse, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { InputError } from '../core/bug.ts'
import { didYouMean } from '../core/nearest-name.ts'
import { missingFile } from '../disk/missing-file.ts'
import { packageModule } from '../disk/own-files.ts'
import { bundleModule, type PackageEntries } from './bundle.ts'
import { bundleFolder, keepBundle } from './bundle-folder.ts'

export interface LoadedCode {
  readonly exports: Readonly<Record<string, unknown>>
  /** SHA-256 of the user's own code, the same on every machine. */
  readonly codeHash: string
}

/** Loads the file at a path. Throws `InputError` where it is missing or is not valid code. */
export async function loadCode(path: string, entries: PackageEntries = OWN_ENTRIES): Promise<LoadedCode> {
  const missing = await missingFile(path)
  if (missing) throw new InputError({ file: path }, missing)
  // The real path, since that is what the names of imported files are relative to.
  const file = await realpath(resolve(path))
  const folder = await realpath(await bundleFolder(file))
  const { code, codeHash } = await bundleModule(file, folder, entries)
  const bundle = await keepBundle(folder, parse(file).name, code)
  process.setSourceMapsEnabled(true)
  const exports = await import(pathToFileURL(bundle).href).catch(async (error: unknown) => {
    throw (await unknownImport(error, path, entries)) ?? error
  })
  return { exports, codeHash }
}

/** The files that a module of the user's is made of: its own, those that it imports. Of broken code its own alone. */
export async function filesOfCode(path: string): Promise<readonly string[]> {
  const file = resolve(path)
  const bundle = await bundleModule(file, dirname(file), OWN_ENTRIES).catch(() => undefined)
  return bundle?.files ?? [file]
}

const OWN_ENTRIES: PackageEntries = new Map([
  ['hftsim', packageModule('index')],
  ['hftsim/testing', packageModule('testing')],
])

/** A name imported from `hftsim` that it does not export, said in terms of the user's file. */
async function unknownImport(error: unknown, path: string, entries: PackageEntries): Promise<InputError | undefined> {
  if (!(error instanceof SyntaxError)) return undefined
  const [, name] = /does not provide an export named '(\w+)'/.exec(error.message) ?? []
  const from = [...entries].find(([, url]) => error.message.includes(url.href))
  if (!name || !from) return undefined
  const known = Object.keys(await import(from[1].href))
  return new InputError({ file: path }, `"${from[0]}" has no export "${name}".${didYouMean(name, known)}`)
}
