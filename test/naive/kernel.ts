/**
 * The kernel in the plainest words: everything that is still to happen is one list, and the first of it by (time,
 * instrument, rank, order of arrival) happens next, a row at a time. The twin of `kernel/`; trader and strategy are the
 * real ones.
 */
import { Rng } from '../../src/core/rng.ts'
import type { JournalEntry } from '../../src/journal/entries.ts'
import type { LatencyModel, LatencyPath } from '../../src/kernel/latency/latency-model.ts'
import { Hears } from '../../src/kernel/nodes.ts'
import { Timers } from '../../src/kernel/timers.ts'
import { allocateColumns, appendRows, type MarketColumns, TRADER_SEES, VENUE_SEES } from '../../src/market/columns.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import type { Answer, Command } from '../../src/market/orders.ts'
import type { StrategyDefinition } from '../../src/trading/strategy.ts'
import type { Trader } from '../../src/trading/trader.ts'
import { LATENCY_50_30, NO_FEE, newTrader, type SimulatedMarket } from '../fakes/simulation.ts'
import { type NaiveQueue, NaiveVenue } from './venue.ts'

export interface NaiveMarket extends SimulatedMarket {
  readonly naiveQueue: NaiveQueue
  readonly partial: boolean
}

interface Happening {
  readonly ts: number
  readonly instrument: number
  readonly rank: number
  readonly seq: number
  happen(): void
}

export interface NaiveSimulation {
  readonly entries: JournalEntry[]
  readonly trader: Trader
  readonly venues: readonly NaiveVenue[]
  readonly lastTs: number
}

export function simulateNaively(
  markets: readonly NaiveMarket[],
  strategy: StrategyDefinition,
  sampleEveryNs?: number,
): NaiveSimulation {
  const entries: JournalEntry[] = []
  const timers = new Timers()
  let seq = 0
  let nowTs = 0
  let pending: Happening[] = []
  const add = (ts: number, instrument: number, rank: number, happen: () => void): void => {
    pending.push({ ts, instrument, rank, seq: seq++, happen })
  }
  const carriers = markets.map((market, i) => ({
    entry: carrier('entry', market.entry, i),
    response: carrier('response', market.response, i),
  }))
  const venues = markets.map((market, i) => {
    const { instrument, naiveQueue: queue, partial, fee = NO_FEE } = market
    return new NaiveVenue({ instrument, queue, partial, fee }, (answer: Answer) => {
      add(carriers[i]!.response(answer.exchTs), i, 1, () => trader.receive(i, answer, nowTs))
    })
  })
  const send = (i: number, command: Command, sendTs: number): void =>
    add(carriers[i]!.entry(sendTs), i, 3, () => venues[i]!.receive(command, nowTs))
  const memory = new MarketMemory()
  const sampling = sampleEveryNs === undefined ? {} : { sampleEveryNs }
  const trader = newTrader(markets, strategy, entries, timers, send, { ...sampling, memory })
  markets.forEach(({ rows: given }, i) => {
    const rows = allocateColumns(0, memory)
    appendRows(rows, given)
    for (let row = 0; row < rows.length; row++) {
      const flags = rows.flags[row]!
      if ((flags & TRADER_SEES) !== 0) {
        add(rows.localTs[row]!, i, 0, () => seeRow(trader, i, rows, row, nowTs))
      }
      if ((flags & VENUE_SEES) !== 0) add(rows.exchTs[row]!, i, 2, () => venues[i]!.applyRow(rows, row))
    }
  })

  let commandsEndTs: number | undefined
  let answersEndTs: number | undefined
  nowTs = Math.min(...pending.map((each) => each.ts))
  trader.start(nowTs)
  while (!trader.stopped && pending.length > 0) {
    const next = pending.reduce((first, each) => (before(each, first) ? each : first))
    if (next.ts > nowTs && trader.awaitsInstantEnd) {
      trader.endInstant(nowTs)
      continue
    }
    // Once the rows have ended, only what was under way then is awaited: commands, and then their answers.
    const dueOf = (rank: number): number => Math.max(nowTs, ...pending.filter((e) => e.rank === rank).map((e) => e.ts))
    const nextTs = Math.min(next.ts, timers.due.ts)
    if (!pending.some(({ rank }) => rank === 0 || rank === 2)) commandsEndTs ??= dueOf(3)
    if (commandsEndTs !== undefined && nextTs > commandsEndTs) {
      answersEndTs ??= Math.max(commandsEndTs, dueOf(1))
      if (nextTs > answersEndTs) break
    }
    if (timers.due.ts < next.ts) {
      nowTs = timers.due.ts
      trader.onTimer(timers.take(), nowTs)
    } else {
      nowTs = next.ts
      pending = pending.filter((each) => each !== next)
      next.happen()
    }
  }
  trader.end('end-of-data', nowTs)
  return { entries, trader, venues, lastTs: nowTs }
}

function seeRow(trader: Trader, instrument: number, rows: MarketColumns, row: number, nowTs: number): void {
  const { book, pass } = trader.rowsOf(instrument)
  book.traderPass(pass, rows, row, row + 1, nowTs + 1)
  if (trader.hears !== Hears.Nothing) trader.hear(instrument, rows, row, row + 1, nowTs)
}

/** Due times of a first-in-first-out link. */
function carrier(
  path: LatencyPath,
  model: LatencyModel = LATENCY_50_30,
  instrument: number,
): (sendTs: number) => number {
  const rng = new Rng(1, `${path}.${instrument}`)
  let lastDueTs = 0
  return (sendTs) => {
    lastDueTs = Math.max(lastDueTs, sendTs + model.delayNs(path, sendTs, rng))
    return lastDueTs
  }
}

function before(a: Happening, b: Happening): boolean {
  return (a.ts - b.ts || a.instrument - b.instrument || a.rank - b.rank || a.seq - b.seq) < 0
}
