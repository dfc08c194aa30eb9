import type { FillModel, ModelFactory } from 'hftsim'

/** An arriving order takes from the best level alone, and at most a share of what it shows. */
const make: ModelFactory<FillModel> = ({ share = 0.5 }) => ({
  restingLots: (passedLots, leavesLots) => Math.min(passedLots, leavesLots),
  take({ timeInForce }, lots, opposite) {
    const best = opposite.bestTicks
    if (best === undefined) return []
    const there = Math.floor(opposite.lotsAt(best) * Number(share))
    if (there === 0 || (timeInForce === 'fok' && there < lots)) return []
    return [{ priceTicks: best, lots: Math.min(there, lots) }]
  },
})
export default make
