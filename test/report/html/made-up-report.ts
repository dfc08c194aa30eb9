/** A made-up report with something in every figure, of any size, and with the hostile texts that a test asks for. */
import { Rng } from '../../../src/core/rng.ts'
import {
  type Distribution,
  type ExecutionQuality,
  type FillColumns,
  type InstrumentReport,
  MAX_FILLS,
  type OrderColumns,
  type ReportSeries,
  type RunReport,
} from '../../../src/report/run-report.ts'
import type { InstrumentSummary, MoneySummary, OrderSummary, Quantiles } from '../../../src/report/summary.ts'

export interface Size {
  readonly instruments?: number
  readonly points?: number
  readonly fills?: number
  readonly orders?: number
  readonly durationNs?: number
  /** Stands wherever text comes from outside. */
  readonly hostile?: string
}

const HOUR = 3600e9
/** 2024-08-08 00:00 UTC. */
const EPOCH_NS = '1723075200000000000'

export interface MadeUp {
  readonly report: RunReport
  readonly series: ReportSeries
}

export function madeUpReport({
  instruments: count = 1,
  points = 20_000,
  fills = 300,
  orders = 2000,
  durationNs = HOUR,
  hostile = '',
}: Size = {}): MadeUp {
  const ids = Array.from({ length: count }, (_, id) => id)
  const market = ids.map((id) => marketOf(rng(`market ${id}`), points, durationNs))
  const fillColumns = ids.map((id) => fillsOf(rng(`fills ${id}`), market[id]!, fills, durationNs))
  const summaries = ids.map((id) => summaryOf(id, fills, hostile))
  const report: RunReport = {
    format: 'hftsim-report',
    version: 1,
    epochNs: EPOCH_NS,
    result: {
      scenario: `made-up-maker${hostile}`,
      rootHash: '5b1ec07a'.repeat(8),
      entries: 16_520,
      end: 'end-of-data',
      span: { start: at(0), end: at(durationNs), durationNs },
      rows: 1_204_332,
      fills: fills * count,
      instruments: summaries,
      totals: { ...orderSummary(fills * count, hostile), currencies: [money(fills * count)] },
    },
    band: [
      {
        settle: 'USDT',
        pessimistic: bandEnd('-18.42', ['queue RiskAverse', `latency x2${hostile}`]),
        base: bandEnd('12.3104', []),
        optimistic: bandEnd('41.07', ['queue CancelsAhead']),
      },
    ],
    instruments: ids.map((id) => instrumentOf(id, fills, hostile)),
    risk: {
      total: 2,
      events: [
        { ts: 65e9, instrument: 0, order: 17, reason: `order-rate${hostile}` },
        { ts: 81.5e9, instrument: 0, order: -1, reason: 'max-drawdown' },
      ],
    },
    assumptions: [
      {
        topic: 'queue',
        model: `PowerProb n=3${hostile}`,
        says: 'Cancels at a level come from ahead of us with a probability that grows with what is there.',
        limit: 'Nobody sees who cancelled: the estimate is checked against traded volume only.',
      },
      {
        topic: 'latency',
        model: 'cloud, realistic',
        says: 'Order entry takes a log-normal time.',
        limit: 'Measured on other days.',
      },
    ],
    reproduce: ['hftsim backtest scenarios/made-up.yaml --report', `hftsim replay runs/made-up-5b1ec07a${hostile}`],
    manifest: { scenario: { name: `made-up-maker${hostile}`, seed: 7 }, [`key${hostile}`]: [hostile] },
  }
  const series: ReportSeries = {
    market,
    equity: ids.map((id) => equityOf(rng(`equity ${id}`), points, durationNs)),
    position: ids.map((id) => positionOf(fillColumns[id]!, durationNs)),
    fills: fillColumns,
    orders: ids.map((id) => ordersOf(rng(`orders ${id}`), market[id]!, orders, durationNs)),
  }
  return { report, series }
}

function rng(name: string): Rng {
  return new Rng(7, `made-up ${name}`)
}

function at(ns: number): string {
  const text = new Date(Number(BigInt(EPOCH_NS) / 1_000_000n) + Math.floor(ns / 1e6)).toISOString()
  return `${text.slice(0, 19)}.${String(ns % 1e9).padStart(9, '0')}Z`
}

function marketOf(rng: Rng, points: number, durationNs: number): ReportSeries['market'][number] {
  const step = Math.max(1, Math.floor(durationNs / Math.max(1, points)))
  let mid = 600_000
  const bid = new Float64Array(points)
  const ask = new Float64Array(points)
  for (let i = 0; i < points; i++) {
    mid += Math.round((rng.float() - 0.5) * 9)
    const isEmpty = i > points * 0.4 && i < points * 0.4 + 20
    bid[i] = mid - 1 - Math.floor(rng.float() * 2)
    ask[i] = isEmpty ? Number.NaN : mid + 1
  }
  return { ts: Float64Array.from({ length: points }, (_, i) => i * step), bid, ask }
}

function equityOf(rng: Rng, points: number, durationNs: number): ReportSeries['equity'][number] {
  const count = Math.min(points, 100_000)
  let [net, lots] = [0, 0]
  const curve = Float64Array.from({ length: count }, () => {
    net += (rng.float() - 0.495) * 0.35
    return Math.round(net * 1e8) / 1e8
  })
  return {
    ts: Float64Array.from({ length: count }, (_, i) => Math.floor((durationNs / count) * i)),
    net: count > 3 ? curve.with(0, Number.NaN) : curve,
    lots: Float64Array.from({ length: count }, () => (lots += Math.round((rng.float() - 0.5) * 3))),
  }
}

/** At the fills; of many, with as many even samples between them. */
function positionOf({ ts, side, lots }: FillColumns, durationNs: number): ReportSeries['position'][number] {
  let held = 0
  const steps = Array.from(lots, (count, i) => {
    held += count * side[i]!
    return { at: ts[i]!, held }
  })
  const samples = steps.length < MAX_FILLS ? [] : steps.map(({ held }, i) => ({ at: i * 4_000_000_000, held }))
  const points = [{ at: 0, held: 0 }, ...[...steps, ...samples].sort((a, b) => a.at - b.at), { at: durationNs, held }]
  return { ts: Float64Array.from(points, ({ at }) => at), lots: Float64Array.from(points, ({ held }) => held) }
}

function fillsOf(rng: Rng, market: ReportSeries['market'][number], count: number, durationNs: number): FillColumns {
  const column = (value: (i: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => value(i))
  const ts = column(() => Math.floor(rng.float() * durationNs)).sort((a, b) => a - b)
  const side = Int8Array.from({ length: count }, () => (rng.float() < 0.5 ? 1 : -1))
  const touch = (i: number): number => {
    const row = Math.min(market.ts.length - 1, Math.floor((ts[i]! / durationNs) * market.ts.length))
    const price = (side[i] === 1 ? market.bid : market.ask)[row]!
    return Number.isNaN(price) ? 600_000 : price
  }
  const sentTs = ts.map((value) => value - Math.floor(rng.float() * 20e9) - 5e6)
  const confidence = Uint8Array.from({ length: count }, () => Math.floor(rng.float() * 3))
  return {
    total: count,
    seq: column((i) => 50 + i * 40 + Math.floor(rng.float() * 20)),
    ts,
    exchTs: ts.map((value) => value - 2e6 - Math.floor(rng.float() * 1e6)),
    order: column((i) => 3 + i * 7),
    side,
    priceTicks: column(touch),
    lots: column(() => 1 + Math.floor(rng.float() * 20)),
    leavesLots: column(() => (rng.float() < 0.8 ? 0 : 3)),
    maker: Uint8Array.from({ length: count }, () => (rng.float() < 0.9 ? 1 : 0)),
    rule: Uint8Array.from(confidence, (value) => [1, 2, 0][value]!),
    confidence,
    margin: column(() => rng.float() * 40),
    sentTs,
    acceptedTs: sentTs.map((value, i) => (i % 9 === 5 ? Number.NaN : value + 2e6 + Math.floor(rng.float() * 2e6))),
    aheadLots: column((i) => (i % 9 === 5 ? Number.NaN : rng.float() * 5000)),
    fee: column(() => Math.round((rng.float() - 0.6) * 1e6) / 1e8),
    markoutTicks: column((i) => (i === count - 1 ? Number.NaN : Math.round((rng.float() - 0.5) * 20) / 2)),
  }
}

function ordersOf(rng: Rng, market: ReportSeries['market'][number], count: number, durationNs: number): OrderColumns {
  const fromTs = Float64Array.from({ length: count }, (_, i) => Math.floor(((i + rng.float()) / count) * durationNs))
  const side = Int8Array.from({ length: count }, () => (rng.float() < 0.5 ? 1 : -1))
  return {
    total: count,
    fromTs,
    toTs: fromTs.map((from) => Math.min(durationNs, from + 1e9 + Math.floor(rng.float() * 20e9))),
    side,
    priceTicks: fromTs.map((from, i) => {
      const row = Math.min(market.bid.length - 1, Math.floor((from / durationNs) * market.bid.length))
      return (market.bid[row] ?? 600_000) - side[i]! * Math.floor(rng.float() * 40)
    }),
  }
}

const NO_QUANTILES: Quantiles = { count: 0, p50: null, p90: null, p99: null, p999: null, max: null }

function quantiles(count: number, p50: number): Quantiles {
  if (count === 0) return NO_QUANTILES
  return { count, p50, p90: p50 * 3, p99: p50 * 9, p999: p50 * 14, max: p50 * 30 }
}

function distribution(count: number, p50: number): Distribution {
  if (count === 0) return { ...NO_QUANTILES, bins: [] }
  const bins = Array.from({ length: 30 }, (_, i) => ({
    from: Math.round(p50 * 2 ** ((i - 15) / 3)),
    to: Math.round(p50 * 2 ** ((i - 14) / 3)),
    count: Math.round((count / 6) * Math.exp(-((i - 15) ** 2) / 30)),
  }))
  return { ...quantiles(count, p50), bins }
}

function bandEnd(net: string, changed: readonly string[]): NonNullable<RunReport['band']>[number]['base'] {
  return { net, fills: 300, fillRate: 0.15, maxDrawdown: '6.2', changed }
}

function money(fills: number): MoneySummary {
  const isEmpty = fills === 0
  return {
    settle: 'USDT',
    pnl: {
      net: isEmpty ? '0' : '12.3104',
      gross: isEmpty ? '0' : '17.2504',
      fees: isEmpty ? '0' : '4.94',
      makerFees: isEmpty ? '0' : '-1.06',
      takerFees: isEmpty ? '0' : '6',
      rebates: isEmpty ? '0' : '1.06',
      maxDrawdown: isEmpty ? '0' : '6.2',
    },
    sharpe: isEmpty ? null : 3.42,
    sortino: isEmpty ? null : 5.1,
    samples: 360,
    turnover: isEmpty ? '0' : '91234.5',
    makerShare: isEmpty ? null : 0.91,
  }
}

function orderSummary(fills: number, hostile: string): OrderSummary {
  const sent = 2000
  return {
    fills,
    makerFills: Math.round(fills * 0.9),
    takerFills: fills - Math.round(fills * 0.9),
    fillRate: fills / sent,
    orders: {
      submitted: sent + 1,
      refused: 1,
      sent,
      accepted: 1980,
      rejected: 12,
      touched: fills,
      filled: fills,
      canceled: 1600,
      expired: 3,
      open: 4,
      cancels: 1650,
      cancelsRejected: 120,
      cancelsLost: 50,
      modifies: 0,
      modifiesRefused: 0,
      modified: 0,
      modifiesRejected: 0,
    },
    refusals: { [`order-rate${hostile}`]: 1 },
    rejects: { [`post-only-would-cross${hostile}`]: 11, 'price-band': 1 },
    expiries: { [`nothing-to-match${hostile}`]: 3 },
  }
}

function summaryOf(id: number, fills: number, hostile: string): InstrumentSummary {
  const leg = quantiles(fills * 4, 2.3e6)
  return {
    ...money(fills),
    ...orderSummary(fills, hostile),
    symbol: `BTCUSDT${id === 0 ? '' : id}${hostile}`,
    venue: `binance-usdm${hostile}`,
    base: `BTC${hostile}`,
    rowsSeen: 1_204_332,
    position: '0.012',
    volume: '3.4',
    queue: { waitNs: quantiles(fills, 1.2e9), aheadOnArrival: quantiles(fills, 3.4) },
    latency: { feedNs: leg, entryNs: leg, responseNs: leg, roundTripNs: leg },
  }
}

function instrumentOf(id: number, fills: number, hostile: string): InstrumentReport {
  const third = Math.floor(fills / 3)
  const summary = summaryOf(id, fills, hostile)
  return {
    alias: `btcusdt${id === 0 ? '' : id}${hostile}`,
    symbol: summary.symbol,
    venue: summary.venue,
    base: summary.base,
    settle: 'USDT',
    tickSize: '0.10',
    lotSize: '0.001',
    moneyDecimals: 8,
    statistics: {
      annualReturn: fills === 0 ? 0 : 647_000,
      returnOverMaxDrawdown: fills === 0 ? null : 1.99,
      returnOverTurnover: fills === 0 ? null : 0.0000601,
      fillsPerDay: fills * 144,
      volumePerDay: 489.6,
      turnoverPerDay: 29_376_000,
      maxPositionValue: '720.5',
      meanPositionValue: 310.25,
    },
    confidence: {
      classes: [
        { confidence: 'certain', fills: fills - 2 * third, volume: '1.2', beyondShown: '0', net: '4.6' },
        { confidence: 'queue-dependent', fills: third, volume: '1.1', beyondShown: '0.46', net: '7.7104' },
        { confidence: 'size-dependent', fills: third, volume: '1.1', beyondShown: '0.5', net: '0' },
      ],
      beyondShown: { volume: '0.96', share: fills === 0 ? null : 0.282 },
      queueShareOfProfit: fills === 0 ? null : 0.626,
      netWithoutQueueDependent: fills === 0 ? '0' : '4.6',
      byRule: { 'best-crossed': third, 'traded-through': third, queue: fills - 2 * third, 'on-arrival': 0 },
      queueMarginLots: quantiles(third, 4.2),
    },
    impact: {
      ofDisplayed: quantiles(fills, 0.012),
      ofAvailable: quantiles(fills, 0.03),
      ofTraded: 0.0004,
      holds: fills % 2 === 0,
      reasons: fills % 2 === 0 ? [] : [`an order was 40% of what its level showed${hostile}`],
    },
    execution: [execution('maker', Math.round(fills * 0.9)), execution('taker', fills - Math.round(fills * 0.9))],
    fillRate: {
      byDistance: ['touch', '1', '2 to 3', '4 to 10', 'more than 10'].map((label, i) => bucket(label, fills, i)),
      byQueue: ['none', '1 to 10', '11 to 100', `more than 100${hostile}`].map((label, i) => bucket(label, fills, i)),
    },
    distributions: {
      queueWaitNs: distribution(fills, 1.2e9),
      timeToFillNs: distribution(fills, 1.3e9),
      feedNs: distribution(fills * 100, 12e6),
      entryNs: distribution(fills * 4, 2.3e6),
      responseNs: distribution(fills * 5, 2.1e6),
      roundTripNs: distribution(fills * 4, 4.4e6),
    },
    journey: [
      { from: 'sent', to: 'acknowledged', orders: 1980, tookNs: quantiles(1980, 4.4e6) },
      { from: 'acknowledged', to: 'filled', orders: fills, tookNs: quantiles(fills, 1.2e9) },
      { from: 'acknowledged', to: 'canceled', orders: 1600, tookNs: quantiles(1600, 0.9e9) },
    ],
    cancelRaces: { cancels: 1650, lost: 50, lostVolume: '0.05', lostMarkoutTicks: -1.7 },
    health: healthOf(hostile),
  }
}

function healthOf(hostile: string): InstrumentReport['health'] {
  return {
    rows: 1_204_332,
    trades: 90_000,
    tradedVolume: '8123.4',
    findings: [
      { kind: 'notice', count: 2, what: `gaps of more than 1 s${hostile}` },
      { kind: 'repair', count: 1_204_332, what: `clock-skew: added one shift, by 12 ns${hostile}` },
    ],
  }
}

function bucket(label: string, fills: number, i: number): InstrumentReport['fillRate']['byQueue'][number] {
  const filled = Math.floor(fills / 2 ** (i + 1))
  return { label, orders: 400, filled, rate: filled / 400 }
}

function execution(liquidity: 'maker' | 'taker', fills: number): ExecutionQuality {
  const sign = liquidity === 'maker' ? 1 : -1
  const nothing = fills === 0
  return {
    liquidity,
    fills,
    spreadCapturedTicks: nothing ? null : 0.62 * sign,
    slippageTicks: nothing ? null : -0.4 * sign,
    fees: nothing ? '0' : liquidity === 'maker' ? '-1.06' : '6',
    markouts: [0.1e9, 1e9, 10e9, 60e9].map((horizonNs, i) => ({
      horizonNs,
      fills,
      meanTicks: nothing ? null : sign * (0.5 - i * 0.4),
      standardErrorTicks: nothing ? null : 0.1 * (i + 1),
      meanBps: nothing ? null : sign * (0.01 - i * 0.008),
      capturedTicks: nothing ? null : sign * 0.6,
      adverseTicks: nothing ? null : sign * (-0.1 - i * 0.4),
    })),
  }
}
