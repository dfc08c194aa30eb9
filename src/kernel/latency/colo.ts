/**
 * A desk in the venue's own data centre: a fixed time per path with a uniform jitter of up to 20 ns either way, never
 * below 0. The figures are round numbers for cross-connects, cards and wire-speed parsing. They leave out the
 * strategy's own computing time, load, and bursts.
 */
import type { Rng } from '../../core/rng.ts'
import type { LatencyModel, LatencyPath } from './latency-model.ts'
import type { LatencyProfile } from './profile.ts'

/** Nanoseconds. */
export const COLO_NS: Readonly<Record<LatencyProfile, Readonly<Record<LatencyPath, number>>>> = {
  realistic: { feed: 50, entry: 100, response: 100 },
  optimistic: { feed: 30, entry: 70, response: 70 },
  pessimistic: { feed: 100, entry: 200, response: 200 },
}

/** Jitter either way, nanoseconds. */
export const COLO_JITTER_NS = 20

export function createColoLatency(profile: LatencyProfile): LatencyModel {
  const centre = COLO_NS[profile]
  return {
    delayNs: (path: LatencyPath, _sendTs: number, rng: Rng): number => {
      const delay = centre[path] + rng.integer(-COLO_JITTER_NS, COLO_JITTER_NS)
      return Math.max(delay, 0)
    },
  }
}
