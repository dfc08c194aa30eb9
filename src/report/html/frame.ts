/**
 * The frame that all pages of hftsim share: one file that opens without a network, looks the same everywhere, follows
 * the reader's light or dark, prints, and can be used with a keyboard and read aloud.
 *
 * What goes into it is markup, which only `html` in escape.ts makes: text from outside is escaped on its way. Tables,
 * figures and folded parts are in table.ts; classes that the style knows: `note`, `quiet`, `loss`, `gain`, `warn` (a
 * box), `pair` and `thirds` (columns where there is room), `spoken` (for screen readers alone), `screen-only`. Colours
 * are the custom properties of style/colours.ts.
 *
 * Nothing but the scripts and styles given here runs or applies: the policy in the head names them by their SHA-256,
 * and forbids all else, so that even markup which got into a page by mistake could neither run nor fetch anything.
 * That goes for attributes too: no `style="…"` and no `onclick="…"`; an SVG has `fill` and the like of its own.
 */
import { createHash } from 'node:crypto'
import { Bug } from '../../core/bug.ts'
import { Html, html, type Part, scriptJson } from './escape.ts'
import { PAGE_STYLE } from './style/page-style.ts'

export interface PageParts {
  /** Title of the window, and the heading of the page. */
  readonly title: string
  /** Right below the heading: what, where, when. */
  readonly lead?: Part
  /** Sections, each `<section id="…" aria-labelledby="…">` with an `<h2>`; `section` makes one. */
  readonly body: Part
  /** Links to sections, beside the text where there is room. */
  readonly contents?: readonly ContentsEntry[]
  /** What scripts read, by the id of its element: `JSON.parse(document.getElementById(id).textContent)`. */
  readonly values?: Readonly<Record<string, unknown>>
  /** Run in this order at the end of the page. */
  readonly scripts?: readonly string[]
  /** Besides the page's own style. */
  readonly styles?: readonly string[]
}

export interface ContentsEntry {
  readonly id: string
  readonly label: string
}

/** A whole page as text. */
export function htmlPage({
  title,
  lead,
  body,
  contents = [],
  values = {},
  scripts = [],
  styles = [],
}: PageParts): string {
  const sheets = [PAGE_STYLE, ...styles].map(endingNoElement)
  const code = scripts.map(endingNoElement)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(code, sheets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="hftsim">
<link rel="icon" href="data:,">
<title>${title}</title>
${sheets.map((sheet) => html`<style>${Html.trusted(sheet)}</style>\n`)}</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<div class="frame">
${contents.length > 0 && contentsOf(contents)}<header class="top">
<h1>${title}</h1>
${lead}
</header>
<main id="content" tabindex="-1">
${body}
</main>
</div>
${Object.entries(values).map(([id, value]) => valueElement(id, value))}${code.map(
  (text) => html`<script>${Html.trusted(text)}</script>\n`,
)}</body>
</html>
`.markup
}

/** A section with its heading, which the contents can lead to. */
export function section({ id, title, body }: { id: string; title: Part; body: Part }): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`
}

function contentsOf(entries: readonly ContentsEntry[]): Html {
  const items = entries.map(({ id, label }) => html`<li><a href="#${id}">${label}</a></li>\n`)
  return html`<nav class="contents" aria-label="Sections">\n<ul>\n${items}</ul>\n</nav>\n`
}

function valueElement(id: string, value: unknown): Html {
  return html`<script type="application/json" id="${id}">${Html.trusted(scriptJson(value))}</script>\n`
}

function policy(scripts: readonly string[], styles: readonly string[]): string {
  const allowed = (texts: readonly string[]): string =>
    texts.length === 0 ? "'none'" : texts.map((text) => `'sha256-${sha256(text)}'`).join(' ')
  return [
    "default-src 'none'",
    `script-src ${allowed(scripts)}`,
    `style-src ${allowed(styles)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

/** Code and style stand as they are in their element, which the first `</` in them would end. */
function endingNoElement(text: string): string {
  if (/<\/(?:script|style)|<!--/i.test(text)) throw new Bug('A script or style of the page would end its element.')
  return text
}
