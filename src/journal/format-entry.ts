/** One readable line per entry: when, which, what, on what, for which order, the details, and why. */
import { InputError } from '../core/bug.ts'
import { formatDecimal, toFloat, trimDecimal } from '../core/decimal.ts'
import { printable } from '../core/printable.ts'
import { NO_ASK, NO_BID } from '../core/units.ts'
import { formatLots, formatPrice, type Instrument } from '../market/instrument.ts'
import type { EntryKind, EntryOf, JournalEntry } from './entries.ts'
import { formatTimeOfDay } from './time-of-day.ts'

const WORDS: Readonly<Record<EntryKind, string>> = {
  RunStarted: 'run started',
  RunEnded: 'run ended',
  TimerFired: 'timer',
  MarketMarked: 'mark',
  SubmitOrder: 'submit',
  ModifyOrder: 'modify',
  CancelOrder: 'cancel',
  CommandRefused: 'refused',
  OrderAccepted: 'accepted',
  OrderRejected: 'rejected',
  OrderExpired: 'expired',
  OrderCanceled: 'canceled',
  OrderModified: 'modified',
  CancelRejected: 'cancel rejected',
  ModifyRejected: 'modify rejected',
  Fill: 'fill',
}

const WORDS_WIDTH: number = Math.max(...Object.values(WORDS).map((words) => words.length))
const ORDER_WIDTH = 'order 1234567'.length

/**
 * Formats an entry with the instruments of its run, by id. Prices are in the instrument's own decimals, quantities in
 * its base unit, fees in its settlement currency. Columns line up for seqs below a million and orders below ten
 * million. Throws `InputError` for an instrument that the run does not have.
 */
export function formatEntry(entry: JournalEntry, instruments: readonly Instrument[]): string {
  const instrument = 'instrument' in entry ? instrumentOf(entry, instruments) : undefined
  const symbolWidth = Math.max(0, ...instruments.map(({ symbol }) => printable(symbol).length))
  const columns = [
    formatTimeOfDay(entry.ts),
    `#${entry.seq}`.padStart(7),
    WORDS[entry.kind].padEnd(WORDS_WIDTH),
    printable(instrument?.symbol ?? '').padEnd(symbolWidth),
    ('order' in entry ? `order ${entry.order}` : '').padEnd(ORDER_WIDTH),
    formatDetails(entry, instrument),
    entry.cause < 0 ? '' : `<- #${entry.cause}`,
  ]
  // An empty column at the end or before the cause leaves no gap of its own.
  return columns
    .filter((text) => text !== '')
    .join('  ')
    .trimEnd()
}

function instrumentOf(entry: JournalEntry & { instrument: number }, instruments: readonly Instrument[]): Instrument {
  const instrument = instruments[entry.instrument]
  if (instrument) return instrument
  throw new InputError({ path: `entry ${entry.seq}` }, `the run has no instrument ${entry.instrument}.`)
}

function formatDetails(entry: JournalEntry, instrument: Instrument | undefined): string {
  if (entry.kind === 'RunEnded') return entry.reason
  if (entry.kind === 'TimerFired') return `timer ${entry.timer}`
  return instrument ? formatOrderDetails(entry, instrument) : ''
}

function formatOrderDetails(entry: JournalEntry, instrument: Instrument): string {
  const price = (priceTicks: number): string => formatPrice(priceTicks, instrument)
  const lots = (lotCount: number): string => formatLots(lotCount, instrument)
  switch (entry.kind) {
    case 'MarketMarked': {
      const bid = entry.bidTicks === NO_BID ? 'none' : price(entry.bidTicks)
      const ask = entry.askTicks === NO_ASK ? 'none' : price(entry.askTicks)
      return `bid ${bid}  ask ${ask}  row ${entry.row}`
    }
    case 'SubmitOrder':
      return `${formatSubmit(entry, instrument)}  row ${entry.row}`
    case 'ModifyOrder':
      return `${lots(entry.lots)} @ ${price(entry.priceTicks)}  row ${entry.row}`
    case 'CancelOrder':
      return `row ${entry.row}`
    case 'CommandRefused':
      return `${entry.command}: ${entry.reason}`
    case 'OrderAccepted': {
      const ahead = entry.aheadSteps < 0 ? '' : `  ahead ${formatAhead(entry.aheadSteps, instrument)}`
      return `${atVenue(entry)}${ahead}`
    }
    case 'OrderRejected':
    case 'CancelRejected':
    case 'ModifyRejected':
      return `${entry.reason}  ${atVenue(entry)}`
    case 'OrderExpired':
      return `leaves ${lots(entry.leavesLots)}: ${entry.reason}  ${atVenue(entry)}`
    case 'OrderCanceled':
      return `leaves ${lots(entry.leavesLots)}  ${atVenue(entry)}`
    case 'OrderModified':
      return `leaves ${lots(entry.leavesLots)} @ ${price(entry.priceTicks)}  ${atVenue(entry)}`
    case 'Fill': {
      const fee = trimDecimal(formatDecimal(entry.feeAtoms, instrument.moneyDecimals))
      const done = `${lots(entry.lots)} @ ${price(entry.priceTicks)} ${entry.liquidity}`
      return `${done}  leaves ${lots(entry.leavesLots)}  fee ${fee} ${printable(instrument.settle)}  ${atVenue(entry)}`
    }
    default:
      return ''
  }
}

function formatSubmit(entry: EntryOf<'SubmitOrder'>, instrument: Instrument): string {
  const price = entry.type === 'market' ? 'at market' : `@ ${formatPrice(entry.priceTicks, instrument)}`
  const what = `${entry.side > 0 ? 'buy' : 'sell'} ${formatLots(entry.lots, instrument)} ${price}`
  return `${what} ${entry.timeInForce}${entry.postOnly ? ' post-only' : ''}`
}

/** A quantity ahead may be a model's fraction of a step, which has no exact decimal: nine digits are shown. */
function formatAhead(aheadSteps: number, instrument: Instrument): string {
  return String(Number(toFloat(aheadSteps, instrument.qtyStep).toPrecision(9)))
}

function atVenue(entry: { readonly exchTs: number }): string {
  return `at venue ${formatTimeOfDay(entry.exchTs)}`
}
