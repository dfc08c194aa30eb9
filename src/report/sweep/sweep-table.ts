/** The outcome of a sweep on a terminal: the best runs, the walk forward, and what is left of the best Sharpe ratio. */
import { printable } from '../../core/printable.ts'
import { formatCount, formatQuantity, formatRatio, formatShare } from '../figures.ts'
import type { SweepResults, SweepRun } from './sweep-results.ts'

const SHOWN = 10

export interface SweepTableOptions {
  readonly folder: string
  /** Runs of this session and how long they took; all others were there before. */
  readonly ran: number
  readonly seconds: number
  /** The command that makes a run of the sweep alone: where one failed, it tells more. */
  readonly commandOf: (run: SweepRun) => string
}

export function formatSweep(results: SweepResults, { folder, ran, seconds, commandOf }: SweepTableOptions): string {
  const { scenario, search, metric, runs, deflated, walkForward } = results
  const failed = runs.filter(({ error }) => error !== null)
  const words = search.kind === 'grid' ? 'grid' : `${search.kind} search, seed ${search.seed}`
  const tried = `${formatCount(search.trials)} of ${formatCount(search.points)} points`
  const counts = `${formatCount(runs.length)} runs of ${tried}`
  const before = runs.length - ran > 0 ? `    ${formatCount(runs.length - ran)} were there` : ''
  const lines = [
    `${scenario}    ${words}    ${counts}    ${formatCount(ran)} run in ${formatSeconds(seconds)}${before}`,
    ...rungLines(results),
    '',
    `Best by ${metric.name}, ${metric.better} is better`,
    ...bestLines(results),
    '',
    ...wrapped(`Deflated Sharpe  ${deflated.words}`),
  ]
  if (walkForward !== null) lines.push('', ...walkForwardLines(results))
  if (failed.length > 0) lines.push('', ...failedLines(failed, results), `  Where:  ${commandOf(failed[0]!)}`)
  lines.push('', `Results   ${folder}    sweep.html    results.parquet    results.json`)
  return lines.map(printable).join('\n')
}

/** Runs of the whole span by rank; what has no figure is last. */
export function ranked({ runs, metric, span }: SweepResults): SweepRun[] {
  const sign = metric.better === 'larger' ? -1 : 1
  const rank = (run: SweepRun): number => (run.metric === null ? Number.POSITIVE_INFINITY : sign * run.metric)
  return runs
    .filter((run) => run.stage === 'search' && run.span.to === span.to)
    .map((run, at) => ({ run, at }))
    .sort((a, b) => (rank(a.run) < rank(b.run) ? -1 : rank(a.run) > rank(b.run) ? 1 : a.at - b.at))
    .map(({ run }) => run)
}

/** A figure as people read it. */
export function formatFigure(name: string, value: number | string | null): string {
  if (value === null) return 'n/a'
  const number = Number(value)
  if (/^(sharpe|sortino)\b/.test(name)) return formatRatio(number)
  if (/^(fillRate|makerShare)\b/.test(name)) return formatShare(number)
  if (/^(pnl|turnover)\b/.test(name))
    return number.toLocaleString('en-US', { maximumFractionDigits: moneyDigits(number) })
  return Number.isInteger(number) ? formatCount(number) : formatQuantity(number)
}

/** "2024-08-08 00:05", "2024-08-08 00:05:10.25": an instant as a scenario's span has it, without what is zero. */
export function formatTime(instant: string): string {
  return instant
    .replace('T', ' ')
    .replace(/\.?0*Z$/, '')
    .replace(/(?<= \d\d:\d\d):00$/, '')
}

function moneyDigits(amount: number): number {
  const size = Math.abs(amount)
  return size === 0 || size >= 1 ? 2 : Math.min(12, 2 - Math.floor(Math.log10(size)))
}

function rungLines({ search }: SweepResults): string[] {
  if (search.kind !== 'halving') return []
  const rungs = search.rungs.map(({ trials, share }) => `${trials} on ${formatShare(share)}`)
  return [`Rungs     ${rungs.join(', ')} of the data; one in ${search.eta} goes on`]
}

function bestLines(results: SweepResults): string[] {
  const { params, metric } = results
  const all = ranked(results)
  const first = all.find(({ error }) => error === null)
  const names = Object.keys(first?.figures ?? {}).filter((name) => name !== metric.name)
  const head = [...params.map(({ name }) => name), metric.name, ...names.slice(0, 8)]
  const rows = all
    .slice(0, SHOWN)
    .map((run) => [
      ...run.values,
      run.error === null ? formatFigure(metric.name, run.metric) : 'failed',
      ...names.slice(0, 8).map((name) => formatFigure(name, run.figures[name] ?? null)),
    ])
  const more = all.length - SHOWN
  return [...aligned([head, ...rows]), ...(more > 0 ? [`  and ${formatCount(more)} more`] : [])]
}

function walkForwardLines({ walkForward, params, metric, runs }: SweepResults): string[] {
  if (walkForward === null) return []
  const { window, folds, sum, sharpe } = walkForward
  const names = Object.keys(sum).filter((name) => name !== metric.name)
  const head = ['fold', ...params.map(({ name }) => name), `in-sample ${metric.name}`, `out ${metric.name}`, ...names]
  const rows = folds.map(({ values, inMetric, outMetric, run }, i) => [
    String(i + 1),
    ...(values ?? params.map(() => 'n/a')),
    formatFigure(metric.name, inMetric),
    formatFigure(metric.name, outMetric),
    ...names.map((name) => formatFigure(name, run === null ? null : (runs[run]?.figures[name] ?? null))),
  ])
  const total = [
    'sum',
    ...params.map(() => ''),
    '',
    metric.name in sum ? formatFigure(metric.name, sum[metric.name] ?? null) : '',
    ...names.map((name) => formatFigure(name, sum[name] ?? null)),
  ]
  return [
    `Walk forward, ${folds.length} folds, ${window}; no purge, no embargo. Sharpe out of sample ${formatRatio(sharpe)}`,
    ...aligned([head, ...rows, total]),
  ]
}

function failedLines(failed: readonly SweepRun[], { params }: SweepResults): string[] {
  const shown = failed.slice(0, 3).map(({ values, error }) => {
    const at = params.map(({ name }, i) => `${name}=${values[i]}`).join(' ')
    return `  ${at}: ${(error ?? '').split('\n')[0]}`
  })
  const more = failed.length > shown.length ? [`  and ${formatCount(failed.length - shown.length)} more`] : []
  return [`Failed    ${formatCount(failed.length)} of the runs; --resume tries them again`, ...shown, ...more]
}

/** Rows of cells in columns, figures at the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const shown = rows.map((row) => row.map(printable))
  const widths = shown[0]!.map((_, i) => Math.max(...shown.map((row) => (row[i] ?? '').length)))
  return shown.map((row) => `  ${row.map((cell, i) => cell.padStart(widths[i]!)).join('  ')}`)
}

function formatSeconds(seconds: number): string {
  return seconds < 100 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`
}

function wrapped(text: string, width = 110): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line)
      line = `  ${word}`
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
