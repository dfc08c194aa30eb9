import type { LatencyModel, ModelFactory } from 'hftsim'

/** Messages take 1 ms; commands take 4 ms in the first tenth of every second. */
const make: ModelFactory<LatencyModel> = () => ({
  delayNs(path, sendTs, rng) {
    const isBusy = path === 'entry' && sendTs % 1_000_000_000 < 100_000_000
    return (isBusy ? 4_000_000 : 1_000_000) + rng.integer(0, 50_000)
  },
})
export default make
