/**
 * Modules as users run them, joined: a thread is up sooner with them than with sources. The package itself shows none
 * of those that a bench calls, so they are built beside it, in the same way.
 */
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = resolve(import.meta.dirname, '../..')
/** In the project, as packages are found from there. What a bench that was stopped left there is written over. */
const FOLDER = join(ROOT, 'bench.tmp')

/** Builds the modules, named by their paths below `src/`; the answer loads one of them. */
export async function built(modules: readonly string[]): Promise<<T>(module: string) => Promise<T>> {
  const { ENTRIES, joinModules } = (await import(urlOf(ROOT, 'tools/make-package.js'))) as {
    ENTRIES: readonly string[]
    joinModules(entries: readonly string[], folder: string): Promise<unknown>
  }
  process.on('exit', () => rmSync(FOLDER, { recursive: true, force: true }))
  rmSync(FOLDER, { recursive: true, force: true })
  await joinModules([...ENTRIES, ...modules], FOLDER)
  return (module) => import(urlOf(FOLDER, `${module}.js`))
}

function urlOf(folder: string, path: string): string {
  return pathToFileURL(join(folder, path)).href
}
