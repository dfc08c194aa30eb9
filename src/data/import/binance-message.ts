/**
 * One line of a recording as a message with checked fields. A line is `<receipt> <json>`: the receipt in nanoseconds
 * (19 digits) or microseconds (16 digits) since 1970; the json a combined-stream message or a depth snapshot of the
 * REST interface. Prices and quantities stay text here: their steps are known later.
 */
import { InputError, type InputPlace } from '../../core/bug.ts'
import type { BinanceVenue } from './binance-instruments.ts'

/** `[price, quantity]` as the venue wrote them. The quantity is the new total at that price. */
export type LevelText = readonly [price: string, qty: string]

export interface DepthMessage {
  readonly kind: 'depth'
  readonly symbol: string
  /** Milliseconds since 1970 by the venue's clock: matching time, or event time on spot, which has no other. */
  readonly exchMs: number
  /** `U` and `u`: first and last update id of the message. */
  readonly firstId: number
  readonly lastId: number
  /** `pu`: `u` of the message before. Futures only. */
  readonly previousId: number | undefined
  readonly bids: readonly LevelText[]
  readonly asks: readonly LevelText[]
}

export interface SnapshotMessage {
  readonly kind: 'snapshot'
  /** COIN-M alone says it. */
  readonly symbol: string | undefined
  /** Spot does not say it. */
  readonly exchMs: number | undefined
  readonly lastId: number
  /** Best first. */
  readonly bids: readonly LevelText[]
  readonly asks: readonly LevelText[]
}

export interface TradeMessage {
  readonly kind: 'trade'
  readonly symbol: string
  readonly exchMs: number
  readonly id: number
  readonly price: string
  readonly qty: string
  /** `m`: the buyer was the maker. */
  readonly isSellAggressor: boolean
  /** `X`: MARKET for ordinary trades, and on spot, which does not say it. */
  readonly origin: string
}

/**
 * Understood, and of no use here: `bookTicker`, `markPrice`, an answer of the REST interface that is an error, and
 * others.
 */
export interface IgnoredMessage {
  readonly kind: 'ignored'
  readonly symbol: string | undefined
  readonly channel: string
}

export type BinanceMessage = DepthMessage | SnapshotMessage | TradeMessage | IgnoredMessage

export interface RecordedLine {
  /** Receipt: whole seconds since 1970 and nanoseconds beyond them. */
  readonly seconds: number
  readonly nanos: number
  readonly message: BinanceMessage
}

type Fields = Record<string, unknown>

/** Throws `InputError` at `place` for anything that is not a line of a recording of that venue. */
export function parseLine(text: string, venue: BinanceVenue, place: InputPlace): RecordedLine {
  const space = text.indexOf(' ')
  const stamp = space < 0 ? text : text.slice(0, space)
  if (!/^(\d{16}|\d{19})$/.test(stamp)) {
    throw new InputError(place, `"${clip(stamp)}" is no receipt stamp of 19 digits (ns) or 16 digits (us).`)
  }
  const nanos = Number(stamp.slice(10)) * (stamp.length === 16 ? 1000 : 1)
  const body = parseObject(text.slice(space + 1), place)
  return { seconds: Number(stamp.slice(0, 10)), nanos, message: parseMessage(body, venue, place) }
}

function parseObject(json: string, place: InputPlace): Fields {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new InputError(place, `"${clip(json)}" is no JSON.`)
  }
  return asFields(value, '', place)
}

function parseMessage(body: Fields, venue: BinanceVenue, place: InputPlace): BinanceMessage {
  if (!('stream' in body)) return parseAnswer(body, place)
  const stream = textField(body, 'stream', '', place)
  const [name, channel] = stream.split('@')
  if (!name || !channel) {
    throw new InputError({ ...place, path: 'stream' }, `"${clip(stream)}" is no stream name such as "btcusdt@trade".`)
  }
  const symbol = name.toUpperCase()
  // The partial-book stream is called `depth20`; it is another channel, with messages of another shape.
  if (channel === 'depth') return parseDepth(asFields(body['data'], 'data', place), symbol, venue, place)
  if (channel === 'trade') return parseTrade(asFields(body['data'], 'data', place), symbol, venue, place)
  return { kind: 'ignored', symbol, channel }
}

function parseDepth(data: Fields, symbol: string, venue: BinanceVenue, place: InputPlace): DepthMessage {
  const isSpot = venue === 'binance-spot'
  refuseOtherMarket(data, isSpot, place)
  return {
    kind: 'depth',
    symbol,
    exchMs: countField(data, isSpot ? 'E' : 'T', 'data.', place),
    firstId: countField(data, 'U', 'data.', place),
    lastId: countField(data, 'u', 'data.', place),
    previousId: isSpot ? undefined : countField(data, 'pu', 'data.', place),
    bids: levelsField(data, 'b', 'data.', place),
    asks: levelsField(data, 'a', 'data.', place),
  }
}

/** Depth messages of futures say `pu` and `T`, those of spot neither. */
function refuseOtherMarket(data: Fields, isSpot: boolean, place: InputPlace): void {
  if (isSpot && 'pu' in data) {
    const futures = 'it looks like a recording of futures: import it as binance-usdm or binance-coinm'
    throw new InputError({ ...place, path: 'data.pu' }, `is no field of spot; ${futures}.`)
  }
  if (!isSpot && !('pu' in data || 'T' in data)) {
    const spot = 'it looks like a recording of spot: import it as binance-spot'
    throw new InputError({ ...place, path: 'data.pu' }, `missing, as is data.T; ${spot}.`)
  }
}

function parseTrade(data: Fields, symbol: string, venue: BinanceVenue, place: InputPlace): TradeMessage {
  const isSellAggressor = data['m']
  if (typeof isSellAggressor !== 'boolean') throw wrongField(data, 'm', 'data.', 'true or false', place)
  return {
    kind: 'trade',
    symbol,
    exchMs: countField(data, 'T', 'data.', place),
    id: countField(data, 't', 'data.', place),
    price: textField(data, 'p', 'data.', place),
    qty: textField(data, 'q', 'data.', place),
    isSellAggressor,
    origin: venue === 'binance-spot' ? 'MARKET' : textField(data, 'X', 'data.', place),
  }
}

/** A line without a stream: a depth snapshot, or the error that the venue answered in its place. */
function parseAnswer(body: Fields, place: InputPlace): SnapshotMessage | IgnoredMessage {
  if (!('lastUpdateId' in body) && 'code' in body) return { kind: 'ignored', symbol: undefined, channel: 'errors' }
  const time = ['T', 'E'].find((key) => key in body)
  return {
    kind: 'snapshot',
    symbol: 'symbol' in body ? textField(body, 'symbol', '', place).toUpperCase() : undefined,
    exchMs: time === undefined ? undefined : countField(body, time, '', place),
    lastId: countField(body, 'lastUpdateId', '', place),
    bids: levelsField(body, 'bids', '', place),
    asks: levelsField(body, 'asks', '', place),
  }
}

function asFields(value: unknown, path: string, place: InputPlace): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new InputError(path ? { ...place, path } : place, `${show(value)} is no JSON object.`)
}

function countField(fields: Fields, key: string, prefix: string, place: InputPlace): number {
  const value = fields[key]
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw wrongField(fields, key, prefix, 'a whole number', place)
}

function textField(fields: Fields, key: string, prefix: string, place: InputPlace): string {
  const value = fields[key]
  if (typeof value === 'string' && value !== '') return value
  throw wrongField(fields, key, prefix, 'text', place)
}

function levelsField(fields: Fields, key: string, prefix: string, place: InputPlace): readonly LevelText[] {
  const levels = fields[key]
  if (!Array.isArray(levels)) throw wrongField(fields, key, prefix, 'a list of [price, quantity]', place)
  for (let i = 0; i < levels.length; i++) {
    const level: unknown = levels[i]
    if (!Array.isArray(level) || typeof level[0] !== 'string' || typeof level[1] !== 'string') {
      const path = `${prefix}${key}[${i}]`
      throw new InputError({ ...place, path }, `${show(level)} is no level such as ["27168.50","0.014"].`)
    }
  }
  return levels as LevelText[]
}

function wrongField(fields: Fields, key: string, prefix: string, right: string, place: InputPlace): InputError {
  const what = key in fields ? `${show(fields[key])} is not ${right}.` : `missing; it must be ${right}.`
  return new InputError({ ...place, path: `${prefix}${key}` }, what)
}

function show(value: unknown): string {
  return clip(JSON.stringify(value) ?? String(value))
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
