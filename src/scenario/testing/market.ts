/**
 * A strategy's test in the words of the market: given a book, when trades and level changes come, then these are its
 * orders. What runs is what runs in a backtest: kernel, links, trader and simulated venue (risk-averse queue, partial
 * fills, no fees).
 *
 * Everything said at one instant happens one after the other, each with all that follows from it; `advance` moves the
 * clock.
 */
import { InputError } from '../../core/bug.ts'
import { didYouMean } from '../../core/nearest-name.ts'
import { parseDuration, show } from '../../core/quantity.ts'
import { NO_ASK, NO_BID, Side } from '../../core/units.ts'
import { ENTRY_KINDS, type EntryKind, type JournalEntry } from '../../journal/entries.ts'
import { formatEntry } from '../../journal/format-entry.ts'
import { createConstantLatency } from '../../kernel/latency/constant.ts'
import { BUY, NO_PRICE, RowKind, SELL } from '../../market/columns.ts'
import { formatPrice, type Instrument, type InstrumentSpec, instrumentFrom } from '../../market/instrument.ts'
import type { OrderView } from '../../trading/order.ts'
import { type GivenParams, type ParamSpecs, resolveParams } from '../../trading/params.ts'
import type { StrategyDefinition } from '../../trading/strategy.ts'
import { type Deal, formatDeal, type Level, parseDeal, parseLevel } from './market-text.ts'
import { type Row, Stage } from './stage.ts'

export interface MarketOptions {
  /** Smallest price step, such as "0.1". */
  readonly tick: string
  /** Smallest order quantity, such as "0.001": what one lot is. */
  readonly lot: string
  /** What else differs from a linear contract named TEST. */
  readonly instrument?: Partial<InstrumentSpec>
  /**
   * How long the ways take, such as "5ms": market data to us, commands to the venue, answers back. Default: no time.
   */
  readonly latency?: { readonly feed?: string; readonly entry?: string; readonly response?: string }
  /** Seed of the strategy's own randomness. Default 1. */
  readonly seed?: number
}

/** A market with one instrument at 00:00:00, its book empty. */
export function market(options: MarketOptions): TestMarket {
  return new TestMarket(options)
}

/** All methods that act return the market itself. They throw `InputError` for words that make no sense here. */
export class TestMarket {
  readonly #instrument: Instrument
  readonly #latencyNs: { readonly feedNs: number; readonly entryNs: number; readonly responseNs: number }
  readonly #seed: number
  #nowTs = 0
  /** Rows from before the strategy runs. The first one is there in any case: a run begins with its first row. */
  #early: Row[]
  #stage: Stage<ParamSpecs> | undefined

  constructor(options: MarketOptions) {
    refuseIncomplete(options)
    const { tick, lot, instrument = {}, latency = {}, seed = 1 } = options
    const terms = { symbol: 'TEST', venue: 'test', contract: 'linear', base: 'units', settle: 'USD' } as const
    this.#instrument = instrumentFrom({ ...terms, ...instrument, tickSize: tick, lotSize: lot }, 0)
    this.#latencyNs = {
      feedNs: durationOf(latency.feed ?? '0ns'),
      entryNs: durationOf(latency.entry ?? '0ns'),
      responseNs: durationOf(latency.response ?? '0ns'),
    }
    this.#seed = seed
    this.#early = [this.#row(RowKind.Bbo, 0, 0)]
  }

  /** The whole book is now this, such as `book('bid 100.0: 7', 'ask 100.1: 4')`. One message. */
  book(...levels: readonly string[]): this {
    const parsed = levels.map((text) => parseLevel(text, this.#instrument))
    refuseCrossed(parsed, this.#instrument)
    return this.#play([this.#row(RowKind.Clear, NO_PRICE, 0), ...parsed.map((level) => this.#levelRow(level))])
  }

  /** These levels are now this, such as `depth('bid 99.9: 3')`; 0 lots remove a level. One message. */
  depth(...levels: readonly string[]): this {
    return this.#play(levels.map((text) => this.#levelRow(parseLevel(text, this.#instrument))))
  }

  /** Others trade: `trade('sell 8 @ 100.0')` for a selling aggressor. The book stays until `depth` says otherwise. */
  trade(...trades: readonly string[]): this {
    return this.#play(trades.map((text) => this.#tradeRow(parseDeal(text, this.#instrument))))
  }

  /** Starts a strategy in the market, at 00:00:00, with the parameters that differ from its defaults. */
  run<S extends ParamSpecs>(strategy: StrategyDefinition<S>, params: GivenParams<S> = {}): this {
    if (this.#stage !== undefined) throw new InputError({}, 'A market runs one strategy, once.')
    const given = resolveParams(strategy.params, params)
    const latency = createConstantLatency(this.#latencyNs)
    const stage = new Stage<S>(this.#instrument, strategy, given, { latency, seed: this.#seed })
    // To everything below the parameters mean nothing.
    this.#stage = stage as unknown as Stage<ParamSpecs>
    return this.#play(this.#early)
  }

  /** Lets time pass, such as `advance('100ms')`: everything up to that instant happens, what is due at it included. */
  advance(duration: string): this {
    const stage = this.#running('advance')
    this.#nowTs += durationOf(duration)
    stage.play([], this.#nowTs)
    return this
  }

  /**
   * The market fills so many lots of our resting order, such as `fill('buy 1 @ 100.0')`: with a trade at its price, as
   * large as the queue before it and these lots. Throws where that would fill something else as well, or nothing.
   */
  fill(text: string): this {
    const deal = parseDeal(text, this.#instrument)
    const { venue } = this.#running('fill')
    const resting = this.#resting(deal.side)
    const order = resting.find(({ priceTicks }) => priceTicks === deal.priceTicks)
    if (order === undefined || order.leavesLots < deal.lots) {
      throw new InputError({}, `No order rests at the venue that "${text}" could fill. ${this.#restingText(deal.side)}`)
    }
    const others = resting.filter((other) => other !== order && (other.priceTicks - deal.priceTicks) * deal.side >= 0)
    if (others.length > 0) {
      const why = `A trade that fills "${text}" reaches other orders of ours too: say it with trade().`
      throw new InputError({}, `${why} ${this.#restingText(deal.side)}`)
    }
    const { stepsPerLot, qtyStep } = this.#instrument
    const aheadLots = ((venue.aheadOf(order.submit.order) ?? 0) * qtyStep.scale) / qtyStep.numerator / stepsPerLot
    // The venue rounds what a trade lets past to whole lots, half away from zero.
    const lots = Math.max(0, Math.ceil(aheadLots - 0.5)) + deal.lots
    const before = order.leavesLots
    this.#play([this.#tradeRow({ side: opposite(deal.side), lots, priceTicks: deal.priceTicks })])
    if (before - order.leavesLots === deal.lots) return this
    throw new InputError({}, `"${text}" was asked for and ${before - order.leavesLots} lots were filled.`)
  }

  /** The run ends: the strategy hears `onStop`. */
  end(): this {
    this.#running('end').end('end-of-data', this.#nowTs)
    return this
  }

  /** Our open orders as the strategy knows them, one line each, from the highest price to the lowest. */
  orders(): string {
    const { orders } = this.#running('orders').trader.viewOf(0)
    const open = [...orders.open()].sort((a, b) => b.priceTicks - a.priceTicks || a.side - b.side || a.id - b.id)
    return open.map((order) => orderLine(order, this.#instrument)).join('\n')
  }

  /** Our fills as they arrived, one line each, such as `buy 1 @ 100.0 maker`. */
  fills(): string {
    const sides = new Map<number, Side>()
    const lines: string[] = []
    for (const entry of this.#running('fills').entries) {
      if (entry.kind === 'SubmitOrder') sides.set(entry.order, entry.side > 0 ? Side.Buy : Side.Sell)
      if (entry.kind !== 'Fill') continue
      const side = sides.get(entry.order) ?? Side.Buy
      lines.push(`${formatDeal({ ...entry, side }, this.#instrument)} ${entry.liquidity}`)
    }
    return lines.join('\n')
  }

  /** Our position in lots, from the fills that have arrived. */
  get position(): number {
    return this.#running('position').trader.viewOf(0).position.lots
  }

  /** What the trader saw and did, one line an entry: everything, or only entries of these kinds. */
  journal(...kinds: readonly EntryKind[]): string {
    for (const kind of kinds) {
      if (ENTRY_KINDS.includes(kind)) continue
      const accepted = `One of: ${ENTRY_KINDS.join(', ')}.${didYouMean(kind, ENTRY_KINDS)}`
      throw new InputError({}, `"${kind}" is no kind of entry. ${accepted}`)
    }
    const isAsked = ({ kind }: JournalEntry): boolean => kinds.length === 0 || kinds.includes(kind)
    const entries = this.#running('journal').entries.filter(isAsked)
    return entries.map((entry) => formatEntry(entry, [this.#instrument])).join('\n')
  }

  #play(rows: readonly Row[]): this {
    if (this.#stage === undefined) this.#early.push(...rows)
    else this.#stage.play(rows, this.#nowTs)
    return this
  }

  #running(what: string): Stage<ParamSpecs> {
    if (this.#stage === undefined)
      throw new InputError({ path: what }, 'No strategy runs in this market yet: call run().')
    return this.#stage
  }

  #row(flags: number, priceTicks: number, lots: number): Row {
    const qtySteps = lots * this.#instrument.stepsPerLot
    return { exchTs: this.#nowTs, localTs: this.#nowTs + this.#latencyNs.feedNs, flags, priceTicks, qtySteps }
  }

  #levelRow({ side, priceTicks, lots }: Level): Row {
    return this.#row(RowKind.Depth | (side > 0 ? BUY : SELL), priceTicks, lots)
  }

  #tradeRow({ side, priceTicks, lots }: Deal): Row {
    return this.#row(RowKind.Trade | (side > 0 ? BUY : SELL), priceTicks, lots)
  }

  #resting(side: Side): Readonly<{ submit: { order: number }; priceTicks: number; leavesLots: number }>[] {
    return [...this.#running('fill').venue.resting].filter(({ submit }) => submit.side === side)
  }

  #restingText(side: Side): string {
    const resting = this.#resting(side).map(({ priceTicks, leavesLots }) =>
      formatDeal({ side, lots: leavesLots, priceTicks }, this.#instrument),
    )
    return resting.length === 0
      ? `None of ours rests on that side; has the strategy acted yet (advance), and its order arrived?`
      : `Of ours rest: ${resting.join(', ')}.`
  }
}

function orderLine(order: OrderView, instrument: Instrument): string {
  const { side, type, priceTicks, lots, leavesLots, postOnly, timeInForce, state, pending } = order
  const size = leavesLots === lots ? `${lots}` : `${leavesLots} of ${lots}`
  const price = type === 'market' ? 'at market' : `@ ${formatPrice(priceTicks, instrument)}`
  const terms = `${timeInForce === 'gtc' ? '' : ` ${timeInForce}`}${postOnly ? ' post-only' : ''}`
  const now = pending === 'none' ? (state === 'sent' ? ' (sent)' : '') : ` (${pending} sent)`
  return `${side > 0 ? 'buy' : 'sell'} ${size} ${price}${terms}${now}`
}

/** In a test without types the steps may be missing, or numbers. */
function refuseIncomplete(options: Partial<MarketOptions> | undefined): void {
  for (const field of ['tick', 'lot'] as const) {
    const value: unknown = options?.[field]
    if (typeof value === 'string') continue
    const what = value === undefined ? `lacks its ${field}` : `takes its ${field} as text, not as ${show(value)}`
    throw new InputError({}, `A market ${what}: write market({ tick: '0.1', lot: '0.001' }).`)
  }
}

function refuseCrossed(levels: readonly Level[], instrument: Instrument): void {
  let bid = NO_BID
  let ask = NO_ASK
  for (const { side, priceTicks } of levels) {
    if (side > 0) bid = Math.max(bid, priceTicks)
    else ask = Math.min(ask, priceTicks)
  }
  if (bid < ask) return
  const [bidText, askText] = [formatPrice(bid, instrument), formatPrice(ask, instrument)]
  throw new InputError({}, `A book with a bid of ${bidText} and an ask of ${askText} is crossed.`)
}

function durationOf(text: string): number {
  const parsed = parseDuration(text)
  if ('problem' in parsed) throw new InputError({}, parsed.problem)
  return parsed.value
}

function opposite(side: Side): Side {
  return side > 0 ? Side.Sell : Side.Buy
}
