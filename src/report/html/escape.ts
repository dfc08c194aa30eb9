/**
 * The one way by which text gets into a page. Names, symbols and reasons come from scenarios, data and strategies of
 * others: whatever they say, they are shown as text, and no part of them becomes markup or code.
 *
 * Markup is written with the tag `html`, which escapes all that is put into it unless it is markup itself:
 * `` html`<td>${name}</td>` ``. Markup has a type of its own, so that text cannot be taken for it.
 */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/**
 * Text as content of an element or of a quoted attribute. Control characters, which no page may hold, and those that
 * turn the direction of the text around them are shown as U+FFFD.
 */
export function escapeHtml(text: string): string {
  return text.replace(UNPRINTABLE, '\uFFFD').replace(/[&<>"'`]/g, (character) => ENTITIES[character]!)
}

// Tab, line feed and carriage return stay; lone surrogates cannot be written as UTF-8.
const UNPRINTABLE = /[^\P{Cc}\t\n\r]|[\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/gu

/**
 * A value as JSON for `<script type="application/json">`: no text in it ends the element or begins a comment, and the
 * page's `JSON.parse` gives back what was there. Numbers that are not finite become null, as JSON has it.
 */
export function scriptJson(value: unknown): string {
  const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escaped)
}

/** Markup that is safe to be put into a page. */
export class Html {
  readonly markup: string

  private constructor(markup: string) {
    this.markup = markup
  }

  /** Markup of the project's own that holds nobody else's text. */
  static trusted(markup: string): Html {
    return new Html(markup)
  }

  toString(): string {
    return this.markup
  }
}

/** What can be put into markup: text is escaped, lists are joined, what is not there adds nothing. */
export type Part = Html | string | number | null | undefined | false | readonly Part[]

/** Markup with parts in it. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return Html.trusted(strings.map((text, i) => text + (i < parts.length ? markupOf(parts[i]) : '')).join(''))
}

export const NOTHING: Html = Html.trusted('')

function markupOf(part: Part): string {
  if (part instanceof Html) return part.markup
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string') return escapeHtml(part)
  return typeof part === 'number' ? String(part) : part.map(markupOf).join('')
}
