import type { ModelFactory, QueueModel } from 'hftsim'

/** A fixed share of what leaves our level without a trade stood ahead of us. */
const make: ModelFactory<QueueModel> = ({ share = 0.5 }) => {
  const ahead: number[] = []
  const traded: number[] = []
  return {
    rest(slot, levelQty) {
      ahead[slot] = levelQty
      traded[slot] = 0
    },
    trade(slot, tradedQty) {
      ahead[slot]! -= tradedQty
      traded[slot]! += tradedQty
    },
    depth(slot, previousQty, levelQty) {
      const left = Math.max(previousQty - levelQty - traded[slot]!, 0)
      traded[slot] = 0
      // Below zero it says how much trades could have executed: cancels do not add to that.
      if (ahead[slot]! > 0) ahead[slot] = Math.max(0, Math.min(ahead[slot]! - Number(share) * left, levelQty))
    },
    reachFront(slot) {
      ahead[slot] = 0
    },
    leave() {},
    ahead: (slot) => ahead[slot]!,
  }
}
export default make
