/** Budgets that never grow: what does not fit into them wants to be two things. */
import { codeOnly, withoutComments } from './mask.ts'
import { isCode, type Problem, type Rule } from './source-file.ts'

export const FILE_LINES_MAX = 400
export const FUNCTION_LINES_MAX = 70
export const LINE_LENGTH_MAX = 120
const BIN_LINES_MAX = 40
/** Characters of text in a line, without spaces, that make it a quotation. */
const QUOTE_LENGTH_MIN = 50

export const shortFiles: Rule = (files) =>
  files
    .filter(isCode)
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length, max: linesMax(path) }))
    .filter(({ lines, max }) => lines > max)
    .map(({ path, lines, max }) => ({
      path,
      line: max + 1,
      message: `The file has ${lines} lines and may have ${max}: find the second concept in it and give it a file.`,
    }))

/** A message that a test quotes whole may be longer than a line: cut in two it could not be searched for. */
export const shortLines: Rule = (files) =>
  files.filter(isCode).flatMap(({ path, text }) => {
    const quotes = path.endsWith('.test.ts') ? quotedCharacters(text) : []
    return text.split('\n').flatMap((content, i): Problem[] => {
      if (content.length <= LINE_LENGTH_MAX || (quotes[i] ?? 0) >= QUOTE_LENGTH_MIN) return []
      const message = `The line has ${content.length} characters and may have ${LINE_LENGTH_MAX}: break it.`
      return [{ path, line: i + 1, message }]
    })
  })

/**
 * By the formatter's layout: a line that opens a function ends in `) {`, `): Type {` or `=> {`, and the first line
 * after it that has the same indentation and begins with `}` closes it. Blocks of `describe` are chapters of a test,
 * not functions.
 */
export const shortFunctions: Rule = (files) =>
  files.filter(isCode).flatMap(({ path, text }) => {
    const lines = codeOnly(text).split('\n')
    return lines.flatMap((line, i): Problem[] => {
      if (!opensFunction(line)) return []
      const indent = /^ */.exec(line)![0]
      const from = line.startsWith(`${indent})`) ? headOf(lines, i, indent) : i
      const end = lines.findIndex((later, k) => k > i && later.startsWith(`${indent}}`))
      const length = end - from + 1
      if (end < 0 || length <= FUNCTION_LINES_MAX) return []
      const message = `The function has ${length} lines and may have ${FUNCTION_LINES_MAX}: name its parts.`
      return [{ path, line: from + 1, message }]
    })
  })

function linesMax(path: string): number {
  return path === 'bin/hftsim.js' ? BIN_LINES_MAX - 1 : FILE_LINES_MAX
}

/** By line, how many characters stand in strings, templates or patterns. */
function quotedCharacters(text: string): number[] {
  const code = codeOnly(text).split('\n')
  const letters = (line: string): number => line.replace(/\s/g, '').length
  return withoutComments(text)
    .split('\n')
    .map((line, i) => letters(line) - letters(code[i]!))
}

function opensFunction(line: string): boolean {
  if (/^\s*(?:\} )?(?:if|else|for|while|switch|try|catch|finally|do|class|describe\w*)\b/.test(line)) return false
  return /(?:\)(?:: [^={]*|: \{.*\}.*)?|=>) \{$/.test(line)
}

/** Where a head that is broken over lines begins. */
function headOf(lines: readonly string[], closing: number, indent: string): number {
  let at = closing - 1
  while (at > 0 && !(lines[at]!.startsWith(indent) && lines[at]![indent.length] !== ' ' && lines[at]!.trim() !== ''))
    at--
  return at
}
