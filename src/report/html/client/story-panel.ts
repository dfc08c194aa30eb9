/** The panel beside the charts that tells the story of the selected fill. */
import { fixed } from './amounts.ts'
import type { InstrumentValues, PageValues } from './page-values.ts'
import type { Fills } from './run-columns.ts'
import { storyOf, titleOf } from './story.ts'

export function showStory(
  panel: HTMLElement,
  page: PageValues,
  values: InstrumentValues,
  fills: Fills,
  at: number | undefined,
): void {
  const idle = panel.querySelector<HTMLElement>('.idle')!
  const told = panel.querySelector<HTMLElement>('.told')!
  idle.hidden = at !== undefined
  told.hidden = at === undefined
  if (at === undefined) return told.replaceChildren()
  const order = fills.order[at]!
  const [drawn, total] = [fixed(fills.count, 0), fixed(values.fillsTotal, 0)]
  const of = values.fillsTotal > fills.count ? `the ${drawn} drawn, of ${total} in all` : drawn
  told.replaceChildren(
    element('p', 'title', titleOf(values, fills, at)),
    element('p', 'note', `Fill ${fixed(at + 1, 0)} of ${of}; order ${order}, journal entry ${fills.seq[at]}`),
    list(storyOf(page, values, fills, at)),
    element('p', 'note', 'All of it, step by step:'),
    element('pre', '', `hftsim why ${page.run} ${order}`),
  )
}

function list(entries: readonly (readonly [string, string])[]): HTMLElement {
  const terms = document.createElement('dl')
  for (const [term, value] of entries) terms.append(element('dt', '', term), element('dd', '', value))
  return terms
}

/** An element with text in it; text is never read as markup. */
export function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name)
  if (className !== '') made.className = className
  made.textContent = text
  return made
}
