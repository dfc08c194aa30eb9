/** What the venue did to an order, in words. */
import { formatTimeOfDay } from '../../journal/time-of-day.ts'
import type { AnswerEvent, OrderStory, QueueEvent, RestedEvent } from './order-story.ts'
import type { Words } from './words.ts'

export interface Line {
  readonly ts: number
  /** What stands below it follows a line break. */
  readonly text: string
}

export function restedWords({ priceTicks, aheadQty, bid, ask }: RestedEvent, words: Words): string {
  const ahead = aheadQty === 0 ? 'with nothing ahead' : `behind ${words.qty(aheadQty)}`
  return `rests at ${words.price(priceTicks)} ${ahead}\n${words.best({ bid, ask })} at the venue`
}

/** Empty for an acknowledgement: that it rests is said already. */
export function answerWords(event: AnswerEvent, story: OrderStory, words: Words): string {
  const { answer, best, evidence, kept } = event
  const { asked } = story
  switch (answer.kind) {
    case 'OrderAccepted':
      return ''
    case 'OrderRejected':
    case 'OrderExpired': {
      const opposite = asked.side > 0 ? `best ask ${words.level(best.ask)}` : `best bid ${words.level(best.bid)}`
      const end = answer.kind !== 'OrderExpired' ? 'rejected' : `expired with ${words.lots(answer.leavesLots)} open`
      return `${end}: ${answer.reason}; ${opposite}`
    }
    case 'OrderCanceled':
      return `canceled with ${words.lots(answer.leavesLots)} open`
    case 'OrderModified': {
      const place = kept ? 'keeps its place in the queue' : 'loses its place in the queue'
      return `modified to ${words.lots(answer.leavesLots)} @ ${words.price(answer.priceTicks)}: ${place}`
    }
    case 'CancelRejected':
    case 'ModifyRejected':
      return `${answer.kind === 'CancelRejected' ? 'cancel' : 'modification'} refused: ${answer.reason}`
    case 'Fill': {
      const open = answer.leavesLots === 0 ? '' : `, ${words.lots(answer.leavesLots)} open`
      const rule = evidence === undefined ? '' : ` (${evidence.rule})`
      const what = `${words.lots(answer.lots)} @ ${words.price(answer.priceTicks)}`
      const unseen = unseenLots(event, story)
      const nobody = unseen < 0.001 ? '' : `, of which ${words.qty(unseen * words.lotQty)} nobody showed`
      return `filled ${what} as ${answer.liquidity}${rule}${nobody}${open}`
    }
  }
}

/** What a fill took beyond what the market showed for it; of several on arrival each finds what those before left. */
function unseenLots({ answer, evidence }: AnswerEvent, { events }: OrderStory): number {
  if (answer.kind !== 'Fill' || evidence === undefined) return 0
  let left = evidence.availableLots
  for (const event of evidence.rule === 'on-arrival' ? events : []) {
    if (event.kind !== 'answer' || event.answer.kind !== 'Fill') continue
    if (event.answer === answer) break
    const isSame = event.answer.exchTs === answer.exchTs && event.answer.priceTicks === answer.priceTicks
    if (isSame) left -= event.answer.lots
  }
  return answer.lots - Math.max(0, left)
}

/** Sums of what happened at its price, then the events that are shown. */
export function queueLines({ queue, events }: OrderStory, words: Words): string[] {
  if (queue === undefined) return []
  const { trades, left, joined, passedOver, aheadQty, leftOut } = queue
  const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)
  const took = (qty: number): string => (qty === 0 ? 'none of it ahead' : `${words.bare(qty)} of it ahead`)
  const lines: string[] = []
  if (trades.count > 0)
    lines.push(`trades at its price  ${times(trades.count)}, ${words.qty(trades.qty)}, ${took(trades.aheadQty)}`)
  if (left.count > 0)
    lines.push(`left, not by trades  ${times(left.count)}, ${words.qty(left.qty)}, ${took(left.aheadQty)} (inferred)`)
  if (joined.count > 0) lines.push(`joined behind it     ${times(joined.count)}, ${words.qty(joined.qty)}`)
  if (passedOver.count > 0) {
    const why = 'at or beyond the best of their own side'
    lines.push(`passed over          ${times(passedOver.count)}, ${words.qty(passedOver.qty)}: trades ${why}`)
  }
  if (lines.length === 0) lines.push('nothing happened at its price')
  lines.push(`ahead at the end     ${words.qty(Math.max(aheadQty, 0))}`)
  const moves = events.filter((event) => event.kind !== 'answer' && event.kind !== 'rested')
  if (moves.length === 0) return lines
  const shown = leftOut === 0 ? '' : `the largest and the last, ${leftOut} more with --all`
  return [...lines, ...(shown === '' ? [] : [shown]), ...moves.map((move) => moveWords(move, words))]
}

function moveWords(move: QueueEvent & { readonly kind: 'trade' | 'left' | 'joined' }, words: Words): string {
  const { kind, exchTs, qty, levelQty, aheadBefore, aheadAfter } = move
  const what = { trade: 'trade ', left: 'left  ', joined: 'joined' }[kind]
  const past = aheadAfter < 0 ? `0, ${words.bare(-aheadAfter)} past it` : words.bare(aheadAfter)
  const ahead =
    aheadBefore === aheadAfter
      ? `ahead ${words.bare(Math.max(aheadAfter, 0))}`
      : `ahead ${words.bare(aheadBefore)} -> ${past}`
  return `${formatTimeOfDay(exchTs)}  ${what} ${words.bare(qty)}  ${ahead}  level ${words.bare(levelQty)}`
}
