/** What our fills were worth: spread captured, slippage, markouts, adverse selection, fees. */
import { decimalsFor, formatAmount, formatCount, formatDuration, formatRatio, formatShare } from '../../figures.ts'
import type { ExecutionQuality, InstrumentReport } from '../../run-report.ts'
import type { MoneySummary } from '../../summary.ts'
import { markoutChart } from '../svg/markouts.ts'
import { table } from '../table.ts'
import { note, type Topic } from '../topic.ts'
import { formatSigned } from './amounts.ts'

const figure = (label: string): { label: string; kind: 'figure' } => ({ label, kind: 'figure' })

export function spread(id: number, { execution }: InstrumentReport): Topic {
  const body = [
    table({
      caption: 'Spread captured, in ticks per fill, weighted by lots',
      columns: [{ label: 'Fills as' }, figure('Fills'), figure('Spread captured')],
      rows: execution.map(({ liquidity, fills, spreadCapturedTicks }) => [
        liquidity,
        formatCount(fills),
        formatSigned(spreadCapturedTicks),
      ]),
    }),
    note(`How far the price was on the good side of the venue’s mid right before the fill: what is earned if the market
stays. Below zero a fill was paid for with a part of the spread.`),
  ]
  return { id: `spread-${id}`, title: 'Spread captured', body }
}

export function markouts(id: number, { execution }: InstrumentReport): Topic {
  const body = [
    table({
      caption: 'Slippage, in ticks per fill, weighted by lots',
      columns: [{ label: 'Fills as' }, figure('Fills'), figure('Slippage')],
      rows: execution.map(({ liquidity, fills, slippageTicks }) => [
        liquidity,
        formatCount(fills),
        formatSigned(slippageTicks),
      ]),
    }),
    note(
      `Slippage is how much worse than the mid at the moment of sending the price was: what waiting or crossing cost.
Below zero the price was better than that mid.`,
    ),
    markoutChart(execution),
    table({
      caption: 'Markouts and adverse selection, weighted by lots',
      columns: [
        { label: 'Fills as, after' },
        figure('Fills'),
        figure('Markout, ticks'),
        figure('± standard error'),
        figure('Markout, bp'),
        figure('Captured, ticks'),
        figure('Adverse, ticks'),
      ],
      rows: execution.filter(({ fills }) => fills > 0).flatMap(markoutRows),
      empty: 'No fills.',
    }),
    note(`A markout is what a fill was worth at the mid so long after the strategy learned of it. It is the spread that
was captured plus adverse selection: what the mid has done since right before the fill. Below zero the market moved
against us, as it does where those who trade with us know more.`),
  ]
  return { id: `markouts-${id}`, title: 'Slippage, markouts and adverse selection', body }
}

function markoutRows({ liquidity, markouts }: ExecutionQuality): string[][] {
  return markouts.map(({ horizonNs, fills, meanTicks, standardErrorTicks, meanBps, capturedTicks, adverseTicks }) => [
    `${liquidity}, ${formatDuration(horizonNs)}`,
    formatCount(fills),
    formatSigned(meanTicks),
    formatRatio(standardErrorTicks),
    formatSigned(meanBps),
    formatSigned(capturedTicks),
    formatSigned(adverseTicks),
  ])
}

export function fees(id: number, { execution, settle }: InstrumentReport, money: MoneySummary): Topic {
  const { pnl, turnover, makerShare } = money
  const decimals = decimalsFor([pnl.fees, pnl.rebates, ...execution.map(({ fees }) => fees)])
  const show = (amount: string): string => formatAmount(amount, decimals)
  const body = [
    table({
      caption: `Fees, ${settle}; below zero a rebate outweighs`,
      columns: [{ label: 'Fills as' }, figure('Fills'), figure('Fees')],
      rows: [
        ...execution.map(({ liquidity, fills, fees }) => [liquidity, formatCount(fills), show(fees)]),
        ['all', formatCount(execution.reduce((sum, { fills }) => sum + fills, 0)), show(pnl.fees)],
      ],
    }),
    note(
      `Rebates received, contained in the fees: ${show(pnl.rebates)} ${settle}. Turnover ${formatAmount(
        turnover,
        decimalsFor([turnover]),
      )} ${settle}, ${formatShare(makerShare)} of it as maker.`,
    ),
  ]
  return { id: `fees-${id}`, title: 'Fees and rebates', body }
}
