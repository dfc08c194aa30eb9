/**
 * The result of a run as one plain JSON object: every figure that the terminal shows, `--json` prints and
 * `summary.json` keeps. Each key is defined in docs/metrics.md. Amounts of money and quantities are exact decimal
 * text; what is undefined is null.
 *
 * All but the two figures of the machine (`environmentFree` leaves them out) depends on the journal alone, except for
 * the market rows and the feed leg, which the run itself measures: a summary made from a journal on its own has null
 * for them.
 */
import { formatDecimal, toFloat, trimDecimal } from '../core/decimal.ts'
import type { Histogram } from '../core/histogram.ts'
import { formatLots, type Instrument } from '../market/instrument.ts'
import type { RunEnd } from '../market/orders.ts'
import type { EquityFigures } from '../projections/equity.ts'
import type { Legs } from '../projections/latency.ts'
import type { Account } from '../projections/ledger.ts'
import type { InstrumentOrders, OrderCounts } from '../projections/orders.ts'
import type { RunProjections } from '../projections/run-projections.ts'

export interface SummaryInputs {
  /** Name of the scenario. */
  readonly scenario: string
  /** Instant 0 of the journal: nanoseconds since 1970 UTC, as text. */
  readonly epochNs: string
  readonly projections: RunProjections
  /** Root hash of the journal. */
  readonly rootHash: string
  /** What the run measured of its market data. Left out where only the journal is known. */
  readonly market?: {
    /** Rows processed. */
    readonly rows: number
    /** Feed latency, by instrument id. */
    readonly feedLatencyNs: readonly Histogram[]
  }
  /** Time that the run took. Left out where it was not run. */
  readonly wallSeconds?: number
}

/** The result, without the machine that it was computed on. */
export interface Result {
  readonly scenario: string
  readonly rootHash: string
  readonly entries: number
  readonly end: RunEnd | null
  readonly span: { readonly start: string; readonly end: string; readonly durationNs: number }
  readonly rows: number | null
  readonly fills: number
  /** By instrument id. */
  readonly instruments: readonly InstrumentSummary[]
  readonly totals: Totals
}

export interface Summary extends Result {
  readonly wallSeconds: number | null
  readonly rowsPerSecond: number | null
}

export interface InstrumentSummary extends MoneySummary, OrderSummary {
  readonly symbol: string
  readonly venue: string
  readonly base: string
  readonly rowsSeen: number
  readonly position: string
  readonly volume: string
  readonly queue: { readonly waitNs: Quantiles; readonly aheadOnArrival: Quantiles }
  readonly latency: {
    readonly feedNs: Quantiles | null
    readonly entryNs: Quantiles
    readonly responseNs: Quantiles
    readonly roundTripNs: Quantiles
  }
}

/** Figures in money: of one instrument, or of all that settle in one currency. */
export interface MoneySummary {
  readonly settle: string
  readonly pnl: {
    readonly net: string | null
    readonly gross: string | null
    readonly fees: string
    readonly makerFees: string
    readonly takerFees: string
    readonly rebates: string
    readonly maxDrawdown: string
  }
  readonly sharpe: number | null
  readonly sortino: number | null
  readonly samples: number
  readonly turnover: string
  readonly makerShare: number | null
}

/** Figures in orders and fills: of one instrument, or of all. */
export interface OrderSummary {
  readonly fills: number
  readonly makerFills: number
  readonly takerFills: number
  readonly fillRate: number | null
  readonly orders: OrderCounts & { readonly sent: number }
  readonly refusals: Readonly<Record<string, number>>
  readonly rejects: Readonly<Record<string, number>>
  readonly expiries: Readonly<Record<string, number>>
}

export interface Totals extends OrderSummary {
  readonly currencies: readonly MoneySummary[]
}

/** Of a histogram; all but `count` null without values. */
export interface Quantiles {
  readonly count: number
  readonly p50: number | null
  readonly p90: number | null
  readonly p99: number | null
  readonly p999: number | null
  readonly max: number | null
}

export function buildSummary({
  scenario,
  epochNs,
  projections,
  rootHash,
  market,
  wallSeconds,
}: SummaryInputs): Summary {
  const { instruments } = projections
  const life = projections.life.view()
  const accounts = projections.ledger.view()
  const orders = projections.orders.view()
  const equity = projections.equity.view()
  const latency = projections.latency.view()
  const totals: Totals = {
    ...orderSummary(accounts, orders),
    currencies: equity.currencies.map((figures) => {
      const members = instruments.filter(({ settle }) => settle === figures.currency)
      return moneySummary(figures, members, accounts)
    }),
  }
  return {
    scenario,
    rootHash,
    entries: life.entries,
    end: life.end ?? null,
    span: {
      start: formatInstant(BigInt(epochNs) + BigInt(life.startTs)),
      end: formatInstant(BigInt(epochNs) + BigInt(life.endTs)),
      durationNs: life.endTs - life.startTs,
    },
    rows: market?.rows ?? null,
    fills: totals.fills,
    instruments: instruments.map((instrument, i) => {
      const [account, counted] = [accounts[i]!, orders[i]!]
      return {
        symbol: instrument.symbol,
        venue: instrument.venue,
        base: instrument.base,
        rowsSeen: life.rowsSeen[i]!,
        position: formatLots(account.positionLots, instrument),
        volume: formatLots(account.maker.lots + account.taker.lots, instrument),
        ...moneySummary(equity.instruments[i]!, [instrument], accounts),
        ...orderSummary([account], [counted]),
        queue: {
          waitNs: quantiles(counted.queueWaitNs),
          aheadOnArrival: quantiles(counted.aheadSteps, (steps) => toFloat(steps, instrument.qtyStep)),
        },
        latency: legs(latency[i]!, market?.feedLatencyNs[i]),
      }
    }),
    totals,
    wallSeconds: wallSeconds ?? null,
    rowsPerSecond: market && wallSeconds ? market.rows / wallSeconds : null,
  }
}

/** The part of a summary that is the same wherever the run is computed. */
export function environmentFree(summary: Summary): Result {
  const { wallSeconds: _, rowsPerSecond: __, ...result } = summary
  return result
}

function moneySummary(
  figures: EquityFigures,
  members: readonly Instrument[],
  accounts: readonly Readonly<Account>[],
): MoneySummary {
  const { moneyDecimals } = figures
  const money = (amount: bigint): string => trimDecimal(formatDecimal(amount, moneyDecimals))
  const sum = (amountOf: (account: Readonly<Account>) => bigint): bigint =>
    members.reduce((total, { id, moneyDecimals: own }) => {
      return total + amountOf(accounts[id]!) * 10n ** BigInt(moneyDecimals - own)
    }, 0n)
  const makerValue = sum(({ maker }) => maker.notionalAtoms)
  const value = makerValue + sum(({ taker }) => taker.notionalAtoms)
  return {
    settle: figures.currency,
    pnl: {
      net: figures.netAtoms === undefined ? null : money(figures.netAtoms),
      gross: figures.grossAtoms === undefined ? null : money(figures.grossAtoms),
      fees: money(figures.feeAtoms),
      makerFees: money(sum(({ maker }) => maker.feeAtoms)),
      takerFees: money(sum(({ taker }) => taker.feeAtoms)),
      rebates: money(sum(({ rebateAtoms }) => rebateAtoms)),
      maxDrawdown: money(figures.maxDrawdownAtoms),
    },
    sharpe: numberOrNull(figures.sharpe),
    sortino: numberOrNull(figures.sortino),
    samples: figures.samples,
    turnover: money(value),
    makerShare: numberOrNull(Number(makerValue) / Number(value)),
  }
}

function orderSummary(
  accounts: readonly Readonly<Account>[],
  orders: readonly Readonly<InstrumentOrders>[],
): OrderSummary {
  const makerFills = accounts.reduce((sum, { maker }) => sum + maker.fills, 0)
  const takerFills = accounts.reduce((sum, { taker }) => sum + taker.fills, 0)
  const count = (field: keyof OrderCounts): number => orders.reduce((sum, counted) => sum + counted[field], 0)
  const submitted = count('submitted')
  const refused = count('refused')
  const touched = count('touched')
  return {
    fills: makerFills + takerFills,
    makerFills,
    takerFills,
    fillRate: numberOrNull(touched / (submitted - refused)),
    orders: {
      submitted,
      refused,
      sent: submitted - refused,
      accepted: count('accepted'),
      rejected: count('rejected'),
      touched,
      filled: count('filled'),
      canceled: count('canceled'),
      expired: count('expired'),
      open: count('open'),
      cancels: count('cancels'),
      cancelsRejected: count('cancelsRejected'),
      cancelsLost: count('cancelsLost'),
      modifies: count('modifies'),
      modifiesRefused: count('modifiesRefused'),
      modified: count('modified'),
      modifiesRejected: count('modifiesRejected'),
    },
    refusals: byReason(orders.map(({ refusals }) => refusals)),
    rejects: byReason(orders.map(({ rejects }) => rejects)),
    expiries: byReason(orders.map(({ expiries }) => expiries)),
  }
}

/** Adds counts by reason; the most frequent first, equals by name. */
function byReason(counts: readonly ReadonlyMap<string, number>[]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const [reason, count] of counts.flatMap((map) => [...map])) sums.set(reason, (sums.get(reason) ?? 0) + count)
  return Object.fromEntries([...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)))
}

function legs({ entryNs, responseNs, roundTripNs }: Legs, feedNs: Histogram | undefined): InstrumentSummary['latency'] {
  return {
    feedNs: feedNs ? quantiles(feedNs) : null,
    entryNs: quantiles(entryNs),
    responseNs: quantiles(responseNs),
    roundTripNs: quantiles(roundTripNs),
  }
}

export function quantiles(histogram: Histogram, shown: (value: number) => number = (value) => value): Quantiles {
  const { count, max } = histogram
  const at = (quantile: number): number | null => (count === 0 ? null : shown(histogram.quantile(quantile)))
  return { count, p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max: count === 0 ? null : shown(max) }
}

export function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** ISO 8601 with nanoseconds: "2024-08-08T00:00:10.100000000Z". */
function formatInstant(sinceEpochNs: bigint): string {
  const nanoseconds = sinceEpochNs % 1_000_000_000n
  const milliseconds = Number((sinceEpochNs - nanoseconds) / 1_000_000n)
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${String(nanoseconds).padStart(9, '0')}Z`
}
