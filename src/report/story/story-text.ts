/**
 * The story of an order as text: what happened, line by line at its time; what was in its queue; why it ended so; and
 * by how much. Every sentence is made from the figures of the story alone.
 */
import pc from 'picocolors'
import { printable } from '../../core/printable.ts'
import type { EntryKind } from '../../journal/entries.ts'
import { formatTimeOfDay } from '../../journal/time-of-day.ts'
import { instrumentFrom } from '../../market/instrument.ts'
import { formatDuration } from '../figures.ts'
import { marginLines } from './margin-text.ts'
import type { AnswerEvent, CommandStory, OrderStory, VenueEvent } from './order-story.ts'
import { reasonLines } from './reason-text.ts'
import { answerWords, type Line, queueLines, restedWords } from './venue-text.ts'
import { COMMAND_WORDS, GATE_WORDS, Words } from './words.ts'

export interface StoryFormat {
  readonly color: boolean
}

/** The text of a story, without a line break at its end. */
export function formatStory(told: OrderStory, { color }: StoryFormat): string {
  const story = { ...told, instrument: printableNames(told.instrument) }
  const words = new Words(instrumentFrom(story.instrument, 0))
  const paint = pc.createColors(color)
  const firstTs = story.commands[0]!.sentTs
  const lines = timeline(story, words)
  const widest = lines.reduce((most, { ts }) => Math.max(most, formatTimeOfDay(ts).length), 0)
  const timed = lines.map(({ ts, text }) => {
    const after = ts === firstTs ? '' : `+${formatDuration(ts - firstTs)}`
    const clock = `${formatTimeOfDay(ts).padEnd(widest)}  ${after.padStart(8)}`
    return `  ${paint.dim(clock)}  ${text.replaceAll('\n', `\n${' '.repeat(clock.length + 4)}`)}`
  })
  const section = (name: string, of: readonly string[]): string[] =>
    of.length === 0 ? [] : ['', paint.bold(name), ...of.map((line) => `  ${line}`)]
  return [
    paint.bold(headline(story, words)),
    '',
    ...timed,
    ...section('Its queue', queueLines(story, words)),
    ...section('Why', reasonLines(story, words)),
    ...section('What if', marginLines(story, words)),
  ].join('\n')
}

function printableNames(spec: OrderStory['instrument']): OrderStory['instrument'] {
  const { symbol, venue, base } = spec
  return { ...spec, symbol: printable(symbol), venue: printable(venue), base: printable(base) }
}

function headline({ order, asked, instrument, outcome, filledLots, leavesLots }: OrderStory, words: Words): string {
  const price = asked.type === 'market' ? 'at market' : `@ ${words.price(asked.priceTicks)}`
  const how = `${asked.timeInForce}${asked.postOnly ? ' post-only' : ''}`
  const what = `${words.side(asked.side)} ${words.lots(asked.lots)} ${price} ${how}`
  const part = filledLots > 0 && outcome !== 'filled' ? `, ${words.lots(filledLots)} filled` : ''
  const open = outcome === 'open' && leavesLots > 0 ? ` with ${words.lots(leavesLots)}` : ''
  return `order ${order}    ${what}    ${instrument.symbol} on ${instrument.venue}    ${outcome}${open}${part}`
}

/** What happened, by the clock of where it happened: the venue's for what it did, the trader's for the rest. */
function timeline(story: OrderStory, words: Words): Line[] {
  const lines: Ranked[] = []
  const commands = new Map(story.commands.map((command) => [command.seq, command]))
  for (const command of story.commands) lines.push(...sentLines(command, words))
  let last: VenueEvent | undefined
  for (const event of story.events) {
    if (event.kind !== 'rested' && event.kind !== 'answer') continue
    const text = event.kind === 'rested' ? restedWords(event, words) : answerWords(event, story, words)
    const command = event.by === undefined ? undefined : commands.get(event.by)
    const continues = last !== undefined && 'by' in last && last.by === event.by && command !== undefined
    last = event
    if (continues) {
      const before = lines.findLast(({ rank }) => rank === Rank.Arrival)!
      if (text !== '') before.text += `; ${text}`
    } else if (command !== undefined) lines.push(arrivalLine(command, text))
    else lines.push({ ts: event.exchTs, rank: Rank.Market, text })
    if (event.kind === 'answer') lines.push(heardLine(event))
  }
  if (story.outcome === 'open' || story.outcome === 'unanswered') {
    const { ts, reason = 'the journal breaks off' } = story.runEnd!
    lines.push({ ts, rank: Rank.End, text: `the run ends (${reason})` })
  }
  // Stable: what is alike keeps its order.
  return lines.sort((a, b) => a.ts - b.ts || a.rank - b.rank)
}

/** What comes first of one instant: what led to the rest. */
const Rank = { Market: 0, Heard: 1, Sent: 2, Arrival: 3, HeardAtOnce: 4, End: 5 } as const

interface Ranked extends Line {
  text: string
  readonly rank: number
}

function sentLines(command: CommandStory, words: Words): Ranked[] {
  const { kind, sentTs, seq, saw, gate, cause, arrivalTs, lost, answer } = command
  const asked = kind === 'ModifyOrder' ? ` to ${words.lots(command.lots!)} @ ${words.price(command.priceTicks!)}` : ''
  const verb = { SubmitOrder: 'sent', ModifyOrder: `modification${asked} sent`, CancelOrder: 'cancel sent' }[kind]
  const on = cause === undefined ? 'on market data' : `on ${causeWords(cause.kind)} #${cause.seq}`
  const seeing = saw === undefined ? '' : `\nseeing ${words.best(saw)}`
  const passed = gate.verdict === 'passed' && gate.limits > 0 ? ', past the risk gate' : ''
  const lines: Ranked[] = [{ ts: sentTs, rank: Rank.Sent, text: `${verb} (#${seq}) ${on}${passed}${seeing}` }]
  const then = (ts: number, text: string): number => lines.push({ ts, rank: Rank.Sent, text })
  if (gate.verdict === 'refused') then(sentTs, `refused by the risk gate: ${GATE_WORDS[gate.reason] ?? gate.reason}`)
  else if (lost) then(answer!.ts, `heard that the ${COMMAND_WORDS[kind]} was lost on its way to the venue`)
  else if (arrivalTs === undefined) then(sentTs, `no answer to this ${COMMAND_WORDS[kind]} came before the run ended`)
  return lines
}

function arrivalLine({ kind, sentTs, arrivalTs }: CommandStory, text: string): Ranked {
  const took = formatDuration(arrivalTs! - sentTs)
  return { ts: arrivalTs!, rank: Rank.Arrival, text: `${COMMAND_WORDS[kind]} at the venue after ${took}: ${text}` }
}

function heardLine({ exchTs, heardTs, answer }: AnswerEvent): Ranked {
  if (heardTs === undefined)
    return { ts: exchTs, rank: Rank.HeardAtOnce, text: 'the run ended before the trader heard of it' }
  const rank = heardTs === exchTs ? Rank.HeardAtOnce : Rank.Heard
  return { ts: heardTs, rank, text: `heard ${HEARD[answer.kind]} after ${formatDuration(heardTs - exchTs)}` }
}

const HEARD = {
  OrderAccepted: 'that it rests',
  OrderRejected: 'of the rejection',
  OrderExpired: 'of the expiry',
  OrderCanceled: 'of the cancel',
  OrderModified: 'of the modification',
  CancelRejected: 'that the cancel was refused',
  ModifyRejected: 'that the modification was refused',
  Fill: 'of the fill',
} as const

function causeWords(kind: EntryKind): string {
  if (kind === 'TimerFired') return 'timer'
  return kind.replace(/[A-Z]/g, (letter, at: number) => `${at === 0 ? '' : ' '}${letter.toLowerCase()}`)
}
