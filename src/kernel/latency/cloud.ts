/**
 * A rented server that reaches the venue over the public network, with latencies fitted to recordings by
 * `test/fit/fit-latency.ts`. `docs/latency.md` says to which ones, how well, and what is not modelled: chiefly that
 * slow moments come in clusters and under load, while these draws are independent.
 */
import type { Rng } from '../../core/rng.ts'
import type { LatencyModel, LatencyPath } from './latency-model.ts'
import { drawLegNs, type LatencyLeg } from './leg.ts'
import type { LatencyProfile } from './profile.ts'

/**
 * Orders: a measured round trip is spent 6/10 on entry and 4/10 on response, an assumption, since recordings made by a
 * client do not show the venue's clock; a spike falls on entry in 6 cases of 10. Feed: time beyond the fastest message
 * of the recording.
 */
export const CLOUD_LEGS: Readonly<Record<LatencyProfile, Readonly<Record<LatencyPath, LatencyLeg>>>> = {
  /** Orders: Binance spot from Tokyo, 2023-09-20. Feed: Binance USD-M BTCUSDT, 2024-08-08. */
  realistic: {
    feed: leg(0, 14.8036, 0.3614, 0.2, 3_126_756, 8_156_253, -0.0785),
    entry: leg(30_787_378, 17.4723, 0.5721, 0.018, 181_982_703, 128_910_205, -0.62),
    response: leg(20_524_919, 17.0015, 0.6767, 0.012, 181_982_703, 128_910_205, -0.62),
  },
  /** Orders: HTX from Tokyo, 2023-10-23. Feed: Binance USD-M ETHUSDT, 2024-07-18. */
  optimistic: {
    feed: leg(0, 14.3383, 0.4552, 0.04, 5_052_414, 3_814_713, 0.5929),
    entry: leg(22_841_881, 14.5043, 0.6242, 0.036, 28_272_515, 148_183_660, -0.7344),
    response: leg(15_227_920, 14.024, 0.7344, 0.024, 28_272_515, 148_183_660, -0.7344),
  },
  /** Orders: Binance spot from Singapore, 2023-09-20. Feed: Binance USD-M BTCUSDT, 2023-04-04. */
  pessimistic: {
    feed: leg(0, 16.523, 0.7001, 0.02, 75_361_327, 32_915_030, -1.1936),
    entry: leg(4_628_602, 18.3394, 0.2402, 0.048, 95_002_672, 110_313_851, -0.3724),
    response: leg(3_085_734, 17.9201, 0.2921, 0.032, 95_002_672, 110_313_851, -0.3724),
  },
}

export function createCloudLatency(profile: LatencyProfile): LatencyModel {
  const legs = CLOUD_LEGS[profile]
  return { delayNs: (path: LatencyPath, _sendTs: number, rng: Rng): number => drawLegNs(legs[path], rng) }
}

/** Columns of the table above: times in ns, `mu` and `sigma` of the lognormal part of a time in ns. */
function leg(
  floorNs: number,
  mu: number,
  sigma: number,
  spikeProbability: number,
  spikeNsMin: number,
  spikeScaleNs: number,
  spikeShape: number,
): LatencyLeg {
  return { floorNs, mu, sigma, spikeProbability, spikeNsMin, spikeScaleNs, spikeShape }
}
