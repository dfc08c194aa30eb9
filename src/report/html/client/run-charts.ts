/** The charts of one instrument: equity, drawdown, position, and the price with our orders and fills. */
import uPlot from 'uplot'
import { decimalsOfSize, fixed } from './amounts.ts'
import { drawFills, drawOrders } from './fill-marks.ts'
import type { InstrumentValues } from './page-values.ts'
import type { RunColumns } from './run-columns.ts'
import { type ColourName, colour } from './theme.ts'
import { STEPS, timeChart, withGaps } from './time-chart.ts'
import type { TimeGroup } from './time-group.ts'

export interface RunCharts {
  /** In the order of the page; the price chart is the last, where there is one. */
  readonly all: readonly uPlot[]
  readonly price: uPlot | undefined
}

export interface RunChartParts {
  readonly block: HTMLElement
  readonly group: TimeGroup
  readonly values: InstrumentValues
  readonly columns: RunColumns
  readonly selected: () => number | undefined
}

export function runCharts(parts: RunChartParts): RunCharts {
  const { values, columns } = parts
  const { x, net, drawdown } = columns.equity
  const { held } = columns.position
  const money = (list: Float64Array): ((at: number) => string) => {
    const decimals = decimalsOfSize(largest(list), values.moneyDecimals)
    return (at) => `${fixed(list[at]!, decimals)} ${values.settle}`
  }
  const equity = line(parts, 'equity', x, net, money(net), 170, uPlot.paths.linear!())
  const fall = line(parts, 'drawdown', x, drawdown, money(drawdown), 110, uPlot.paths.linear!())
  const position = line(
    parts,
    'position',
    columns.position.x,
    held,
    (at) => `${fixed(held[at]!, values.lotDecimals)} ${values.base}`,
    140,
    STEPS,
  )
  const price = priceChart(parts)
  return { all: [equity, fall, position, price].filter((chart) => chart !== undefined), price }
}

function line(
  { block, group }: RunChartParts,
  name: ColourName & ('equity' | 'drawdown' | 'position'),
  x: Float64Array,
  values: Float64Array,
  words: (at: number) => string,
  height: number,
  paths: uPlot.Series.PathBuilder,
): uPlot | undefined {
  const figure = block.querySelector<HTMLElement>(`[data-chart="${name}"]`)
  if (figure === null) return undefined
  const isFew = x.length < 3
  return timeChart({
    figure,
    group,
    height,
    data: [x, withGaps(values)] as uPlot.AlignedData,
    series: [
      {
        stroke: () => colour(name),
        ...(name === 'equity' ? {} : { fill: () => `${colour(name)}2e`, fillTo: 0 }),
        width: 1.5,
        paths,
        points: { show: isFew, size: 7, fill: () => colour(name) },
      },
    ],
    rangeMin: largest(values) === 0 ? 1 : 0,
    withTimes: name === 'position',
    withZero: true,
    readout: (at) => (Number.isNaN(values[at]) ? 'not known' : words(at)),
  })
}

function priceChart({ block, group, values, columns, selected }: RunChartParts): uPlot | undefined {
  const figure = block.querySelector<HTMLElement>('[data-chart="price"]')
  if (figure === null) return undefined
  const { market, orders, fills } = columns
  const side = (name: 'bid' | 'ask'): uPlot.Series => ({
    stroke: () => colour(name),
    width: 1,
    paths: STEPS,
    points: { show: false },
  })
  const shown = (price: number): string => (Number.isNaN(price) ? 'empty' : fixed(price, values.priceDecimals))
  return timeChart({
    figure,
    group,
    height: 380,
    data: [market.x, withGaps(market.bid), withGaps(market.ask)] as uPlot.AlignedData,
    series: [side('bid'), side('ask')],
    rangeMin: 6 * values.tick,
    withTimes: true,
    readout: (at) => `bid ${shown(market.bid[at]!)}  ask ${shown(market.ask[at]!)}`,
    hooks: {
      drawAxes: [(chart) => drawOrders(chart, orders)],
      draw: [(chart) => drawFills(chart, fills, selected())],
    },
  })
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0)
}
