/** The story of one fill, beside the charts. */
import { fixed, short, signed } from './amounts.ts'
import { durationOf, instantOf } from './instants.ts'
import type { InstrumentValues, PageValues } from './page-values.ts'
import type { Fills } from './run-columns.ts'

const RULES = [
  'the best of the other side came to its price',
  'a trade printed beyond its price',
  'trades at its price went past its place in the queue',
  'it crossed on arrival',
]

const CONFIDENCES = ['certain', 'queue-dependent', 'size-dependent']

/** Terms and what stands beside them. */
export function storyOf(page: PageValues, values: InstrumentValues, fills: Fills, at: number): [string, string][] {
  const of = (name: keyof Fills & string): number => (fills[name] as Float64Array)[at]!
  const epochNs = BigInt(page.epochNs)
  const ts = of('ts')
  const exchTs = ts - of('responseNs')
  const sentTs = ts - of('sentAgoNs')
  const acceptedTs = ts - of('acceptedAgoNs')
  const quantity = (lots: number): string =>
    `${counted(lots, 'lot')} (${fixed(lots * values.lot, values.lotDecimals)} ${values.base})`
  const ahead = of('aheadLots')
  return [
    ['Sent', instantOf(epochNs, sentTs)],
    [
      'Accepted by the venue',
      Number.isNaN(acceptedTs)
        ? 'never rested: it was executed on arrival'
        : `${instantOf(epochNs, acceptedTs)}, ${durationOf(acceptedTs - sentTs)} later`,
    ],
    ['Ahead on arrival', Number.isNaN(ahead) ? 'nothing: it did not rest' : quantity(ahead)],
    ['Filled at the venue', `${instantOf(epochNs, exchTs)}, ${durationOf(exchTs - sentTs)} after it was sent`],
    ['Known to the strategy', `${durationOf(ts - exchTs)} after that`],
    ['Why it was filled', RULES[of('rule')] ?? 'unknown'],
    ['How sure', sureness(CONFIDENCES[of('confidence')] ?? 'unknown', of('margin'), of('lots'))],
    ['Left of the order', of('leavesLots') === 0 ? 'nothing' : quantity(of('leavesLots'))],
    ['Fee', feeOf(of('fee'), values)],
    ['Markout after 1 s', markoutOf(of('markoutTicks'))],
  ]
}

/** "Buy 0.002 BTC at 60,123.40 as maker". */
export function titleOf(values: InstrumentValues, fills: Fills, at: number): string {
  const side = fills.side[at] === 1 ? 'Buy' : 'Sell'
  const quantity = fixed(fills.lots[at]! * values.lot, values.lotDecimals)
  const price = fixed(fills.price[at]!, values.priceDecimals)
  return `${side} ${quantity} ${values.base} at ${price} as ${fills.maker[at] === 1 ? 'maker' : 'taker'}`
}

function sureness(confidence: string, margin: number, lots: number): string {
  if (!Number.isFinite(margin)) return confidence
  if (confidence === 'certain') {
    return margin > 0 ? `certain: the market came ${counted(margin, 'tick')} beyond its price` : 'certain'
  }
  if (margin < 0) return `${confidence}: ${counted(-margin, 'lot')} more than the market showed`
  // What went past its place is half a lot more than the margin; the fill may be larger.
  const unseen = lots - margin - 0.5
  const nobody = unseen < 0.001 ? '' : `; ${counted(unseen, 'lot')} of the fill nobody showed`
  return `${confidence}: ${counted(margin, 'lot')} to spare${nobody}`
}

function counted(count: number, one: string): string {
  return `${short(count)} ${count === 1 ? one : `${one}s`}`
}

function feeOf(fee: number, { moneyDecimals, settle }: InstrumentValues): string {
  if (fee === 0) return 'none'
  const amount = `${fixed(Math.abs(fee), moneyDecimals)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')} ${settle}`
  return fee < 0 ? `${amount} received (rebate)` : amount
}

function markoutOf(ticks: number): string {
  if (!Number.isFinite(ticks)) return 'beyond the end of the run'
  const words = ticks > 0 ? 'in our favour' : ticks < 0 ? 'against us' : 'the mid was at its price'
  return `${signed(ticks, Number.isInteger(ticks) ? 0 : 1)} ticks, ${words}`
}
