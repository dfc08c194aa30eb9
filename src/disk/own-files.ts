/**
 * Where this package's own files are. Sources run as they stand under tests; once built, modules are joined to a few
 * files in `dist/`, where `import.meta.url` no longer says which module asks. So places are told here alone: this
 * module is one folder deep in `src/`, and in `dist/` it is in `chunks/`, as the command line and others share it.
 */
import { fileURLToPath } from 'node:url'

const isBuilt = !import.meta.url.endsWith('.ts')

/** The folder of the modules that run, `src/` or `dist/`. */
export const MODULES: URL = new URL('../', import.meta.url)

/** The folder of the package, with a slash at its end. */
export const PACKAGE_FOLDER: string = fileURLToPath(new URL('../', MODULES))

/** A module by its path below `src/`, without the ending; once built, one of the entries of tools/make-package.js. */
export function packageModule(path: string): URL {
  return new URL(`${path}.${isBuilt ? 'js' : 'ts'}`, MODULES)
}
