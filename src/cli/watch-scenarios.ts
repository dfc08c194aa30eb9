/** Waits for changes of files that scenarios are made of, and says which scenarios they belong to. */
import { existsSync, type FSWatcher, statSync, watch } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { findScenarios } from '../scenario/expect/suite.ts'
import { watchedFiles } from '../scenario/expect/watched-files.ts'

/** Editors write a file in several steps: a round begins when nothing has changed for this long. */
const QUIET_MS = 150

/**
 * Calls `onChange` with the scenarios that changed files belong to, after each change, until the signal; what
 * changes meanwhile comes afterwards. Scenarios that appear in a folder are found.
 */
export async function watchScenarios(
  paths: readonly string[],
  signal: AbortSignal,
  onChange: (files: readonly string[]) => Promise<void>,
): Promise<void> {
  const parts = new Map<string, Set<string>>()
  let seen: ReadonlyMap<string, number> = new Map()
  while (!signal.aborted) {
    const files = findScenarios(paths).map(({ file }) => file)
    for (const file of files) {
      // Of code that is broken at the moment its imports are not known: those from before are watched on.
      const known = parts.get(file) ?? new Set()
      parts.set(file, known)
      for (const part of await watchedFiles(file)) known.add(part)
    }
    // A signal that came meanwhile comes no second time.
    if (signal.aborted) return
    const all = [...new Set(files.flatMap((file) => [...parts.get(file)!]))]
    // What changed while the last round ran.
    const missed = all.filter((file) => seen.has(file) && seen.get(file) !== changedAt(file))
    const next = missed.length > 0 ? new Set(missed) : nextChange(all, foldersOf(paths), signal)
    // Said once it is true: what changes from then on is seen.
    if (missed.length === 0) console.log(`Watching ${all.length} files of ${files.length} scenarios; Ctrl-C ends.`)
    const changed = await next
    seen = new Map(all.map((file) => [file, changedAt(file)]))
    const concerned = findScenarios(paths)
      .map(({ file }) => file)
      .filter((file) => [...(parts.get(file) ?? [resolve(file)])].some((part) => changed.has(part)))
    if (concerned.length > 0) await onChange(concerned)
  }
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** Paths that change until it is quiet again; none when the signal comes first. */
function nextChange(files: readonly string[], folders: readonly string[], signal: AbortSignal): Promise<Set<string>> {
  const changed = new Set<string>()
  const watched = new Set(files)
  const watchers: FSWatcher[] = []
  return new Promise<Set<string>>((done) => {
    let quiet: NodeJS.Timeout | undefined
    const end = (): void => {
      clearTimeout(quiet)
      for (const watcher of watchers) watcher.close()
      signal.removeEventListener('abort', end)
      done(changed)
    }
    signal.addEventListener('abort', end, { once: true })
    // Folders, not files: many editors write a new file and give it the old name.
    for (const folder of new Set([...files.map((file) => dirname(file)), ...folders])) {
      if (!existsSync(folder)) continue
      const watcher = watch(folder, (_, name) => {
        const path = name === null ? undefined : join(folder, name)
        if (path !== undefined && !watched.has(path) && !/\.ya?ml$/.test(path)) return
        if (path === undefined) for (const file of files) changed.add(file)
        else changed.add(path)
        clearTimeout(quiet)
        quiet = setTimeout(end, QUIET_MS)
      })
      watcher.on('error', () => {})
      watchers.push(watcher)
    }
  })
}

function foldersOf(paths: readonly string[]): string[] {
  return paths.filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory()).map((path) => resolve(path))
}
