/** A topic of a report: a heading with what stands under it. */
import { type Html, html, type Part } from './escape.ts'
import { section } from './frame.ts'

export interface Topic {
  /** Unique in the page. */
  readonly id: string
  readonly title: string
  readonly body: Part
}

/** With a heading of level 2, or of level 3 inside of the section of an instrument. */
export function topicMarkup({ id, title, body }: Topic, level: 2 | 3): Html {
  if (level === 2) return section({ id, title, body })
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${title}</h3>
${body}
</section>
`
}

/** A line of smaller text that says what is shown. */
export function note(text: Part): Html {
  return html`<p class="note">${text}</p>\n`
}

/** A box for what a reader must not miss. */
export function warning(text: Part): Html {
  return html`<div class="warn"><p>${text}</p></div>\n`
}
