/** What the terminal says of a report: the band, and what the profit rests on. */
import { decimalsOfResult, formatAmount, formatCount, formatShare } from './figures.ts'
import type { Band, RunReport } from './run-report.ts'
import type { Result } from './summary.ts'

/** The figures of the line. Of each currency: its band, and the share of its profit on queue-dependent fills. */
export function reportFigures({ band, instruments, result }: RunReport): string[] {
  const several = result.totals.currencies.length > 1
  const rests = result.totals.currencies.map(({ settle, pnl }) => {
    const members = instruments.filter((instrument) => instrument.settle === settle)
    const classes = members.flatMap(({ confidence }) => confidence.classes)
    const queue = classes.filter(({ confidence }) => confidence === 'queue-dependent')
    const sum = (nets: readonly (string | null)[]): number => nets.reduce((total, net) => total + Number(net ?? NaN), 0)
    const share = sum(queue.map(({ net }) => net)) / Number(pnl.net ?? NaN)
    const of = several ? ` in ${settle}` : ''
    if (Number(pnl.net) > 0 && Number.isFinite(share)) {
      return `${formatShare(share)} of the profit${of} on queue-dependent fills`
    }
    const fills = (of: readonly { readonly fills: number }[]): string =>
      formatCount(of.reduce((total, { fills }) => total + fills, 0))
    return `${fills(queue)} of ${fills(classes)} fills${of} queue-dependent`
  })
  const holds = instruments.every(({ impact }) => impact.holds)
  return [
    ...(band ?? []).map((ends) => bandFigure(ends, result)),
    ...rests,
    ...(holds ? [] : ['too large for a replay: see self-impact']),
  ]
}

function bandFigure({ settle, pessimistic, base, optimistic }: Band, { totals }: Result): string {
  const nets = [pessimistic.net, base.net, optimistic.net]
  const decimals = decimalsOfResult(totals.currencies.find((money) => money.settle === settle)!.pnl)
  const shown = nets.map((net) => formatAmount(net, decimals)).join(' / ')
  return `net ${shown} ${settle} pessimistic / base / optimistic`
}
