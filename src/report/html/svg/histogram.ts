/**
 * A histogram with its median and 99th percentile. Bins are shares of a doubling, so the axis is logarithmic: on any
 * other the upper ones would look wider, and so heavier, than they are.
 */
import { formatCount } from '../../figures.ts'
import type { Distribution } from '../../run-report.ts'
import { type Html, html } from '../escape.ts'
import { logarithmicScale } from './axis.ts'

export interface HistogramParts {
  readonly title: string
  readonly distribution: Distribution
  /** Values as words: "2.3 ms". */
  readonly format: (value: number) => string
  /** What is counted, such as "fills". */
  readonly of: string
}

const WIDTH = 460
const HEIGHT = 150
const LEFT = 8
const RIGHT = 8
const TOP = 18
const BOTTOM = 22

export function histogram({ title, distribution, format, of }: HistogramParts): Html {
  const { bins, count, p50, p99, max } = distribution
  if (count === 0 || bins.length === 0) return html`<p class="note">${title}: no values.</p>\n`
  const [{ from, to }] = bins as [Distribution['bins'][number]]
  // A bin that begins at zero stands for a doubling.
  const scale = logarithmicScale(from > 0 ? from : to / 2, bins.at(-1)!.to, LEFT, WIDTH - RIGHT)
  // Bins are not all as wide: the area of a bar is its count, so that heights can be compared.
  const densities = bins.map(({ from, to, count }) => count / (scale.at(to) - scale.at(from)))
  const tallest = Math.max(...densities)
  const base = HEIGHT - BOTTOM
  const bars = bins.map(({ from, to, count }, i) => {
    if (count === 0) return null
    const [x, end] = [scale.at(from), scale.at(to)]
    const height = Math.max(1, (densities[i]! / tallest) * (base - TOP))
    const width = Math.max(1, end - x - 0.6)
    const words = `${format(from)} to ${format(to)}: ${formatCount(count)}`
    return html`<rect x="${digits(x)}" y="${digits(base - height)}" width="${digits(width)}"
height="${digits(height)}"><title>${words}</title></rect>`
  })
  const marks = [mark('p50', p50, scale.at), mark('p99', p99, scale.at)]
  const ticks = scale.ticks.map((value) => {
    const x = scale.at(value)
    const anchor = x < 24 ? 'start' : x > WIDTH - 24 ? 'end' : 'middle'
    return html`<path class="axis" d="M${digits(x)} ${base}v4"/>
<text x="${digits(x)}" y="${HEIGHT - 6}" text-anchor="${anchor}">${format(value)}</text>`
  })
  const words = [
    `${title}: ${formatCount(count)} ${of}`,
    `half at or below ${say(p50, format)}`,
    `99% at or below ${say(p99, format)}`,
    `at most ${say(max, format)}.`,
  ].join(', ')
  return html`<figure class="histogram"><figcaption>${title}
<span class="note">logarithmic axis; the area of a bar is its count</span></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${words}">
<g class="bars">${bars}</g>
<path class="axis" d="M${LEFT} ${base}.5H${WIDTH - RIGHT}"/>
${ticks}${marks}
</svg></figure>
`
}

function mark(name: string, value: number | null, at: (value: number) => number): Html | null {
  if (value === null) return null
  const x = at(value)
  const isLate = x > WIDTH - 40
  return html`<path class="mark" d="M${digits(x)} ${TOP - 4}V${HEIGHT - BOTTOM}"/><text class="strong" x="${digits(
    isLate ? x - 3 : x + 3,
  )}" y="${name === 'p50' ? TOP - 6 : TOP + 6}" text-anchor="${isLate ? 'end' : 'start'}">${name}</text>`
}

function say(value: number | null, format: (value: number) => string): string {
  return value === null ? 'n/a' : format(value)
}

function digits(value: number): number {
  return Math.round(value * 10) / 10
}
