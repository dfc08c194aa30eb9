/**
 * The story of an order as text: what happened, line by line at its time; what was in its queue; why it ended so; and
 * by how much. Every sentence is made from the figures of the story alone.
 */
import pc from 'picocolors'
import { formatTimeOfDay } from '../../journal/time-of-day.ts'
import { instrumentFrom } from '../../market/instrument.ts'
import { formatDuration } from '../figures.ts'
import { marginLines } from './margin-text.ts'
import type { CommandStory, OrderStory } from './order-story.ts'
import { reasonLines } from './reason-text.ts'
import { answerWords, type Line, queueLines, restedWords } from './venue-text.ts'
import { COMMAND_WORDS, GATE_WORDS, Words } from './words.ts'

export interface StoryFormat {
  readonly color: boolean
}

/** The text of a story, without a line break at its end. */
export function formatStory(story: OrderStory, { color }: StoryFormat): string {
  const words = new Words(instrumentFrom(story.instrument, 0))
  const paint = pc.createColors(color)
  const firstTs = story.commands[0]!.sentTs
  const lines = timeline(story, words)
  const widest = Math.max(...lines.map(({ ts }) => formatTimeOfDay(ts).length))
  const told = lines.map(({ ts, text }) => {
    const after = ts === firstTs ? '' : `+${formatDuration(ts - firstTs)}`
    return `  ${paint.dim(`${formatTimeOfDay(ts).padEnd(widest)}  ${after.padStart(8)}`)}  ${text}`
  })
  const section = (name: string, of: readonly string[]): string[] =>
    of.length === 0 ? [] : ['', paint.bold(name), ...of.map((line) => `  ${line}`)]
  return [
    paint.bold(headline(story, words)),
    '',
    ...told,
    ...section('Its queue', queueLines(story, words)),
    ...section('Why', reasonLines(story, words)),
    ...section('What if', marginLines(story, words)),
  ].join('\n')
}

function headline({ order, asked, instrument, outcome, filledLots, leavesLots }: OrderStory, words: Words): string {
  const price = asked.type === 'market' ? 'at market' : `@ ${words.price(asked.priceTicks)}`
  const how = `${asked.timeInForce}${asked.postOnly ? ' post-only' : ''}`
  const what = `${words.side(asked.side)} ${words.lots(asked.lots)} ${price} ${how}`
  const part = filledLots > 0 && outcome !== 'filled' ? `, ${words.lots(filledLots)} filled` : ''
  const open = outcome === 'open' && leavesLots > 0 ? ` with ${words.lots(leavesLots)}` : ''
  return `order ${order}    ${what}    ${instrument.symbol} on ${instrument.venue}    ${outcome}${open}${part}`
}

/** Things by the clock of where they happened: decisions and what was heard by the trader's, the rest by the venue's. */
function timeline(story: OrderStory, words: Words): Line[] {
  const lines: Line[] = []
  for (const command of story.commands) lines.push(...commandLines(command, story, words))
  for (const event of story.events) {
    if (event.kind === 'rested') lines.push({ ts: event.exchTs, text: restedWords(event, words) })
    else if (event.kind === 'answer') lines.push(...answerWords(event, story, words))
  }
  if (story.outcome === 'open' || story.outcome === 'unanswered') {
    const { ts, reason = 'the journal breaks off' } = story.runEnd!
    lines.push({ ts, text: `the run ends (${reason}); the trader knew of no end of the order` })
  }
  // Stable: what is at one instant keeps its order.
  return lines.sort((a, b) => a.ts - b.ts)
}

function commandLines(command: CommandStory, story: OrderStory, words: Words): Line[] {
  const { kind, sentTs, seq, saw, gate, cause, arrivalTs, lost, answer } = command
  const asked = kind === 'ModifyOrder' ? ` to ${words.lots(command.lots!)} @ ${words.price(command.priceTicks!)}` : ''
  const verb = { SubmitOrder: 'sent', ModifyOrder: `modification${asked} sent`, CancelOrder: 'cancel sent' }[kind]
  const on = cause === undefined ? 'on market data' : `on ${causeWords(cause.kind)} #${cause.seq}`
  const seeing = saw === undefined ? '' : `, seeing ${words.best(saw)}`
  const lines: Line[] = [{ ts: sentTs, text: `${verb} (#${seq}) ${on}${seeing}` }]
  if (gate.verdict === 'refused') {
    lines.push({ ts: sentTs, text: `refused by the risk gate: ${GATE_WORDS[gate.reason] ?? gate.reason}` })
  } else if (lost) {
    lines.push({ ts: answer!.ts, text: `heard that the ${COMMAND_WORDS[kind]} was lost on its way to the venue` })
  } else if (arrivalTs !== undefined) {
    const took = formatDuration(arrivalTs - sentTs)
    const crossing = kind === 'SubmitOrder' && story.queue === undefined ? '' : ''
    lines.push({ ts: arrivalTs, text: `the ${COMMAND_WORDS[kind]} reached the venue, ${took} on its way${crossing}` })
  } else {
    lines.push({ ts: sentTs, text: `the run ended before any answer to this ${COMMAND_WORDS[kind]}` })
  }
  return lines
}

function causeWords(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter, at: number) => `${at === 0 ? '' : ' '}${letter.toLowerCase()}`)
}
