/** The rule that filled, refused or ended an order, in words and with its numbers. */
import { formatRate } from '../../core/quantity.ts'
import { formatDuration } from '../figures.ts'
import type { AnswerEvent, CommandStory, OrderStory } from './order-story.ts'
import { COMMAND_WORDS, type Words } from './words.ts'

export function reasonLines(story: OrderStory, words: Words): string[] {
  const lines: string[] = []
  for (const command of story.commands) lines.push(...gateLines(command, story.asked.side, words))
  for (const event of story.events) if (event.kind === 'answer') lines.push(...answerLines(event, story, words))
  if (story.outcome === 'canceled') lines.push(`Canceled as asked, ${waited(story, words)}.`)
  if (story.outcome === 'open') lines.push(`Open when the run ended, ${waited(story, words)}.`)
  const late = story.whatIf.lateByNs
  if (late !== undefined) {
    const what = late.command === 'CancelOrder' ? 'A cancel' : 'A modification'
    const when = late.ns === 0 ? 'at the very instant of its end, but after it' : `${formatDuration(late.ns)} too late`
    lines.push(`${what} was under way and came ${when}.`)
  }
  if (story.outcome === 'lost') lines.push('It was refused on its way to the venue, which never saw it.')
  if (story.outcome === 'unanswered') lines.push('The run ended before the venue was heard of: nothing is known of it.')
  return lines
}

/** "after 350 ms in the queue, with 0.2 BTC still ahead". */
function waited({ events, queue, endTs, runEnd }: OrderStory, words: Words): string {
  const rested = events.findLast((event) => event.kind === 'rested')
  const untilTs = endTs ?? runEnd?.ts
  if (rested?.kind !== 'rested' || queue === undefined || untilTs === undefined) return 'before it rested'
  const ahead = queue.aheadQty <= 0 ? 'nothing ahead' : `${words.qty(queue.aheadQty)} ahead`
  const at = `at ${words.price(rested.priceTicks)}`
  return `after ${formatDuration(untilTs - rested.exchTs)} ${at}, with ${ahead} of it at the end`
}

function gateLines({ gate, kind, saw }: CommandStory, side: 1 | -1, words: Words): string[] {
  if (gate.verdict !== 'refused') return []
  const { positionLots, openLots, lots, priceTicks, sentInLastSecond, limit } = gate.numbers
  const what = `The risk gate refused the ${COMMAND_WORDS[kind]}`
  switch (gate.reason) {
    case 'order-size':
      return [`${what}: ${words.lots(lots)} is more than maxOrderSize, ${words.lots(limit)}.`]
    case 'position': {
      const held = `position ${words.lots(positionLots)}, open on its side ${words.lots(openLots)}`
      const could = `with ${words.lots(lots)} more it could be ${words.lots(positionLots + side * (openLots + lots))}`
      return [`${what}: ${held}; ${could}, and maxPosition is ${words.lots(limit)}.`]
    }
    case 'order-rate':
      return [`${what}: ${sentInLastSecond} commands within the last second, and maxOrdersPerSecond is ${limit}.`]
    case 'price-band': {
      const band = `priceBand is ${formatRate(limit)}`
      if (saw?.bid === undefined || saw.ask === undefined)
        return [`${what}: there was no mid to hold it against; ${band}.`]
      const twiceMid = saw.bid.priceTicks + saw.ask.priceTicks
      const away = Math.abs(2 * priceTicks - twiceMid) / Math.abs(twiceMid)
      return [`${what}: ${words.price(priceTicks)} is ${(away * 1e4).toFixed(1)}bp from the mid, and ${band}.`]
    }
    default:
      return [`${what}: ${gate.reason}.`]
  }
}

function answerLines({ answer, evidence, best }: AnswerEvent, { asked }: OrderStory, words: Words): string[] {
  const isBuy = asked.side > 0
  const opposite = isBuy ? best.ask : best.bid
  const oppositeName = isBuy ? 'ask' : 'bid'
  const found =
    opposite === undefined ? `there was no ${oppositeName}` : `the best ${oppositeName} was ${words.level(opposite)}`
  if (answer.kind === 'OrderRejected' || answer.kind === 'OrderExpired') {
    switch (answer.reason) {
      case 'post-only-would-cross':
        return [`Post-only would cross: ${found} when it arrived.`]
      case 'nothing-to-match':
        return [`Nothing to match: ${found} when it arrived.`]
      case 'unfilled-remainder':
        return ['What was there when it arrived was less than it asked for: the rest expired.']
      default:
        return []
    }
  }
  if (answer.kind !== 'Fill' || evidence === undefined) return []
  const { rule, throughTicks, availableLots } = evidence
  const { lot } = words.instrument
  const available = words.qty((availableLots * lot.numerator) / lot.scale)
  const price = answer.priceTicks
  const reached = words.price(price - asked.side * throughTicks)
  const filled = `Filled ${words.lots(answer.lots)}: `
  switch (rule) {
    case 'best-crossed': {
      const way =
        throughTicks === 0 ? 'to its price' : `through its price by ${words.distance(throughTicks)}, to ${reached}`
      return [`${filled}the best ${oppositeName} came ${way}, showing ${available} up to there.`]
    }
    case 'traded-through':
      return [`${filled}a trade of ${available} at ${reached} went through it by ${words.distance(throughTicks)}.`]
    case 'queue':
      return [`${filled}trades at its price went ${available} past its place in the queue.`]
    case 'on-arrival':
      return [`${filled}it crossed on arrival; at ${words.price(price)} there was ${available}.`]
  }
}
