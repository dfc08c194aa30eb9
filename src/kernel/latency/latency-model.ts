/**
 * Port: how long something travels. A latency model sits on links and on nothing else; venue, trader and strategy do
 * not know that it exists.
 *
 * - `delayNs` returns an integer of at least 0. It only measures: whether a message arrives at all is a `FaultModel`'s
 *   word.
 * - `sendTs` never decreases over the calls for one path of one instrument, so a model may keep a cursor.
 * - It draws randomness from `rng` alone, the stream of its own path and instrument; draws are made in sending order.
 * - It does not promise that delays keep order: links stay first-in-first-out whatever it says, by delivering a message
 *   no earlier than the one before it.
 * - Each path of each instrument has an instance of its own.
 */
import type { Rng } from '../../core/rng.ts'

/**
 * `feed`: venue to trader, market data. `entry`: trader to venue, commands. `response`: venue to trader, answers and
 * fills.
 */
export type LatencyPath = 'feed' | 'entry' | 'response'

export interface LatencyModel {
  /** Delay in nanoseconds of something sent at `sendTs` (nanoseconds since the run epoch). */
  delayNs(path: LatencyPath, sendTs: number, rng: Rng): number
}
