/** What a journal holds of an order: its commands with their causes, and the answers, each with its command. */
import { InputError } from '../../core/bug.ts'
import { didYouMean } from '../../core/nearest-name.ts'
import type { EntryOf, JournalEntry } from '../../journal/entries.ts'
import type { JournalProblem } from '../../journal/journal-reader.ts'
import type { Reason, RunEnd } from '../../market/orders.ts'
import { refuseDamage } from '../../stores/journal-file.ts'

export type CommandEntry = EntryOf<'SubmitOrder'> | EntryOf<'ModifyOrder'> | EntryOf<'CancelOrder'>

export type AnswerEntry =
  | EntryOf<'OrderAccepted'>
  | EntryOf<'OrderRejected'>
  | EntryOf<'OrderExpired'>
  | EntryOf<'OrderCanceled'>
  | EntryOf<'OrderModified'>
  | EntryOf<'CancelRejected'>
  | EntryOf<'ModifyRejected'>
  | EntryOf<'Fill'>

export interface RecordedCommand {
  readonly entry: CommandEntry
  readonly cause: JournalEntry | undefined
  /** Why the risk gate refused it. */
  refused: Reason | undefined
  /** The answer that it caused by arriving, or by being lost on its way. */
  answer: AnswerEntry | undefined
}

export interface OrderRecord {
  readonly order: number
  readonly instrument: number
  readonly submit: EntryOf<'SubmitOrder'>
  readonly commands: readonly RecordedCommand[]
  /** What the trader heard, in order. */
  readonly answers: readonly AnswerEntry[]
  /** Where the journal ends; undefined for an order that ended before, as nothing more can come for it. */
  runEnd: { readonly ts: number; readonly reason: RunEnd | undefined } | undefined
}

/** A journal from its start, as its reader gives it. */
export interface RecordedEntries extends Iterable<JournalEntry> {
  /** Why it ended before its end. */
  readonly problem: JournalProblem | undefined
}

interface Reading extends OrderRecord {
  readonly commands: RecordedCommand[]
  readonly answers: AnswerEntry[]
  ended: boolean
  /** Commands on their way. */
  unanswered: number
  readonly sent: Readonly<Record<CommandEntry['kind'], Sent>>
}

/** Commands of one kind in the order in which they were sent; those before `from` are refused or answered. */
interface Sent {
  readonly commands: RecordedCommand[]
  from: number
}

/**
 * The records of these orders, in the order asked for. Reads no further than they need. Throws `InputError` for an
 * order that the run does not have, and for a damaged journal.
 */
export function readOrders(reader: RecordedEntries, orders: readonly number[], path: string): OrderRecord[] {
  const wanted = new Map<number, Reading | undefined>(orders.map((order) => [order, undefined]))
  let missing = wanted.size
  let last: JournalEntry | undefined
  let lastOrder = 0
  // What a command was caused by stands at its own instant.
  let instant: JournalEntry[] = []
  for (const entry of reader) {
    if (last !== undefined && entry.ts !== last.ts) instant = []
    instant.push(entry)
    last = entry
    if (!('order' in entry)) continue
    if (entry.kind === 'SubmitOrder') lastOrder = Math.max(lastOrder, entry.order)
    if (!wanted.has(entry.order)) continue
    const reading = wanted.get(entry.order) ?? begin(entry)
    wanted.set(entry.order, reading)
    take(reading, entry, instant)
    if (reading.ended && reading.unanswered === 0) missing--
    if (missing === 0) break
  }
  if (missing > 0) refuseDamage(reader.problem, path)
  const runEnd = last && { ts: last.ts, reason: last.kind === 'RunEnded' ? last.reason : undefined }
  return orders.map((order) => {
    const record = wanted.get(order)
    if (record === undefined) throw unknownOrder(order, lastOrder, path)
    if (!(record.ended && record.unanswered === 0)) record.runEnd = runEnd
    return record
  })
}

/** The order of a fill by the seq of its entry. Throws `InputError` for any other entry. */
export function orderOfFill(reader: RecordedEntries, seq: number, path: string): number {
  let last = -1
  for (const entry of reader) {
    if (entry.seq === seq && entry.kind === 'Fill') return entry.order
    if (entry.seq === seq) throw new InputError({ file: path, path: `entry ${seq}` }, `is ${entry.kind}, not a fill.`)
    last = entry.seq
  }
  refuseDamage(reader.problem, path)
  throw new InputError({ file: path }, `There is no entry ${seq}: the last one is ${last}.`)
}

function begin(entry: JournalEntry): Reading {
  if (entry.kind !== 'SubmitOrder') throw new InputError({ path: `entry ${entry.seq}` }, 'is of an order never sent.')
  const { order, instrument } = entry
  const none = (): Sent => ({ commands: [], from: 0 })
  const sent = { SubmitOrder: none(), ModifyOrder: none(), CancelOrder: none() }
  const lists = { commands: [], answers: [], ended: false, unanswered: 0, sent, runEnd: undefined }
  return { order, instrument, submit: entry, ...lists }
}

function take(reading: Reading, entry: JournalEntry, instant: readonly JournalEntry[]): void {
  switch (entry.kind) {
    case 'SubmitOrder':
    case 'ModifyOrder':
    case 'CancelOrder': {
      const cause = instant.find(({ seq }) => seq === entry.cause)
      const command = { entry, cause, refused: undefined, answer: undefined }
      reading.commands.push(command)
      reading.sent[entry.kind].commands.push(command)
      reading.unanswered++
      return
    }
    case 'CommandRefused': {
      reading.commands.findLast((command) => command.entry.seq === entry.cause)!.refused = entry.reason
      reading.unanswered--
      if (entry.command === 'SubmitOrder') reading.ended = true
      return
    }
    case 'RunStarted':
    case 'RunEnded':
    case 'TimerFired':
    case 'MarketMarked':
      return
    default:
      reading.answers.push(entry)
      answer(reading, entry)
      if (isEnd(entry)) reading.ended = true
  }
}

/** Finds the command that an answer answers: the first of its kind on its way, as links keep order. */
function answer(reading: Reading, entry: AnswerEntry): void {
  const sent = reading.sent[COMMAND_OF[entry.kind]]
  const { commands } = sent
  while (sent.from < commands.length && !isUnderWay(commands[sent.from]!)) sent.from++
  let at = sent.from
  // What was lost on its way overtakes; its stamp is the instant of sending.
  if (isLost(entry)) {
    while (at < commands.length && !(isUnderWay(commands[at]!) && commands[at]!.entry.ts === entry.exchTs)) at++
  }
  const command = commands[at]
  if (command === undefined) return
  command.answer = entry
  reading.unanswered--
}

function isUnderWay({ refused, answer }: RecordedCommand): boolean {
  return refused === undefined && answer === undefined
}

const COMMAND_OF: Readonly<Record<AnswerEntry['kind'], CommandEntry['kind']>> = {
  OrderAccepted: 'SubmitOrder',
  OrderRejected: 'SubmitOrder',
  OrderExpired: 'SubmitOrder',
  Fill: 'SubmitOrder',
  OrderCanceled: 'CancelOrder',
  CancelRejected: 'CancelOrder',
  OrderModified: 'ModifyOrder',
  ModifyRejected: 'ModifyOrder',
}

export function isLost(entry: AnswerEntry): boolean {
  return 'reason' in entry && entry.reason === 'lost-on-entry'
}

/** Whether an answer ends its order. */
export function isEnd(entry: Pick<AnswerEntry, 'kind'> & { readonly leavesLots?: number }): boolean {
  if (entry.kind === 'Fill') return entry.leavesLots === 0
  return entry.kind === 'OrderRejected' || entry.kind === 'OrderExpired' || entry.kind === 'OrderCanceled'
}

function unknownOrder(order: number, lastOrder: number, path: string): InputError {
  if (lastOrder === 0) return new InputError({ file: path }, `There is no order ${order}: the run sent none.`)
  const text = String(order)
  // A digit too many is the usual slip with numbers.
  const shorter = [...text].map((_, i) => text.slice(0, i) + text.slice(i + 1))
  const near = [...new Set(shorter)].filter((id) => /^[1-9]\d*$/.test(id) && Number(id) <= lastOrder)
  const range = lastOrder === 1 ? 'its only order is 1' : `its orders are 1 to ${lastOrder}`
  return new InputError({ file: path }, `There is no order ${order} in this run: ${range}.${didYouMean(text, near)}`)
}
