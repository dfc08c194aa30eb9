/**
 * The vocabulary of market rows and the columns that hold them: a struct of typed arrays, so that the hot loop reads
 * plain numbers. One row is one level change, trade or clear; rows with one `localTs` arrived as one message. The kinds
 * are those of hftbacktest's event records, so that its files convert without loss.
 */

import { Bug } from '../core/bug.ts'
import type { MarketMemory } from './market-memory.ts'

/** What a row says: the low byte of `flags`. */
export const RowKind: {
  /** The level at `priceTicks` now holds `qtySteps` (0 removes it). */
  readonly Depth: 1
  /** A public trade; the side flag is the aggressor's. It does not change the book. */
  readonly Trade: 2
  /**
   * Removes a side from its best to `priceTicks` inclusive (`NO_PRICE`: the whole side); without a side flag, both
   * sides.
   */
  readonly Clear: 3
  /** A level of a snapshot: handled as `Depth`. */
  readonly Snapshot: 4
  /** Best bid or offer: information only, changes nothing. */
  readonly Bbo: 5
} = { Depth: 1, Trade: 2, Clear: 3, Snapshot: 4, Bbo: 5 }

export const KIND_MASK = 0xff
/** Bid side of a level, or a buying aggressor. */
export const BUY: number = 1 << 8
/** Ask side of a level, or a selling aggressor. */
export const SELL: number = 1 << 9
/** The trader sees this row, at `localTs`. */
export const TRADER_SEES: number = 1 << 10
/** The venue sees this row, at `exchTs`. */
export const VENUE_SEES: number = 1 << 11

/** In `priceTicks`: the row has no price (a clear of a whole side). */
export const NO_PRICE = -2147483648

/**
 * Rows in order: `exchTs` never decreases over rows the venue sees, `localTs` never decreases over rows the trader
 * sees. Arrays may be longer than `length`; entries from `length` on mean nothing. Those in the memory of a market are
 * other arrays after that has grown: ask for them anew after anything that may change a book.
 */
export interface MarketColumns {
  length: number
  /** Instant at the venue, nanoseconds since the run epoch. */
  exchTs: Float64Array
  /** Instant of arrival at the trader, nanoseconds since the run epoch. */
  localTs: Float64Array
  /** Kind, side and who sees the row. */
  flags: Uint16Array
  /** Price in ticks of the instrument. */
  priceTicks: Int32Array
  /** Quantity as an integer count of the instrument's `qtyStep`. */
  qtySteps: Float64Array
  /** Where they are in the memory of a market, for columns that lie there. */
  readonly place?: { readonly memory: MarketMemory; readonly at: number; capacity: number }
}

type Arrays = Pick<MarketColumns, 'exchTs' | 'localTs' | 'flags' | 'priceTicks' | 'qtySteps'>

/** Columns with room for `capacity` rows; in the memory of a market where one is given, for its books to read. */
export function allocateColumns(capacity: number, memory?: MarketMemory): MarketColumns {
  if (memory === undefined) return { length: 0, ...arrays(capacity) }
  const place = { memory, at: memory.allocate(memory.code.COLUMNS_BYTES.value), capacity: 0 }
  const columns = { length: 0, ...arrays(0), place }
  memory.onGrown(() => Object.assign(columns, arraysAt(place)))
  reserveColumns(columns, capacity)
  return columns
}

/** Makes room for `capacity` rows, keeping those that are there. */
export function reserveColumns(columns: MarketColumns, capacity: number): void {
  if (capacity <= columns.exchTs.length) return
  const { length, place } = columns
  const size = Math.max(capacity, columns.exchTs.length * 2)
  const grown = place === undefined ? arrays(size) : moreArrays(place, size)
  grown.exchTs.set(columns.exchTs.subarray(0, length))
  grown.localTs.set(columns.localTs.subarray(0, length))
  grown.flags.set(columns.flags.subarray(0, length))
  grown.priceTicks.set(columns.priceTicks.subarray(0, length))
  grown.qtySteps.set(columns.qtySteps.subarray(0, length))
  Object.assign(columns, grown)
}

function arrays(capacity: number): Arrays {
  return {
    exchTs: new Float64Array(capacity),
    localTs: new Float64Array(capacity),
    flags: new Uint16Array(capacity),
    priceTicks: new Int32Array(capacity),
    qtySteps: new Float64Array(capacity),
  }
}

/** Where columns are in a memory, for those who read them there. To copy those that lie elsewhere would cost more. */
export function placeIn(memory: MarketMemory, { place }: MarketColumns): number {
  if (place?.memory !== memory) throw new Bug('Cannot pass over rows that lie in another memory than the book')
  return place.at
}

/** Arrays of another capacity in the memory of a market, whose addresses are noted where its books look for them. */
function moreArrays(place: NonNullable<MarketColumns['place']>, capacity: number): Arrays {
  const { memory, at } = place
  const places = [8, 8, 2, 4, 8].map((bytes) => memory.allocate(capacity * bytes))
  memory.i32.set(places, at / 4)
  place.capacity = capacity
  return arraysAt(place)
}

/** The arrays whose addresses are noted there. */
function arraysAt({ memory: { i32, buffer }, at, capacity }: NonNullable<MarketColumns['place']>): Arrays {
  const address = (column: number): number => i32[at / 4 + column]! >>> 0
  return {
    exchTs: new Float64Array(buffer, address(0), capacity),
    localTs: new Float64Array(buffer, address(1), capacity),
    flags: new Uint16Array(buffer, address(2), capacity),
    priceTicks: new Int32Array(buffer, address(3), capacity),
    qtySteps: new Float64Array(buffer, address(4), capacity),
  }
}

/** Appends all rows of `rows` to `into`. */
export function appendRows(into: MarketColumns, rows: MarketColumns): void {
  const { length } = rows
  const at = into.length
  reserveColumns(into, at + length)
  into.exchTs.set(rows.exchTs.subarray(0, length), at)
  into.localTs.set(rows.localTs.subarray(0, length), at)
  into.flags.set(rows.flags.subarray(0, length), at)
  into.priceTicks.set(rows.priceTicks.subarray(0, length), at)
  into.qtySteps.set(rows.qtySteps.subarray(0, length), at)
  into.length = at + length
}

/** Drops the first `count` rows. */
export function dropRows(columns: MarketColumns, count: number): void {
  const { length } = columns
  columns.exchTs.copyWithin(0, count, length)
  columns.localTs.copyWithin(0, count, length)
  columns.flags.copyWithin(0, count, length)
  columns.priceTicks.copyWithin(0, count, length)
  columns.qtySteps.copyWithin(0, count, length)
  columns.length = length - count
}
