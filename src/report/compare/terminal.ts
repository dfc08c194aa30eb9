/** A comparison on the terminal: two tables, what the intervals rest on, and where recorded runs part. */
import pc from 'picocolors'
import { printable } from '../../core/printable.ts'
import type { Comparison } from './comparison.ts'
import type { Parting } from './parting.ts'
import { settingWords } from './setting-differences.ts'
import { executionTable, intervalNotes, resultTable, type TextTable } from './tables.ts'

const GAP = '  '
const SETTINGS_MAX = 8

export function formatComparison(comparison: Comparison, { color }: { readonly color: boolean }): string {
  const colors = pc.createColors(color)
  const notes = intervalNotes(comparison).map(printable).join('\n')
  const blocks = [layOut(resultTable(comparison), color), notes, layOut(executionTable(comparison), color)]
  if (comparison.runs.every(({ slippage }) => slippage === null)) {
    blocks.push(colors.dim('Slippage is in the report of a run: hftsim report RUN.'))
  }
  const partings = comparison.partings.map((parting) => formatParting(parting, color))
  return [...blocks.filter((block) => block !== ''), ...partings].join('\n\n')
}

function formatParting(parting: Parting, color: boolean): string {
  const { settings, entry } = parting
  const colors = pc.createColors(color)
  const [first, second] = [printable(parting.first), printable(parting.second)]
  const lines = [colors.bold(`${first} and ${second}`)]
  if (settings.length === 0) lines.push('The same settings, code and data.')
  for (const setting of settings.slice(0, SETTINGS_MAX)) lines.push(`  ${printable(settingWords(setting))}`)
  if (settings.length > SETTINGS_MAX) lines.push(`  and ${settings.length - SETTINGS_MAX} more`)
  if (entry === null) return [...lines, 'Their journals are the same, entry by entry.'].join('\n')
  const width = Math.max(first.length, second.length)
  const side = (label: string, line: string | null, causes: readonly string[]): string[] => [
    `  ${label.padEnd(width)}  ${line === null ? '(has ended)' : printable(line)}`,
    ...causes.map((cause) => colors.dim(`  ${' '.repeat(width)}  led to by  ${printable(cause)}`)),
  ]
  lines.push(printable(entry.words), ...side(first, entry.firstLine, entry.firstCauses))
  lines.push(...side(second, entry.secondLine, entry.secondCauses))
  return lines.join('\n')
}

function layOut(table: TextTable, color: boolean): string {
  const colors = pc.createColors(color)
  const columns = table.columns.map(({ label, kind }) => ({ label: printable(label), kind }))
  // The words of an error may be several lines.
  const rows = table.rows.map((row) => row.map((cell) => cell.split('\n').map(printable).join('\n')))
  // What stands alone in its row, such as an error, takes no part in the widths.
  const inColumns = rows.filter((row) => row.slice(2).some((cell) => cell !== ''))
  const widths = columns.map(({ label }, i) => Math.max(label.length, ...inColumns.map((row) => row[i]!.length)))
  widths[0] = Math.max(widths[0]!, ...rows.map((row) => row[0]!.length))
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, i) => {
      return columns[i]!.kind === 'figure' && inColumns.length > 0 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)
    })
    return padded.join(GAP).trimEnd()
  }
  const head = colors.dim(line(columns.map(({ label }) => label)))
  const body = rows.map((row) => (inColumns.includes(row) ? line(row) : `${row[0]!.padEnd(widths[0]!)}${GAP}${row[1]}`))
  return [head, ...body].join('\n')
}
