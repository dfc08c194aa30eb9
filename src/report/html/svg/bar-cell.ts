/** A small bar beside a figure of a table; the figure says the same. */
import { type Html, html } from '../escape.ts'

const WIDTH = 120

/** Of a share between 0 and 1; of none the space, as the heading of such a column has it too. */
export function barCell(share: number | null): Html {
  if (share === null) return html`<svg class="bar" width="${WIDTH}" height="9" aria-hidden="true"></svg>`
  const width = Math.round(Math.min(1, Math.max(0, share)) * WIDTH * 10) / 10
  return html`<svg class="bar" width="${WIDTH}" height="9" aria-hidden="true">
<rect class="soft" width="${WIDTH}" height="9"/><rect width="${width}" height="9"/></svg>`
}
