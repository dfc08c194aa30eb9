/**
 * How a test writes the market: "bid 100.0: 7" is a level (price, then lots), "sell 8 @ 100.0" an order, or a trade by
 * its aggressor. Prices are decimals of the instrument, quantities whole lots.
 */
import { InputError } from '../../core/bug.ts'
import { parseSteps } from '../../core/decimal.ts'
import { Side } from '../../core/units.ts'
import { formatPrice, type Instrument } from '../../market/instrument.ts'

export interface Level {
  /** Side of the book: buy for a bid. */
  readonly side: Side
  readonly priceTicks: number
  readonly lots: number
}

/** Something of a side, a size and a price: a trade, or an order. */
export interface Deal {
  readonly side: Side
  readonly lots: number
  readonly priceTicks: number
}

const LEVEL = /^(bid|ask) (\S+): (\d+)$/
const DEAL = /^(buy|sell) ([1-9]\d*) @ (\S+)$/

export function parseLevel(text: string, instrument: Instrument): Level {
  const match = LEVEL.exec(text)
  if (!match) throw unreadable(text, 'a level: a side, a price and its lots, such as "bid 100.0: 7"')
  const side = match[1] === 'bid' ? Side.Buy : Side.Sell
  return { side, priceTicks: ticksOf(text, match[2]!, instrument), lots: Number(match[3]) }
}

export function parseDeal(text: string, instrument: Instrument): Deal {
  const match = DEAL.exec(text)
  if (!match) throw unreadable(text, 'a side, whole lots and a price, such as "sell 8 @ 100.0"')
  const side = match[1] === 'buy' ? Side.Buy : Side.Sell
  return { side, lots: Number(match[2]), priceTicks: ticksOf(text, match[3]!, instrument) }
}

export function formatDeal({ side, lots, priceTicks }: Deal, instrument: Instrument): string {
  return `${side > 0 ? 'buy' : 'sell'} ${lots} @ ${formatPrice(priceTicks, instrument)}`
}

function ticksOf(text: string, price: string, { tick }: Instrument): number {
  const ticks = parseSteps(price, tick)
  if (ticks !== undefined && (ticks | 0) === ticks) return ticks
  const why = ticks === undefined ? 'is no decimal' : `is no whole number of ticks of ${tick.text}`
  throw new InputError({}, `The price ${price} in "${text}" ${why}.`)
}

function unreadable(text: string, right: string): InputError {
  return new InputError({}, `"${text}" is not ${right}.`)
}
