/**
 * One instrument's part of a report: follows each order from its sending to its end, and hands what happens to the
 * folds. Held are open orders and what happened within the longest horizon; all else is in sums and bounded series.
 */
import { Bug } from '../../core/bug.ts'
import { Histogram } from '../../core/histogram.ts'
import { NO_ASK, NO_BID } from '../../core/units.ts'
import type { EntryOf } from '../../journal/entries.ts'
import type { Instrument } from '../../market/instrument.ts'
import type { BookView } from '../../market/l2-book.ts'
import type { FillEvidence, VenueWitness } from '../../venue/sim/venue-witness.ts'
import { CancelRaceFold } from './cancel-races.ts'
import { ConfidenceFold } from './confidence.ts'
import { EquitySeries } from './equity-series.ts'
import { ExecutionFold, MARKOUT_HORIZONS_NS, type SeenFill, SINGLE_HORIZON_NS } from './execution.ts'
import { judge } from './fill-confidence.ts'
import { distanceOf, FillRateFold } from './fill-rates.ts'
import type { FillPoint, OrderStand } from './fill-series.ts'
import { Horizon } from './horizon.ts'
import { ImpactFold } from './impact.ts'
import { type JourneyEnd, JourneyFold } from './journey.ts'
import type { LiveOrder } from './live-order.ts'
import { midOf } from './mid.ts'
import { PositionSeries } from './position-series.ts'
import { PositionValues } from './statistics.ts'
import { Thinned } from './thinned.ts'

/** A fill whose markouts are to come. */
interface WatchedFill extends SeenFill {
  readonly ts: number
  readonly point: FillPoint
  readonly duringCancel: boolean
}

export interface SeriesCaps {
  /** Of samples of equity and of the market. */
  readonly points: number
  /** Of fills and of the places of orders. */
  readonly fills: number
}

export class InstrumentAnalysis {
  readonly instrument: Instrument
  readonly confidence: ConfidenceFold
  readonly impact: ImpactFold = new ImpactFold()
  readonly execution: Readonly<Record<'maker' | 'taker', ExecutionFold>>
  readonly fillRates: FillRateFold
  readonly journey: JourneyFold = new JourneyFold()
  readonly races: CancelRaceFold
  /** From the sending of an order to the trader hearing of each of its fills. */
  readonly timeToFillNs: Histogram = new Histogram()
  readonly positionValues: PositionValues
  readonly equity: EquitySeries
  readonly position: PositionSeries
  readonly fills: Thinned<FillPoint>
  readonly stands: Thinned<OrderStand>
  readonly #book: BookView
  readonly #live = new Map<number, LiveOrder>()
  readonly #horizons: readonly Horizon<WatchedFill>[]

  /** `book` is the trader's. */
  constructor(instrument: Instrument, book: BookView, lookAt: (ts: number) => void, caps: SeriesCaps) {
    this.instrument = instrument
    this.#book = book
    this.confidence = new ConfidenceFold(instrument)
    this.execution = {
      maker: new ExecutionFold(instrument, 'maker'),
      taker: new ExecutionFold(instrument, 'taker'),
    }
    this.fillRates = new FillRateFold(instrument)
    this.races = new CancelRaceFold(instrument)
    this.positionValues = new PositionValues(instrument)
    this.equity = new EquitySeries(instrument, caps.points)
    this.position = new PositionSeries(caps.fills)
    this.fills = new Thinned(caps.fills)
    this.stands = new Thinned(caps.fills)
    this.#horizons = MARKOUT_HORIZONS_NS.map(
      (delayNs, i) => new Horizon<WatchedFill>(delayNs, lookAt, (fill) => this.#markOut(i, delayNs, fill)),
    )
  }

  /** What the venue tells of our orders: the n-th `filled` of an order belongs to its n-th fill. */
  witness(): VenueWitness {
    const { stepsPerLot } = this.instrument
    return {
      // An order that makes a level of its own is held against the best one of its side.
      rested: (order, _priceTicks, lots, aheadSteps) =>
        this.impact.rested(lots, aheadSteps > 0 ? aheadSteps / stepsPerLot : this.#bestLots(this.#get(order).side)),
      queueMoved: () => {},
      filled: (order, _lots, evidence: FillEvidence) => this.#get(order).evidence.push(evidence),
    }
  }

  marked({ seq, ts, bidTicks, askTicks }: EntryOf<'MarketMarked'>): void {
    const { accounts } = this.confidence
    if (bidTicks !== NO_BID && askTicks !== NO_ASK) accounts.mark(bidTicks + askTicks)
    this.positionValues.sample(accounts.worthAtoms)
    this.equity.sample({ seq, ts, lots: accounts.positionLots }, accounts.netAtoms)
  }

  sent(entry: EntryOf<'SubmitOrder'>): void {
    const { order, side, ts, priceTicks } = entry
    const book = this.#book
    const bid = book.hasBid ? book.bestBidTicks : undefined
    const ask = book.hasAsk ? book.bestAskTicks : undefined
    this.#live.set(order, {
      order,
      side,
      sentTs: ts,
      sentMidTicks: midOf(book),
      distance: side > 0 ? distanceOf(entry, bid, ask) : distanceOf(entry, ask, bid),
      ackTs: Number.NaN,
      acceptedTs: Number.NaN,
      aheadSteps: undefined,
      priceTicks,
      standsSinceTs: Number.NaN,
      touched: false,
      cancels: 0,
      evidence: [],
      taken: undefined,
    })
  }

  accepted({ order, ts, exchTs, aheadSteps }: EntryOf<'OrderAccepted'>): void {
    const live = this.#get(order)
    live.ackTs = live.standsSinceTs = ts
    live.acceptedTs = exchTs
    if (aheadSteps >= 0) live.aheadSteps = aheadSteps
    this.journey.step('sent', 'acknowledged', ts - live.sentTs)
  }

  modified({ order, ts, priceTicks }: EntryOf<'OrderModified'>): void {
    const live = this.#get(order)
    if (priceTicks === live.priceTicks) return
    this.#stood(live, ts)
    live.priceTicks = priceTicks
    live.standsSinceTs = ts
  }

  cancelSent({ order }: EntryOf<'CancelOrder'>): void {
    this.#get(order).cancels++
  }

  cancelRejected({ order }: EntryOf<'CancelRejected'>): void {
    const live = this.#live.get(order)
    if (live !== undefined) live.cancels--
  }

  ended(order: number, ts: number, how: JourneyEnd): void {
    const live = this.#get(order)
    this.#live.delete(order)
    const isKnown = !Number.isNaN(live.ackTs)
    this.journey.step(isKnown ? 'acknowledged' : 'sent', how, ts - (isKnown ? live.ackTs : live.sentTs))
    if (how !== 'refused') this.fillRates.ended(live.distance, live.aheadSteps, live.touched)
    this.#stood(live, ts)
  }

  filled(entry: EntryOf<'Fill'>): void {
    const { order, ts, priceTicks, lots, leavesLots, liquidity, feeAtoms } = entry
    const live = this.#get(order)
    const evidence = live.evidence.shift()
    if (evidence === undefined) throw new Bug(`Cannot judge a fill of order ${order}: the venue told nothing of it`)
    const { side } = live
    const availableLots = leftOf(evidence, live, entry)
    const judgement = judge(evidence, availableLots, lots)
    const { accounts } = this.confidence
    accounts.fill(judgement.confidence, side, priceTicks, lots, feeAtoms)
    this.position.fill({ seq: entry.seq, ts, lots: accounts.positionLots })
    const nowTicks = midOf(this.#book)
    this.positionValues.fill(Number.isNaN(nowTicks) ? accounts.worthAtoms : accounts.worthAt(nowTicks * 2))
    this.confidence.fill(evidence.rule, judgement, lots, availableLots)
    this.impact.fill(lots, availableLots)
    this.timeToFillNs.record(ts - live.sentTs)
    const midTicks = evidence.midHalfTicks / 2
    const seen = { side, liquidity, priceTicks, lots, midTicks }
    this.execution[liquidity].fill(seen, live.sentMidTicks, feeAtoms)
    live.touched = true
    const duringCancel = live.cancels > 0
    if (duringCancel) this.races.lostFill(lots)
    const { seq, exchTs } = entry
    const { sentTs, acceptedTs, aheadSteps } = live
    const point: FillPoint = {
      seq,
      ts,
      exchTs,
      order,
      side,
      priceTicks,
      lots,
      leavesLots,
      sentTs,
      acceptedTs,
      feeAtoms,
      confidence: judgement.confidence,
      margin: judgement.margin,
      isMaker: liquidity === 'maker',
      rule: evidence.rule,
      aheadLots: aheadSteps === undefined ? Number.NaN : aheadSteps / this.instrument.stepsPerLot,
      markoutTicks: Number.NaN,
    }
    this.fills.add(point)
    const watched: WatchedFill = { ts, side, liquidity, priceTicks, lots, midTicks, point, duringCancel }
    for (const horizon of this.#horizons) horizon.push(watched)
    if (leavesLots === 0) this.ended(order, ts, 'filled')
  }

  onLook(nowTs: number): void {
    for (const horizon of this.#horizons) horizon.onLook(nowTs)
  }

  /** The run is over: what is open stays open. */
  end(ts: number): void {
    for (const order of [...this.#live.keys()]) this.ended(order, ts, 'open')
    this.equity.end()
  }

  /** What the best level of a side shows to the trader. */
  #bestLots(side: number): number {
    const book = this.#book
    if (side > 0) return book.hasBid ? book.bidLotsAt(book.bestBidTicks) : 0
    return book.hasAsk ? book.askLotsAt(book.bestAskTicks) : 0
  }

  #markOut(horizon: number, delayNs: number, fill: WatchedFill): void {
    const laterTicks = midOf(this.#book)
    if (Number.isNaN(laterTicks)) return
    const { side, priceTicks, lots, liquidity, point, duringCancel } = fill
    this.execution[liquidity].markout(horizon, fill, laterTicks)
    if (delayNs !== SINGLE_HORIZON_NS) return
    point.markoutTicks = side * (laterTicks - priceTicks)
    if (duringCancel) this.races.lostMarkout(point.markoutTicks, lots)
  }

  #stood({ standsSinceTs, side, priceTicks }: LiveOrder, toTs: number): void {
    if (!Number.isNaN(standsSinceTs)) this.stands.add({ fromTs: standsSinceTs, toTs, side, priceTicks })
  }

  #get(order: number): LiveOrder {
    const live = this.#live.get(order)
    if (live === undefined) throw new Bug(`Cannot follow order ${order}: it is not open`)
    return live
  }
}

/**
 * What the market showed for a fill. An order that takes a level twice in one arrival, as one that goes beyond what is
 * there, finds what its first part left.
 */
function leftOf({ rule, availableLots }: FillEvidence, live: LiveOrder, fill: EntryOf<'Fill'>): number {
  if (rule !== 'on-arrival') return availableLots
  const { exchTs, priceTicks, lots } = fill
  const { taken } = live
  const before = taken?.exchTs === exchTs && taken.priceTicks === priceTicks ? taken.lots : 0
  live.taken = { exchTs, priceTicks, lots: before + lots }
  return Math.max(0, availableLots - before)
}
