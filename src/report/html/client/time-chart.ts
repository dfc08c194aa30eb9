/** One chart over time: uPlot with the page's colours, axes that align with those of its neighbours, and gestures. */
import uPlot from 'uplot'
import { decimalsOfStep, fixed } from './amounts.ts'
import { clockOf, timeLabels } from './instants.ts'
import { colour } from './theme.ts'
import type { Span, TimeGroup } from './time-group.ts'

export interface TimeChartParts {
  readonly figure: HTMLElement
  readonly group: TimeGroup
  readonly height: number
  /** Instants in seconds since 1970, then a column for each of the series. */
  readonly data: uPlot.AlignedData
  readonly series: readonly uPlot.Series[]
  /** The least range of values shown, so that a flat line does not fill the chart with its noise. */
  readonly rangeMin: number
  /** Whether zero is always within. */
  readonly withZero?: boolean
  /** Whether the times stand below it: they are the same for all charts of a group. */
  readonly withTimes?: boolean
  /** What stands under the cursor, in words. */
  readonly readout: (at: number) => string
  readonly hooks?: uPlot.Hooks.Arrays
}

const AXIS_WIDTH = 78
const FONT = "11px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif"

export function timeChart(parts: TimeChartParts): uPlot {
  const { figure, group, height, data, series, hooks = {} } = parts
  const plot = figure.querySelector<HTMLElement>('.plot')!
  const readout = figure.querySelector('.readout')!
  const chart = new uPlot(
    {
      width: plot.clientWidth,
      height,
      legend: { show: false },
      padding: [8, 34, 0, 0],
      scales: {
        x: { auto: false, ...group.shown },
        y: { range: (_, min, max) => rangeOf(min, max, parts) },
      },
      axes: [parts.withTimes ? timeAxis() : withoutLabels(), valueAxis(height)],
      series: [{}, ...series],
      cursor: cursorOf(group),
      hooks: {
        ...hooks,
        setScale: [(self, key) => key === 'x' && shown(figure, group, spanOf(self))],
        setCursor: [
          ({ cursor: { idx } }) => {
            const seconds = idx === null || idx === undefined ? undefined : data[0][idx]
            const at = seconds === undefined ? '' : `${clockOf(seconds, 0.001)}  `
            readout.textContent = at === '' ? '' : at + parts.readout(idx!)
          },
        ],
      },
    },
    data,
    plot,
  )
  group.add(chart)
  return chart
}

/** A line that steps from value to value; of more points than pixels, the extremes of each pixel: it looks the same. */
export const STEPS: uPlot.Series.PathBuilder = (self, index, from, to) =>
  (to - from > 3 * self.bbox.width ? LINE : STEPPED)(self, index, from, to)

const LINE = uPlot.paths.linear!()
const STEPPED = uPlot.paths.stepped!({ align: 1 })

/** Values with gaps where they are NaN. */
export function withGaps(values: Float64Array): Float64Array | (number | null)[] {
  return values.some(Number.isNaN) ? Array.from(values, (value) => (Number.isNaN(value) ? null : value)) : values
}

/** Tells the others, and whoever looks at the page from outside. */
function shown(figure: HTMLElement, group: TimeGroup, { min, max }: Span): void {
  Object.assign(figure.dataset, { from: min.toFixed(3), to: max.toFixed(3) })
  group.show({ min, max })
}

function spanOf({ scales }: uPlot): Span {
  return { min: scales['x']!.min!, max: scales['x']!.max! }
}

function rangeOf(min: number | null, max: number | null, { rangeMin, withZero }: TimeChartParts): [number, number] {
  let [low, high] = [min ?? 0, max ?? 0]
  if (withZero) [low, high] = [Math.min(low, 0), Math.max(high, 0)]
  const missing = Math.max(0, rangeMin - (high - low)) / 2
  const margin = Math.max((high - low) * 0.06, rangeMin * 0.06)
  return [low - missing - margin, high + missing + margin]
}

function timeAxis(): uPlot.Axis {
  return {
    ...axisColours(),
    space: spaceOfTime,
    size: 42,
    values: (_, splits, _axis, _space, step) => timeLabels(splits, step),
  }
}

/** Least pixels from one label of time to the next: those of short spans have more digits. */
const spaceOfTime = (_: uPlot, _axis: number, from: number, to: number): number => (to - from < 120 ? 96 : 62)

function withoutLabels(): uPlot.Axis {
  return { ...axisColours(), space: spaceOfTime, size: 6, values: (_, splits) => splits.map(() => '') }
}

function valueAxis(height: number): uPlot.Axis {
  return {
    ...axisColours(),
    // A low chart has more than its zero labelled.
    space: height < 150 ? 16 : 24,
    size: AXIS_WIDTH,
    values: (_, splits, _axis, _space, step) => splits.map((value) => fixed(value, decimalsOfStep(step))),
  }
}

function axisColours(): uPlot.Axis {
  const width = 1
  return {
    font: FONT,
    stroke: () => colour('quiet'),
    grid: { stroke: () => colour('grid'), width },
    ticks: { stroke: () => colour('line'), width, size: 4 },
  }
}

/** A drag zooms; with Shift it pans; a double click shows all. */
function cursorOf(group: TimeGroup): uPlot.Cursor {
  return {
    y: false,
    points: { size: 6 },
    drag: { x: true, y: false, dist: 5 },
    sync: {
      key: group.key,
      setSeries: false,
      scales: ['x', null],
      filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' },
    },
    bind: {
      mousedown: (self, _target, handler) => (event) => {
        if (!event.shiftKey) return handler(event)
        dragAlong(self, group, event)
        return null
      },
      dblclick: () => () => {
        group.reset()
        return null
      },
    },
  }
}

function dragAlong(self: uPlot, group: TimeGroup, down: MouseEvent): void {
  const { min, max } = group.shown
  const perPixel = (max - min) / self.rect.width
  const moved = (event: MouseEvent): void => {
    const by = (down.clientX - event.clientX) * perPixel
    group.show({ min: min + by, max: max + by })
  }
  const up = (): void => document.removeEventListener('mousemove', moved)
  document.addEventListener('mousemove', moved)
  document.addEventListener('mouseup', up, { once: true })
}
