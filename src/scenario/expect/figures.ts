/**
 * The figures of a result that a scenario may expect something of, by the names that it calls them: those of the
 * summary (docs/metrics.md), without the unit at their end, since values carry their unit. A name stands for the whole
 * run, or for one instrument with its alias in front: `fills`, `btcusdt.fills`.
 */
import { REASONS, type Reason } from '../../market/orders.ts'
import type { InstrumentSummary, MoneySummary, OrderSummary, Quantiles, Result } from '../../report/summary.ts'

/** What a figure counts, which says how its bounds are written. */
export type FigureKind = 'count' | 'ratio' | 'share' | 'duration' | 'money' | 'quantity'

/** A figure as the summary holds it: exact decimal text of money and quantities, nanoseconds, null where undefined. */
export type FigureValue = number | string | null

interface FigureBase {
  readonly name: string
  readonly kind: FigureKind
  readonly meaning: string
}

/**
 * `run`: one value for the run alone. `orders`: for the run and for each instrument. `money`: for each settlement
 * currency and each instrument. `instrument`: for each instrument alone.
 */
export type Figure = FigureBase &
  (
    | { readonly of: 'run'; readonly read: (result: Result) => FigureValue }
    | { readonly of: 'orders'; readonly read: (orders: OrderSummary) => FigureValue }
    | { readonly of: 'money'; readonly read: (money: MoneySummary) => FigureValue }
    | { readonly of: 'instrument'; readonly read: (instrument: InstrumentSummary) => FigureValue }
  )

const RISK_REASONS: readonly Reason[] = ['order-size', 'position', 'order-rate', 'price-band']
const VENUE_REASONS: readonly Reason[] = REASONS.filter((reason) => reason !== 'none' && !RISK_REASONS.includes(reason))

const ORDER_COUNTS: Readonly<Record<keyof OrderSummary['orders'], string>> = {
  submitted: 'Orders that the strategy asked for.',
  refused: 'Orders that the risk gate refused.',
  sent: 'Orders that left for the venue.',
  accepted: 'Orders that came to rest at the venue.',
  rejected: 'Orders that the venue rejected.',
  touched: 'Orders with any fill.',
  filled: 'Orders filled in full.',
  canceled: 'Orders canceled.',
  expired: 'Orders ended by their time in force.',
  open: 'Orders open at the end.',
  cancels: 'Cancels asked for.',
  cancelsRejected: 'Cancels that came too late.',
  cancelsLost: 'Of these, cancels that found the order filled.',
  modifies: 'Modifications asked for.',
  modifiesRefused: 'Modifications that the risk gate refused.',
  modified: 'Modifications that the venue made.',
  modifiesRejected: 'Modifications that came too late.',
}

const PNL: Readonly<Record<keyof MoneySummary['pnl'], string>> = {
  net: 'Profit after fees.',
  gross: 'Profit before fees.',
  fees: 'Fees less rebates.',
  makerFees: 'Fees of maker fills.',
  takerFees: 'Fees of taker fills.',
  rebates: 'Fees that came back, as a positive amount.',
  maxDrawdown: 'Largest fall of net equity.',
}

const QUANTILES: Readonly<Record<keyof Quantiles, string>> = {
  count: 'how many there are',
  p50: 'median',
  p90: 'p90',
  p99: 'p99',
  p999: 'p99.9',
  max: 'largest',
}

/** Every figure by its name, in the order of the pages. */
export const FIGURES: ReadonlyMap<string, Figure> = new Map(allFigures().map((figure) => [figure.name, figure]))

export interface NamedFigure {
  readonly figure: Figure
  /** Undefined for the whole run. */
  readonly alias: string | undefined
}

/** The words that names of several figures begin with: `pnl`, `latency` and others. */
export const GROUPS: readonly string[] = [
  ...new Set([...FIGURES.keys()].filter((name) => name.includes('.')).map((name) => name.slice(0, name.indexOf('.')))),
]

/**
 * The figure that a name stands for. What begins with the word of a group is a figure of the run, never of an
 * instrument: an alias in front is told from the name behind it though both may have dots in them.
 */
export function figureNamed(name: string): NamedFigure | undefined {
  const figure = FIGURES.get(name)
  if (figure) return { figure, alias: undefined }
  if (GROUPS.some((group) => name.startsWith(`${group}.`))) return undefined
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const behind = FIGURES.get(name.slice(dot + 1))
    if (behind) return { figure: behind, alias: name.slice(0, dot) }
  }
  return undefined
}

function allFigures(): Figure[] {
  const reasons = (what: 'refusals' | 'rejects' | 'expiries', names: readonly Reason[], meaning: string): Figure[] => [
    {
      name: what,
      kind: 'count',
      meaning: `${meaning}, for any reason.`,
      of: 'orders',
      read: (orders) => Object.values(orders[what]).reduce((sum, count) => sum + count, 0),
    },
    ...names.map(
      (reason): Figure => ({
        name: `${what}.${reason}`,
        kind: 'count',
        meaning: `${meaning}, for this reason.`,
        of: 'orders',
        read: (orders) => orders[what][reason] ?? 0,
      }),
    ),
  ]
  return [
    { name: 'entries', kind: 'count', meaning: 'Journal entries.', of: 'run', read: (run) => run.entries },
    { name: 'rows', kind: 'count', meaning: 'Rows of market data.', of: 'run', read: (run) => run.rows },
    {
      name: 'duration',
      kind: 'duration',
      meaning: 'Length of the run.',
      of: 'run',
      read: (run) => run.span.durationNs,
    },
    ...orderFigures(),
    ...reasons('refusals', RISK_REASONS, 'Orders and modifications that the risk gate refused'),
    ...reasons('rejects', VENUE_REASONS, 'Orders that the venue rejected'),
    ...reasons('expiries', VENUE_REASONS, 'Orders ended by their time in force'),
    ...moneyFigures(),
    ...instrumentFigures(),
  ]
}

function orderFigures(): Figure[] {
  const of = 'orders'
  return [
    { name: 'fills', kind: 'count', meaning: 'Fills.', of, read: ({ fills }) => fills },
    { name: 'makerFills', kind: 'count', meaning: 'Fills as maker.', of, read: ({ makerFills }) => makerFills },
    { name: 'takerFills', kind: 'count', meaning: 'Fills as taker.', of, read: ({ takerFills }) => takerFills },
    { name: 'fillRate', kind: 'share', meaning: 'Orders with any fill, of those sent.', of, read: (o) => o.fillRate },
    ...entriesOf(ORDER_COUNTS).map(([key, meaning]): Figure => {
      return { name: `orders.${key}`, kind: 'count', meaning, of, read: ({ orders }) => orders[key] }
    }),
  ]
}

function moneyFigures(): Figure[] {
  const of = 'money'
  return [
    ...entriesOf(PNL).map(([key, meaning]): Figure => {
      return { name: `pnl.${key}`, kind: 'money', meaning, of, read: ({ pnl }) => pnl[key] }
    }),
    { name: 'turnover', kind: 'money', meaning: 'Value bought and sold.', of, read: ({ turnover }) => turnover },
    { name: 'makerShare', kind: 'share', meaning: 'Turnover as maker, of all.', of, read: (m) => m.makerShare },
    { name: 'sharpe', kind: 'ratio', meaning: 'Annualised Sharpe ratio.', of, read: ({ sharpe }) => sharpe },
    { name: 'sortino', kind: 'ratio', meaning: 'Annualised Sortino ratio.', of, read: ({ sortino }) => sortino },
    { name: 'samples', kind: 'count', meaning: 'Samples of equity.', of, read: ({ samples }) => samples },
  ]
}

function instrumentFigures(): Figure[] {
  const of = 'instrument'
  const quantiles = (
    prefix: string,
    kind: FigureKind,
    what: string,
    read: (instrument: InstrumentSummary) => Quantiles | null,
  ): Figure[] =>
    entriesOf(QUANTILES).map(([key, meaning]) => ({
      name: `${prefix}.${key}`,
      kind: key === 'count' ? 'count' : kind,
      meaning: `${what}: ${meaning}.`,
      of,
      read: (instrument) => read(instrument)?.[key] ?? null,
    }))
  return [
    { name: 'position', kind: 'quantity', meaning: 'Position at the end.', of, read: ({ position }) => position },
    { name: 'volume', kind: 'quantity', meaning: 'Quantity bought and sold.', of, read: ({ volume }) => volume },
    { name: 'rowsSeen', kind: 'count', meaning: 'Rows that the trader saw.', of, read: ({ rowsSeen }) => rowsSeen },
    ...quantiles('queue.wait', 'duration', 'Wait in the queue', ({ queue }) => queue.waitNs),
    ...quantiles('queue.aheadOnArrival', 'quantity', 'Ahead on arrival', ({ queue }) => queue.aheadOnArrival),
    ...quantiles('latency.feed', 'duration', 'Feed latency', ({ latency }) => latency.feedNs),
    ...quantiles('latency.entry', 'duration', 'Order entry latency', ({ latency }) => latency.entryNs),
    ...quantiles('latency.response', 'duration', 'Order response latency', ({ latency }) => latency.responseNs),
    ...quantiles('latency.roundTrip', 'duration', 'Order round trip', ({ latency }) => latency.roundTripNs),
  ]
}

function entriesOf<K extends string>(table: Readonly<Record<K, string>>): [K, string][] {
  return Object.entries(table) as [K, string][]
}
