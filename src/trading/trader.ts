/**
 * The trader: its own (older) copy of each book, the strategy, and the executors with the risk gate in front of the
 * venue. What it sees and does goes into the journal in that order. A strategy is called only for what it listens to:
 * one that acts on timers costs nothing per market row beyond the book update.
 */
import { Bug, Misuse } from '../core/bug.ts'
import type { Histogram } from '../core/histogram.ts'
import { IntMap } from '../core/int-map.ts'
import type { Rng } from '../core/rng.ts'
import { NO_ASK, NO_BID, type Side } from '../core/units.ts'
import type { EntryBody, JournalSink } from '../journal/entries.ts'
import { Hears, type TraderNode } from '../kernel/nodes.ts'
import type { Timers } from '../kernel/timers.ts'
import { BUY, KIND_MASK, type MarketColumns, RowKind, SELL, TRADER_SEES } from '../market/columns.ts'
import type { Instrument } from '../market/instrument.ts'
import { L2Book } from '../market/l2-book.ts'
import type { MarketMemory } from '../market/market-memory.ts'
import type { Answer, Command, RunEnd } from '../market/orders.ts'
import { TraderPass } from '../market/trader-pass.ts'
import { type Desk, Executor, type InstrumentState } from './executor.ts'
import { allHandlers, checkedHandlers, type Handlers, refuseAsync } from './handlers.ts'
import type { OrderView } from './order.ts'
import type { ParamSpecs, Params } from './params.ts'
import { QuotePicture } from './quotes.ts'
import type { RiskRule } from './risk/risk-rule.ts'
import { SendRate } from './risk/send-rate.ts'
import type { InstrumentContext, StrategyContext, StrategyDefinition, TradeEvent } from './strategy.ts'

export interface TraderParts<S extends ParamSpecs> {
  readonly instruments: readonly Instrument[]
  readonly strategy: StrategyDefinition<S>
  readonly params: Params<S>
  readonly rng: Rng
  /** Rules of the risk gate, by instrument. */
  readonly rules: readonly (readonly RiskRule[])[]
  readonly journal: JournalSink
  readonly timers: Timers
  /** Best prices are journaled at multiples of this interval, for equity. */
  readonly sampleEveryNs: number
  /** Where the books lie: the memory of the rows, so that they need not be copied. */
  readonly memory: MarketMemory
  send(instrument: number, command: Command, nowTs: number): void
  /** Called at the instants that were asked for with `lookAt`, when all that was due by then has been seen. */
  onLook?(nowTs: number): void
}

/** Timer ids of the sampler and of those who look on; strategies' timers count up from 1. */
const SAMPLE_TIMER = 0
const LOOK_TIMER = -1

interface Watched {
  readonly instrument: Instrument
  readonly book: L2Book
  readonly executor: Executor
  readonly context: InstrumentContext
  readonly pass: TraderPass
  depthChanged: boolean
  messageArrived: boolean
}

interface PendingTimer {
  readonly act: () => void
  /** 0 for a timer that fires once. */
  readonly intervalNs: number
  /** What the journal says each time. */
  readonly fired: EntryBody<'TimerFired'>
}

export class Trader<S extends ParamSpecs = ParamSpecs> implements TraderNode {
  stopped = false
  awaitsInstantEnd = false
  readonly #parts: TraderParts<S>
  readonly #watched: readonly Watched[]
  readonly #desk: Desk
  readonly #timers = new IntMap<PendingTimer>()
  #nextTimerId = SAMPLE_TIMER + 1
  #handlers: Handlers = allHandlers({})
  hears: number = Hears.Nothing
  #trades: TradeEvent[] = []
  #refused: OrderView[] = []

  constructor(parts: TraderParts<S>) {
    this.#parts = parts
    this.#desk = {
      journal: parts.journal,
      nowTs: 0,
      cause: -1,
      nextOrderId: 1,
      rate: new SendRate(),
      send: parts.send,
      refused: (order) => {
        this.#refused.push(order)
        this.awaitsInstantEnd = true
      },
    }
    this.#watched = parts.instruments.map((instrument, i) => this.#watch(instrument, parts.rules[i] ?? []))
  }

  /** Feed latency of an instrument so far, one record a message. */
  feedLatencyNs(instrument: number): Histogram {
    return this.#watched[instrument]!.pass.feedLatencyNs
  }

  /** What the trader knows of an instrument: for tests and laws. */
  viewOf(instrument: number): InstrumentContext {
    return this.#watched[instrument]!.context
  }

  /** Asks for an `onLook` at an instant to come. It leaves no trace in the journal and moves nothing in time. */
  lookAt(ts: number): void {
    this.#parts.timers.set(ts, LOOK_TIMER)
  }

  start(nowTs: number): void {
    const desk = this.#desk
    const { journal, strategy, params, rng, sampleEveryNs, timers } = this.#parts
    desk.nowTs = nowTs
    desk.cause = journal.append('RunStarted', nowTs, -1, {})
    timers.set((Math.floor(nowTs / sampleEveryNs) + 1) * sampleEveryNs, SAMPLE_TIMER)
    const [first] = this.#watched
    if (first === undefined) throw new Bug('Cannot start without an instrument')
    const context: StrategyContext<S> = {
      ...first.context,
      params,
      instruments: this.#watched.map((watched) => watched.context),
      clock: {
        get nowTs() {
          return desk.nowTs
        },
      },
      rng,
      every: (intervalNs, act) => this.#setTimer(intervalNs, act, true),
      after: (delayNs, act) => this.#setTimer(delayNs, act, false),
      cancelTimer: (id) => {
        // Only timers of the strategy's own.
        if (this.#timers.get(id) === undefined) return
        this.#timers.delete(id)
        timers.cancel(id)
      },
      stop: () => {
        this.stopped = true
      },
    }
    this.#handlers = allHandlers(checkedHandlers(strategy.start(context)))
    const { onDepth, onMessage, onTrade } = this.#handlers
    if (onDepth !== undefined && strategy.depth === 'row') this.hears = Hears.Rows
    else if (onDepth ?? onMessage ?? onTrade) this.hears = Hears.Instants
  }

  rowsOf(instrument: number): { readonly book: L2Book; readonly pass: TraderPass } {
    return this.#watched[instrument]!
  }

  hear(instrument: number, columns: MarketColumns, from: number, to: number, nowTs: number): void {
    const watched = this.#watched[instrument]!
    const { onDepth, onMessage, onTrade } = this.#handlers
    if (onTrade !== undefined) this.#hearTrades(instrument, columns, from, to)
    if (watched.pass.takeChanges() > 0) {
      if (this.hears === Hears.Rows) {
        this.#desk.nowTs = nowTs
        this.#desk.cause = -1
        onDepth?.(instrument)
      } else if (onDepth !== undefined) this.awaitsInstantEnd = watched.depthChanged = true
    }
    if (onMessage !== undefined) this.awaitsInstantEnd = watched.messageArrived = true
  }

  receive(instrument: number, answer: Answer, nowTs: number): void {
    const desk = this.#desk
    const { onFill, onOrder } = this.#handlers
    desk.nowTs = nowTs
    const order = this.#watched[instrument]!.executor.receive(answer)
    if (answer.kind === 'Fill') {
      const { priceTicks, lots, liquidity, exchTs } = answer
      onFill?.({ instrument, order, priceTicks, lots, liquidity, exchTs })
    } else onOrder?.(order)
  }

  endInstant(nowTs: number): void {
    const { onTrade, onDepth, onMessage, onOrder } = this.#handlers
    this.#desk.nowTs = nowTs
    this.#desk.cause = -1
    this.awaitsInstantEnd = false
    if (this.#refused.length > 0) {
      const refused = this.#refused
      this.#refused = []
      for (const order of refused) onOrder?.(order)
    }
    if (this.#trades.length > 0) {
      const trades = this.#trades
      this.#trades = []
      for (const trade of trades) onTrade?.(trade)
    }
    for (const watched of this.#watched) {
      if (watched.depthChanged) {
        watched.depthChanged = false
        onDepth?.(watched.instrument.id)
      }
      if (watched.messageArrived) {
        watched.messageArrived = false
        onMessage?.(watched.instrument.id)
      }
    }
  }

  onTimer(id: number, nowTs: number): void {
    const desk = this.#desk
    desk.nowTs = nowTs
    if (id === SAMPLE_TIMER) {
      this.#sample()
      this.#parts.timers.set(nowTs + this.#parts.sampleEveryNs, SAMPLE_TIMER)
      return
    }
    if (id === LOOK_TIMER) return this.#parts.onLook?.(nowTs)
    const timer = this.#timers.get(id)
    if (timer === undefined) return
    if (timer.intervalNs > 0) this.#parts.timers.set(nowTs + timer.intervalNs, id)
    else this.#timers.delete(id)
    desk.cause = desk.journal.append('TimerFired', nowTs, -1, timer.fired)
    timer.act()
  }

  /** The run is over: a last sample, the strategy's last word, and the closing entry. */
  end(reason: RunEnd, nowTs: number): void {
    const desk = this.#desk
    desk.nowTs = nowTs
    desk.cause = -1
    this.#sample()
    if (reason !== 'failed') this.#handlers.onStop?.()
    desk.journal.append('RunEnded', nowTs, -1, { reason })
  }

  #watch(instrument: Instrument, rules: readonly RiskRule[]): Watched {
    const book = new L2Book(instrument.stepsPerLot, this.#parts.memory)
    const pass = new TraderPass(this.#parts.memory)
    const position = { lots: 0 }
    const state: InstrumentState = {
      instrument,
      book,
      position,
      get rowsSeen() {
        return pass.rowsSeen
      },
    }
    const executor = new Executor(this.#desk, state, rules)
    const context = { instrument, book, position, orders: executor, quotes: new QuotePicture(executor) }
    return { instrument, book, pass, executor, context, depthChanged: false, messageArrived: false }
  }

  #setTimer(delayNs: number, act: () => void, repeats: boolean): number {
    const least = repeats ? 1 : 0
    if (!Number.isSafeInteger(delayNs) || delayNs < least) {
      throw new Misuse(`Cannot set a timer of ${delayNs}: it is a whole number of nanoseconds of at least ${least}`)
    }
    refuseAsync('a timer', act)
    const id = this.#nextTimerId++
    this.#timers.set(id, { act, intervalNs: repeats ? delayNs : 0, fired: { timer: id } })
    this.#parts.timers.set(this.#desk.nowTs + delayNs, id)
    return id
  }

  #hearTrades(instrument: number, columns: MarketColumns, from: number, end: number): void {
    const { flags, priceTicks, qtySteps, exchTs } = columns
    const { stepsPerLot } = this.#watched[instrument]!.instrument
    for (let row = from; row < end; row++) {
      const rowFlags = flags[row]!
      if ((rowFlags & KIND_MASK) !== RowKind.Trade || (rowFlags & TRADER_SEES) === 0) continue
      const aggressor: Side | 0 = (rowFlags & BUY) !== 0 ? 1 : (rowFlags & SELL) !== 0 ? -1 : 0
      const lots = qtySteps[row]! / stepsPerLot
      this.#trades.push({ instrument, aggressor, priceTicks: priceTicks[row]!, lots, exchTs: exchTs[row]! })
      this.awaitsInstantEnd = true
    }
  }

  #sample(): void {
    for (const { instrument, book, pass } of this.#watched) {
      this.#desk.journal.append('MarketMarked', this.#desk.nowTs, -1, {
        instrument: instrument.id,
        bidTicks: book.hasBid ? book.bestBidTicks : NO_BID,
        askTicks: book.hasAsk ? book.bestAskTicks : NO_ASK,
        row: pass.rowsSeen,
      })
    }
  }
}
