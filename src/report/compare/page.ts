/** A comparison as a page: the tables of the terminal, the intervals drawn, and where recorded runs part. */
import { decimalsFor } from '../figures.ts'
import { type Html, html, NOTHING, type Part } from '../html/escape.ts'
import { type ContentsEntry, htmlPage, section } from '../html/frame.ts'
import { table } from '../html/table.ts'
import type { Comparison } from './comparison.ts'
import { type DrawnDifference, INTERVAL_STYLE, intervalDrawing } from './interval-drawing.ts'
import type { Parting } from './parting.ts'
import { executionTable, intervalNotes, resultTable, type TextTable } from './tables.ts'

export function comparisonPage(comparison: Comparison): string {
  const { runs, of, scenario, baseline, partings } = comparison
  const topics = [
    {
      id: 'results',
      label: 'Results',
      body: [markup(resultTable(comparison)), ...drawings(comparison), notes(intervalNotes(comparison))],
    },
    { id: 'execution', label: 'Execution', body: [markup(executionTable(comparison)), slippageNote(comparison)] },
    ...(of === 'runs' ? [{ id: 'partings', label: 'Where they part', body: partings.map(partingMarkup) }] : []),
  ]
  const contents: ContentsEntry[] = topics.map(({ id, label }) => ({ id, label }))
  const what = of === 'matrix' ? `The matrix of ${scenario}` : 'Recorded runs'
  return htmlPage({
    title: `${what}: ${runs.length} runs`,
    lead: html`<p>Differences are from the baseline, ${baseline}.</p>`,
    body: topics.map(({ id, label, body }) => section({ id, title: label, body })),
    contents,
    styles: [INTERVAL_STYLE],
  })
}

function markup({ caption, columns, rows }: TextTable): Html {
  return table({ caption, quietCaption: true, columns, rows })
}

function notes(lines: readonly string[]): Part {
  return lines.map((line) => html`<p class="note">${line}</p>\n`)
}

function slippageNote({ runs }: Comparison): Html {
  if (runs.some(({ slippage }) => slippage !== null)) return NOTHING
  return html`<p class="note">Slippage is in the report of a recorded run: hftsim report RUN.</p>\n`
}

function drawings({ runs }: Comparison): Html[] {
  const currencies = [...new Set(runs.flatMap(({ differences }) => differences?.map(({ settle }) => settle) ?? []))]
  return currencies.flatMap((settle) => {
    const drawn = runs.flatMap(({ label, differences }): DrawnDifference[] => {
      const { net = null, interval = null } = differences?.find((of) => of.settle === settle) ?? {}
      return net === null || interval === null ? [] : [{ label, net: Number(net), ...interval }]
    })
    if (drawn.length === 0) return []
    const decimals = decimalsFor(drawn.flatMap(({ low, high }) => [low.toFixed(12), high.toFixed(12)]))
    const drawing = intervalDrawing(drawn, settle, decimals)
    return [html`<figure>${drawing}<figcaption>Difference of the net result, ${settle}</figcaption></figure>\n`]
  })
}

function partingMarkup({ first, second, settings, entry }: Parting): Html {
  const rows = settings.map(({ path, first: a, second: b }) => [path, a ?? 'nothing', b ?? 'nothing'])
  const differing = table({
    caption: 'Settings that differ',
    columns: [{ label: 'setting' }, { label: first }, { label: second }],
    rows,
    empty: 'None: the same settings, code and data.',
  })
  const told =
    entry === null
      ? html`<p>Their journals are the same, entry by entry.</p>`
      : html`<p>${entry.words}</p>
<p>${first}</p><pre>${[entry.firstLine ?? '(has ended)', ...entry.firstCauses.map(ledBy)].join('\n')}</pre>
<p>${second}</p><pre>${[entry.secondLine ?? '(has ended)', ...entry.secondCauses.map(ledBy)].join('\n')}</pre>`
  return html`<h3>${first} and ${second}</h3>\n${differing}${told}\n`
}

function ledBy(line: string): string {
  return `  led to by  ${line}`
}
