/** Runs in which something is missing, and every page must read right all the same. */
import type { RunReport } from '../../../src/report/run-report.ts'
import { type MadeUp, madeUpReport } from './made-up-report.ts'

export const ODD_RUNS: Readonly<Record<string, () => MadeUp>> = {
  'no fills': () => withoutFills(madeUpReport({ fills: 0 })),
  'no orders at all': () => withoutOrders(withoutFills(madeUpReport({ fills: 0, orders: 0 }))),
  'one fill': () => madeUpReport({ fills: 1 }),
  'no market points': () => withoutMarket(madeUpReport({})),
  'nothing at all': () => withoutMarket(withoutOrders(withoutFills(madeUpReport({ fills: 0, orders: 0 })))),
  'an interrupted run': () => ended('interrupted'),
  'a failed run': () => ended('failed'),
  'a strategy that stopped': () => ended('strategy-stopped'),
  'a journal that breaks off': () => ended(null),
  'no band': () => changed({}, { band: null }),
  'a band with an unknown end': () => withUnknownEnd(),
  'a result that is not known': () => withUnknownNet(),
  'equity that is never known': () => withUnknownEquity(),
  'one sample': () => madeUpReport({ points: 1, fills: 1, orders: 1 }),
  'no time at all': () => madeUpReport({ points: 1, fills: 1, orders: 1, durationNs: 0 }),
}

function changed(size: Parameters<typeof madeUpReport>[0], changes: Partial<RunReport>): MadeUp {
  const { report, series } = madeUpReport(size)
  return { report: { ...report, ...changes }, series }
}

function ended(end: RunReport['result']['end']): MadeUp {
  const { report, series } = madeUpReport()
  return { report: { ...report, result: { ...report.result, end } }, series }
}

function withoutFills({ report, series }: MadeUp): MadeUp {
  const zero = { net: '0', fills: 0, fillRate: 0, maxDrawdown: '0', changed: [] }
  return {
    report: {
      ...report,
      band: [{ settle: 'USDT', pessimistic: zero, base: zero, optimistic: zero }],
      risk: { total: 0, events: [] },
    },
    series,
  }
}

function withoutOrders({ report, series }: MadeUp): MadeUp {
  const { result } = report
  const none = Object.fromEntries(Object.keys(result.totals.orders).map((key) => [key, 0]))
  const orders = none as unknown as RunReport['result']['totals']['orders']
  const empty = { orders, fillRate: null, rejects: {}, refusals: {}, expiries: {} }
  return {
    report: {
      ...report,
      result: {
        ...result,
        totals: { ...result.totals, ...empty },
        instruments: result.instruments.map((instrument) => ({ ...instrument, ...empty })),
      },
      instruments: report.instruments.map((instrument) => ({
        ...instrument,
        journey: [],
        fillRate: { byDistance: [], byQueue: [] },
        cancelRaces: { cancels: 0, lost: 0, lostVolume: '0', lostMarkoutTicks: null },
        health: null,
      })),
    },
    series,
  }
}

function withoutMarket({ report, series }: MadeUp): MadeUp {
  const none = new Float64Array()
  return {
    report,
    series: { ...series, market: [{ ts: none, bid: none, ask: none }], equity: [{ ts: none, net: none, lots: none }] },
  }
}

function withUnknownEnd(): MadeUp {
  const { report, series } = madeUpReport()
  const [band] = report.band!
  return { report: { ...report, band: [{ ...band!, optimistic: { ...band!.optimistic, net: null } }] }, series }
}

function withUnknownNet(): MadeUp {
  const { report, series } = madeUpReport()
  const money = report.result.totals.currencies[0]!
  const unknown = { ...money, pnl: { ...money.pnl, net: null, gross: null }, sharpe: null, sortino: null }
  const totals = { ...report.result.totals, currencies: [unknown] }
  return { report: { ...report, result: { ...report.result, totals } }, series }
}

function withUnknownEquity(): MadeUp {
  const { report, series } = madeUpReport()
  const [curve] = series.equity
  const net = curve!.net.map(() => Number.NaN)
  const [market] = series.market
  return { report, series: { ...series, equity: [{ ...curve!, net }], market: [{ ...market!, bid: net, ask: net }] } }
}
