/** What the mid did after our fills, by horizon: makers as dots, takers as squares, with 95% intervals. */
import { formatDuration } from '../../figures.ts'
import type { ExecutionQuality } from '../../run-report.ts'
import { type Html, html } from '../escape.ts'
import { axisScale, roundBetween } from './axis.ts'

const WIDTH = 560
const HEIGHT = 220
const LEFT = 52
const TOP = 12
const BOTTOM = 26
/** Standard errors on both sides of a mean that hold 95% of a normal distribution. */
const INTERVAL = 1.96

interface Point {
  readonly horizon: number
  readonly mean: number
  readonly error: number
}

export function markoutChart(execution: readonly ExecutionQuality[]): Html | null {
  const horizons = execution[0]?.markouts.map(({ horizonNs }) => horizonNs) ?? []
  const series = execution.map(({ liquidity, markouts }) => ({ liquidity, points: pointsOf(markouts) }))
  const all = series.flatMap(({ points }) => points)
  if (all.length === 0) return null
  const low = Math.min(0, ...all.map(({ mean, error }) => mean - error))
  const high = Math.max(0, ...all.map(({ mean, error }) => mean + error))
  const scale = axisScale(low, high > low ? high : low + 1, HEIGHT - BOTTOM, TOP)
  const y = (value: number): number => Math.round(scale.at(value) * 10) / 10
  const step = (WIDTH - LEFT) / horizons.length
  const middle = (horizon: number): number => LEFT + step * (horizon + 0.5)
  const grid = roundBetween(low, high > low ? high : low + 1, 5).map(
    (value) =>
      html`<path class="${value === 0 ? 'zero' : 'grid'}" d="M${LEFT} ${y(value)}H${WIDTH}"/><text x="${
        LEFT - 8
      }" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
  )
  const labels = horizons.map(
    (ns, i) => html`<text x="${middle(i)}" y="${HEIGHT - 6}" text-anchor="middle">${formatDuration(ns)}</text>`,
  )
  const marks = series.map(({ liquidity, points }) =>
    points.map(({ horizon, mean, error }) => {
      const isAlone = points.length === all.length
      const x = middle(horizon) + (isAlone ? 0 : liquidity === 'maker' ? -9 : 9)
      const shape =
        liquidity === 'maker'
          ? html`<circle cx="${x}" cy="${y(mean)}" r="5"/>`
          : html`<rect x="${x - 5}" y="${y(mean) - 5}" width="10" height="10"/>`
      return html`<g class="${liquidity}"><path d="M${x} ${y(mean - error)}V${y(mean + error)}"/>${shape}</g>`
    }),
  )
  return html`<figure><figcaption>Mean markout in ticks after each horizon, with its 95% interval: dots are maker
fills, squares taker fills. Below zero the market went against us.</figcaption>
<svg class="markouts" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img"
aria-label="Mean markout in ticks by horizon; the figures are in the table below.">
${grid}${labels}${marks}
</svg></figure>
`
}

function pointsOf(markouts: ExecutionQuality['markouts']): Point[] {
  return markouts.flatMap(({ meanTicks, standardErrorTicks }, horizon) =>
    meanTicks === null ? [] : [{ horizon, mean: meanTicks, error: INTERVAL * (standardErrorTicks ?? 0) }],
  )
}
