/** Declarations of the package: all modules are compiled, so that all are checked, and what users can reach stays. */
import { readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const IMPORTED = /(?:from|import\() ?['"](\.[^'"]+)\.[jt]s['"]/g

/** Removes from a folder what the declarations of `entries`, named without their ending, do not lead to. */
export function keepReachable(folder, entries) {
  const kept = new Set()
  const keep = (file) => {
    if (kept.has(file)) return
    kept.add(file)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(IMPORTED)) keep(resolve(dirname(file), `${path}.d.ts`))
  }
  for (const entry of entries) keep(resolve(folder, `${entry}.d.ts`))
  prune(resolve(folder), kept)
}

/** Folders that come to be empty go, too. */
function prune(folder, kept) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) prune(path, kept)
    else if (path.endsWith('.d.ts') && !kept.has(path)) rmSync(path)
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder)
}
