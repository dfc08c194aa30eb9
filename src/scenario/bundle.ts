/**
 * Makes one JavaScript module of a user's TypeScript file and all that it imports, by esbuild: all syntax works, and
 * the source map leads errors back to the user's lines. Packages stay outside, resolved from the user's folder;
 * `hftsim` is always the package that is running, so that a file anywhere on disk works without an install.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BuildFailure, build, type Message, type Plugin } from 'esbuild'
import { formatPlace, InputError, type InputPlace } from '../core/bug.ts'

/** Where the running package's own modules are, by the name that users import them under. */
export type PackageEntries = ReadonlyMap<string, URL>

export interface Bundle {
  /** JavaScript with its source map inside, whose paths hold for a file in the folder that was asked for. */
  readonly code: string
  /**
   * SHA-256 over the names (relative to the entry file) and contents of the user's own files, packages left out. The
   * same on every machine and in every folder; line ends do not count.
   */
  readonly codeHash: string
  /** Absolute paths of those files. */
  readonly files: readonly string[]
}

/** Bundles the file at an absolute path, to be written into `folder`. Throws `InputError` with all syntax errors. */
export async function bundleModule(file: string, folder: string, entries: PackageEntries): Promise<Bundle> {
  const home = dirname(file)
  const result = await build({
    absWorkingDir: home,
    entryPoints: [file],
    outfile: join(folder, `${basename(file)}.mjs`),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node22.18',
    sourcemap: 'inline',
    logLevel: 'silent',
    plugins: [packagesOutside(entries)],
  }).catch((error: BuildFailure) => {
    throw Array.isArray(error.errors) && error.errors.length > 0 ? syntaxError(error.errors, file) : error
  })
  const inputs = Object.keys(result.metafile.inputs)
  const files = inputs.map((name) => resolve(home, name))
  return { code: result.outputFiles[0]!.text, codeHash: await hashFiles(home, inputs), files }
}

/** Names in the order of their code units, so that no locale changes the hash. */
async function hashFiles(home: string, names: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const name of names.toSorted((a, b) => (a < b ? -1 : 1))) {
    const content = (await readFile(resolve(home, name), 'latin1')).replaceAll('\r\n', '\n')
    hash.update(`${name}\0${content.length}\0`).update(content, 'latin1')
  }
  return hash.digest('hex')
}

function packagesOutside(entries: PackageEntries): Plugin {
  const resolving = {}
  return {
    name: 'packages-outside',
    setup({ onResolve, resolve: resolveLater }) {
      onResolve({ filter: /^[^./\\]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
        if (kind === 'entry-point' || pluginData === resolving) return undefined
        const own = entries.get(path)
        if (own) return { path: own.href, external: true }
        if (isBuiltin(path)) return { path, external: true }
        const found = await resolveLater(path, { kind, importer, resolveDir, pluginData: resolving })
        if (found.errors.length > 0) return { errors: found.errors }
        // A name that the user's tsconfig maps to a file of theirs is their own code.
        const isPackage = found.path.includes(`${sep}node_modules${sep}`)
        return isPackage ? { path: pathToFileURL(found.path).href, external: true } : { path: found.path }
      })
    },
  }
}

function syntaxError(errors: readonly Message[], file: string): InputError {
  const place = ({ location }: Message): InputPlace =>
    location
      ? { file: resolve(dirname(file), location.file), line: location.line, column: location.column + 1 }
      : { file }
  const [first, ...others] = errors
  const rest = others.map((error) => `\n${formatPlace(place(error))}${error.text}`)
  return new InputError(place(first!), `${first!.text}${rest.join('')}`)
}
