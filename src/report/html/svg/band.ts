/** The net result under three sets of models: a bar each, from zero. */
import { formatAmount } from '../../figures.ts'
import { type Html, html } from '../escape.ts'
import { axisScale } from './axis.ts'

export interface BandParts {
  readonly settle: string
  readonly ends: readonly { readonly name: string; readonly net: string }[]
  readonly decimals: number
}

const WIDTH = 560
const ROW = 24
/** Where the bars begin and end; names stand before them, amounts beside their end. */
const FROM = 180
const TO = WIDTH - 90

export function bandBars({ settle, ends, decimals }: BandParts): Html {
  const nets = ends.map(({ net }) => Number(net))
  const [low, high] = [Math.min(0, ...nets), Math.max(0, ...nets)]
  const { at } = axisScale(low, high === low ? low + 1 : high, FROM, TO)
  const x = (value: number): number => Math.round(at(value) * 10) / 10
  const height = ends.length * ROW + 4
  const zero = x(0)
  const bars = ends.map(({ name, net }, row) => {
    const [end, middle, isLoss] = [x(Number(net)), row * ROW + ROW / 2 + 2, Number(net) < 0]
    const from = Math.min(zero, end)
    const amount = formatAmount(net, decimals)
    const label = isLoss ? { x: from - 6, anchor: 'end' } : { x: end + 6, anchor: 'start' }
    return html`<text x="0" y="${middle + 4}">${name}</text>
<rect class="${name}" x="${from}" y="${middle - 6}" width="${Math.max(1, Math.abs(end - zero))}" height="12"/>
<text class="strong" x="${label.x}" y="${middle + 4}" text-anchor="${label.anchor}">${amount}</text>
`
  })
  const words = ends.map(({ name, net }) => `${formatAmount(net, decimals)} ${name}`).join(', ')
  return html`<svg class="band" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img"
aria-label="${`Net result in ${settle}: ${words}.`}">
${bars}<path class="zero" d="M${zero} 0V${height}"/>
</svg>
`
}
