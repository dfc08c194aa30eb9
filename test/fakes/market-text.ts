/**
 * Market rows as a person writes them down, one message a line:
 *
 *   bid(1000,1010) 100x5 99x7        level changes, seen by the venue at 1000 and by the trader at 1010
 *   sell-trade(1500) 99x1            an aggressive seller; without a second stamp the trader sees it 10 later
 *   ask-clear(1200) 102              removes asks from the best up to 102; without a price, the whole side
 *   clear(1500)   idle(3000)         both sides; a row that changes nothing
 *   bid(1000) 100x5 venue            the venue alone sees it (or: trader)
 *
 * Prices are ticks, quantities decimals of the instrument's unit.
 */
import { parseSteps } from '../../src/core/decimal.ts'
import {
  allocateColumns,
  BUY,
  type MarketColumns,
  NO_PRICE,
  RowKind,
  reserveColumns,
  SELL,
  TRADER_SEES,
  VENUE_SEES,
} from '../../src/market/columns.ts'
import { type Instrument, type InstrumentSpec, instrumentFrom } from '../../src/market/instrument.ts'

/** Tick 1, lot 1, one unit of money a unit and tick. */
export const UNIT: InstrumentSpec = {
  symbol: 'UNIT',
  venue: 'somewhere',
  tickSize: '1',
  lotSize: '1',
  contract: 'linear',
  base: 'UNIT',
  settle: 'USD',
}

export function unitInstrument(change: Partial<InstrumentSpec> = {}, id = 0): Instrument {
  return instrumentFrom({ ...UNIT, ...change }, id)
}

const KINDS: Readonly<Record<string, number>> = {
  bid: RowKind.Depth | BUY,
  ask: RowKind.Depth | SELL,
  'buy-trade': RowKind.Trade | BUY,
  'sell-trade': RowKind.Trade | SELL,
  trade: RowKind.Trade,
  'bid-clear': RowKind.Clear | BUY,
  'ask-clear': RowKind.Clear | SELL,
  clear: RowKind.Clear,
  'snapshot-bid': RowKind.Snapshot | BUY,
  'snapshot-ask': RowKind.Snapshot | SELL,
  idle: RowKind.Bbo,
}

export interface MarketRow {
  readonly exchTs: number
  readonly localTs: number
  readonly flags: number
  readonly priceTicks: number
  readonly qtySteps: number
}

const LINE = /^([a-z-]+)\((\d+)(?:,(\d+))?\)((?: -?\d+(?:x[\d.]+)?)*)(?: (venue|trader))?$/

/** Columns of the lines, in their order. */
export function marketRows(lines: readonly string[], instrument: Instrument = unitInstrument()): MarketColumns {
  return columnsOf(lines.flatMap((line) => rowsOfLine(line, instrument)))
}

export function columnsOf(rows: readonly MarketRow[]): MarketColumns {
  const columns = allocateColumns(rows.length)
  for (const row of rows) pushRow(columns, row)
  return columns
}

export function pushRow(columns: MarketColumns, row: MarketRow): void {
  const at = columns.length
  reserveColumns(columns, at + 1)
  columns.exchTs[at] = row.exchTs
  columns.localTs[at] = row.localTs
  columns.flags[at] = row.flags
  columns.priceTicks[at] = row.priceTicks
  columns.qtySteps[at] = row.qtySteps
  columns.length = at + 1
}

export function rowAt(columns: MarketColumns, row: number): MarketRow {
  return {
    exchTs: columns.exchTs[row]!,
    localTs: columns.localTs[row]!,
    flags: columns.flags[row]!,
    priceTicks: columns.priceTicks[row]!,
    qtySteps: columns.qtySteps[row]!,
  }
}

function rowsOfLine(line: string, instrument: Instrument): MarketRow[] {
  const match = LINE.exec(line)
  const kind = KINDS[match?.[1] ?? '']
  if (!match || kind === undefined) throw new Error(`Not a market row: ${line}`)
  const exchTs = Number(match[2])
  const localTs = match[3] === undefined ? exchTs + 10 : Number(match[3])
  const sees = match[5] === 'venue' ? VENUE_SEES : match[5] === 'trader' ? TRADER_SEES : VENUE_SEES | TRADER_SEES
  const levels = match[4]!.trim() === '' ? [`${NO_PRICE}x0`] : match[4]!.trim().split(' ')
  return levels.map((level) => {
    const [price, qty = '0'] = level.split('x')
    const qtySteps = parseSteps(qty, instrument.qtyStep)
    if (qtySteps === undefined || Number.isNaN(qtySteps)) throw new Error(`Not a quantity: ${line}`)
    return { exchTs, localTs, flags: kind | sees, priceTicks: Number(price), qtySteps }
  })
}
