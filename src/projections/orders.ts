/**
 * What became of our orders, in counts, and how they queued. Only open orders are held.
 *
 * An order's wait in the queue begins when the venue takes it up and begins anew when a modification costs it its
 * place (another price, or more than was open); each maker fill records the wait so far, by the venue's clock.
 */

import { Bug } from '../core/bug.ts'
import { Histogram } from '../core/histogram.ts'
import { IntMap } from '../core/int-map.ts'
import type { EntryOf, JournalEntry } from '../journal/entries.ts'
import type { Reason } from '../market/orders.ts'
import type { Projection } from './projection.ts'

/** The orders of one instrument. */
export interface OrderCounts {
  /** Orders the strategy asked for. */
  submitted: number
  /** Of these, refused by the risk gate. */
  refused: number
  /** Acknowledged by the venue as resting. An order that is executed on arrival is not among them. */
  accepted: number
  rejected: number
  /** Executed in full. */
  filled: number
  /** Executed at least in part. */
  touched: number
  canceled: number
  /** Ended by their time in force. */
  expired: number
  /** Open at the end, or on their way. */
  open: number
  /** Cancels asked for. */
  cancels: number
  /** Cancels that came too late, or never arrived. */
  cancelsRejected: number
  /** Of these, cancels that found the order filled: the race was lost. */
  cancelsLost: number
  /** Modifications asked for, with those that the risk gate refused. */
  modifies: number
  modifiesRefused: number
  modified: number
  modifiesRejected: number
}

export interface InstrumentOrders extends OrderCounts {
  /** By the risk gate: orders and modifications. */
  readonly refusals: ReadonlyMap<Reason, number>
  /** By the venue: new orders. */
  readonly rejects: ReadonlyMap<Reason, number>
  readonly expiries: ReadonlyMap<Reason, number>
  /** Wait in the queue at each maker fill. */
  readonly queueWaitNs: Histogram
  /** Quantity ahead on arrival, in the instrument's quantity steps, of each order that rested. */
  readonly aheadSteps: Histogram
}

/** By instrument id. */
export type OrdersView = readonly Readonly<InstrumentOrders>[]

interface Watched extends InstrumentOrders {
  readonly refusals: Map<Reason, number>
  readonly rejects: Map<Reason, number>
  readonly expiries: Map<Reason, number>
}

interface OpenOrder {
  priceTicks: number
  leavesLots: number
  /** Since when it keeps its place, by the venue's clock; NaN before the venue had it. */
  queuedTs: number
  touched: boolean
  /** Cancels under way. */
  cancels: number
}

export class OrderStatistics implements Projection<OrdersView> {
  readonly name = 'orders'
  readonly version = 2
  readonly #watched: readonly Watched[]
  readonly #open = new IntMap<OpenOrder>()
  /** Cancels under way whose orders were filled in full meanwhile, by order. */
  readonly #lateCancels = new IntMap<number>()

  /** `instruments`: how many the run has. */
  constructor(instruments: number) {
    this.#watched = Array.from({ length: instruments }, nothingYet)
  }

  apply(entry: JournalEntry): void {
    switch (entry.kind) {
      case 'RunStarted':
      case 'RunEnded':
      case 'TimerFired':
      case 'MarketMarked':
        return
      default:
    }
    const { order } = entry
    const watched = this.#watched[entry.instrument]
    if (watched === undefined) throw new Bug(`Cannot count an order of instrument ${entry.instrument}`)
    switch (entry.kind) {
      case 'SubmitOrder': {
        const { priceTicks, lots } = entry
        watched.submitted++
        watched.open++
        this.#open.set(order, { priceTicks, leavesLots: lots, queuedTs: Number.NaN, touched: false, cancels: 0 })
        return
      }
      case 'ModifyOrder':
        watched.modifies++
        return
      case 'CancelOrder':
        watched.cancels++
        return this.#cancelSent(order)
      case 'CommandRefused':
        countOne(watched.refusals, entry.reason)
        if (entry.command !== 'SubmitOrder') {
          watched.modifiesRefused++
          return
        }
        watched.refused++
        return this.#end(watched, order)
      case 'OrderAccepted':
        watched.accepted++
        if (entry.aheadSteps >= 0) watched.aheadSteps.record(entry.aheadSteps)
        this.#get(order).queuedTs = entry.exchTs
        return
      case 'OrderRejected':
        watched.rejected++
        countOne(watched.rejects, entry.reason)
        return this.#end(watched, order)
      case 'OrderExpired':
        watched.expired++
        countOne(watched.expiries, entry.reason)
        return this.#end(watched, order)
      case 'OrderCanceled':
        watched.canceled++
        return this.#end(watched, order)
      case 'OrderModified':
        watched.modified++
        requeue(this.#get(order), entry)
        return
      case 'CancelRejected':
        watched.cancelsRejected++
        return this.#cancelRejected(watched, order, entry.reason !== 'lost-on-entry')
      case 'ModifyRejected':
        watched.modifiesRejected++
        return
      case 'Fill':
        return this.#filled(watched, entry)
    }
  }

  #filled(watched: Watched, { order, exchTs, leavesLots, liquidity }: EntryOf<'Fill'>): void {
    const open = this.#get(order)
    if (!open.touched) watched.touched++
    open.touched = true
    open.leavesLots = leavesLots
    // A taker fill on arrival may leave a rest that queues from then on.
    if (Number.isNaN(open.queuedTs)) open.queuedTs = exchTs
    if (liquidity === 'maker') watched.queueWaitNs.record(exchTs - open.queuedTs)
    if (leavesLots > 0) return
    watched.filled++
    if (open.cancels > 0) this.#lateCancels.set(order, open.cancels)
    this.#end(watched, order)
  }

  view(): OrdersView {
    return this.#watched
  }

  #cancelSent(order: number): void {
    const open = this.#open.get(order)
    if (open !== undefined) open.cancels++
  }

  #cancelRejected(watched: Watched, order: number, arrived: boolean): void {
    const open = this.#open.get(order)
    if (open !== undefined) {
      open.cancels--
      return
    }
    const late = this.#lateCancels.get(order)
    if (late === undefined) return
    if (arrived) watched.cancelsLost++
    if (late === 1) this.#lateCancels.delete(order)
    else this.#lateCancels.set(order, late - 1)
  }

  #get(order: number): OpenOrder {
    const open = this.#open.get(order)
    if (open === undefined) throw new Bug(`Cannot follow order ${order}: it is not open`)
    return open
  }

  #end(watched: Watched, order: number): void {
    watched.open--
    this.#open.delete(order)
  }
}

function requeue(
  open: OpenOrder,
  { priceTicks, leavesLots, exchTs }: { priceTicks: number; leavesLots: number; exchTs: number },
): void {
  if (priceTicks !== open.priceTicks || leavesLots > open.leavesLots) open.queuedTs = exchTs
  open.priceTicks = priceTicks
  open.leavesLots = leavesLots
}

function countOne(counts: Map<Reason, number>, reason: Reason): void {
  counts.set(reason, (counts.get(reason) ?? 0) + 1)
}

function nothingYet(): Watched {
  return {
    submitted: 0,
    refused: 0,
    accepted: 0,
    rejected: 0,
    filled: 0,
    touched: 0,
    canceled: 0,
    expired: 0,
    open: 0,
    cancels: 0,
    cancelsRejected: 0,
    cancelsLost: 0,
    modifies: 0,
    modifiesRefused: 0,
    modified: 0,
    modifiesRejected: 0,
    refusals: new Map(),
    rejects: new Map(),
    expiries: new Map(),
    queueWaitNs: new Histogram(),
    aheadSteps: new Histogram(),
  }
}
