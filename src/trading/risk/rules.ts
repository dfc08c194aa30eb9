/** The rules of the risk gate. Each is one sentence and one comparison. */
import type { RiskRule } from './risk-rule.ts'

/** No order is larger than `lotsMax`. */
export function maxOrderSize(lotsMax: number): RiskRule {
  return { check: (command) => (command.lots > lotsMax ? 'order-size' : undefined) }
}

/** If every open order of its side were filled, the position would not pass `lotsMax` in either direction. */
export function maxPosition(lotsMax: number): RiskRule {
  return {
    check(command, order, view) {
      const open = order.side > 0 ? view.openBuyLots : view.openSellLots
      return view.positionLots * order.side + open + command.lots > lotsMax ? 'position' : undefined
    },
  }
}

/** At most `rateMax` submissions and modifications pass within any second. */
export function maxOrdersPerSecond(rateMax: number): RiskRule {
  return { check: (_command, _order, view) => (view.sentInLastSecond >= rateMax ? 'order-rate' : undefined) }
}

/**
 * A limit price is within `bandPpb` (parts per billion) of the mid, either way. Without a mid there is nothing to hold
 * the price against, and the order is refused. Market orders carry no price and pass.
 */
export function priceBand(bandPpb: number): RiskRule {
  return {
    check(command, order, view) {
      if (order.type === 'market') return undefined
      if (view.bestBidTicks === undefined || view.bestAskTicks === undefined) return 'price-band'
      const twiceMid = view.bestBidTicks + view.bestAskTicks
      return Math.abs(2 * command.priceTicks - twiceMid) * 1e9 > bandPpb * Math.abs(twiceMid) ? 'price-band' : undefined
    },
  }
}
