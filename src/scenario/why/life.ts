/**
 * An order's life at the venue, from its record: which of its commands arrived there and when, and which one gave it
 * the place in the queue that counted in the end.
 */
import type { CancelOrder, ModifyOrder, Reason, SubmitOrder } from '../../market/orders.ts'
import type { Outcome } from '../../report/story/order-story.ts'
import { type AnswerEntry, isEnd, isLost, type OrderRecord, type RecordedCommand } from './order-record.ts'

export interface ArrivedCommand {
  readonly command: SubmitOrder | ModifyOrder | CancelOrder
  readonly of: RecordedCommand
  readonly arrivalTs: number
}

/** A command that put the order where it stood: the submission, or the last modification that cost it its place. */
export interface Placement {
  /** What arrives, as if it were new. */
  readonly submit: SubmitOrder
  readonly of: RecordedCommand
  readonly sentTs: number
  /** The earliest arrival that is thinkable: links never let a command overtake the one before. */
  readonly earliestTs: number
  readonly arrivalTs: number
  /** Commands behind it that kept the place. */
  readonly later: readonly ArrivedCommand[]
}

export interface Life {
  readonly outcome: Outcome
  readonly arrived: readonly ArrivedCommand[]
  readonly placement: Placement | undefined
  /** When it left the venue; undefined while it was there at the end of the run. */
  readonly endTs: number | undefined
  readonly endReason: Reason | undefined
  readonly filledLots: number
  readonly leavesLots: number
  /** Filled since the placement, and whether some of it on arrival. */
  readonly filledSince: { readonly lots: number; readonly taker: boolean }
}

export function lifeOf(record: OrderRecord): Life {
  const { submit, commands, answers } = record
  const asNew: SubmitOrder = {
    kind: 'SubmitOrder',
    order: record.order,
    side: submit.side > 0 ? 1 : -1,
    type: submit.type,
    timeInForce: submit.timeInForce,
    postOnly: submit.postOnly === 1,
    priceTicks: submit.priceTicks,
    lots: submit.lots,
  }
  const arrived: ArrivedCommand[] = []
  for (const of of commands) {
    if (of.answer === undefined || isLost(of.answer)) continue
    arrived.push({ command: of.entry === submit ? asNew : commandOf(of), of, arrivalTs: of.answer.exchTs })
  }
  const end = answers.find((entry) => isEnd(entry))
  const { filledLots, leavesLots } = quantities(record)
  const placement = placementOf(asNew, arrived, answers)
  const since = answers.filter((entry) => entry.kind === 'Fill' && placement && entry.exchTs >= placement.arrivalTs)
  return {
    outcome: outcomeOf(record, end),
    arrived,
    placement,
    endTs: end === undefined || isLost(end) ? undefined : end.exchTs,
    endReason: end !== undefined && 'reason' in end ? end.reason : undefined,
    filledLots,
    leavesLots,
    filledSince: {
      lots: since.reduce((lots, entry) => lots + (entry.kind === 'Fill' ? entry.lots : 0), 0),
      taker: since.some((entry) => entry.kind === 'Fill' && entry.liquidity === 'taker'),
    },
  }
}

function commandOf({ entry }: RecordedCommand): ModifyOrder | CancelOrder {
  const { order } = entry
  if (entry.kind === 'ModifyOrder')
    return { kind: 'ModifyOrder', order, priceTicks: entry.priceTicks, lots: entry.lots }
  return { kind: 'CancelOrder', order }
}

function placementOf(
  asNew: SubmitOrder,
  arrived: readonly ArrivedCommand[],
  answers: readonly AnswerEntry[],
): Placement | undefined {
  const [first] = arrived
  if (first === undefined || first.command.kind !== 'SubmitOrder') return undefined
  let at = 0
  let submit = asNew
  let leavesLots = asNew.lots
  let heard = 0
  arrived.forEach(({ command, of }, i) => {
    if (command.kind !== 'ModifyOrder' || of.answer?.kind !== 'OrderModified') return
    // Open at the venue when it arrived: what the last answer before said.
    for (; heard < answers.length && answers[heard] !== of.answer; heard++) {
      const entry = answers[heard]!
      if (entry.kind === 'Fill' || entry.kind === 'OrderModified') leavesLots = entry.leavesLots
    }
    if (keepsPlace(submit.priceTicks, leavesLots, command)) return
    at = i
    submit = { ...asNew, priceTicks: command.priceTicks, lots: command.lots }
  })
  const { of, arrivalTs } = arrived[at]!
  const before = arrived[at - 1]?.arrivalTs ?? of.entry.ts
  const later = arrived.slice(at + 1).filter(({ command }) => command.kind === 'ModifyOrder')
  return { submit, of, sentTs: of.entry.ts, earliestTs: Math.max(of.entry.ts, before), arrivalTs, later }
}

/** The venue's rule: a smaller quantity at the same price keeps the place in the queue. */
export function keepsPlace(priceTicks: number, leavesLots: number, modify: ModifyOrder): boolean {
  return modify.priceTicks === priceTicks && modify.lots <= leavesLots
}

function outcomeOf({ commands, answers }: OrderRecord, end: AnswerEntry | undefined): Outcome {
  if (commands[0]!.refused !== undefined) return 'refused'
  switch (end?.kind) {
    case 'Fill':
      return 'filled'
    case 'OrderCanceled':
      return 'canceled'
    case 'OrderExpired':
      return 'expired'
    case 'OrderRejected':
      return isLost(end) ? 'lost' : 'rejected'
    default:
      return answers.length === 0 ? 'unanswered' : 'open'
  }
}

function quantities({ submit, answers }: OrderRecord): { filledLots: number; leavesLots: number } {
  let filledLots = 0
  let leavesLots = submit.lots
  for (const entry of answers) {
    if (entry.kind === 'Fill') filledLots += entry.lots
    if ('leavesLots' in entry) leavesLots = entry.leavesLots
  }
  return { filledLots, leavesLots }
}
