/** Which orders were filled: by their distance to the touch, and by what stood ahead of them. */
import { formatCount, formatShare } from '../../figures.ts'
import type { InstrumentReport, RateBucket } from '../../run-report.ts'
import { type Html, html } from '../escape.ts'
import { barCell } from '../svg/bar-cell.ts'
import { table } from '../table.ts'
import type { Topic } from '../topic.ts'

export function fillRates(id: number, { fillRate }: InstrumentReport): Topic {
  const body = html`<div class="pair">${[
    rates('By ticks from the touch as the order was sent', 'Distance', fillRate.byDistance),
    rates('By lots ahead as the order came to rest', 'Ahead', fillRate.byQueue),
  ]}</div>`
  return { id: `fill-rate-${id}`, title: 'Fill rate', body }
}

function rates(caption: string, what: string, buckets: readonly RateBucket[]): Html {
  return table({
    caption,
    columns: [
      { label: what },
      { label: 'Orders', kind: 'figure' },
      { label: 'With a fill', kind: 'figure' },
      { label: html`Rate ${barCell(null)}`, kind: 'figure' },
    ],
    rows: buckets.map(({ label, orders, filled, rate }) => [
      label,
      formatCount(orders),
      formatCount(filled),
      html`${formatShare(rate)} ${barCell(rate)}`,
    ]),
    empty: 'No orders.',
  })
}
