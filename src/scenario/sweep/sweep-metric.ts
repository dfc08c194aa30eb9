/** The figure that a sweep looks for the largest or smallest of, and the figures that its table holds. */
import { didYouMean } from '../../core/nearest-name.ts'
import type { Parsed } from '../../core/quantity.ts'
import type { Result } from '../../report/summary.ts'
import type { SweepMetric } from '../../report/sweep/sweep-results.ts'
import { FIGURES, type FigureValue, figureNamed } from '../expect/figures.ts'
import type { RunInstrument } from '../prepare.ts'

export interface ReadMetric extends SweepMetric {
  read(result: Result): number | null
}

/** Of the summary, by name: those of the run, then those of each currency. */
const RUN_FIGURES = ['fills', 'fillRate', 'orders.sent'] as const
const MONEY_FIGURES = ['pnl.net', 'pnl.gross', 'pnl.fees', 'pnl.maxDrawdown', 'turnover', 'sharpe', 'sortino'] as const

/** Figures that make sense added over runs on spans that follow one another. */
const ADDITIVE: ReadonlySet<string> = new Set(['fills', 'orders.sent', 'pnl.net', 'pnl.gross', 'pnl.fees', 'turnover'])

export function metricNamed(
  name: string,
  minimise: boolean,
  instruments: readonly RunInstrument[],
): Parsed<ReadMetric> {
  const found = figureNamed(name)
  if (found === undefined) {
    const examples = [...MONEY_FIGURES, ...RUN_FIGURES].join(', ')
    return { problem: `"${name}" is not a figure. Such as ${examples}.${didYouMean(name, FIGURES.keys())}` }
  }
  const { figure, alias } = found
  const aliases = instruments.map((one) => one.alias)
  const currencies = new Set(instruments.map(({ instrument }) => instrument.settle))
  const needsOne = figure.of === 'instrument' || (figure.of === 'money' && currencies.size > 1)
  if (alias === undefined && needsOne && instruments.length > 1) {
    return { problem: `"${name}" is of one instrument: say which, as in "${aliases[0]}.${name}".` }
  }
  const id = alias === undefined ? (needsOne ? 0 : undefined) : aliases.indexOf(alias)
  if (id === -1 || (id !== undefined && figure.of === 'run')) {
    return { problem: `"${alias}" is no instrument with that figure. One of: ${aliases.join(', ')}.` }
  }
  const read = (result: Result): FigureValue => {
    if (figure.of === 'run') return figure.read(result)
    if (figure.of === 'instrument') return figure.read(result.instruments[id ?? 0]!)
    if (id !== undefined) return figure.read(result.instruments[id]!)
    return figure.of === 'orders' ? figure.read(result.totals) : figure.read(result.totals.currencies[0]!)
  }
  const { instrument } = instruments[id ?? 0]!
  const units: Readonly<Record<string, string>> = {
    money: instrument.settle,
    quantity: instrument.base,
    duration: 'ns',
  }
  return {
    value: {
      name,
      meaning: figure.meaning,
      better: minimise ? 'smaller' : 'larger',
      unit: units[figure.kind] ?? '',
      read: (result) => {
        const value = read(result)
        return value === null ? null : Number(value)
      },
    },
  }
}

/** The figures of a run by name; with several currencies those of money have theirs behind the name. */
export function figuresOf({ totals }: Result): Record<string, FigureValue> {
  const figures: Record<string, FigureValue> = {}
  for (const money of totals.currencies) {
    const behind = totals.currencies.length > 1 ? ` ${money.settle}` : ''
    for (const name of MONEY_FIGURES) {
      const figure = FIGURES.get(name)
      if (figure?.of === 'money') figures[`${name}${behind}`] = figure.read(money)
    }
  }
  for (const name of RUN_FIGURES) {
    const figure = FIGURES.get(name)
    if (figure?.of === 'orders') figures[name] = figure.read(totals)
  }
  return figures
}

/** Whether a figure of `figuresOf` may be added over spans. */
export function isAdditive(name: string): boolean {
  return ADDITIVE.has(name.replace(/ .*/, ''))
}
