/** How long things took: in the queue, until a fill, and on each leg of the network. */
import { formatCount, formatDuration } from '../../figures.ts'
import type { Distribution, InstrumentReport } from '../../run-report.ts'
import { type Html, html } from '../escape.ts'
import { histogram } from '../svg/histogram.ts'
import { details, table } from '../table.ts'
import { note, type Topic } from '../topic.ts'

interface Named {
  readonly title: string
  readonly of: string
  readonly distribution: Distribution
}

export function waiting(id: number, { distributions }: InstrumentReport): Topic {
  const { queueWaitNs, timeToFillNs } = distributions
  const list: Named[] = [
    { title: 'Wait in the queue', of: 'maker fills', distribution: queueWaitNs },
    { title: 'From sending to the first fill', of: 'orders', distribution: timeToFillNs },
  ]
  return { id: `waiting-${id}`, title: 'Queue wait and time to fill', body: distributionsOf(list, 'Time') }
}

export function latency(id: number, { distributions }: InstrumentReport): Topic {
  const { feedNs, entryNs, responseNs, roundTripNs } = distributions
  const list: Named[] = [
    { title: 'Feed', of: 'messages', distribution: feedNs },
    { title: 'Order entry', of: 'commands', distribution: entryNs },
    { title: 'Order response', of: 'answers', distribution: responseNs },
    { title: 'Round trip', of: 'commands', distribution: roundTripNs },
  ]
  const body = [
    distributionsOf(list, 'Leg'),
    note(`Feed: from the venue’s stamp to the strategy. Entry: from sending to the venue acting. Response: from
the venue acting to the strategy knowing. Round trip: from sending to the first answer.`),
  ]
  return { id: `latency-${id}`, title: 'Latency per leg', body }
}

function distributionsOf(list: readonly Named[], what: string): Html {
  const columns = ['Count', 'p50', 'p90', 'p99', 'p99.9', 'max'].map((label) => ({ label, kind: 'figure' as const }))
  return html`${table({
    caption: 'Quantiles',
    columns: [{ label: what }, ...columns],
    rows: list.map(({ title, distribution: { count, p50, p90, p99, p999, max } }) => [
      title,
      formatCount(count),
      ...[p50, p90, p99, p999, max].map((value) => formatDuration(value)),
    ]),
  })}<div class="pair">${list.map(drawing)}</div>
`
}

function drawing({ title, of, distribution }: Named): Html {
  return html`<div>${histogram({ title, of, distribution, format: formatDuration })}${bins(title, distribution)}</div>`
}

function bins(title: string, { bins }: Distribution): Html | null {
  const filled = bins.filter(({ count }) => count > 0)
  if (filled.length === 0) return null
  return details(
    `${title}: bins as a table`,
    table({
      caption: title,
      columns: [{ label: 'From' }, { label: 'To', kind: 'figure' }, { label: 'Count', kind: 'figure' }],
      rows: filled.map(({ from, to, count }) => [formatDuration(from), formatDuration(to), formatCount(count)]),
    }),
  )
}
