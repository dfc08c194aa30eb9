/**
 * One leg of a journey over a shared network: a floor, a lognormal body, and now and then a spike whose size beyond a
 * minimum is generalised Pareto. A form for measured latencies of unknown cause: it has their quantiles, not their
 * autocorrelation.
 */
import { drawGeneralisedPareto, drawLognormal } from '../../core/distributions.ts'
import type { Rng } from '../../core/rng.ts'

/** Times in nanoseconds. */
export interface LatencyLeg {
  /** What every message takes at least. */
  readonly floorNs: number
  /** Median of the lognormal part is exp(mu). */
  readonly mu: number
  readonly sigma: number
  readonly spikeProbability: number
  /** The smallest spike, on top of floor and body. */
  readonly spikeNsMin: number
  readonly spikeScaleNs: number
  /** Above 0 the tail is heavy, below 0 spikes end at spikeNsMin - spikeScaleNs / spikeShape. */
  readonly spikeShape: number
}

/** A whole number of nanoseconds of at least 0. */
export function drawLegNs(leg: LatencyLeg, rng: Rng): number {
  let delay = leg.floorNs + drawLognormal(rng, leg.mu, leg.sigma)
  if (rng.float() < leg.spikeProbability) {
    delay += leg.spikeNsMin + drawGeneralisedPareto(rng, leg.spikeScaleNs, leg.spikeShape)
  }
  return delay > 0 ? Math.floor(delay + 0.5) : 0
}
