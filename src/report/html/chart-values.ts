/** What the page's script draws, packed; the readings of it are client/page-values.ts. */
import type { InstrumentReport, ReportSeries, RunReport } from '../run-report.ts'
import type { InstrumentValues, PageValues } from './client/page-values.ts'
import { ColumnWriter } from './column-writer.ts'

/** Decimals of a lot or a tick that estimates keep: more than is known of them. */
const THOUSANDTHS = 1000

/** Parts of its largest value to which a curve is exact: a thousandth of a pixel. */
const CURVE_PARTS = 2 ** 22

export function chartValues(report: RunReport, series: ReportSeries): PageValues {
  const writer = new ColumnWriter()
  const instruments = report.instruments.map((instrument, id) => instrumentValues(writer, instrument, series, id))
  const sinceEpoch = (instant: string): number => Number(nanoseconds(instant) - BigInt(report.epochNs))
  const { start, end } = report.result.span
  return {
    epochNs: report.epochNs,
    startTs: sinceEpoch(start),
    endTs: sinceEpoch(end),
    run: runWord(report.reproduce),
    instruments,
    columns: writer.toBase64(),
  }
}

function instrumentValues(
  writer: ColumnWriter,
  { base, settle, tickSize, lotSize, moneyDecimals }: InstrumentReport,
  { market, equity, position, orders, fills }: ReportSeries,
  id: number,
): InstrumentValues {
  const prices = market[id]!
  const curve = equity[id]!
  const held = position[id]!
  const lines = orders[id]!
  return {
    base,
    settle,
    tick: Number(tickSize),
    priceDecimals: decimalsOf(tickSize),
    lot: Number(lotSize),
    lotDecimals: decimalsOf(lotSize),
    moneyDecimals,
    market: { ts: writer.add(prices.ts), bid: writer.add(prices.bid), ask: writer.add(prices.ask) },
    equity: {
      ts: writer.add(curve.ts),
      net: writer.add(curve.net, partsFor(curve.net, moneyDecimals)),
    },
    position: { ts: writer.add(held.ts), lots: writer.add(held.lots) },
    orders: {
      fromTs: writer.add(lines.fromTs),
      lastedNs: writer.add(difference(lines.toTs, lines.fromTs)),
      side: writer.add(lines.side),
      priceTicks: writer.add(lines.priceTicks),
    },
    fills: fillPlaces(writer, fills[id]!, moneyDecimals),
    fillsTotal: fills[id]!.total,
    ordersTotal: lines.total,
  }
}

function fillPlaces(
  writer: ColumnWriter,
  fills: ReportSeries['fills'][number],
  moneyDecimals: number,
): InstrumentValues['fills'] {
  return {
    seq: writer.add(fills.seq),
    ts: writer.add(fills.ts),
    responseNs: writer.add(difference(fills.ts, fills.exchTs)),
    order: writer.add(fills.order),
    side: writer.add(fills.side),
    priceTicks: writer.add(fills.priceTicks),
    lots: writer.add(fills.lots),
    leavesLots: writer.add(fills.leavesLots),
    maker: writer.add(fills.maker),
    rule: writer.add(fills.rule),
    confidence: writer.add(fills.confidence),
    margin: writer.add(fills.margin, THOUSANDTHS),
    sentAgoNs: writer.add(difference(fills.ts, fills.sentTs)),
    acceptedAgoNs: writer.add(difference(fills.ts, fills.acceptedTs)),
    aheadLots: writer.add(fills.aheadLots, THOUSANDTHS),
    fee: writer.add(fills.fee, 10 ** moneyDecimals),
    markoutTicks: writer.add(fills.markoutTicks, THOUSANDTHS),
  }
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!)
}

/** A power of ten by which a curve is exact to what can be seen of it, or to its last decimal where that is less. */
function partsFor(values: Float64Array, decimals: number): number {
  let largest = 0
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value)
  if (largest === 0) return 1
  return 10 ** Math.min(decimals, Math.max(0, Math.ceil(Math.log10(CURVE_PARTS / largest))))
}

function decimalsOf(step: string): number {
  return step.split('.')[1]?.length ?? 0
}

/** Of "2024-08-08T00:00:10.100000000Z". */
function nanoseconds(instant: string): bigint {
  const [whole = '', fraction = ''] = instant.replace('Z', '').split('.')
  return BigInt(Date.parse(`${whole}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}

/** The run as the report's own commands name it. */
export function runWord(commands: readonly string[]): string {
  const replay = commands.find((command) => command.startsWith(REPLAY))
  return replay === undefined ? '<run>' : replay.slice(REPLAY.length)
}

const REPLAY = 'hftsim replay '
