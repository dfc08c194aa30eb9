/** How sure the fills are, and whether our size leaves the replay believable. */

import type { FillRule } from '../../../venue/sim/venue-witness.ts'
import { decimalsFor, formatAmount, formatCount, formatQuantity, formatShare } from '../../figures.ts'
import { FILL_RULES, type InstrumentReport } from '../../run-report.ts'
import type { Quantiles } from '../../summary.ts'
import { html, type Part } from '../escape.ts'
import { barCell } from '../svg/bar-cell.ts'
import { table } from '../table.ts'
import { note, type Topic } from '../topic.ts'

const MEANINGS = {
  certain: 'the price traded through: any model of the queue fills it',
  'queue-dependent': 'rests on an estimate of its place in the queue',
  'size-dependent': 'assumes more liquidity than the market showed',
} as const

const RULES: Readonly<Record<FillRule, string>> = {
  'best-crossed': 'the best of the other side came to its price',
  'traded-through': 'a trade printed beyond its price',
  queue: 'trades at its price went past its place in the queue',
  'on-arrival': 'it crossed on arrival',
}

export function confidence(id: number, { confidence, impact, settle, base }: InstrumentReport): Topic {
  const { classes, beyondShown, byRule, queueMarginLots } = confidence
  const fills = classes.reduce((sum, { fills }) => sum + fills, 0)
  const decimals = decimalsFor(classes.map(({ net }) => net))
  const share = (count: number): number | null => (fills === 0 ? null : count / fills)
  const body = [
    table({
      caption: `Fills by how sure they are; their net results add up to that of the run`,
      columns: [
        { label: 'Class' },
        { label: 'Fills', kind: 'figure' },
        { label: html`Share ${barCell(null)}`, kind: 'figure' },
        { label: `Volume, ${base}`, kind: 'figure' },
        { label: `Nobody showed, ${base}`, kind: 'figure' },
        { label: `Net, ${settle}`, kind: 'figure' },
        { label: 'What it means' },
      ],
      rows: classes.map(({ confidence, fills, volume, beyondShown, net }) => [
        confidence,
        formatCount(fills),
        html`${formatShare(share(fills))} ${barCell(share(fills))}`,
        volume,
        beyondShown,
        formatAmount(net, decimals),
        MEANINGS[confidence],
      ]),
    }),
    fills > 0 &&
      note(
        `What nobody showed is the part of a fill beyond what the market showed for it, whatever its class: ${
          beyondShown.volume
        } ${base}, ${formatShare(beyondShown.share)} of our volume.`,
      ),
    table({
      caption: 'Fills by the rule that let them happen',
      columns: [{ label: 'Rule' }, { label: 'Fills', kind: 'figure' }, { label: 'What it means' }],
      rows: FILL_RULES.map((rule) => [rule, formatCount(byRule[rule]), RULES[rule]]),
    }),
    queueMarginLots.count > 0 &&
      note(
        `How much more could have stood ahead of a queue-dependent fill: half had ${formatQuantity(
          queueMarginLots.p50,
        )} lots to spare or less, the roomiest ${formatQuantity(queueMarginLots.max)}.`,
      ),
    impactTable(impact),
  ]
  return { id: `confidence-${id}`, title: 'How sure the fills are', body }
}

function impactTable({ ofDisplayed, ofAvailable, ofTraded, holds }: InstrumentReport['impact']): Part {
  const row = (what: string, { count, p50, p90, p99, max }: Quantiles): Part[] => [
    what,
    formatCount(count),
    ...[p50, p90, p99, max].map((value) => formatShare(value)),
  ]
  return [
    table({
      caption: 'Own size against the market’s',
      columns: [
        { label: 'Share of' },
        ...['Count', 'p50', 'p90', 'p99', 'max'].map((label) => ({ label, kind: 'figure' as const })),
      ],
      rows: [
        row('what the level showed as an order came to rest', ofDisplayed),
        row('what the market showed for a fill', ofAvailable),
      ],
    }),
    note([
      ofTraded === null
        ? 'The data has no trades to compare our volume with. '
        : `Our volume is ${formatShare(ofTraded)} of all that traded. `,
      holds
        ? 'That the market would have gone the same way without us is a fair assumption.'
        : 'A real market would have reacted to this.',
    ]),
  ]
}
