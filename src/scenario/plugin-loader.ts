/** Loads a model of the user's own: a file whose default export is a function `(params, deps) => Model`. */
import { InputError } from '../core/bug.ts'
import type { PackageEntries } from './bundle.ts'
import { loadCode } from './code-loader.ts'

export interface LoadedPlugin {
  /** Makes the model. What it returns is for the caller to check. */
  readonly factory: (...given: never[]) => unknown
  /** SHA-256 of the user's own code, the same on every machine. */
  readonly codeHash: string
}

/** Throws `InputError` where the file is missing, is not valid code or exports no function by default. */
export async function loadModule(path: string, entries?: PackageEntries): Promise<LoadedPlugin> {
  const { exports, codeHash } = await loadCode(path, entries)
  const factory = exports['default']
  if (typeof factory === 'function') return { factory: factory as LoadedPlugin['factory'], codeHash }
  const why = factory === undefined ? 'There is no default export' : 'The default export is not a function'
  throw new InputError({ file: path }, `${why}: write "export default (params, deps) => …", which makes the model.`)
}
