/** Rules on who imports whom: rooms, cycles, dead files, strategies, and what the command line loads at its start. */
import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { codeOnly, withoutComments } from './mask.ts'
import { isCode, lineAt, type Problem, type Rule, roomOf, type SourceFile } from './source-file.ts'

/** A file imports from its own room or from rooms of a smaller row. */
export const ROWS: ReadonlyMap<string, number> = new Map([
  ['version.ts', 0],
  ['core', 0],
  ['market', 1],
  ['kernel', 2],
  ['journal', 2],
  ['trading', 3],
  ['venue', 3],
  ['projections', 3],
  ['disk', 4],
  ['data', 5],
  ['live', 5],
  ['stores', 5],
  ['report', 5],
  ['scenario', 6],
  ['server', 7],
  ['cli', 7],
  ['index.ts', 8],
  ['testing.ts', 8],
])

/** From this row on files may touch the outside world. */
export const OUTSIDE_ROW = 4

/** Files that are started or imported from outside. */
const ENTRIES: readonly string[] = [
  'src/index.ts',
  'src/testing.ts',
  'src/cli/main.ts',
  'src/report/html/client/report.ts',
  'src/report/sweep/client/heat-map.ts',
]

/** Packages that the command line may load before it knows what is asked: together a few milliseconds. */
const LIGHT_PACKAGES: readonly string[] = ['commander', 'picocolors']

export interface Import {
  readonly line: number
  readonly specifier: string
  /** Path of the file that is meant, for relative specifiers. */
  readonly target: string | undefined
  readonly kind: 'static' | 'type' | 'dynamic'
}

export function importsOf({ path, text }: SourceFile): Import[] {
  const code = withoutComments(text)
  // An import that a test writes down as text is none.
  const keywords = codeOnly(text)
  const found: Import[] = []
  const patterns = [
    /^(?:import|export)(?<type> type)? [^'"]*?\bfrom '(?<from>[^']+)'/gm,
    /^import '(?<from>[^']+)'/gm,
    /\b(?<dynamic>import)\(\s*'(?<from>[^']+)'/g,
  ]
  for (const pattern of patterns) {
    for (const { index, groups = {} } of code.matchAll(pattern)) {
      if (keywords[index] === ' ') continue
      const specifier = groups['from']!
      // AssemblyScript names files without their ending.
      const ending = path.startsWith('assembly/') ? '.ts' : ''
      const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier + ending) : undefined
      const kind = groups['type'] ? 'type' : groups['dynamic'] ? 'dynamic' : 'static'
      found.push({ line: lineAt(code, index), specifier, target, kind })
    }
  }
  return found
}

export const roomRow: Rule = (files) => {
  const problems: Problem[] = []
  for (const file of sources(files)) {
    const room = roomOf(file.path)!
    const row = ROWS.get(room)
    if (row === undefined) {
      problems.push({
        path: file.path,
        line: 1,
        message: `"${room}" is no room: put the file into one, or add it to ROWS.`,
      })
      continue
    }
    for (const { line, target } of importsOf(file)) {
      const other = target && roomOf(target)
      if (!other || other === room) continue
      const otherRow = ROWS.get(other) ?? Number.POSITIVE_INFINITY
      if (otherRow < row) continue
      const message =
        `${room} (row ${row}) may not import from ${other} (row ${otherRow}): ` +
        'move what is shared to a smaller row, or pass it in from the scenario room.'
      problems.push({ path: file.path, line, message })
    }
  }
  return problems
}

export const noCycles: Rule = (files) => {
  const graph = new Map(
    sources(files).map((file) => [file.path, importsOf(file).filter(({ kind }) => kind !== 'dynamic')]),
  )
  const problems: Problem[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    for (const { target, line } of graph.get(path) ?? []) {
      if (target === undefined || done.has(target)) continue
      const start = trail.indexOf(target)
      if (start < 0) visit(target, [...trail, target])
      else {
        const cycle = [...trail.slice(start), target].join(' -> ')
        problems.push({ path, line, message: `Import cycle ${cycle}: move what both need into a file of its own.` })
      }
    }
    done.add(path)
  }
  for (const path of graph.keys()) if (!done.has(path)) visit(path, [path])
  return problems
}

export const noBuiltinsInside: Rule = (files) => {
  const problems: Problem[] = []
  for (const file of sources(files)) {
    const row = ROWS.get(roomOf(file.path)!) ?? OUTSIDE_ROW
    if (row >= OUTSIDE_ROW) continue
    for (const { line, specifier, target } of importsOf(file)) {
      if (target !== undefined) continue
      const what = isBuiltin(specifier) ? 'a module of Node' : 'a package'
      const way = `do it in row ${OUTSIDE_ROW} or above, and pass in the result`
      const message = `${specifier} is ${what}, and row ${row} has none: ${way}.`
      problems.push({ path: file.path, line, message })
    }
  }
  return problems
}

export const everyFileIsUsed: Rule = (files) => {
  const own = sources(files)
  const used = new Set([...ENTRIES, ...own.flatMap((file) => importsOf(file).map(({ target }) => target))])
  return own
    .filter(({ path }) => !used.has(path))
    .map(({ path }) => ({ path, line: 1, message: 'Nobody imports this file: delete it, or use it.' }))
}

export const importsExist: Rule = (files) => {
  const paths = new Set(files.map(({ path }) => path))
  return files.filter(isCode).flatMap((file) =>
    importsOf(file)
      .filter(({ target }) => target !== undefined && !target.startsWith('dist/') && !paths.has(target))
      .map(({ line, specifier }) => ({
        path: file.path,
        line,
        message: `There is no ${specifier}: correct the path.`,
      })),
  )
}

/** A strategy of ours is written as a user would write it. */
export const strategiesUseThePackage: Rule = (files) =>
  files
    .filter(({ path }) => path.startsWith('strategies/') && path.endsWith('.ts'))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => !isOpenToStrategies(specifier, file.path.endsWith('.test.ts')))
        .map(({ line, specifier }) => ({
          path: file.path,
          line,
          message: `A strategy imports 'hftsim' alone, not '${specifier}': export what is missing from src/index.ts.`,
        })),
    )

/** What is heavy is loaded by the command that needs it, with `await import(…)`. */
export const quickStart: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const problems: Problem[] = []
  const seen = new Set<string>()
  const walk = (path: string): void => {
    const file = byPath.get(path)
    if (file === undefined || seen.has(path)) return
    seen.add(path)
    for (const { line, specifier, target, kind } of importsOf(file)) {
      if (kind !== 'static') continue
      if (target !== undefined) walk(target)
      else if (!isBuiltin(specifier) && !LIGHT_PACKAGES.includes(specifier)) {
        const message = `${specifier} would be loaded at every start: await import() it in the command that needs it.`
        problems.push({ path, line, message })
      }
    }
  }
  walk('src/cli/main.ts')
  return problems
}

function sources(files: readonly SourceFile[]): SourceFile[] {
  return files.filter(({ path }) => path.startsWith('src/') && path.endsWith('.ts'))
}

function isOpenToStrategies(specifier: string, isTest: boolean): boolean {
  if (specifier === 'hftsim') return true
  return isTest && (specifier === 'hftsim/testing' || specifier === 'vitest' || /^\.\/[^/]+$/.test(specifier))
}
