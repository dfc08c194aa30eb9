/** Differences from the baseline on one line each, with their intervals of confidence, against zero. */
import { formatMoney } from '../figures.ts'
import { type Html, html } from '../html/escape.ts'
import { axisScale } from '../html/svg/axis.ts'

const WIDTH = 640
const LABELS = 230
const ROW = 22
const LABEL_LENGTH_MAX = 36

export interface DrawnDifference {
  readonly label: string
  readonly net: number
  readonly low: number
  readonly high: number
}

export const INTERVAL_STYLE = `
svg.intervals .zero { stroke: var(--quiet); stroke-dasharray: 3 3; fill: none; }
svg.intervals .range { stroke: var(--bar); stroke-width: 3; fill: none; }
svg.intervals .point { fill: var(--ink); }
`

export function intervalDrawing(drawn: readonly DrawnDifference[], settle: string, decimals: number): Html {
  const low = Math.min(0, ...drawn.map((one) => one.low))
  const high = Math.max(0, ...drawn.map((one) => one.high))
  const { at, ticks } = axisScale(low, high, LABELS + 12, WIDTH - 20)
  const x = (value: number): number => Math.round(at(value) * 10) / 10
  const height = (drawn.length + 1) * ROW + 8
  const amount = (value: number): string => formatMoney(value.toFixed(12), decimals)
  const rows = drawn.map(({ label, net, low: from, high: to }, i) => {
    const y = ROW * i + 16
    const short = label.length > LABEL_LENGTH_MAX ? `${label.slice(0, LABEL_LENGTH_MAX - 1)}…` : label
    return html`<text x="${LABELS}" y="${y + 4}" text-anchor="end">${short}</text>
<path class="range" d="M${x(from)} ${y}H${x(to)}"/><circle class="point" cx="${x(net)}" cy="${y}" r="4"/>
`
  })
  const axis = ticks.map((tick) => {
    return html`<text x="${x(tick)}" y="${height - 4}" text-anchor="middle">${amount(tick)}</text>\n`
  })
  const words = drawn.map(({ label, low: from, high: to }) => `${label} ${amount(from)} to ${amount(to)}`).join(', ')
  return html`<svg class="intervals" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img"
aria-label="${`Intervals of the differences in ${settle}: ${words}.`}">
<path class="zero" d="M${x(0)} 4V${height - ROW + 4}"/>
${rows}${axis}</svg>
`
}
