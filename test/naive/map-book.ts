/** The plainest book that market rows can be applied to: a map a side. Levels are kept as they come, crossed or not. */
import { BUY, KIND_MASK, NO_PRICE, RowKind, SELL } from '../../src/market/columns.ts'

export class MapBook {
  readonly bids = new Map<number, number>()
  readonly asks = new Map<number, number>()

  apply(flags: number, priceTicks: number, qtySteps: number): void {
    const kind = flags & KIND_MASK
    if (kind === RowKind.Clear) {
      if ((flags & SELL) === 0) clear(this.bids, (price) => price >= priceTicks)
      if ((flags & BUY) === 0) clear(this.asks, (price) => priceTicks === NO_PRICE || price <= priceTicks)
    } else if (kind === RowKind.Depth || kind === RowKind.Snapshot) {
      const side = (flags & BUY) !== 0 ? this.bids : this.asks
      if (qtySteps === 0) side.delete(priceTicks)
      else side.set(priceTicks, qtySteps)
    }
  }

  /** Price and quantity, or undefined where the side is empty. */
  bestBid(): readonly [number, number] | undefined {
    return best(this.bids, 1)
  }

  bestAsk(): readonly [number, number] | undefined {
    return best(this.asks, -1)
  }
}

function clear(side: Map<number, number>, isCleared: (price: number) => boolean): void {
  for (const price of [...side.keys()]) if (isCleared(price)) side.delete(price)
}

function best(side: Map<number, number>, direction: number): readonly [number, number] | undefined {
  let found: readonly [number, number] | undefined
  for (const level of side) if (!found || direction * (level[0] - found[0]) > 0) found = level
  return found
}
