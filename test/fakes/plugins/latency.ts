/** A latency model of a user's own: a few milliseconds, drawn anew for every message. */
import type { LatencyModel, ModelFactory } from 'hftsim'

const factory: ModelFactory<LatencyModel> = () => ({
  delayNs: (path, _sendTs, rng) => (path === 'feed' ? 1_000_000 : rng.integer(2_000_000, 5_000_000)),
})

export default factory
