/** Equity, drawdown, position and price over time: the places where the page's script draws, and the same in words. */
import { decimalsFor, formatAmount, formatCount, formatQuantity } from '../../figures.ts'
import type { InstrumentReport, ReportSeries } from '../../run-report.ts'
import { type Html, html, type Part } from '../escape.ts'
import { details, table } from '../table.ts'
import { note, type Topic } from '../topic.ts'

export interface OverTimeParts {
  readonly id: number
  readonly instrument: InstrumentReport
  readonly series: ReportSeries
  readonly epochNs: string
  /** The run as a command names it. */
  readonly run: string
}

/** Rows of the table that stands for the curves. */
const ROWS = 24

export function overTime(parts: OverTimeParts): Topic {
  const { id, series } = parts
  const hasFills = series.fills[id]!.total > 0
  const body = html`<div data-over-time="${id}">
<div class="over-time">
<div class="charts" role="group" tabindex="0" aria-label="Charts over time" aria-describedby="hint-${id}">
${hint(id, hasFills)}<div class="tools screen-only">
${tools(hasFills)}<span class="shown" aria-live="polite"></span></div>
${equityFigures(parts)}${priceFigure(parts)}<noscript><p>The charts and the table of fills are made by a script,
which does not run here.</p></noscript>
</div>
<aside class="story screen-only" aria-label="Story of a fill" aria-live="polite">
<p class="idle note">${idleWords(parts)}</p>
<div class="told" hidden></div>
</aside>
</div>
${samples(parts)}${fillTable(parts)}</div>`
  return { id: `over-time-${id}`, title: 'Equity, position and price over time', body }
}

/** Of how many fills the page has some only; undefined where it has all. */
function sampleOf({ id, series }: Pick<OverTimeParts, 'id' | 'series'>): number | undefined {
  const { ts, total } = series.fills[id]!
  return ts.length < total ? total : undefined
}

function idleWords(parts: OverTimeParts): Part {
  if (parts.series.fills[parts.id]!.total === 0) return 'Nothing was filled, so there is no story to tell.'
  const others =
    sampleOf(parts) !== undefined && html` Of those that are not drawn: <code>hftsim why ${parts.run} ORDER</code>.`
  return html`Click a triangle, or press <kbd>n</kbd> in the charts, to see the story of a fill.${others}`
}

function hint(id: number, hasFills: boolean): Html {
  const keys = hasFills
    ? html`<kbd>0</kbd> all, <kbd>n</kbd> <kbd>p</kbd> next and previous fill, <kbd>Esc</kbd> closes its story`
    : html`<kbd>0</kbd> all`

  return html`<p class="note hint screen-only" id="hint-${id}">Drag to zoom, Shift and drag to pan, double click to show
all; the wheel zooms once the charts have the focus. Keys: <kbd>←</kbd> <kbd>→</kbd> pan, <kbd>+</kbd> <kbd>-</kbd>
zoom, ${keys}.</p>
`
}

function tools(hasFills: boolean): Part {
  const ofTime = { closer: 'Zoom in', wider: 'Zoom out', earlier: 'Earlier', later: 'Later', all: 'All' }
  const ofFills = { previous: 'Previous fill', next: 'Next fill' }
  return Object.entries({ ...ofTime, ...(hasFills && ofFills) }).map(
    ([act, label]) => html`<button type="button" data-do="${act}">${label}</button>\n`,
  )
}

function equityFigures({ id, instrument, series }: OverTimeParts): Part {
  const { net } = series.equity[id]!
  const { lots } = series.position[id]!
  if (net.length === 0) return note('Equity was never sampled: there is no curve to show.')
  const fall = drawdown(net)
  const words = (values: ArrayLike<number>, unit: string): string => rangeWords(values, unit)
  return [
    chartFigure('equity', `Net equity, ${instrument.settle}`, `Net equity: ${words(net, instrument.settle)}`),
    chartFigure('drawdown', `Drawdown, ${instrument.settle}`, `Drawdown: ${words(fall, instrument.settle)}`),
    chartFigure(
      'position',
      `Position, ${instrument.base}`,
      `Position: ${words(
        lots.map((count) => count * Number(instrument.lotSize)),
        instrument.base,
      )} It steps at each fill${sampleOf({ id, series }) === undefined ? '' : ' drawn'}.`,
    ),
  ]
}

function priceFigure({ id, series }: OverTimeParts): Part {
  const market = series.market[id]!
  const fills = series.fills[id]!
  const orders = series.orders[id]!
  if (market.ts.length === 0) return note('The market was never seen: there are no prices to show.')
  const shown = (count: number, total: number): string =>
    count < total ? `${formatCount(count)} of ${formatCount(total)}` : formatCount(total)
  const [fillsShown, ordersShown] = [shown(fills.ts.length, fills.total), shown(orders.fromTs.length, orders.total)]
  const isSample = fills.ts.length < fills.total || orders.fromTs.length < orders.total
  const counts = `Drawn: fills ${fillsShown}, orders ${ordersShown}${isSample ? ', evenly over the run' : ''}`
  const ofFills = html` <span><span class="buy" aria-hidden="true">▲</span>buy</span>
<span><span class="sell" aria-hidden="true">▼</span>sell</span> full: certain; hollow: queue-dependent;
with a dot: size-dependent; small: zoom in to tell apart`
  const legend = html`<span class="legend"><span class="bid">bid</span> <span class="ask">ask</span>${
    fills.total > 0 && ofFills
  }</span>`
  return chartFigure(
    'price',
    'Best prices with our orders and fills',
    `Best bid and ask over time. ${counts}.${fills.total > 0 ? ' The table of fills below holds those drawn.' : ''}`,
    html`${legend}<span class="note">${counts}.</span>`,
  )
}

function chartFigure(name: string, title: string, words: string, below?: Part): Html {
  return html`<figure class="chart" data-chart="${name}"><figcaption><span>${title}</span>
<span class="readout" aria-hidden="true"></span></figcaption>
<div class="plot" role="img" aria-label="${words}"></div>
${below && html`<p class="below">${below}</p>`}</figure>
`
}

/** The curves at even samples. */
function samples({ id, instrument, series, epochNs }: OverTimeParts): Part {
  const { ts, net, lots } = series.equity[id]!
  if (ts.length === 0) return null
  const count = Math.min(ROWS, ts.length)
  const picked = Array.from({ length: count }, (_, i) => Math.round((i * (ts.length - 1)) / Math.max(1, count - 1)))
  const fall = drawdown(net)
  const decimals = decimalsFor([...net].map((value) => (Number.isFinite(value) ? String(value) : null)))
  const money = (value: number): string => (Number.isFinite(value) ? formatAmount(value.toFixed(12), decimals) : 'n/a')
  return details(
    'Equity, drawdown and position as a table',
    table({
      caption: `${formatCount(count)} of ${formatCount(ts.length)} samples`,
      columns: [
        { label: 'Time (UTC)' },
        { label: `Net equity, ${instrument.settle}`, kind: 'figure' },
        { label: `Drawdown, ${instrument.settle}`, kind: 'figure' },
        { label: `Position, ${instrument.base}`, kind: 'figure' },
      ],
      rows: picked.map((at) => [
        instantText(epochNs, ts[at]!),
        money(net[at]!),
        money(fall[at]!),
        formatQuantity(lots[at]! * Number(instrument.lotSize)),
      ]),
    }),
  )
}

/** Filled in by the script with the fills of the time that is shown. */
function fillTable(parts: OverTimeParts): Part {
  const { id, series, instrument, run } = parts
  const { ts, total } = series.fills[id]!
  if (total === 0) return null
  const isSample = sampleOf(parts) !== undefined
  const title = `Fills as a table${isSample ? `: ${formatCount(ts.length)} of ${formatCount(total)}` : ''}`
  const columns = [
    'Time (UTC)',
    'Side',
    `Price`,
    `Quantity, ${instrument.base}`,
    'As',
    'How sure',
    'Markout 1 s, ticks',
    'Order',
  ]
  const figures = new Set([2, 3, 6, 7])
  return html`<details class="fills" hidden><summary>${title}</summary>
${isSample && note(html`All of them: <code>hftsim journal show ${run} --kind Fill</code>`)}${table({
  caption: 'Fills of the time that is shown',
  columns: columns.map((label, i) => (figures.has(i) ? { label, kind: 'figure' } : { label })),
  rows: [],
  empty: 'No fill in this time.',
})}</details>
`
}

/** Below the highest point so far, which begins at 0. */
function drawdown(net: Float64Array): Float64Array {
  let highest = 0
  return net.map((value) => {
    if (value > highest) highest = value
    return value - highest
  })
}

function rangeWords(values: ArrayLike<number>, unit: string): string {
  const known = Array.from(values).filter(Number.isFinite)
  if (known.length === 0) return 'not known at any sample.'
  let [low, high] = [known[0]!, known[0]!]
  for (const value of known) {
    if (value < low) low = value
    if (value > high) high = value
  }
  const show = (value: number): string => formatQuantity(value)
  return `ends at ${show(known.at(-1)!)} ${unit}, between ${show(low)} and ${show(high)}.`
}

export function instantText(epochNs: string, ts: number): string {
  const ns = BigInt(epochNs) + BigInt(Math.round(ts))
  const text = new Date(Number(ns / 1_000_000n)).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 23)}`
}
