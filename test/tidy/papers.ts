/** Rules on documents and on `package.json`. */
import { posix } from 'node:path'
import { lineAt, type Problem, type Rule, type SourceFile } from './source-file.ts'

const DEPENDENCY_LISTS = ['dependencies', 'optionalDependencies', 'devDependencies'] as const
const DEPENDENCIES_PAGE = 'docs/dependencies.md'
/** Where a reader begins. */
const FRONT_PAGES: readonly string[] = ['README.md', 'docs/architecture.md']

export const pinnedDependencies: Rule = (files) =>
  dependencies(files)
    .filter(({ version }) => !/^\d+\.\d+\.\d+$/.test(version))
    .map(({ name, version, line }) => ({
      path: 'package.json',
      line,
      message: `${name} is "${version}": write the exact version, so that every install is the same.`,
    }))

export const justifiedDependencies: Rule = (files) => {
  const page = files.find(({ path }) => path === DEPENDENCIES_PAGE)?.text ?? ''
  const listed = dependencies(files)
  const missing = listed
    .filter(({ name }) => !page.split('\n').some((text) => text.includes(`\`${name}\``)))
    .map(({ name, line }) => ({
      path: 'package.json',
      line,
      message: `${name} is not in ${DEPENDENCIES_PAGE}: say in one line what it is for, or do without it.`,
    }))
  const stale = [...page.matchAll(/^\| `([^`]+)`/gm)]
    .filter(([, name]) => !listed.some((dependency) => dependency.name === name))
    .map(({ index, 1: name }) => ({
      path: DEPENDENCIES_PAGE,
      line: lineAt(page, index),
      message: `${name} is no dependency any more: delete its line.`,
    }))
  return [...missing, ...stale]
}

/** Every page can be reached from the front pages, directly. */
export const linkedPages: Rule = (files) => {
  const reached = new Set(
    files
      .filter(({ path }) => FRONT_PAGES.includes(path))
      .flatMap((file) => [file.path, ...linksOf(file).map(targetOf)]),
  )
  return files
    .filter(({ path }) => /^docs\/[^/]+\.md$/.test(path) && !reached.has(path))
    .map(({ path }) => ({ path, line: 1, message: `No front page links here: add it to ${FRONT_PAGES.join(' or ')}.` }))
}

export const linksResolve: Rule = (files) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const folders = new Set(files.flatMap(({ path }) => foldersOf(path)))
  return files.flatMap((file) =>
    linksOf(file).flatMap((link): Problem[] => {
      const target = targetOf(link)
      const there = byPath.get(target)
      const at = { path: file.path, line: link.line }
      if (!there && !folders.has(target)) return [{ ...at, message: `There is no ${target}: correct the link.` }]
      if (!there || !link.anchor || anchorsOf(there).has(link.anchor)) return []
      return [{ ...at, message: `${target} has no heading "#${link.anchor}": correct the link.` }]
    }),
  )
}

/** A page that names a file of ours names one that is there. */
export const namedFilesExist: Rule = (files) => {
  const there = new Set(files.flatMap(({ path }) => [path, ...foldersOf(path)]))
  return files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/`((?:src|test|bin|schema|docs)\/[\w./-]*\w)\/?`/g)]
        .filter(([, name]) => !there.has(name!))
        .map(({ index, 1: name }) => ({
          path,
          line: lineAt(text, index),
          message: `There is no ${name}: name the file that took its place.`,
        })),
    )
}

interface Link {
  readonly from: string
  readonly line: number
  readonly path: string
  readonly anchor: string
}

/** Relative links of a Markdown file, outside of code. */
function linksOf({ path, text }: SourceFile): Link[] {
  if (!path.endsWith('.md')) return []
  const prose = withoutCode(text)
  return [...prose.matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map((link) => ({
    from: path,
    line: lineAt(prose, link.index),
    path: link[1]!,
    anchor: link[2] ?? '',
  }))
}

function targetOf({ from, path }: Link): string {
  return path === '' ? from : posix.normalize(posix.join(posix.dirname(from), path)).replace(/\/$/, '')
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```|`[^`\n]*`/gm, (code) => code.replace(/[^\n]/g, ' '))
}

/** As the usual renderers make them of headings. */
function anchorsOf({ text }: SourceFile): Set<string> {
  const headings = text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)
  const slug = (heading: string): string =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-')
  return new Set([...headings].map(([, heading]) => slug(heading!)))
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

function dependencies(files: readonly SourceFile[]): { name: string; version: string; line: number }[] {
  const file = files.find(({ path }) => path === 'package.json')
  if (file === undefined) return []
  const lists: Partial<Record<string, Record<string, string>>> = JSON.parse(file.text)
  return DEPENDENCY_LISTS.flatMap((list) =>
    Object.entries(lists[list] ?? {}).map(([name, version]) => ({
      name,
      version,
      line: lineAt(file.text, file.text.indexOf(`"${name}":`)),
    })),
  )
}
