/**
 * The one screen with which a run ends. A line is a label and its figures; what does not fit the width goes on below
 * the figures. Colour carries nothing that the text does not say: labels stand back, losses are red.
 */
import pc from 'picocolors'
import { printable } from '../core/printable.ts'
import { shellWord } from '../core/shell-word.ts'
import {
  decimalsFor,
  decimalsOfResult,
  formatAmount,
  formatCount,
  formatDuration,
  formatDurationPair,
  formatQuantity,
  formatRatio,
  formatRough,
  formatShare,
} from './figures.ts'
import { reportFigures } from './report-line.ts'
import type { RunReport } from './run-report.ts'
import type { InstrumentSummary, MoneySummary, OrderSummary, Summary } from './summary.ts'

export interface SummaryFormat {
  readonly color: boolean
  /** The run's folder, for the last line. */
  readonly folder?: string
  /** The report that was made, and where its page is. */
  readonly report?: { readonly page: string; readonly report: RunReport }
  /** Columns. Default 100. */
  readonly width?: number
}

/** A figure with its words; `loss` for an amount below zero. */
interface Figure {
  readonly text: string
  readonly paint?: 'loss' | 'title'
}

interface Line {
  readonly label: string
  readonly figures: readonly (string | Figure)[]
}

const LABEL_WIDTH = 10
const GAP = '    '
/** Below five minutes a span is shown with its seconds. */
const SHORT_SPAN_NS = 300e9

/** The text of a summary, without a line break at its end. */
export function formatSummary(summary: Summary, { color, folder, report, width = 100 }: SummaryFormat): string {
  const { instruments, totals } = summary
  const [only] = instruments
  const lastLines = [...reportLine(report), journalLine(summary, folder)]
  const blocks: Line[][] = []
  if (instruments.length === 1) {
    blocks.push([headLine(summary, onVenue(only!))], [...blockLines(only!), ...lastLines])
  } else {
    blocks.push([headLine(summary)])
    for (const instrument of instruments) {
      blocks.push([{ label: '', figures: [title(onVenue(instrument))] }, ...blockLines(instrument)])
    }
    const money = totals.currencies.map((currency) => pnlLine(currency))
    const share = totals.currencies.length === 1 ? totals.currencies[0]! : undefined
    blocks.push([{ label: '', figures: [title('Total')] }, ...money, fillsLine(totals, share), ...endLines(totals)])
    blocks.push(lastLines)
  }
  return blocks.map((lines) => lines.map((line) => layOut(line, width, color)).join('\n')).join('\n\n')
}

function headLine({ scenario, span, end, rows, wallSeconds, rowsPerSecond }: Summary, only?: string): Line {
  const figures: (string | Figure)[] = [title(scenario)]
  if (only !== undefined) figures.push(only)
  figures.push(formatSpan(span.start, span.end, span.durationNs))
  if (rows !== null) {
    const took = wallSeconds === null ? '' : ` in ${formatDuration(wallSeconds * 1e9)}`
    const speed = rowsPerSecond === null ? '' : `, ${formatRough(rowsPerSecond)} rows/s`
    figures.push(`${formatCount(rows)} rows${took}${speed}`)
  }
  if (end !== 'end-of-data') figures.push(end ?? 'the journal breaks off')
  return { label: '', figures }
}

function blockLines(instrument: InstrumentSummary): Line[] {
  const { volume, base, position } = instrument
  const amounts = [`volume ${withUnit(volume, base)}`, `position ${withUnit(position, base)}`]
  return [
    pnlLine(instrument),
    fillsLine(instrument, instrument, amounts),
    queueLine(instrument),
    latencyLine(instrument),
    ...endLines(instrument),
  ]
}

function pnlLine({ pnl, settle, sharpe, sortino }: MoneySummary): Line {
  const { net, gross, fees, maxDrawdown } = pnl
  const decimals = decimalsOfResult(pnl)
  const amount = (name: string, value: string | null, unit = ''): Figure => {
    const text = `${name} ${formatAmount(value, decimals)}${unit}`
    return value?.startsWith('-') ? { text, paint: 'loss' } : { text }
  }
  return {
    label: 'PnL',
    figures: [
      amount('net', net, ` ${settle}`),
      amount('gross', gross),
      // Fees below zero are a rebate: good news, not a loss.
      `fees ${formatAmount(fees, decimals)}`,
      `max drawdown ${formatAmount(maxDrawdown, decimals)}`,
      `Sharpe ${formatRatio(sharpe)}  Sortino ${formatRatio(sortino)}`,
    ],
  }
}

function fillsLine(counts: OrderSummary, money: MoneySummary | undefined, amounts: readonly string[] = []): Line {
  const { fills, fillRate, orders } = counts
  const rate = fillRate === null ? '' : ` (${formatShare(fillRate)})`
  const of = `${formatCount(orders.touched)} of ${formatCount(orders.sent)} orders${rate}`
  const figures = [fills === orders.touched ? of : `${formatCount(fills)} in ${of}`]
  if (money !== undefined && fills > 0) figures.push(`maker ${formatShare(money.makerShare)}`)
  figures.push(...amounts)
  if (money !== undefined) {
    figures.push(`turnover ${formatAmount(money.turnover, decimalsFor([money.turnover]))} ${money.settle}`)
  }
  return { label: 'Fills', figures }
}

function queueLine({ queue: { waitNs, aheadOnArrival }, base }: InstrumentSummary): Line {
  const wait =
    waitNs.count === 0 ? 'wait n/a' : `wait p50 ${formatDuration(waitNs.p50)}  p90 ${formatDuration(waitNs.p90)}`
  const ahead = aheadOnArrival.count === 0 ? 'n/a' : `p50 ${withUnit(formatQuantity(aheadOnArrival.p50), base)}`
  return { label: 'Queue', figures: [wait, `ahead on arrival ${ahead}`] }
}

function latencyLine({ latency: { feedNs, entryNs, responseNs } }: InstrumentSummary): Line {
  const figures = ['p50 / p99']
  if (feedNs !== null) figures.push(`feed ${formatDurationPair(feedNs.p50, feedNs.p99)}`)
  figures.push(`entry ${formatDurationPair(entryNs.p50, entryNs.p99)}`)
  figures.push(`response ${formatDurationPair(responseNs.p50, responseNs.p99)}`)
  return { label: 'Latency', figures }
}

/** How orders ended that were not filled; what did not happen has no line. */
function endLines({ orders, rejects, refusals, expiries }: OrderSummary): Line[] {
  const [late, lost] = [orders.cancelsRejected, orders.cancelsLost]
  const lateText =
    late > 0 ? [`${formatCount(late)} came too late, ${lost === 0 ? 'none' : formatCount(lost)} of them to a fill`] : []
  const lines: Line[] = [
    { label: 'Cancels', figures: orders.cancels > 0 ? [`${formatCount(orders.cancels)} sent`, ...lateText] : [] },
    { label: 'Expired', figures: countsByReason(expiries) },
    { label: 'Rejects', figures: countsByReason(rejects) },
    { label: 'Refused', figures: countsByReason(refusals) },
  ]
  return lines.filter(({ figures }) => figures.length > 0)
}

function reportLine(made: SummaryFormat['report']): Line[] {
  return made === undefined ? [] : [{ label: 'Report', figures: [...reportFigures(made.report), made.page] }]
}

function journalLine({ entries, rootHash }: Summary, folder: string | undefined): Line {
  const figures = [`${formatCount(entries)} entries`, `root ${rootHash.slice(0, 8)}…`]
  if (folder !== undefined) {
    figures.unshift(folder)
    figures.push(`hftsim replay ${shellWord(folder)}`)
  }
  return { label: 'Journal', figures }
}

function countsByReason(counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts).map(([reason, count]) => `${formatCount(count)} ${reason}`)
}

function onVenue({ symbol, venue }: InstrumentSummary): string {
  return `${symbol} on ${venue}`
}

function withUnit(quantity: string, unit: string): string {
  return `${quantity} ${unit}`
}

function title(text: string): Figure {
  return { text, paint: 'title' }
}

/** "2024-08-08 00:00 to 00:10 UTC"; with seconds for a short span, with both days if they differ. */
function formatSpan(start: string, end: string, durationNs: number): string {
  const digits = durationNs < SHORT_SPAN_NS ? 8 : 5
  const [day, clock] = [start.slice(0, 10), start.slice(11, 11 + digits)]
  const [endDay, endClock] = [end.slice(0, 10), end.slice(11, 11 + digits)]
  return `${day} ${clock} to ${endDay === day ? '' : `${endDay} `}${endClock} UTC`
}

/** Puts as many figures on a line as fit the width; a figure is never cut. */
function layOut({ label, figures }: Line, width: number, color: boolean): string {
  const colors = pc.createColors(color)
  const indent = label === '' ? '' : ' '.repeat(LABEL_WIDTH)
  let text = label === '' ? '' : colors.dim(label.padEnd(LABEL_WIDTH))
  let column = indent.length
  figures.forEach((figure, i) => {
    const { text: raw, paint } = typeof figure === 'string' ? { text: figure } : figure
    const words = printable(raw)
    const fits = column + GAP.length + words.length <= width
    if (i > 0 && !fits) {
      text += `\n${' '.repeat(LABEL_WIDTH)}`
      column = LABEL_WIDTH
    } else if (i > 0) {
      text += GAP
      column += GAP.length
    }
    text += paint === 'loss' ? colors.red(words) : paint === 'title' ? colors.bold(words) : words
    column += words.length
  })
  return text
}
