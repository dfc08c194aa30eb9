/**
 * Port: a strategy. It is one object with declared parameters and a `start` that receives everything it may know or do,
 * and returns the handlers that it wants; what it does not return is never called and costs nothing.
 *
 * - Everything is synchronous. A strategy knows only its context and what its handlers are told, and acts only through
 *   `orders` and `quotes`; time, randomness and ids come from the context. So the same file runs on a recording and
 *   live.
 * - `onFill` and `onOrder` are called as each answer arrives; market data and timers come after everything of their
 *   instant.
 * - Prices are integer ticks, quantities integer lots, durations and instants integer nanoseconds.
 * - Nothing is promised about the order of calls within one instant beyond that.
 */
import { Misuse } from '../core/bug.ts'
import type { Rng } from '../core/rng.ts'
import type { Side } from '../core/units.ts'
import type { Instrument } from '../market/instrument.ts'
import type { BookView } from '../market/l2-book.ts'
import type { Liquidity, OrderType, TimeInForce } from '../market/orders.ts'
import type { OrderView } from './order.ts'
import type { Param, ParamSpecs, Params } from './params.ts'

export interface NewOrder {
  readonly side: Side
  readonly lots: number
  /** Required for limit orders. */
  readonly priceTicks?: number
  /** Default `limit`. */
  readonly type?: OrderType
  /** Default `gtc`; market orders take what they can and the rest expires. */
  readonly timeInForce?: TimeInForce
  /** Refuse to take liquidity. Default false. */
  readonly postOnly?: boolean
}

/** Our orders of one instrument. Every outcome is a later event. */
export interface Orders {
  /** Returns the client order id at once. */
  submit(order: NewOrder): number
  /**
   * Asks for another price or open quantity. False if the order is not open or a change is under way: nothing is sent.
   */
  modify(id: number, change: { readonly priceTicks?: number; readonly lots?: number }): boolean
  /**
   * False if the order is not open or a cancel is under way: nothing is sent. With `again` one is sent also while
   * another is under way, for a desk that does not trust the first to arrive.
   */
  cancel(id: number, options?: { readonly again?: boolean }): boolean
  cancelAll(): void
  /** An open order; undefined once it has ended. */
  get(id: number): OrderView | undefined
  /** Open orders in the order of submission. */
  open(): IterableIterator<OrderView>
}

/**
 * Quotes describe the picture that should stand at the venue; the executor sends the difference. Between `begin` and
 * `end` name every post-only order that you want. `end` cancels what left the picture, submits what is missing, and
 * keeps the rest with its place in the queue.
 */
export interface Quotes {
  begin(): void
  bid(priceTicks: number, lots: number): void
  ask(priceTicks: number, lots: number): void
  end(): void
  /** An empty picture: cancels all quotes. */
  clear(): void
}

export interface PositionView {
  /** Signed lots, from the fills that have arrived. */
  readonly lots: number
}

/** One instrument, as the strategy meets it. */
export interface InstrumentContext {
  readonly instrument: Instrument
  readonly book: BookView
  readonly position: PositionView
  readonly orders: Orders
  readonly quotes: Quotes
}

/** The instrument's parts at top level are those of the first instrument: `instruments[0]`. */
export interface StrategyContext<S extends ParamSpecs = ParamSpecs> extends InstrumentContext {
  readonly params: Params<S>
  readonly instruments: readonly InstrumentContext[]
  /** The only clock: nanoseconds since the run epoch (UTC midnight of the first day). */
  readonly clock: { readonly nowTs: number }
  /** A seeded stream of the strategy's own. */
  readonly rng: Rng
  /** Calls `act` every `intervalNs` from now on, first after one interval. Returns the timer's id. */
  every(intervalNs: number, act: () => void): number
  /** Calls `act` once, after `delayNs`; 0 means at the end of this instant. Returns the timer's id. */
  after(delayNs: number, act: () => void): number
  cancelTimer(id: number): void
  /** Ends the run after this call. */
  stop(): void
}

export interface TradeEvent {
  readonly instrument: number
  /** Side of the aggressor; 0 where the feed does not say. */
  readonly aggressor: Side | 0
  readonly priceTicks: number
  readonly lots: number
  readonly exchTs: number
}

export interface FillEvent {
  readonly instrument: number
  readonly order: OrderView
  readonly priceTicks: number
  readonly lots: number
  readonly liquidity: Liquidity
  readonly exchTs: number
}

/**
 * All optional: what is not returned from `start` is never called. Where data ends with an instant, and nothing is
 * under way, what a strategy did there could have no effect: it is told of that instant by `onStop` alone, and row by
 * row if it asked for that.
 */
export interface StrategyHandlers {
  /**
   * The book of an instrument changed: once a message, when the whole message is in, or once a row (`depth: 'row'`).
   */
  onDepth?(instrument: number): void
  /** A message of market data arrived, whatever its rows say, also if they change nothing. Once an instant. */
  onMessage?(instrument: number): void
  onTrade?(trade: TradeEvent): void
  /** An order of ours changed its state, or a change was refused. Fills come through `onFill` alone. */
  onOrder?(order: OrderView): void
  onFill?(fill: FillEvent): void
  /** The run ends; orders sent from here go nowhere. */
  onStop?(): void
}

export interface StrategyDefinition<S extends ParamSpecs = ParamSpecs> {
  readonly hftsim: 'strategy'
  readonly params: S
  /** How `onDepth` is heard: once a message (default; never a half-updated book) or once a row. */
  readonly depth: 'message' | 'row'
  start(context: StrategyContext<S>): StrategyHandlers | undefined
}

/** Declares a strategy; the default export of a strategy file. */
export function strategy<const S extends ParamSpecs = Record<never, never>>(definition: {
  readonly params?: S
  readonly depth?: 'message' | 'row'
  // biome-ignore lint/suspicious/noConfusingVoidType: a start without handlers returns nothing.
  start(context: StrategyContext<S>): StrategyHandlers | undefined | void
}): StrategyDefinition<S> {
  if (typeof definition.start !== 'function') throw new Misuse('Cannot declare a strategy without a start function')
  for (const [name, spec] of Object.entries<Partial<Param>>(definition.params ?? {})) {
    if (typeof spec?.kind !== 'string')
      throw new Misuse(`Cannot declare parameter "${name}": make it with param.integer and the like`)
  }
  return {
    hftsim: 'strategy',
    params: definition.params ?? ({} as S),
    depth: definition.depth ?? 'message',
    start: (context) => definition.start(context) ?? undefined,
  }
}
