/**
 * The book that a generator's order flow lives in: lots by tick for both sides in one ring, since bids and asks never
 * share a tick. It knows no single orders. A side is never emptied: whoever takes lots leaves at least one.
 */
import { Bug } from '../../core/bug.ts'
import { Side } from '../../core/units.ts'

interface BookHalf {
  bestTicks: number
  /** Nothing rests deeper than this. */
  edgeTicks: number
  lots: number
}

export class FlowBook {
  readonly #lots: Float64Array
  readonly #mask: number
  readonly #reachTicks: number
  readonly #bid: BookHalf
  readonly #ask: BookHalf
  readonly #onChange: (ticks: number) => void

  /**
   * One lot on each side to begin with. Levels further than a quarter of the ring from the opposite best are dropped.
   * `ringTicks` is a power of two; `onChange` hears every change of a level.
   */
  constructor(bidTicks: number, ringTicks: number, onChange: (ticks: number) => void) {
    this.#lots = new Float64Array(ringTicks)
    this.#mask = ringTicks - 1
    this.#reachTicks = ringTicks / 4
    this.#onChange = onChange
    this.#bid = { bestTicks: bidTicks, edgeTicks: bidTicks, lots: 0 }
    this.#ask = { bestTicks: bidTicks + 1, edgeTicks: bidTicks + 1, lots: 0 }
    this.add(Side.Buy, bidTicks, 1)
    this.add(Side.Sell, bidTicks + 1, 1)
  }

  bestTicks(side: Side): number {
    return this.#half(side).bestTicks
  }

  /** All lots of a side. */
  sideLots(side: Side): number {
    return this.#half(side).lots
  }

  lotsAt(ticks: number): number {
    return this.#lots[ticks & this.#mask]!
  }

  /** Lots at a tick, positive for bids and negative for asks. */
  signedLotsAt(ticks: number): number {
    const lots = this.#lots[ticks & this.#mask]!
    return ticks <= this.#bid.bestTicks ? lots : 0 - lots
  }

  /** Rests lots at a tick that does not cross. */
  add(side: Side, ticks: number, lots: number): void {
    const half = this.#half(side)
    this.#lots[ticks & this.#mask]! += lots
    half.lots += lots
    if (side * (ticks - half.bestTicks) > 0) {
      half.bestTicks = ticks
      this.#dropFar(side === Side.Buy ? Side.Sell : Side.Buy)
    }
    if (side * (ticks - half.edgeTicks) < 0) half.edgeTicks = ticks
    this.#onChange(ticks)
  }

  /** Takes up to `lots` from one level, but never the last lot of the side. Returns how many were taken. */
  take(side: Side, ticks: number, lots: number): number {
    const half = this.#half(side)
    const slot = ticks & this.#mask
    const taken = Math.min(lots, this.#lots[slot]!, half.lots - 1)
    this.#lots[slot]! -= taken
    half.lots -= taken
    if (this.#lots[slot] === 0 && ticks === half.bestTicks) {
      let best = ticks - side
      while (this.#lots[best & this.#mask] === 0) best -= side
      half.bestTicks = best
      this.#dropFar(side === Side.Buy ? Side.Sell : Side.Buy)
    }
    this.#onChange(ticks)
    return taken
  }

  /** The level that holds the side's lot number `index` (from 0), counted from the best level into the depth. */
  levelOfLot(side: Side, index: number): number {
    const half = this.#half(side)
    let ticks = half.bestTicks
    let left = index - this.#lots[ticks & this.#mask]!
    while (left >= 0) {
      if (ticks === half.edgeTicks) throw new Bug(`Cannot find lot ${index} of ${half.lots} on side ${side}`)
      ticks -= side
      left -= this.#lots[ticks & this.#mask]!
    }
    return ticks
  }

  /** Levels of a side from the best into the depth. */
  *levels(side: Side): Generator<{ readonly ticks: number; readonly lots: number }> {
    const half = this.#half(side)
    for (let ticks = half.bestTicks; side * (ticks - half.edgeTicks) >= 0; ticks -= side) {
      const lots = this.#lots[ticks & this.#mask]!
      if (lots > 0) yield { ticks, lots }
    }
  }

  /**
   * Drops levels of a side that the opposite best has left behind, best level excepted: they would overrun the ring.
   */
  #dropFar(side: Side): void {
    const half = this.#half(side)
    const opposite = this.#half(side === Side.Buy ? Side.Sell : Side.Buy)
    while (half.edgeTicks !== half.bestTicks && side * (opposite.bestTicks - half.edgeTicks) > this.#reachTicks) {
      const ticks = half.edgeTicks
      const slot = ticks & this.#mask
      half.edgeTicks += side
      if (this.#lots[slot] === 0) continue
      half.lots -= this.#lots[slot]!
      this.#lots[slot] = 0
      this.#onChange(ticks)
    }
  }

  #half(side: Side): BookHalf {
    return side === Side.Buy ? this.#bid : this.#ask
  }
}
