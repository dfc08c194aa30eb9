/** The two tables of a comparison as text: what came out, and how orders fared. For the terminal and for the page. */
import {
  decimalsFor,
  formatAmount,
  formatCount,
  formatDurationPair,
  formatMoney,
  formatShare,
  NOT_AVAILABLE,
} from '../figures.ts'
import type { InstrumentSummary } from '../summary.ts'
import type { ComparedRun, Comparison } from './comparison.ts'
import { ordersIn } from './currency-orders.ts'
import type { NetDifference } from './net-difference.ts'

export interface TextTable {
  readonly caption: string
  readonly columns: readonly TextColumn[]
  readonly rows: readonly (readonly string[])[]
}

export interface TextColumn {
  readonly label: string
  readonly kind: 'text' | 'figure'
}

/** Longer names would make their column wider than all else. */
const LABEL_LENGTH_MAX = 20

const text = (label: string): TextColumn => ({ label, kind: 'text' })
const figure = (label: string): TextColumn => ({ label, kind: 'figure' })

/** A row for each run and currency. */
export function resultTable({ runs, baseline }: Comparison): TextTable {
  const currencies = [...new Set(runs.flatMap(({ result }) => result?.totals.currencies.map((m) => m.settle) ?? []))]
  const decimals = new Map(currencies.map((settle) => [settle, decimalsOf(runs, settle)]))
  const several = currencies.length > 1
  const columns = [
    text('run'),
    ...(several ? [text('currency')] : []),
    figure(currencies.length === 1 ? `net, ${currencies[0]}` : 'net'),
    figure(`less ${baseline.length > LABEL_LENGTH_MAX ? 'the first' : baseline}`),
    figure('gross'),
    figure('max drawdown'),
    figure('fills'),
    figure('fill rate'),
    text('end'),
  ]
  const rows = runs.flatMap((run) => {
    const { result } = run
    if (result === null) return [[run.label, run.error ?? NOT_AVAILABLE, ...Array<string>(columns.length - 2).fill('')]]
    return result.totals.currencies.map(({ settle, pnl }) => {
      const places = decimals.get(settle)!
      const { fills, fillRate } = ordersIn(result, settle)
      const difference = run.differences?.find((of) => of.settle === settle)
      return [
        run.label,
        ...(several ? [settle] : []),
        formatAmount(pnl.net, places),
        run.differences === null ? '' : formatDifference(difference, places),
        formatAmount(pnl.gross, places),
        formatAmount(pnl.maxDrawdown, places),
        formatCount(fills),
        formatShare(fillRate),
        endOf(result.end),
      ]
    })
  })
  return withoutEmptyEnd({ caption: 'Results', columns, rows })
}

/** A row for each run and instrument. */
export function executionTable({ runs }: Comparison): TextTable {
  const several = runs.some(({ result }) => (result?.instruments.length ?? 0) > 1)
  const rows = runs.flatMap((run) =>
    (run.result?.instruments ?? []).map((instrument, id) => [
      run.label,
      ...(several ? [nameOf(instrument, run.result!.instruments)] : []),
      ...executionCells(run, instrument, id),
    ]),
  )
  const columns = [
    text('run'),
    ...(several ? [text('instrument')] : []),
    figure('feed p50/p99'),
    figure('entry p50/p99'),
    figure('response p50/p99'),
    figure('wait p50/p90'),
    figure('slippage, ticks'),
  ]
  return { caption: 'Execution', columns, rows }
}

/** The symbol, with the venue where it trades at several. */
export function nameOf({ symbol, venue }: InstrumentSummary, all: readonly InstrumentSummary[]): string {
  return all.filter((other) => other.symbol === symbol).length > 1 ? `${symbol} on ${venue}` : symbol
}

function executionCells({ slippage }: ComparedRun, { latency, queue }: InstrumentSummary, id: number): string[] {
  const { feedNs, entryNs, responseNs } = latency
  const of = slippage?.[id]
  return [
    feedNs === null ? NOT_AVAILABLE : formatDurationPair(feedNs.p50, feedNs.p99),
    formatDurationPair(entryNs.p50, entryNs.p99),
    formatDurationPair(responseNs.p50, responseNs.p99),
    queue.waitNs.count === 0 ? NOT_AVAILABLE : formatDurationPair(queue.waitNs.p50, queue.waitNs.p90),
    of === undefined ? NOT_AVAILABLE : `${formatTicks(of.maker)} / ${formatTicks(of.taker)}`,
  ]
}

/** "+1.20 (0.31 to 2.10)", or without the interval. */
function formatDifference(difference: NetDifference | undefined, decimals: number): string {
  if (difference === undefined || difference.net === null) return NOT_AVAILABLE
  const { net, interval } = difference
  const amount = formatAmount(net, decimals)
  const signed = Number(net) > 0 ? `+${amount}` : amount
  if (interval === null) return signed
  const bound = (value: number): string => formatMoney(value.toFixed(12), decimals)
  return `${signed} (${bound(interval.low)} to ${bound(interval.high)})`
}

/** What the intervals rest on, and why there are none where there are none. */
export function intervalNotes(comparison: Comparison): string[] {
  const { baseline, bootstrap } = comparison
  const basis = intervalBasis(comparison)
  const missing = missingIntervals(comparison).map((reason) => `No interval for ${reason}.`)
  if (basis === undefined) return missing
  const percent = `${Math.round(bootstrap.confidence * 100)}%`
  return [`In brackets: interval of ${percent} for the difference from ${baseline}, from ${basis}.`, ...missing]
}

/** Each reason once, with the runs that it is about. */
function missingIntervals({ runs }: Comparison): string[] {
  const labels = new Map<string, string[]>()
  for (const { label, differences } of runs) {
    for (const { interval, reason } of differences ?? []) {
      if (interval === null && reason !== null) labels.set(reason, [...new Set([...(labels.get(reason) ?? []), label])])
    }
  }
  return [...labels].map(([reason, of]) => `${of.length > 3 ? `${of.length} runs` : of.join(', ')}: ${reason}`)
}

/** How many samples and how long the stretches were, over all intervals; undefined without any. */
function intervalBasis({ runs }: Comparison): string | undefined {
  const made = runs.flatMap(({ differences }) => differences ?? []).filter(({ interval }) => interval !== null)
  if (made.length === 0) return undefined
  const span = (values: readonly number[]): string => {
    const [low, high] = [Math.min(...values), Math.max(...values)]
    return low === high ? formatCount(low) : `${formatCount(low)} to ${formatCount(high)}`
  }
  const counts = span(made.map(({ differences }) => differences))
  const lengths = span(made.map(({ interval }) => Math.round(interval!.blockLength)))
  return `${counts} paired differences of samples, in stretches of ${lengths} on average`
}

function decimalsOf(runs: readonly ComparedRun[], settle: string): number {
  return decimalsFor(
    runs.flatMap(({ result }) => {
      const pnl = result?.totals.currencies.find((money) => money.settle === settle)?.pnl
      return pnl === undefined ? [] : [pnl.net, pnl.gross, pnl.maxDrawdown]
    }),
  )
}

function endOf(end: string | null): string {
  return end === 'end-of-data' ? '' : (end ?? 'the journal breaks off')
}

/** The last column says how runs ended that did not go to the end of their data; mostly there is none. */
function withoutEmptyEnd({ caption, columns, rows }: TextTable): TextTable {
  if (rows.some((row) => row.at(-1) !== '')) return { caption, columns, rows }
  return { caption, columns: columns.slice(0, -1), rows: rows.map((row) => row.slice(0, -1)) }
}

function formatTicks(ticks: number | null): string {
  return ticks === null ? NOT_AVAILABLE : ticks.toFixed(2)
}
