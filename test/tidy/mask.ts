/**
 * Blanks comments, and on request what stands in strings, so that patterns meet code alone. Lengths and lines are kept.
 */

const REGEX_MAY_FOLLOW = /(?:^|[=(,:;[!&|?{}+\-*%<>~^]|\b(?:return|typeof|case|of|in))$/

/** Comments, strings, template text and regular expressions become spaces; quotes stay. */
export function codeOnly(text: string): string {
  return mask(text, true)
}

/** Comments become spaces; strings stay, since imports are named in them. */
export function withoutComments(text: string): string {
  return mask(text, false)
}

function mask(text: string, blankStrings: boolean): string {
  let out = ''
  let at = 0
  /** Braces open in each `${` that encloses this place. */
  const templates: number[] = []

  const blank = (end: number): void => {
    out += text.slice(at, end).replace(/[^\n]/g, ' ')
    at = end
  }
  const keep = (end: number): void => {
    out += text.slice(at, end)
    at = end
  }
  const string = (end: number): void => (blankStrings ? blank(end) : keep(end))
  const template = (): void => {
    const end = match(/(?:\\[\s\S]|\$(?!\{)|[^\\`$])*/y, text, at)
    string(end)
    if (text[at] === '`') keep(at + 1)
    else if (at < text.length) {
      keep(at + 2)
      templates.push(0)
    }
  }

  while (at < text.length) {
    const char = text[at]!
    const open = templates.at(-1)
    if (char === '/' && text[at + 1] === '/') blank(match(/[^\n]*/y, text, at))
    else if (char === '/' && text[at + 1] === '*') blank(match(/\/\*[\s\S]*?(?:\*\/|$)/y, text, at))
    else if (char === '/' && REGEX_MAY_FOLLOW.test(out.slice(-200).trimEnd())) {
      string(match(/\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])*\/\w*/y, text, at))
    } else if (char === "'" || char === '"') {
      keep(at + 1)
      string(match(char === "'" ? /(?:\\.|[^'\\\n])*/y : /(?:\\.|[^"\\\n])*/y, text, at))
      keep(Math.min(at + 1, text.length))
    } else if (char === '`') {
      keep(at + 1)
      template()
    } else if (char === '}' && open === 0) {
      templates.pop()
      keep(at + 1)
      template()
    } else {
      if (open !== undefined && char === '{') templates[templates.length - 1] = open + 1
      if (open !== undefined && char === '}') templates[templates.length - 1] = open - 1
      keep(at + 1)
    }
  }
  return out
}

/** Where a sticky pattern that starts at `from` ends; one further on where it does not match. */
function match(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : from + 1
}
