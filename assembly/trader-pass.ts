/** The trader's loop over rows, with the latency of each message. */
import { behindRank, setBehind } from './behind'
import { applyLevel, Book, clear } from './book'
import { allocate } from './memory'
import { CLEAR, Columns, isLevel, KIND, TRADER_SEES } from './rows'

/** What the trader's loop leaves behind, and what it goes on from. */
@unmanaged
export class Pass {
  /** Arrival of the message at hand. */
  messageTs: f64
  /** Rows seen. */
  seen: f64
  /** Rows that changed the book, since somebody asked. */
  changes: i32
  /** The largest feed latency. */
  latencyMax: f64
}

/** Where fields lie, for JavaScript. */
export const PASS_SEEN: i32 = offsetof<Pass>('seen')
export const PASS_CHANGES: i32 = offsetof<Pass>('changes')
export const PASS_LATENCY_MAX: i32 = offsetof<Pass>('latencyMax')
/** Behind a pass, its feed latencies: one a message, in the bins of `src/core/histogram.ts`. */
export const LATENCY_BINS: i32 = offsetof<Pass>()
const SUB_BITS = 7
/** The largest integer that is exact. */
const LATENCY_MAX: f64 = 9007199254740991
const BINS = (53 - SUB_BITS + 1) << SUB_BITS

export function newPass(): Pass {
  const pass = changetype<Pass>(allocate(LATENCY_BINS + BINS * 8))
  pass.messageTs = NaN
  return pass
}

@inline
function recordLatency(pass: Pass, latency: f64): void {
  // What arrives before it was sent, by clocks that differ, took no time.
  const value: u64 = latency > 0 ? (latency < LATENCY_MAX ? <u64>latency : <u64>LATENCY_MAX) : 0
  if (<f64>value > pass.latencyMax) pass.latencyMax = <f64>value
  // Each power of two from 2^8 on is cut into 2^7 bins.
  const shift = value >> (SUB_BITS + 1) == 0 ? 0 : 63 - SUB_BITS - clz(value)
  const bin = changetype<usize>(pass) + (<usize>((shift << SUB_BITS) + (value >> shift)) << 3)
  store<f64>(bin, load<f64>(bin, LATENCY_BINS) + 1, LATENCY_BINS)
}

/**
 * The trader's pass over rows `[from, to)` up to the first message that begins at `limitTs` or later. Returns the first
 * row that was not taken.
 */
export function traderPass(book: Book, columns: Columns, pass: Pass, from: i32, to: i32, limitTs: f64): i32 {
  let row = from
  while (true) {
    row = traderRows(book, columns, pass, row, to, limitTs)
    if (row >= to || load<f64>(columns.localTs + (<usize>row << 3)) != pass.messageTs) return row
    const flags = <u32>load<u16>(columns.flags + (<usize>row << 1))
    const tick = load<i32>(columns.priceTicks + (<usize>row << 2))
    if ((flags & KIND) == CLEAR) clear(book, flags, tick)
    else applyLevel(book, flags, tick, load<f64>(columns.qtySteps + (<usize>row << 3)))
    pass.changes++
    row++
  }
}

/**
 * Takes the rows up to the first message that is not to be seen, or to one within the message at hand that does more
 * than set a level behind the best; that one it counts as seen.
 */
@inline
function traderRows(book: Book, columns: Columns, pass: Pass, from: i32, to: i32, limitTs: f64): i32 {
  const bids = book.bids
  const asks = book.asks
  const allFlags = columns.flags
  const localTs = columns.localTs
  const priceTicks = columns.priceTicks
  const qtySteps = columns.qtySteps
  const bidRank = behindRank(book, bids, 0)
  const askRank = behindRank(book, asks, -1)
  let messageTs = pass.messageTs
  let seen = 0
  let changes = pass.changes
  let row = from
  for (; row < to; row++) {
    const flags = <u32>load<u16>(allFlags + (<usize>row << 1))
    if ((flags & TRADER_SEES) == 0) continue
    const ts = load<f64>(localTs + (<usize>row << 3))
    if (ts != messageTs) {
      if (ts >= limitTs) break
      messageTs = ts
      recordLatency(pass, ts - load<f64>(columns.exchTs + (<usize>row << 3)))
    }
    seen++
    if (isLevel(flags)) {
      const tick = load<i32>(priceTicks + (<usize>row << 2))
      const steps = load<i64>(qtySteps + (<usize>row << 3))
      if (!setBehind(bids, asks, bidRank, askRank, flags, tick, steps)) break
      changes++
    } else if ((flags & KIND) == CLEAR) break
  }
  pass.messageTs = messageTs
  pass.seen += <f64>seen
  pass.changes = changes
  return row
}
