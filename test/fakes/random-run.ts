/** Random markets and a random strategy for property tests: small prices, small times, many ties, many crossings. */
import fc from 'fast-check'
import type { LatencyModel } from '../../src/kernel/latency/latency-model.ts'
import { BUY, type MarketColumns, NO_PRICE, RowKind, SELL, TRADER_SEES, VENUE_SEES } from '../../src/market/columns.ts'
import type { Instrument } from '../../src/market/instrument.ts'
import { maxOrderSize } from '../../src/trading/risk/rules.ts'
import type { NewOrder, StrategyContext, StrategyDefinition } from '../../src/trading/strategy.ts'
import { strategy } from '../../src/trading/strategy.ts'
import { NoPartialFill } from '../../src/venue/sim/fill/no-partial-fill.ts'
import { PartialFill } from '../../src/venue/sim/fill/partial-fill.ts'
import { CancelsAheadQueue } from '../../src/venue/sim/queue/cancels-ahead.ts'
import {
  logProb,
  logProb2,
  ProbabilityQueue,
  powerProb,
  powerProb2,
  powerProb3,
} from '../../src/venue/sim/queue/probability-queue.ts'
import type { QueueModel } from '../../src/venue/sim/queue/queue-model.ts'
import { RiskAverseQueue } from '../../src/venue/sim/queue/risk-averse.ts'
import type { NaiveMarket } from '../naive/kernel.ts'
import { NAIVE_PROBABILITIES, type NaiveQueue } from '../naive/venue.ts'
import { columnsOf, type MarketRow, unitInstrument } from './market-text.ts'

interface Step {
  readonly waitNs: number
  readonly feedNs: number
  readonly sees: 'both' | 'both' | 'venue' | 'trader'
  readonly rows: readonly { readonly kind: number; readonly tick: number; readonly steps: number }[]
}

const rowKind: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(RowKind.Depth | BUY, RowKind.Depth | SELL) },
  { weight: 4, arbitrary: fc.constantFrom(RowKind.Trade | BUY, RowKind.Trade | SELL) },
  { weight: 1, arbitrary: fc.constantFrom(RowKind.Snapshot | BUY, RowKind.Snapshot | SELL, RowKind.Trade) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(RowKind.Clear | BUY, RowKind.Clear | SELL, RowKind.Clear, RowKind.Bbo, RowKind.Depth),
  },
)

const step: fc.Arbitrary<Step> = fc.record({
  waitNs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })),
  feedNs: fc.integer({ min: 0, max: 12 }),
  sees: fc.constantFrom('both', 'both', 'both', 'venue', 'trader'),
  rows: fc.array(
    fc.record({ kind: rowKind, tick: fc.integer({ min: -6, max: 6 }), steps: fc.integer({ min: 0, max: 14 }) }),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
})

/** Rows in order by both clocks. */
export function randomRows(maxMessages = 60): fc.Arbitrary<MarketColumns> {
  return fc.array(step, { minLength: 1, maxLength: maxMessages }).map((steps) => {
    const rows: MarketRow[] = []
    let exchTs = 100
    let localTs = 100
    for (const { waitNs, feedNs, sees, rows: drawn } of steps) {
      exchTs += waitNs
      localTs = Math.max(localTs, exchTs + feedNs)
      const seen = sees === 'venue' ? VENUE_SEES : sees === 'trader' ? TRADER_SEES : VENUE_SEES | TRADER_SEES
      for (const { kind, tick, steps } of drawn) {
        const isClear = (kind & 0xff) === RowKind.Clear
        const priceTicks = isClear && steps < 4 ? NO_PRICE : tick
        rows.push({ exchTs, localTs, flags: kind | seen, priceTicks, qtySteps: isClear ? 0 : steps })
      }
    }
    return columnsOf(rows)
  })
}

export const randomLatency: fc.Arbitrary<LatencyModel> = fc
  .record({ leastNs: fc.constantFrom(0, 1, 5), mostNs: fc.constantFrom(0, 0, 9, 30) })
  .map(({ leastNs, mostNs }) => ({ delayNs: (_path, _ts, rng) => leastNs + rng.integer(0, mostNs) }))

interface QueueChoice {
  readonly queue: () => QueueModel
  readonly naiveQueue: NaiveQueue
}

const PROBABILITIES = {
  PowerProb: powerProb,
  PowerProb2: powerProb2,
  PowerProb3: powerProb3,
  LogProb: logProb,
  LogProb2: logProb2,
}

const ownQueues: fc.Arbitrary<QueueChoice> = fc.constantFrom<QueueChoice>(
  { queue: () => new RiskAverseQueue(), naiveQueue: 'risk-averse' },
  { queue: () => new CancelsAheadQueue(), naiveQueue: 'cancels-ahead' },
)

const probabilityQueues: fc.Arbitrary<QueueChoice> = fc
  .record({
    name: fc.constantFrom(...(Object.keys(PROBABILITIES) as (keyof typeof PROBABILITIES)[])),
    n: fc.constantFrom(1, 1.5, 3),
  })
  .map(({ name, n }) => ({
    queue: () => new ProbabilityQueue(PROBABILITIES[name](n)),
    naiveQueue: { prob: NAIVE_PROBABILITIES[name]!(n) },
  }))

export const randomQueue: fc.Arbitrary<QueueChoice> = fc.oneof(
  { weight: 2, arbitrary: ownQueues },
  { weight: 5, arbitrary: probabilityQueues },
)

export function randomMarket(instrument: Instrument, maxMessages?: number): fc.Arbitrary<NaiveMarket> {
  return fc
    .record({
      rows: randomRows(maxMessages),
      entry: randomLatency,
      response: randomLatency,
      chosen: randomQueue,
      partial: fc.boolean(),
      sizeMax: fc.constantFrom(undefined, undefined, 2),
    })
    .map(({ rows, entry, response, chosen, partial, sizeMax }) => ({
      instrument,
      rows,
      entry,
      response,
      ...chosen,
      partial,
      fill: partial ? new PartialFill() : new NoPartialFill(),
      rules: sizeMax === undefined ? [] : [maxOrderSize(sizeMax)],
    }))
}

/** Lots of one step or of four: where a level may be dust. */
export function randomInstrument(id: number): fc.Arbitrary<Instrument> {
  return fc.constantFrom('1', '0.25').map((qtyStep) => unitInstrument({ qtyStep }, id))
}

/** What the random strategy listens to. */
export interface Temper {
  readonly seed: number
  readonly everyNs: number
  readonly hears: 'nothing' | 'message' | 'row' | 'trades' | 'messages'
  readonly quotes: boolean
  /** Acts before anything has been seen, too. */
  readonly early: boolean
}

export const randomTemper: fc.Arbitrary<Temper> = fc.record({
  seed: fc.nat(1_000_000),
  everyNs: fc.integer({ min: 1, max: 12 }),
  hears: fc.constantFrom('nothing', 'nothing', 'message', 'row', 'trades', 'messages'),
  quotes: fc.boolean(),
  early: fc.boolean(),
})

/** So many actions: something under way keeps a run alive, so a strategy that never rests would never end. */
const ACTIONS_MAX = 60

/** Submits, modifies and cancels at random, on every occasion that it gets. */
export function randomStrategy({ seed, everyNs, hears, quotes, early }: Temper): StrategyDefinition {
  return strategy({
    depth: hears === 'row' ? 'row' : 'message',
    start(context) {
      const rng = context.rng.fork(String(seed))
      let acted = 0
      const act = (): void => {
        if (acted++ >= ACTIONS_MAX) return
        const { orders } = context.instruments[rng.integer(0, context.instruments.length - 1)]!
        const draw = rng.integer(0, 9)
        const open = [...orders.open()]
        const chosen = open[rng.integer(0, Math.max(open.length - 1, 0))]
        if (draw < 5 || chosen === undefined) orders.submit(randomOrder(rng.integer.bind(rng)))
        else if (draw < 7) orders.cancel(chosen.id)
        else if (draw < 9 && chosen.type === 'limit') {
          orders.modify(chosen.id, { priceTicks: rng.integer(-6, 6), lots: rng.integer(1, 5) })
        } else if (chosen.type === 'limit') orders.modify(chosen.id, { lots: rng.integer(1, 3) })
      }
      const quote = (): void => {
        if (acted++ < ACTIONS_MAX) quoteAround(context, rng.integer.bind(rng))
      }
      context.every(everyNs, quotes ? quote : act)
      if (quotes) context.every(everyNs + 2, act)
      context.after(0, act)
      if (early) act()
      return {
        ...(hears === 'message' || hears === 'row' ? { onDepth: act } : {}),
        ...(hears === 'trades' ? { onTrade: act } : {}),
        ...(hears === 'messages' ? { onMessage: act } : {}),
        onFill: () => (rng.integer(0, 3) === 0 ? act() : undefined),
        onOrder: () => (rng.integer(0, 7) === 0 ? act() : undefined),
      }
    },
  })
}

type Draw = (low: number, high: number) => number

function quoteAround({ quotes, book }: StrategyContext, draw: Draw): void {
  quotes.begin()
  if (book.hasBid) quotes.bid(book.bestBidTicks - draw(0, 2), draw(1, 2))
  if (book.hasAsk) quotes.ask(book.bestAskTicks + draw(0, 2), draw(1, 2))
  quotes.end()
}

function randomOrder(draw: Draw): NewOrder {
  const side = draw(0, 1) === 0 ? 1 : -1
  const lots = draw(1, 8)
  const how = draw(0, 9)
  if (how === 0) return { side, lots, type: 'market', timeInForce: draw(0, 1) === 0 ? 'gtc' : 'fok' }
  const priceTicks = draw(-6, 6)
  if (how < 3) return { side, lots, priceTicks, timeInForce: how === 1 ? 'ioc' : 'fok' }
  return { side, lots, priceTicks, postOnly: how === 3 }
}
