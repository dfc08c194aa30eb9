/** Tables that read well and aloud: a caption, a scope for every heading, figures aligned by their last digit. */
import { type Html, html, type Part } from './escape.ts'

export interface Column {
  readonly label: Part
  /** Figures stand at the right. Default: text, at the left. */
  readonly kind?: 'text' | 'figure'
}

export interface TableParts {
  /** What the table shows, such as "Fees by liquidity, USDT". */
  readonly caption: string
  /** Hides the caption from sight where a heading right above says the same; it is still read aloud. */
  readonly quietCaption?: boolean
  readonly columns: readonly Column[]
  /** The first cell of each row is its heading. */
  readonly rows: readonly (readonly Part[])[]
  /** Said in place of rows where there are none. Default "None." */
  readonly empty?: string
}

export function table({ caption, quietCaption, columns, rows, empty = 'None.' }: TableParts): Html {
  const head = columns.map(({ label, kind }) => html`<th scope="col"${figureClass(kind)}>${label}</th>`)
  const body =
    rows.length === 0
      ? html`<tr><td class="empty" colspan="${columns.length}">${empty}</td></tr>`
      : rows.map((cells) => html`<tr>${cells.map((cell, i) => cellOf(cell, i, columns[i]?.kind))}</tr>\n`)
  return html`<div class="table"><table>
<caption${quietCaption && html` class="spoken"`}>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table></div>
`
}

export interface FactParts {
  readonly label: Part
  readonly value: Part
  /** A smaller line below the value. */
  readonly note?: Part
  readonly tone?: 'loss' | 'warn'
}

/** A row of single figures, the large ones of a first screen. */
export function facts(list: readonly FactParts[]): Html {
  const items = list.map(
    ({ label, value, note, tone }) =>
      html`<div${tone && html` class="${tone}"`}><dt>${label}</dt><dd>${value}</dd>${
        note && html`<dd class="note">${note}</dd>`
      }</div>\n`,
  )
  return html`<dl class="facts">\n${items}</dl>\n`
}

/** Text behind a line that opens it; printed as it stands. */
export function details(title: Part, body: Part): Html {
  return html`<details><summary>${title}</summary>\n${body}</details>\n`
}

function cellOf(cell: Part, at: number, kind: Column['kind']): Html {
  return at === 0 ? html`<th scope="row"${figureClass(kind)}>${cell}</th>` : html`<td${figureClass(kind)}>${cell}</td>`
}

function figureClass(kind: Column['kind']): Html | undefined {
  return kind === 'figure' ? html` class="figure"` : undefined
}
