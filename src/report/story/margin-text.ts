/** By how much an order made or missed its outcome, in words. */
import { formatTimeOfDay } from '../../journal/time-of-day.ts'
import { formatDuration } from '../figures.ts'
import type { LatencyMargin, OrderStory, StayMargin } from './order-story.ts'
import type { Words } from './words.ts'

export function marginLines({ whatIf, asked }: OrderStory, words: Words): string[] {
  const { latency, stay, missing, spare } = whatIf
  const lines = latency.map((margin) => latencyWords(margin, words))
  if (stay !== undefined) lines.push(stayWords(stay, words))
  if (missing?.by === 'queue')
    lines.push(`${words.qty(missing.qty)} short, at the trade of ${formatTimeOfDay(missing.exchTs)}.`)
  if (missing?.by === 'price') {
    const who = missing.of === 'trade' ? 'A trade' : `The best ${asked.side > 0 ? 'ask' : 'bid'}`
    const near = missing.ticks === 0 ? 'at its price' : `within ${words.distance(missing.ticks)} of its price`
    lines.push(`${who} came ${near}, at ${formatTimeOfDay(missing.exchTs)}, and no nearer.`)
  }
  if (spare?.by === 'queue') {
    const more = spare.qty <= 0 ? 'Nothing more' : `Less than ${words.qty(spare.qty)} more`
    lines.push(`${more} could have stood ahead of it at the deciding trade.`)
  }
  if (spare?.by === 'price') lines.push('Its place in the queue did not matter.')
  return lines
}

function latencyWords(margin: LatencyMargin, words: Words): string {
  const { outcome, actualNs, latencyNs, lots, takenLots, horizonNs, command } = margin
  const how = takenLots > 0 ? ', as taker' : ''
  const leg = command === 'ModifyOrder' ? 'an entry latency of the modification' : 'an entry latency'
  const would = {
    fills: `have filled${lots > 0 ? ` (${words.lots(lots)}${how})` : ''}`,
    'fills-in-full': `have filled in full${how}`,
    'still-fills': 'still have filled',
    rests: 'have rested',
    'rests-later': 'have rested',
  }[outcome]
  const was = `it was ${formatDuration(actualNs)}`
  if (latencyNs === undefined) {
    if (outcome === 'still-fills')
      return `Would still have filled with any latency up to ${formatDuration(horizonNs)} more.`
    if (outcome === 'rests-later') return `Would not have rested within ${formatDuration(horizonNs)} later either.`
    return `Would not ${would}, even without latency.`
  }
  const bound = outcome === 'rests-later' ? 'at least' : 'at most'
  const apart = Math.abs(latencyNs - actualNs)
  const which = latencyNs < actualNs ? 'less' : 'more'
  const difference = `${formatDuration(apart)} ${which}`
  return `Would ${would} with ${leg} of ${bound} ${formatDuration(latencyNs)}; ${was} (${difference}).`
}

function stayWords({ longerNs, lots, horizonNs, dataEnded }: StayMargin, words: Words): string {
  if (longerNs !== undefined)
    return `Would have filled (${words.lots(lots)}) had it stayed ${formatDuration(longerNs)} longer.`
  const until = dataEnded ? 'to the end of the data' : `${formatDuration(horizonNs)} longer`
  return `Would not have filled had it stayed ${until}.`
}
