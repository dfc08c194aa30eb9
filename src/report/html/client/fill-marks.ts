/**
 * Our orders and fills on the price chart. An order is a line from when it stood to when it ended; a fill is a
 * triangle, up for a buy and down for a sell: full where it is certain, hollow where it depends on the queue, hollow
 * with a dot where it depends on the size.
 */
import uPlot from 'uplot'
import type { Fills, OrderLines } from './run-columns.ts'
import { colour } from './theme.ts'

/** Index into the confidences: certain, queue-dependent, size-dependent. */
const CERTAIN = 0
const SIZE_DEPENDENT = 2
/** Of more fills than this the marks are small, and too close to one another to tell how sure they are. */
const LARGE_MARKS_MAX = 400
const CLICK_DISTANCE = 14

export function drawOrders(chart: uPlot, orders: OrderLines): void {
  const { x, y, from, to } = pixelsOf(chart)
  const isNew = newPlaces()
  inPlot(chart, (context) => {
    for (const [side, name] of SIDES) {
      context.beginPath()
      for (let i = 0; i < orders.from.length; i++) {
        if (orders.side[i] !== side || orders.to[i]! < from || orders.from[i]! > to) continue
        const height = y(orders.price[i]!)
        const start = x(Math.max(orders.from[i]!, from))
        if (!isNew(start, height, side)) continue
        context.moveTo(start, height)
        context.lineTo(x(Math.min(orders.to[i]!, to)), height)
      }
      context.strokeStyle = colour(name)
      context.globalAlpha = 0.45
      context.lineWidth = ratio()
      context.stroke()
    }
  })
}

export function drawFills(chart: uPlot, fills: Fills, selected: number | undefined): void {
  const { x, y, from, to } = pixelsOf(chart)
  const [first, last] = [indexOf(fills.x, from), indexOf(fills.x, to)]
  const isMany = last - first > LARGE_MARKS_MAX
  const size = (isMany ? 3.2 : 5.5) * ratio()
  const isNew = newPlaces()
  inPlot(chart, (context) => {
    for (const [side, name] of SIDES) {
      const paths = { full: new Path2D(), hollow: new Path2D(), dots: new Path2D() }
      for (let i = first; i < last; i++) {
        if (fills.side[i] !== side) continue
        const [at, height] = [x(fills.x[i]!), y(fills.price[i]!)]
        if (isMany && !isNew(at, height, side)) continue
        triangle(isMany || fills.confidence[i] === CERTAIN ? paths.full : paths.hollow, at, height, size * side)
        if (!isMany && fills.confidence[i] === SIZE_DEPENDENT) dot(paths.dots, at, height, size / 4)
      }
      const ink = colour(name)
      Object.assign(context, { lineWidth: 1.4 * ratio(), strokeStyle: ink, fillStyle: colour('paper') })
      context.fill(paths.hollow)
      context.stroke(paths.hollow)
      context.fillStyle = ink
      context.fill(paths.full)
      context.fill(paths.dots)
    }
    if (selected !== undefined && fills.count > selected) drawSelected(context, fills, selected, { x, y })
  })
}

/** The fill that is nearest to a place on the chart, in pixels of the page from the plot's corner. */
export function fillAt(chart: uPlot, fills: Fills, left: number, top: number): number | undefined {
  const { x, y, from, to } = pixelsOf(chart)
  const { left: plotLeft, top: plotTop } = chart.bbox
  const [atX, atY] = [plotLeft + left * ratio(), plotTop + top * ratio()]
  let nearest: number | undefined
  let least = (CLICK_DISTANCE * ratio()) ** 2
  for (let i = indexOf(fills.x, from); i < indexOf(fills.x, to); i++) {
    const distance = (x(fills.x[i]!) - atX) ** 2 + (y(fills.price[i]!) - atY) ** 2
    if (distance <= least) [nearest, least] = [i, distance]
  }
  return nearest
}

/** Whether nothing of a side has been drawn within the same two pixels: of thousands most would cover one another. */
function newPlaces(): (x: number, y: number, side: number) => boolean {
  const seen = new Set<number>()
  return (x, y, side) => {
    const before = seen.size
    return seen.add(((Math.round(x) >> 1) * 16_384 + (Math.round(y) >> 1)) * 4 + side + 1).size > before
  }
}

/** How many of these increasing numbers are below a limit. */
export function indexOf(sorted: Float64Array, limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}

const SIDES = [
  [1, 'buy'],
  [-1, 'sell'],
] as const

type Pixels = (value: number) => number

/** A ring around the fill, and the line of its order from when it was sent. */
function drawSelected(
  context: CanvasRenderingContext2D,
  fills: Fills,
  at: number,
  { x, y }: { x: Pixels; y: Pixels },
): void {
  const [end, height] = [x(fills.x[at]!), y(fills.price[at]!)]
  const sent = x(fills.x[at]! - fills.sentAgoNs[at]! / 1e9)
  Object.assign(context, { strokeStyle: colour('ink'), lineWidth: 1.6 * ratio(), globalAlpha: 1 })
  context.beginPath()
  context.moveTo(sent, height)
  context.lineTo(end, height)
  context.moveTo(sent, height - 5 * ratio())
  context.lineTo(sent, height + 5 * ratio())
  context.moveTo(end + 10 * ratio(), height)
  context.arc(end, height, 10 * ratio(), 0, 2 * Math.PI)
  context.stroke()
}

/** Around its middle; `size` below zero points down. */
function triangle(path: Path2D, x: number, y: number, size: number): void {
  path.moveTo(x, y - size)
  path.lineTo(x - size, y + size * 0.8)
  path.lineTo(x + size, y + size * 0.8)
  // Closed by hand: closing a long path is slow.
  path.lineTo(x, y - size)
}

function dot(path: Path2D, x: number, y: number, radius: number): void {
  path.moveTo(x + radius, y)
  path.arc(x, y, radius, 0, 2 * Math.PI)
}

function inPlot({ ctx, bbox }: uPlot, draw: (context: CanvasRenderingContext2D) => void): void {
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  draw(ctx)
  ctx.restore()
}

/** Pixels of the canvas by values; as straight lines, since uPlot's own function is slow for thousands. */
function pixelsOf(chart: uPlot): { x: Pixels; y: Pixels; from: number; to: number } {
  const { min: from = 0, max: to = 1 } = chart.scales['x'] as { min?: number; max?: number }
  const { min: low = 0, max: high = 1 } = chart.scales['y'] as { min?: number; max?: number }
  const { left, top, width, height } = chart.bbox
  return {
    x: (value) => left + ((value - from) / (to - from)) * width,
    y: (value) => top + ((high - value) / (high - low)) * height,
    from,
    to,
  }
}

function ratio(): number {
  return uPlot.pxRatio
}
