/** Waits for changes of files that scenarios are made of, and says which scenarios they belong to. */
import { existsSync, type FSWatcher, statSync, watch } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { findScenarios } from '../scenario/expect/suite.ts'
import { watchedFiles } from '../scenario/expect/watched-files.ts'

/** Editors write a file in several steps: a round begins when nothing has changed for this long. */
const QUIET_MS = 150

/**
 * Calls `test` with the paths, and then, after each change, with the scenarios that changed files belong to, until the
 * signal; what changes meanwhile comes afterwards. Scenarios that appear in a folder are found; only those with
 * `filter` in their path count.
 */
export async function watchScenarios(
  paths: readonly string[],
  filter: string | undefined,
  signal: AbortSignal,
  test: (files: readonly string[]) => Promise<unknown>,
): Promise<void> {
  const parts = new Map<string, Set<string>>()
  let seen: ReadonlyMap<string, number> | undefined
  /** What was said last, and still holds. */
  let said = ''
  while (!signal.aborted) {
    const files = findScenarios(paths, filter).map(({ file }) => file)
    for (const file of files) {
      // Of code that is broken at the moment its imports are not known: those from before are watched on.
      const known = parts.get(file) ?? new Set()
      parts.set(file, known)
      for (const part of await watchedFiles(file)) known.add(part)
    }
    // A signal that came meanwhile comes no second time.
    if (signal.aborted) return
    const all = [...new Set(files.flatMap((file) => [...parts.get(file)!]))]
    if (seen === undefined) {
      seen = stampsOf(all)
      await test(paths)
      continue
    }
    const before = seen
    // What changed while the last round ran.
    const missed = all.filter((file) => before.has(file) && before.get(file) !== changedAt(file))
    const next = missed.length > 0 ? new Set(missed) : nextChange(all, foldersOf(paths), signal)
    // Said once it is true: what changes from then on is seen.
    const scenarios = files.length === 1 ? 'one scenario' : `${files.length} scenarios`
    const words = `Watching ${all.length} files of ${scenarios}; Ctrl-C ends.`
    if (missed.length === 0 && words !== said) {
      console.log(words)
      said = words
    }
    const changed = await next
    seen = stampsOf(all)
    const concerned = findScenarios(paths, filter)
      .map(({ file }) => file)
      .filter((file) => [...(parts.get(file) ?? [resolve(file)])].some((part) => changed.has(part)))
    if (concerned.length === 0) continue
    said = ''
    await test(concerned)
  }
}

function stampsOf(files: readonly string[]): Map<string, number> {
  return new Map(files.map((file) => [file, changedAt(file)]))
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
