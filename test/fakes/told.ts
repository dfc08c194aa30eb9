/** Stories of orders of a run in memory: the journal as an array, the market in words or at random. */

import { NO_ASK, NO_BID } from '../../src/core/units.ts'
import type { EntryOf, JournalEntry } from '../../src/journal/entries.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import type { OrderStory } from '../../src/report/story/order-story.ts'
import { formatStory } from '../../src/report/story/story-text.ts'
import type { RiskLimits } from '../../src/scenario/full-scenario.ts'
import { gatePictures } from '../../src/scenario/why/gate-picture.ts'
import { passOver, TraderBook } from '../../src/scenario/why/market-pass.ts'
import { type RecordedEntries, readOrders } from '../../src/scenario/why/order-record.ts'
import type { RecordedMarket } from '../../src/scenario/why/recorded-market.ts'
import { refusedCommands, storyOf, type WhyOptions } from '../../src/scenario/why/why.ts'
import { SimulatedVenue } from '../../src/venue/sim/simulated-venue.ts'
import { marketRows, unitInstrument } from './market-text.ts'
import { memorySource } from './memory-source.ts'
import { type Played, play, type Script } from './play.ts'
import { modelsOf, type SimulatedMarket } from './simulation.ts'

export function recordedEntries(entries: readonly JournalEntry[]): RecordedEntries {
  return { problem: undefined, [Symbol.iterator]: () => entries[Symbol.iterator]() }
}

/** The story of an order of one market; `entries` may be of several. */
export async function storyIn(
  markets: readonly SimulatedMarket[],
  entries: readonly JournalEntry[],
  order: number,
  options: WhyOptions & { readonly risk?: RiskLimits } = {},
): Promise<OrderStory> {
  const { risk = {}, ...why } = options
  const [record] = readOrders(recordedEntries(entries), [order], 'a journal')
  const run = {
    path: 'a journal',
    pictures: gatePictures(entries, refusedCommands(record!)),
    market: async (id: number) => {
      const market = markets[id]!
      const { instrument, rows } = market
      const source = () => memorySource([rows])
      return { instrument, alias: 'unit', risk, feedIsModelled: false, source, models: () => modelsOf(market) }
    },
  }
  return storyOf(run, record!, why)
}

export interface Told {
  readonly story: OrderStory
  /** The lines of its text, without the blank ones. */
  readonly lines: string[]
  readonly played: Played
}

export interface TellOptions extends WhyOptions {
  readonly order?: number
  readonly risk?: RiskLimits
  /** The journal breaks off behind this instant. */
  readonly until?: number
}

/** Plays a script and tells the story of one of its orders, the first if not said. */
export async function tell(
  script: Script,
  { order = 1, until = Number.POSITIVE_INFINITY, ...options }: TellOptions = {},
): Promise<Told> {
  const instrument = script.instrument ?? unitInstrument()
  const played = play(script)
  const market = { ...script, instrument, rows: marketRows(script.given, instrument) }
  const entries = played.entries.filter(({ ts }) => ts <= until)
  const story = await storyIn([market], entries, order, options)
  const lines = formatStory(story, { color: false })
    .split('\n')
    .filter((line) => line !== '')
  return { story, lines, played }
}

/** 100x5 behind 99x7 on the bid, 101x4 and 102x9 on the ask. */
export const BOOK: readonly string[] = ['bid(1000) 100x5 99x7', 'ask(1000) 101x4 102x9']

/** The lines of one part of a story. */
export async function part(
  name: 'Its queue' | 'Why' | 'What if',
  script: Script,
  asked?: TellOptions,
): Promise<string[]> {
  const { lines } = await tell(script, asked)
  const from = lines.indexOf(name) + 1
  if (from === 0) return []
  const rest = lines.slice(from)
  const to = rest.findIndex((line) => !line.startsWith('  '))
  return (to < 0 ? rest : rest.slice(0, to)).map((line) => line.trim())
}

/** Best prices of the trader's book as they were sampled in a run, and as stories find them again, one line each. */
export async function sampledPrices(
  market: RecordedMarket,
  entries: Iterable<JournalEntry>,
): Promise<{ readonly sampled: string[]; readonly found: string[] }> {
  const { instrument } = market
  const marks = [...entries].filter(
    (entry): entry is EntryOf<'MarketMarked'> => entry.kind === 'MarketMarked' && entry.instrument === instrument.id,
  )
  const rows = marks.map(({ row }) => row)
  const memory = new MarketMemory()
  const trader = new TraderBook(instrument, rows, market.feedIsModelled, memory)
  const venue = new SimulatedVenue(instrument, market.models(), () => {}, undefined, memory)
  const nothing = { watchFromTs: Number.NEGATIVE_INFINITY, endTs: Number.NEGATIVE_INFINITY }
  await passOver(market.source(), memory, venue, { ...nothing, before: () => {}, after: () => {} }, trader)
  return {
    sampled: marks.map(({ row, bidTicks, askTicks }) => `${row}: ${bidTicks} ${askTicks}`),
    found: rows.map((row, i) => {
      const { bid, ask } = trader.saw(i)!
      return `${row}: ${bid?.priceTicks ?? NO_BID} ${ask?.priceTicks ?? NO_ASK}`
    }),
  }
}
