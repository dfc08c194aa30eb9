/** The net result under three sets of models, on a line with zero. */
import { formatAmount } from '../../figures.ts'
import { type Html, html } from '../escape.ts'
import { axisScale } from './axis.ts'

const WIDTH = 640
/** Room for the words at both ends. */
const MARGIN = 150
const LINE = 34

export interface BandParts {
  readonly settle: string
  readonly pessimistic: string
  readonly base: string
  readonly optimistic: string
  readonly decimals: number
}

export function bandLine({ settle, pessimistic, base, optimistic, decimals }: BandParts): Html {
  const ends = [pessimistic, base, optimistic].map(Number)
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)]
  const { at } = axisScale(low, high === low ? low + 1 : high, MARGIN, WIDTH - MARGIN)
  const x = (value: number): number => Math.round(at(value) * 10) / 10
  const [from, to] = [x(Math.min(...ends)), x(Math.max(...ends))]
  const show = (amount: string): string => formatAmount(amount, decimals)
  const all = `${show(pessimistic)} pessimistic, ${show(base)} base, ${show(optimistic)} optimistic`
  const zero = x(0)
  const named = [
    { name: 'pessimistic', amount: pessimistic },
    { name: 'optimistic', amount: optimistic },
  ].sort((a, b) => Number(a.amount) - Number(b.amount))
  const [left, right] = named.map(({ name, amount }) => `${name} ${show(amount)}`)
  return html`<svg class="band" viewBox="0 0 ${WIDTH} 64" width="${WIDTH}" height="64" role="img"
aria-label="${`Net result in ${settle}: ${all}.`}">
<path class="zero" d="M${zero} ${LINE - 14}V${LINE + 14}"/>
<text x="${zero}" y="${LINE + 27}" text-anchor="middle">0</text>
<rect class="range" x="${from}" y="${LINE - 5}" width="${Math.max(2, to - from)}" height="10" rx="2"/>
<text class="strong" x="${from - 8}" y="${LINE + 4}" text-anchor="end">${left}</text>
<text class="strong" x="${to + 8}" y="${LINE + 4}" text-anchor="start">${right}</text>
<circle class="base" cx="${x(Number(base))}" cy="${LINE}" r="6"/>
<text class="strong" x="${x(Number(base))}" y="${LINE - 14}" text-anchor="middle">base ${show(base)}</text>
</svg>
`
}
