/** What became of orders: refusals, rejects, the ways they went, and cancels that came too late. */
import { formatCount, formatDuration, formatShare } from '../../figures.ts'
import type { InstrumentReport } from '../../run-report.ts'
import type { OrderSummary } from '../../summary.ts'
import { type Html, html } from '../escape.ts'
import { table } from '../table.ts'
import { note, type Topic } from '../topic.ts'
import { counted, formatSigned } from './amounts.ts'

export function rejects(id: number, { rejects, refusals, expiries, orders }: OrderSummary): Topic {
  const body = html`<div class="thirds">${[
    reasons('Rejected by the venue', rejects, 'No order was rejected.'),
    reasons('Refused by our own risk gate', refusals, 'Nothing was refused.'),
    reasons('Expired', expiries, 'No order expired.'),
  ]}</div>${note(`Of ${counted(orders.submitted, 'order')} that the strategy asked for.`)}`
  return { id: `rejects-${id}`, title: 'Rejects and refusals by reason', body }
}

function reasons(caption: string, counts: Readonly<Record<string, number>>, empty: string): Html {
  return table({
    caption,
    columns: [{ label: 'Reason' }, { label: 'Count', kind: 'figure' }],
    rows: Object.entries(counts).map(([reason, count]) => [reason, formatCount(count)]),
    empty,
  })
}

export function journey(id: number, { journey }: InstrumentReport): Topic {
  const figures = ['Orders', 'p50', 'p90', 'p99', 'p99.9', 'max'].map((label) => ({ label, kind: 'figure' as const }))
  const body = [
    table({
      caption: 'Ways of an order, and the time that each took',
      columns: [{ label: 'From, to' }, ...figures],
      rows: journey.map(({ from, to, orders, tookNs: { p50, p90, p99, p999, max } }) => [
        `${from} → ${to}`,
        formatCount(orders),
        ...[p50, p90, p99, p999, max].map((value) => formatDuration(value)),
      ]),
      empty: 'No order was sent.',
    }),
    note('By the strategy’s clock: from when it sent or saw the one to when it saw the other.'),
  ]
  return { id: `journey-${id}`, title: 'Order journey', body }
}

/** In the terminal's words, and from the same counts. */
export function cancelRaces(
  id: number,
  { cancelRaces, base }: InstrumentReport,
  { orders: { cancels, cancelsRejected: late, cancelsLost: lost } }: OrderSummary,
): Topic {
  const { lostVolume, lostMarkoutTicks } = cancelRaces
  const share = formatShare(lost / cancels)
  const ofThem = `${lost === 0 ? 'none' : formatCount(lost)} of them`
  const found = `Of ${counted(cancels, 'cancel')} ${formatCount(late)} came too late, ${ofThem}`
  const cost = `${lostVolume} ${base}, with a mean markout of ${formatSigned(lostMarkoutTicks)} ticks after 1 s`
  const none = cancels === 0 ? 'No cancel was sent.' : `None of ${counted(cancels, 'cancel')} came too late.`
  const lines =
    late === 0 ? none : `${found} to a fill (${share} of all cancels).${lost === 0 ? '' : ` Filled: ${cost}.`}`
  return { id: `cancel-races-${id}`, title: 'Cancel races lost', body: html`<p>${lines}</p>` }
}
