/** Journals written by hand for the tests of projections and reports. */
import type { EntryBody, EntryKind, JournalEntry, JournalSink } from '../../src/journal/entries.ts'
import { type Instrument, type InstrumentSpec, instrumentFrom } from '../../src/market/instrument.ts'
import { entryFrom } from '../../src/projections/entry-from.ts'

export const BTCUSDT: InstrumentSpec = {
  symbol: 'BTCUSDT',
  venue: 'binance-usdm',
  tickSize: '0.1',
  lotSize: '0.001',
  contract: 'linear',
  base: 'BTC',
  settle: 'USDT',
}

export const ETHUSDT: InstrumentSpec = { ...BTCUSDT, symbol: 'ETHUSDT', tickSize: '0.01', lotSize: '0.01', base: 'ETH' }

export const BTCUSD_PERP: InstrumentSpec = {
  symbol: 'BTCUSD_PERP',
  venue: 'binance-coinm',
  tickSize: '1',
  lotSize: '1',
  contract: 'inverse',
  contractSize: '100',
  base: 'contracts',
  settle: 'BTC',
}

export function instruments(...specs: readonly InstrumentSpec[]): Instrument[] {
  return specs.map((spec, id) => instrumentFrom(spec, id))
}

const SUBMIT: Omit<EntryBody<'SubmitOrder'>, 'order'> = {
  instrument: 0,
  side: 1,
  type: 'limit',
  timeInForce: 'gtc',
  postOnly: 1,
  priceTicks: 1000,
  lots: 5,
  row: 0,
}

const FILL: Omit<EntryBody<'Fill'>, 'order'> = {
  instrument: 0,
  exchTs: 0,
  priceTicks: 1000,
  lots: 5,
  leavesLots: 0,
  liquidity: 'maker',
  feeAtoms: 0n,
}

/** A journal in memory, with short forms that fill in what a test does not care about. */
export class Script implements JournalSink {
  readonly entries: JournalEntry[] = []

  append<K extends EntryKind>(kind: K, ts: number, cause: number, body: EntryBody<K>): number {
    const seq = this.entries.length
    this.entries.push(entryFrom(kind, seq, ts, cause, body))
    return seq
  }

  submit(ts: number, order: number, body: Partial<EntryBody<'SubmitOrder'>> = {}): number {
    return this.append('SubmitOrder', ts, -1, { ...SUBMIT, order, ...body })
  }

  fill(ts: number, order: number, cause: number, body: Partial<EntryBody<'Fill'>> = {}): number {
    return this.append('Fill', ts, cause, { ...FILL, order, ...body })
  }

  mark(ts: number, instrument: number, bidTicks: number, askTicks: number, row = 0): number {
    return this.append('MarketMarked', ts, -1, { instrument, bidTicks, askTicks, row })
  }
}
