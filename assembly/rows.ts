/** Market rows, as they lie in columns: what `src/market/columns.ts` says of them. */

// Row flags: columns.ts.
export const KIND: u32 = 0xff
export const DEPTH: u32 = 1
export const TRADE: u32 = 2
export const CLEAR: u32 = 3
export const SNAPSHOT: u32 = 4
export const BUY: u32 = 1 << 8
export const SELL: u32 = 1 << 9
export const TRADER_SEES: u32 = 1 << 10
export const VENUE_SEES: u32 = 1 << 11
export const NO_PRICE: i32 = i32.MIN_VALUE

@unmanaged
export class Columns {
  exchTs: usize
  localTs: usize
  flags: usize
  priceTicks: usize
  qtySteps: usize
}

export const COLUMNS_BYTES: i32 = offsetof<Columns>()

/** Whether a row changes a level: without a branch, since kinds follow one another in no order. */
@inline
export function isLevel(flags: u32): bool {
  const kind = flags & KIND
  return <bool>((<i32>(kind == DEPTH) | <i32>(kind == SNAPSHOT)) & <i32>((flags & (BUY | SELL)) != 0))
}

/** Turns 64-bit integers that lie in a column into doubles where they lie, each less an epoch of two words. */
export function toDoubles(at: usize, count: i32, high: i32, low: u32): void {
  const epoch = ((<i64>high) << 32) | <i64>low
  const end = at + (<usize>count << 3)
  for (let value = at; value < end; value += 8) store<f64>(value, <f64>(load<i64>(value) - epoch))
}
