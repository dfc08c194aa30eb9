/**
 * Our size against the market's. The recording does not react to us: where we would have been a part of the market
 * that others cannot overlook, its figures say nothing. docs/metrics.md gives the reasons for the limits.
 */
import { Histogram } from '../../core/histogram.ts'
import { formatShare } from '../figures.ts'
import type { Impact } from '../run-report.ts'
import { quantiles } from '../summary.ts'

/** Our share of the traded volume. */
export const OF_TRADED_MAX = 0.05
/** Nine of ten orders are at most this share of what their level showed. */
export const OF_DISPLAYED_P90_MAX = 0.5
/** Share of our volume beyond what the market showed for each fill. */
export const UNSEEN_VOLUME_MAX = 0.05
/** Beyond ten times, more says nothing; where nothing was shown it counts as that. */
export const SHARE_CAP = 10

/** Shares are recorded in parts, for histograms hold whole numbers. */
const PARTS = 1e6

export class ImpactFold {
  readonly #ofDisplayed = new Histogram()
  readonly #ofAvailable = new Histogram()
  #lots = 0

  rested(lots: number, displayedLots: number): void {
    this.#ofDisplayed.record(Math.round(share(lots, displayedLots) * PARTS))
  }

  fill(lots: number, availableLots: number): void {
    this.#lots += lots
    this.#ofAvailable.record(Math.round(share(lots, availableLots) * PARTS))
  }

  /**
   * `tradedLots`: all that traded while the run went on; 0 where the data has no trades. `beyondShown`: the share of
   * our volume that the market did not show.
   */
  view(tradedLots: number, beyondShown: number | null): Impact {
    const ofDisplayed = quantiles(this.#ofDisplayed, (parts) => parts / PARTS)
    const ofTraded = tradedLots > 0 ? this.#lots / tradedLots : null
    const reasons: string[] = []
    if (ofTraded !== null && ofTraded > OF_TRADED_MAX) {
      reasons.push(
        `our volume is ${formatShare(ofTraded)} of all that traded (limit ${formatShare(OF_TRADED_MAX)}): ` +
          'others would have noticed, and the fills would have moved the price',
      )
    }
    if (ofDisplayed.p90 !== null && ofDisplayed.p90 > OF_DISPLAYED_P90_MAX) {
      const p90 = ofDisplayed.p90 >= SHARE_CAP ? 'ten times or more' : formatShare(ofDisplayed.p90)
      reasons.push(
        `one order in ten is ${p90} of what its level showed (limit ${formatShare(OF_DISPLAYED_P90_MAX)}): ` +
          'others would have quoted around it',
      )
    }
    if (beyondShown !== null && beyondShown > UNSEEN_VOLUME_MAX) {
      reasons.push(
        `${formatShare(beyondShown)} of our volume is beyond what the market showed for its fills ` +
          `(limit ${formatShare(UNSEEN_VOLUME_MAX)}): liquidity that nobody saw`,
      )
    }
    const ofAvailable = quantiles(this.#ofAvailable, (parts) => parts / PARTS)
    return { ofDisplayed, ofAvailable, ofTraded, holds: reasons.length === 0, reasons }
  }
}

function share(lots: number, ofLots: number): number {
  return ofLots > 0 ? Math.min(lots / ofLots, SHARE_CAP) : SHARE_CAP
}
