/** The fills of the stretch of time that is shown, as a table: for those who cannot see or point at the chart. */
import { fixed, signed } from './amounts.ts'
import { indexOf } from './fill-marks.ts'
import { instantOf } from './instants.ts'
import type { InstrumentValues, PageValues } from './page-values.ts'
import type { Fills } from './run-columns.ts'
import { element } from './story-panel.ts'
import type { Span } from './time-group.ts'

const ROWS_MAX = 100
const CONFIDENCES = ['certain', 'queue-dependent', 'size-dependent']

export class FillTable {
  private readonly folded: HTMLDetailsElement | null
  private readonly page: PageValues
  private readonly values: InstrumentValues
  private readonly fills: Fills
  private readonly select: (at: number) => void
  private span: Span = { min: 0, max: 0 }

  constructor(
    block: HTMLElement,
    page: PageValues,
    values: InstrumentValues,
    fills: Fills,
    select: (at: number) => void,
  ) {
    this.page = page
    this.values = values
    this.fills = fills
    this.select = select
    this.folded = block.querySelector('details.fills')
    this.folded?.addEventListener('toggle', () => this.fillIn())
    if (this.folded !== null) this.folded.hidden = false
  }

  show(span: Span): void {
    this.span = span
    this.fillIn()
  }

  private fillIn(): void {
    if (!this.folded?.open) return
    const { x } = this.fills
    const [first, last] = [indexOf(x, this.span.min), indexOf(x, this.span.max)]
    const rows = Array.from({ length: Math.min(last - first, ROWS_MAX) }, (_, i) => this.row(first + i))
    this.folded.querySelector('tbody')!.replaceChildren(...rows)
    const isSample = this.values.fillsTotal > this.fills.count
    const which = isSample ? 'Fills of the sample in the time that is shown' : 'Fills of the time that is shown'
    const more = last - first > ROWS_MAX ? `, the first ${ROWS_MAX} of ${last - first}: zoom in to see the others` : ''
    this.folded.querySelector('caption')!.textContent = which + more
  }

  private row(at: number): HTMLElement {
    const { fills, values } = this
    const button = element('button', '', instantOf(BigInt(this.page.epochNs), fills.ts[at]!)) as HTMLButtonElement
    button.type = 'button'
    button.title = 'Show the story of this fill'
    button.addEventListener('click', () => this.select(at))
    const heading = element('th', '')
    heading.setAttribute('scope', 'row')
    heading.append(button)
    const row = element('tr', '')
    const markout = fills.markoutTicks[at]!
    row.append(
      heading,
      element('td', '', fills.side[at] === 1 ? 'buy' : 'sell'),
      element('td', 'figure', fixed(fills.price[at]!, values.priceDecimals)),
      element('td', 'figure', fixed(fills.lots[at]! * values.lot, values.lotDecimals)),
      element('td', '', fills.maker[at] === 1 ? 'maker' : 'taker'),
      element('td', '', CONFIDENCES[fills.confidence[at]!]),
      element('td', 'figure', Number.isFinite(markout) ? signed(markout, 1) : 'n/a'),
      element('td', 'figure', String(fills.order[at])),
    )
    return row
  }
}
