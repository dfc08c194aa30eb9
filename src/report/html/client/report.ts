/** The script of a report's page: unpacks its columns, draws the charts over time, and makes them answer. */
import { unpackBytes } from './column-reader.ts'
import { fillAt, indexOf } from './fill-marks.ts'
import { FillTable } from './fill-table.ts'
import { clockOf, dayOf } from './instants.ts'
import { type InstrumentValues, type PageValues, VALUES_ID } from './page-values.ts'
import { runCharts } from './run-charts.ts'
import { type Fills, type RunColumns, runColumns } from './run-columns.ts'
import { showStory } from './story-panel.ts'
import { onColours } from './theme.ts'
import { TimeGroup } from './time-group.ts'
import { listenToWheel } from './wheel.ts'

/** Width of a chart on paper, A4 or letter, in CSS pixels. */
const PAPER_WIDTH = 660

async function main(): Promise<void> {
  const page: PageValues = JSON.parse(document.getElementById(VALUES_ID)!.textContent)
  const bytes = await unpackBytes(page.columns)
  const epoch = Number(BigInt(page.epochNs) / 1_000_000n) / 1e3
  const groups: TimeGroup[] = []
  for (const [id, values] of page.instruments.entries()) {
    const block = document.querySelector<HTMLElement>(`[data-over-time="${id}"]`)
    if (block === null) continue
    const columns = runColumns(bytes, page.epochNs, values)
    const [min, max] = [epoch + page.startTs / 1e9, epoch + page.endTs / 1e9]
    const group = new TimeGroup({ min, max: Math.max(max, min + 1e-3) }, `over-time-${id}`)
    groups.push(group)
    new OverTime(block, page, values, columns, group)
    // The page stays alive between the charts of two instruments.
    await new Promise(requestAnimationFrame)
  }
  onColours(() => {
    for (const group of groups) group.redraw()
  })
  document.documentElement.dataset['ready'] = 'true'
}

/** The charts of one instrument with what goes with them: buttons, keys, the story of a fill, the table of fills. */
class OverTime {
  private readonly page: PageValues
  private readonly values: InstrumentValues
  private readonly fills: Fills
  private readonly group: TimeGroup
  private readonly panel: HTMLElement
  private readonly table: FillTable
  private selected: number | undefined

  constructor(block: HTMLElement, page: PageValues, values: InstrumentValues, columns: RunColumns, group: TimeGroup) {
    this.page = page
    this.values = values
    this.fills = columns.fills
    this.group = group
    this.panel = block.querySelector<HTMLElement>('.story')!
    const charts = block.querySelector<HTMLElement>('.charts')!
    const { all, price } = runCharts({ block, group, values, columns, selected: () => this.selected })
    for (const chart of all) listenToWheel(chart, group, charts)
    price?.over.addEventListener('click', (event) => {
      const { left, top } = price.rect
      const at = fillAt(price, this.fills, event.clientX - left, event.clientY - top)
      if (at !== undefined) this.select(at)
    })
    charts.addEventListener('keydown', (event) => this.onKey(event))
    for (const button of block.querySelectorAll<HTMLButtonElement>('button[data-do]')) {
      button.addEventListener('click', () => this.act(button.dataset['do']!))
    }
    this.table = new FillTable(block, page, values, this.fills, (at) => this.select(at))
    this.fitWidth(charts)
    const shown = block.querySelector('.shown')
    group.onShown(({ min, max }) => {
      const step = 10 ** Math.min(0, Math.floor(Math.log10((max - min) / 100)))
      if (shown) shown.textContent = `${dayOf(min)} ${clockOf(min, step)} to ${clockOf(max, step)} UTC`
      this.table.show({ min, max })
    })
  }

  private select(at: number | undefined): void {
    this.selected = at
    showStory(this.panel, this.page, this.values, this.fills, at)
    this.group.redraw()
  }

  /** To the next fill in time, or the one before; the first of those that are shown to begin with. */
  private step(by: 1 | -1): void {
    const { x, count } = this.fills
    if (count === 0) return
    const { min, max } = this.group.shown
    const start = by === 1 ? indexOf(x, min) : indexOf(x, max) - 1
    const at = Math.min(Math.max(this.selected === undefined ? start : this.selected + by, 0), count - 1)
    const seconds = x[at]!
    if (seconds < min || seconds > max) {
      const half = (max - min) / 2
      this.group.show({ min: seconds - half, max: seconds + half })
    }
    this.select(at)
  }

  private act(what: string): void {
    const { group } = this
    if (what === 'closer') group.zoom(0.5, this.middle())
    else if (what === 'wider') group.zoom(2, this.middle())
    else if (what === 'earlier') group.pan(-0.25)
    else if (what === 'later') group.pan(0.25)
    else if (what === 'all') group.reset()
    else if (what === 'previous') this.step(-1)
    else if (what === 'next') this.step(1)
    else this.select(undefined)
  }

  /** Where to zoom: the selected fill while it is shown. */
  private middle(): number {
    const { min, max } = this.group.shown
    const seconds = this.selected === undefined ? Number.NaN : this.fills.x[this.selected]!
    return seconds >= min && seconds <= max ? seconds : (min + max) / 2
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const what = KEYS[event.key]
    if (what === undefined) return
    event.preventDefault()
    this.act(what)
  }

  private fitWidth(charts: HTMLElement): void {
    const fit = (): void => this.group.resize(charts.clientWidth)
    new ResizeObserver(fit).observe(charts)
    addEventListener('beforeprint', () => this.group.resize(PAPER_WIDTH))
    addEventListener('afterprint', fit)
  }
}

const KEYS: Readonly<Record<string, string>> = {
  ArrowLeft: 'earlier',
  ArrowRight: 'later',
  '+': 'closer',
  '=': 'closer',
  '-': 'wider',
  '0': 'all',
  n: 'next',
  p: 'previous',
  Escape: 'close',
}

main().catch((error: unknown) => {
  for (const place of document.querySelectorAll('.charts .hint')) place.textContent = `The charts failed: ${error}`
  throw error
})
