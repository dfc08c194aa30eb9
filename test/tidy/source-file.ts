/**
 * What the rules of tidiness look at: files as path and text. A rule is a pure function from files to problems, so that
 * a test can plant a violation. Code is read without a parser: strings and comments are blanked, and the formatter's
 * layout is relied on.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface SourceFile {
  /** Relative to the root of the project, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface Problem {
  readonly path: string
  /** From 1. */
  readonly line: number
  /** What is wrong, and what to do instead. */
  readonly message: string
}

export type Rule = (files: readonly SourceFile[]) => Problem[]

export function formatProblem({ path, line, message }: Problem): string {
  return `${path}:${line} ${message}`
}

/** Files that belong to the project: all but what `.gitignore` names. Those that are no text are there without one. */
export function projectFiles(root: string): SourceFile[] {
  const ignored = readFileSync(join(root, '.gitignore'), 'utf8').split('\n').filter(Boolean)
  const isIgnored = (path: string): boolean =>
    ignored.some((pattern) =>
      pattern.startsWith('*') ? path.endsWith(pattern.slice(1)) : `${path}/`.endsWith(`/${pattern}`),
    )
  const files: SourceFile[] = []
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`
      if (entry.name === '.git' || isIgnored(path)) continue
      if (entry.isDirectory()) walk(path)
      else if (entry.isFile()) {
        files.push({ path: path.slice(2), text: isBinary(path) ? '' : readFileSync(join(root, path), 'utf8') })
      }
    }
  }
  walk('.')
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

export function isCode({ path }: SourceFile): boolean {
  return /\.(ts|js|mjs)$/.test(path)
}

/** The room of a source file: its folder right below `src`, or for a file there its own name. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)/.exec(path)?.[1]
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

function isBinary(path: string): boolean {
  return /\.(arrow|bin|journal|npz|npy|gz|png)$/.test(path)
}
