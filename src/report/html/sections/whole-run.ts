/** What concerns the run as a whole: totals, risk, data, assumptions, and how to make it again. */
import { ordersIn } from '../../compare/currency-orders.ts'
import { decimalsOfResult, formatAmount, formatCount, formatRatio, formatShare } from '../../figures.ts'
import type { InstrumentReport, RiskEvent, RunReport } from '../../run-report.ts'
import { type Html, html, type Part } from '../escape.ts'
import { details, table } from '../table.ts'
import { note, type Topic } from '../topic.ts'
import { counted } from './amounts.ts'
import { instantText } from './over-time.ts'

/** Rows of a table that is not folded. */
const RISK_ROWS = 20
/** Repairs make data better, and other than what was recorded. */
const FOUND = 'What was found in it, and what its import repaired:'

/** By instrument, and by currency. */
export function totals({ instruments, result }: RunReport): Topic {
  const figures = ['Net', 'Gross', 'Fees', 'Max drawdown', 'Sharpe', 'Fills', 'Fill rate'].map((label) => ({
    label,
    kind: 'figure' as const,
  }))
  const rows = (
    list: readonly (readonly [string, RunReport['result']['totals']['currencies'][number], Part, Part])[],
  ) =>
    list.map(([name, { pnl, settle, sharpe }, fills, rate]): Part[] => {
      const { net, gross, fees, maxDrawdown } = pnl
      const decimals = decimalsOfResult(pnl)
      const amounts = [net, gross, fees, maxDrawdown].map((amount) => formatAmount(amount, decimals))
      return [name, settle, ...amounts, formatRatio(sharpe), fills, rate]
    })
  const own = result.instruments.map(
    (summary, id) =>
      [
        instruments[id]?.alias ?? summary.symbol,
        summary,
        formatCount(summary.fills),
        formatShare(summary.fillRate),
      ] as const,
  )
  const sums = result.totals.currencies.map((money) => {
    const { fills, fillRate } = ordersIn(result, money.settle)
    return ['all of them', money, formatCount(fills), formatShare(fillRate)] as const
  })
  const body = table({
    caption: 'By instrument, and added up by currency; drawdown and Sharpe are those of the summed equity',
    columns: [{ label: 'Instrument' }, { label: 'Currency' }, ...figures],
    rows: [...rows(own), ...rows(sums)],
  })
  return { id: 'totals', title: 'Totals by currency', body }
}

export function riskEvents({ risk: { total, events }, epochNs, instruments }: RunReport): Topic {
  const kept = `${formatCount(events.length)} of ${counted(total, 'risk event')}`
  const rows = (list: readonly RiskEvent[]): Html =>
    table({
      caption: events.length < total ? `${kept}, evenly over all of them` : 'Risk events',
      columns: [
        { label: 'Time (UTC)' },
        { label: 'Instrument' },
        { label: 'Order', kind: 'figure' },
        { label: 'Reason' },
      ],
      rows: list.map(({ ts, instrument, order, reason }) => [
        instantText(epochNs, ts),
        instruments[instrument]?.alias ?? String(instrument),
        order < 0 ? 'none' : String(order),
        reason,
      ]),
    })
  const body =
    total === 0
      ? html`<p>The risk gate refused nothing and stopped nothing.</p>`
      : events.length <= RISK_ROWS
        ? rows(events)
        : details(`${events.length < total ? kept : counted(total, 'risk event')} as a table`, rows(events))
  return { id: 'risk', title: 'Risk events', body }
}

export function dataHealth(id: number, { health, base }: InstrumentReport): Topic {
  const body =
    health === null
      ? html`<p>The data was not looked at for this report.</p>`
      : [
          html`<p>${counted(health.rows, 'row')}, ${counted(health.trades, 'trade')} of ${health.tradedVolume} ${base}.
${health.findings.length === 0 ? 'Nothing was found wrong with it, and its import repaired nothing.' : FOUND}</p>`,
          health.findings.length > 0 &&
            table({
              caption: 'Findings of the data check, and repairs of the import',
              columns: [{ label: 'Kind' }, { label: 'What' }, { label: 'Count', kind: 'figure' }],
              rows: health.findings.map(({ kind, count, what }) => [kind, what, formatCount(count)]),
            }),
        ]
  return { id: `health-${id}`, title: 'Data health', body }
}

export function assumptions({ assumptions }: RunReport): Topic {
  const body = [
    note('What the run takes for granted, and where that ends. A result is worth no more than these.'),
    table({
      caption: 'Models, what they assume, and their limits',
      quietCaption: true,
      columns: [{ label: 'Of' }, { label: 'Model' }, { label: 'It assumes' }, { label: 'Where that ends' }],
      rows: assumptions.map(({ topic, model, says, limit }) => [topic, html`<code>${model}</code>`, says, limit]),
    }),
  ]
  return { id: 'assumptions', title: 'Models and assumptions', body }
}

export function reproduce({ reproduce, manifest, result }: RunReport): Topic {
  const body = [
    html`<p>The journal of this run has ${counted(result.entries, 'entry', 'entries')} and the root hash
<code>${result.rootHash}</code>. The same inputs give the same hash on every machine.</p>`,
    reproduce.length > 0 && html`<pre>${reproduce.join('\n')}</pre>`,
    details('The manifest: all that the run was made of', html`<pre class="manifest">${manifestText(manifest)}</pre>`),
  ]
  return { id: 'reproduce', title: 'Manifest, and how to make this run again', body }
}

function manifestText(manifest: unknown): string {
  return JSON.stringify(manifest, null, 2) ?? 'none'
}
