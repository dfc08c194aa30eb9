/**
 * A comparison as a table for other programs (RFC 4180): for each run a row for each instrument, and one for all that
 * settles in one currency, whose `scope` is "total". Money and quantities are exact, durations nanoseconds; what is not
 * known is empty. Names are the scenario's and the data's: one that a spreadsheet would take for a formula gets an
 * apostrophe in front, which makes it text there.
 */
import type { InstrumentSummary, MoneySummary } from '../summary.ts'
import type { ComparedRun, Comparison } from './comparison.ts'
import { type CurrencyOrders, ordersIn } from './currency-orders.ts'
import { nameOf } from './tables.ts'

type Row = Readonly<Record<string, string | number | null | undefined>>

export function comparisonCsv({ runs }: Comparison): string {
  const paths = [...new Set(runs.flatMap(({ values }) => Object.keys(values)))]
  const rows = runs.flatMap((run) => {
    const head: Row = { run: run.label, run_id: run.runId, ...Object.fromEntries(paths.map((p) => [p, run.values[p]])) }
    return rowsOf(run).map((row) => ({ ...head, ...row }))
  })
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.map((row) => columns.map((column) => quoted((row as Row)[column])).join(','))
  return [columns.map(quoted).join(','), ...lines, ''].join('\r\n')
}

function rowsOf(run: ComparedRun): Row[] {
  const { result } = run
  if (result === null) return [{ error: run.error }]
  const totals = result.totals.currencies.map((money): Row => {
    const difference = run.differences?.find(({ settle }) => settle === money.settle)
    return {
      end: result.end,
      scope: 'total',
      ...moneyCells(money),
      ...orderCells(ordersIn(result, money.settle)),
      difference: difference?.net,
      difference_low: difference?.interval?.low,
      difference_high: difference?.interval?.high,
      differences: difference?.differences,
      block_length: difference?.interval?.blockLength,
    }
  })
  const instruments = result.instruments.map(
    (instrument, id): Row => ({
      scope: nameOf(instrument, result.instruments),
      ...moneyCells(instrument),
      ...orderCells(instrument),
      ...legCells(instrument),
      slippage_maker_ticks: run.slippage?.[id]?.maker,
      slippage_taker_ticks: run.slippage?.[id]?.taker,
    }),
  )
  return [...totals, ...instruments]
}

function moneyCells({ settle, pnl }: MoneySummary): Row {
  return { settle, net: pnl.net, gross: pnl.gross, fees: pnl.fees, max_drawdown: pnl.maxDrawdown }
}

function orderCells({ fills, fillRate }: CurrencyOrders): Row {
  return { fills, fill_rate: fillRate }
}

function legCells({ latency: { feedNs, entryNs, responseNs }, queue: { waitNs } }: InstrumentSummary): Row {
  const legs = { feed: feedNs, entry: entryNs, response: responseNs, queue_wait: waitNs }
  return Object.fromEntries(
    Object.entries(legs).flatMap(([leg, quantiles]) => [
      [`${leg}_p50_ns`, quantiles?.p50],
      [`${leg}_p90_ns`, quantiles?.p90],
      [`${leg}_p99_ns`, quantiles?.p99],
    ]),
  )
}

function quoted(value: string | number | null | undefined): string {
  const text = value === null || value === undefined ? '' : String(value)
  if (FORMULA.test(text) && !NUMBER.test(text)) return `"'${text.replaceAll('"', '""')}"`
  // Semicolons and tabs part columns where a comma is the decimal sign.
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** As a spreadsheet sees it, which passes over white space in front. */
const FORMULA = /^\s*[=+\-@]/
const NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i
