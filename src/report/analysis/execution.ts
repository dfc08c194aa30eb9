/**
 * How well fills of one liquidity were priced: against the mid right before it, of when the order was sent, and of
 * afterwards.
 */
import { formatDecimal, trimDecimal } from '../../core/decimal.ts'
import type { Instrument } from '../../market/instrument.ts'
import type { Liquidity } from '../../market/orders.ts'
import type { ExecutionQuality, Markout } from '../run-report.ts'
import { WeightedMean } from './weighted-mean.ts'

/** Instants after a fill at which the market is looked at again: 0.1, 1, 10 and 60 s. */
export const MARKOUT_HORIZONS_NS: readonly number[] = [1e8, 1e9, 1e10, 6e10]
/** The horizon of single figures: of a fill's own markout, and of lost cancel races. */
export const SINGLE_HORIZON_NS = 1e9

/** A fill as the trader learned of it. */
export interface SeenFill {
  readonly side: number
  readonly liquidity: Liquidity
  readonly priceTicks: number
  readonly lots: number
  /** The venue's mid right before what filled it, in ticks; NaN where a side was empty. */
  readonly midTicks: number
}

interface MarkoutSums {
  readonly horizonNs: number
  readonly ticks: WeightedMean
  readonly bps: WeightedMean
  readonly captured: WeightedMean
  readonly adverse: WeightedMean
}

export class ExecutionFold {
  readonly #liquidity: Liquidity
  readonly #instrument: Instrument
  readonly #captured = new WeightedMean()
  readonly #slippage = new WeightedMean()
  readonly #markouts: readonly MarkoutSums[]
  #fills = 0
  #feeAtoms = 0n

  constructor(instrument: Instrument, liquidity: Liquidity) {
    this.#instrument = instrument
    this.#liquidity = liquidity
    this.#markouts = MARKOUT_HORIZONS_NS.map((horizonNs) => ({
      horizonNs,
      ticks: new WeightedMean(),
      bps: new WeightedMean(),
      captured: new WeightedMean(),
      adverse: new WeightedMean(),
    }))
  }

  /** `sentMidTicks`: the mid when the order was sent. */
  fill({ side, priceTicks, lots, midTicks }: SeenFill, sentMidTicks: number, feeAtoms: bigint): void {
    this.#fills++
    this.#feeAtoms += feeAtoms
    if (!Number.isNaN(midTicks)) this.#captured.add(side * (midTicks - priceTicks), lots)
    if (!Number.isNaN(sentMidTicks)) this.#slippage.add(side * (priceTicks - sentMidTicks), lots)
  }

  /**
   * The mid was `laterTicks` so long after the fill: the place of the horizon in `MARKOUT_HORIZONS_NS`. What the mid of
   * before the fill gave and what came after it add up to the markout.
   */
  markout(horizon: number, { side, priceTicks, lots, midTicks }: SeenFill, laterTicks: number): void {
    const { ticks, bps, captured, adverse } = this.#markouts[horizon]!
    const gained = side * (laterTicks - priceTicks)
    ticks.add(gained, lots)
    if (priceTicks > 0) bps.add((gained / priceTicks) * 1e4, lots)
    if (Number.isNaN(midTicks)) return
    captured.add(side * (midTicks - priceTicks), lots)
    adverse.add(side * (laterTicks - midTicks), lots)
  }

  view(): ExecutionQuality {
    return {
      liquidity: this.#liquidity,
      fills: this.#fills,
      spreadCapturedTicks: this.#captured.mean,
      slippageTicks: this.#slippage.mean,
      fees: trimDecimal(formatDecimal(this.#feeAtoms, this.#instrument.moneyDecimals)),
      markouts: this.#markouts.map(
        ({ horizonNs, ticks, bps, captured, adverse }): Markout => ({
          horizonNs,
          fills: ticks.count,
          meanTicks: ticks.mean,
          standardErrorTicks: ticks.standardError,
          meanBps: bps.mean,
          capturedTicks: captured.mean,
          adverseTicks: adverse.mean,
        }),
      ),
    }
  }
}
