/**
 * Keeps what a venue tells of one order: the largest and the last things that happened in its queue, and the sum of
 * all. A depth change shows trades before it once more: what a level lost beyond them is taken to be cancels.
 */
import { toFloat } from '../../core/decimal.ts'
import type { Instrument } from '../../market/instrument.ts'
import type { AnswerEvent, QueueDigest, QueueEvent, QueueSum, VenueEvent } from '../../report/story/order-story.ts'
import type { SimulatedVenue } from '../../venue/sim/simulated-venue.ts'
import type { FillEvidence, VenueWitness } from '../../venue/sim/venue-witness.ts'
import { bestPrices } from './market-pass.ts'

type QueueKind = 'trade' | 'left' | 'joined'

interface Kept {
  /** Its place among all that happened. */
  readonly nth: number
  readonly event: VenueEvent
  readonly qty: number
}

const LARGEST_KEPT = 3
const LAST_KEPT = 5

export class QueueLog implements VenueWitness {
  /** The venue that tells; set once it is there. */
  venue: SimulatedVenue | undefined
  /** Seq of the command that the venue is at; undefined while it is at a row. */
  command: number | undefined
  /** Evidence of the fill that is about to be answered. */
  evidence: FillEvidence | undefined
  /** At the trade that came nearest without filling it, where it rests: what was ahead after it. */
  nearest: { readonly aheadQty: number; readonly exchTs: number } | undefined
  readonly #order: number
  readonly #side: 1 | -1
  readonly #instrument: Instrument
  readonly #all: boolean
  readonly #sums: Record<QueueKind, QueueSum> = { trade: zero(), left: zero(), joined: zero() }
  readonly #passedOver = { count: 0, qty: 0 }
  /** What is shown in any case. */
  readonly #marks: Kept[] = []
  /** What happened in the queue: the last of it, or all. */
  readonly #moves: Kept[] = []
  readonly #largest: Record<'trade' | 'left', Kept[]> = { trade: [], left: [] }
  #nth = 0
  #moved = 0
  #rested = false
  #priceTicks = 0
  #aheadQty = 0
  #tradedQty = 0

  constructor(order: number, side: 1 | -1, instrument: Instrument, all: boolean) {
    this.#order = order
    this.#side = side
    this.#instrument = instrument
    this.#all = all
  }

  /** Trades at the order's price that moved its queue. */
  get trades(): number {
    return this.#sums.trade.count
  }

  /** A trade at the price of which the venue told nothing. */
  passOver(qty: number): void {
    this.#passedOver.count++
    this.#passedOver.qty += qty
  }

  answered(event: Omit<AnswerEvent, 'by' | 'evidence'>): void {
    this.#mark({ kind: 'answer', ...event, by: this.command, ...(this.evidence && { evidence: this.evidence }) })
    this.evidence = undefined
  }

  rested(order: number, priceTicks: number, lots: number, aheadSteps: number, exchTs: number): void {
    if (order !== this.#order) return
    const aheadQty = toFloat(aheadSteps, this.#instrument.qtyStep)
    this.#rested = true
    this.#priceTicks = priceTicks
    this.#aheadQty = aheadQty
    this.#tradedQty = 0
    this.nearest = undefined
    const best = bestPrices(this.venue!.book, this.#instrument)
    this.#mark({ kind: 'rested', exchTs, by: this.command, priceTicks, lots, aheadQty, ...best })
  }

  queueMoved(order: number, by: 'trade' | 'depth', qty: number, before: number, after: number, exchTs: number): void {
    if (order !== this.#order) return
    this.#aheadQty = after
    if (by === 'trade') {
      this.#tradedQty += qty
      if (this.nearest === undefined || after < this.nearest.aheadQty) this.nearest = { aheadQty: after, exchTs }
      this.#move('trade', qty, before, after, exchTs)
      return
    }
    // A double's last bits, where decimals were added, are no quantity.
    const change = wholeSteps(qty + this.#tradedQty, this.#instrument)
    this.#tradedQty = 0
    if (change !== 0) this.#move(change < 0 ? 'left' : 'joined', Math.abs(change), before, after, exchTs)
  }

  filled(order: number, _lots: number, evidence: FillEvidence): void {
    if (order !== this.#order) return
    this.evidence = evidence
    // Trades that went past it have been executed.
    this.#aheadQty = Math.max(this.#aheadQty, 0)
    this.nearest = undefined
  }

  events(): VenueEvent[] {
    const shown = new Set([...this.#marks, ...this.#moves, ...this.#largest.trade, ...this.#largest.left])
    return [...shown].sort((a, b) => a.nth - b.nth).map(({ event }) => event)
  }

  digest(): QueueDigest | undefined {
    if (!this.#rested) return undefined
    const { trade, left, joined } = this.#sums
    const leftOut = this.#moved - (this.events().length - this.#marks.length)
    return { trades: trade, left, joined, passedOver: this.#passedOver, aheadQty: this.#aheadQty, leftOut }
  }

  #mark(event: VenueEvent): void {
    this.#marks.push({ nth: this.#nth++, event, qty: 0 })
  }

  #move(kind: QueueKind, qty: number, aheadBefore: number, aheadAfter: number, exchTs: number): void {
    const { book } = this.venue!
    const levelSteps = (this.#side > 0 ? book.bids : book.asks).stepsAt(this.#priceTicks)
    const levelQty = toFloat(levelSteps, this.#instrument.qtyStep)
    const sum = this.#sums[kind]
    sum.count++
    sum.qty += qty
    sum.aheadQty += Math.max(aheadBefore, 0) - Math.max(aheadAfter, 0)
    this.#moved++
    const event: QueueEvent & { readonly kind: QueueKind } = { kind, exchTs, qty, levelQty, aheadBefore, aheadAfter }
    const kept = { nth: this.#nth++, event, qty }
    this.#moves.push(kept)
    if (this.#all) return
    if (this.#moves.length > LAST_KEPT) this.#moves.shift()
    if (kind !== 'joined') keepLargest(this.#largest[kind], kept)
  }
}

function keepLargest(largest: Kept[], kept: Kept): void {
  largest.push(kept)
  if (largest.length <= LARGEST_KEPT) return
  let least = 0
  // Of equal ones the later goes.
  for (let i = 1; i < largest.length; i++) if (largest[i]!.qty <= largest[least]!.qty) least = i
  largest.splice(least, 1)
}

function zero(): QueueSum {
  return { count: 0, qty: 0, aheadQty: 0 }
}

function wholeSteps(qty: number, { qtyStep }: Instrument): number {
  return toFloat(Math.round((qty * qtyStep.scale) / qtyStep.numerator), qtyStep)
}
