/**
 * The simulated venue of one instrument, level 2: its true book, our orders in its queue, and what fills them.
 *
 * A resting buy at price P (a sell mirrored) is filled, as maker, at P:
 * - in full, when the best ask comes down to P or below;
 * - in full, when a sell trade prints below P;
 * - when a sell trade prints at P and the queue model says that trades went past the order (rounded to whole lots; half
 *   a lot counts): by what the fill model says. A trade at or beyond the best of the aggressor's own side says nothing
 *   about our queue, and is passed over.
 *
 * An order that crosses on arrival takes liquidity as the fill model says; otherwise it rests behind what the level
 * shows. **Our orders change neither the book nor the trades of the recording**, and each order sees the whole traded
 * quantity.
 */

import { Bug } from '../../core/bug.ts'
import { toFloat } from '../../core/decimal.ts'
import { ListedIntMap } from '../../core/listed-int-map.ts'
import { roundHalfAway } from '../../core/round-half-away.ts'
import type { Side } from '../../core/units.ts'
import type { VenueNode } from '../../kernel/nodes.ts'
import type { BookSide } from '../../market/book-side.ts'
import { BUY, KIND_MASK, type MarketColumns, RowKind } from '../../market/columns.ts'
import type { Instrument } from '../../market/instrument.ts'
import { L2Book } from '../../market/l2-book.ts'
import type { MarketMemory } from '../../market/market-memory.ts'
import { type MoneyScale, moneyScale, notionalAtoms } from '../../market/money.ts'
import type { Answer, CancelOrder, Command, Liquidity, ModifyOrder, Reason, SubmitOrder } from '../../market/orders.ts'
import type { FeeModel } from './fee/fee-model.ts'
import type { FillModel, OppositeSide } from './fill/fill-model.ts'
import { OppositeBook } from './opposite-book.ts'
import type { QueueModel } from './queue/queue-model.ts'
import { type RestingOrder, RestingSide } from './resting-orders.ts'
import type { FillEvidence, VenueWitness } from './venue-witness.ts'

export interface VenueModels {
  readonly queue: QueueModel
  readonly fill: FillModel
  readonly fee: FeeModel
}

export class SimulatedVenue implements VenueNode {
  readonly book: L2Book
  readonly #instrument: Instrument
  readonly #id: number
  readonly #models: VenueModels
  readonly #scale: MoneyScale
  readonly #answer: (answer: Answer, exchTs: number) => void
  readonly #witness: VenueWitness | undefined
  readonly #buys: RestingSide
  readonly #sells: RestingSide
  readonly #orders = new ListedIntMap<RestingOrder>()
  readonly #freeSlots: number[] = []
  #slots = 0
  readonly #oppositeOfBuys: OppositeSide
  readonly #oppositeOfSells: OppositeSide

  /**
   * `answer` puts an answer on the response link, stamped with the venue's time; `witness` is told why. `memory` is
   * where the rows lie, so that they need not be copied.
   */
  constructor(
    instrument: Instrument,
    models: VenueModels,
    answer: (answer: Answer, exchTs: number) => void,
    witness: VenueWitness | undefined,
    memory: MarketMemory,
  ) {
    this.#instrument = instrument
    this.#id = instrument.id
    this.#models = models
    this.#answer = answer
    this.#witness = witness
    this.#scale = moneyScale(instrument)
    this.book = new L2Book(instrument.stepsPerLot, memory)
    this.#buys = new RestingSide(1, this.book.bids)
    this.#sells = new RestingSide(-1, this.book.asks)
    this.#oppositeOfBuys = new OppositeBook(this.book.asks, instrument.stepsPerLot)
    this.#oppositeOfSells = new OppositeBook(this.book.bids, instrument.stepsPerLot)
  }

  /** Our orders that rest here, for tests and laws. */
  get resting(): Iterable<Readonly<RestingOrder>> {
    return this.#orders.values
  }

  /** Quantity ahead of one of our resting orders. */
  aheadOf(order: number): number | undefined {
    const resting = this.#orders.get(order)
    return resting && this.#models.queue.ahead(resting.slot)
  }

  takeRow(columns: MarketColumns, row: number): void {
    const { book } = this
    // All of the row at once: a change of the book may move the columns.
    const ts = columns.exchTs[row]!
    const flags = columns.flags[row]!
    const tick = columns.priceTicks[row]!
    const steps = columns.qtySteps[row]!
    const kind = flags & KIND_MASK
    const isBuy = (flags & BUY) !== 0
    if (kind === RowKind.Trade) return this.#trade(isBuy ? this.#sells : this.#buys, tick, steps, ts)
    if (kind === RowKind.Clear) return book.clear(flags, tick)
    const midHalfTicks = this.#witness && book.midHalfTicks
    const own = isBuy ? book.bids : book.asks
    const before = own.best
    const previous = book.setLevel(isBuy, tick, steps)
    this.#levelChanged(isBuy ? this.#buys : this.#sells, tick, previous, steps, ts)
    if (own.best !== before) this.#bestMoved(isBuy, before, own.best, midHalfTicks, ts)
  }

  receive(command: Command, nowTs: number): void {
    // An order of nothing would stand at its level for ever.
    if (command.kind !== 'CancelOrder' && !(command.lots > 0)) {
      throw new Bug(`Cannot take ${command.kind} of ${command.lots} lots for order ${command.order}`)
    }
    switch (command.kind) {
      case 'SubmitOrder':
        if (this.#orders.get(command.order)) throw new Bug(`Cannot submit order ${command.order}: it rests already`)
        this.#arrive(command, command.priceTicks, command.lots, nowTs, false)
        break
      case 'CancelOrder':
        this.#cancel(command, nowTs)
        break
      case 'ModifyOrder':
        this.#modify(command, nowTs)
        break
    }
  }

  /** A new order, or a modified one that gave up its place, meets the book. */
  #arrive(submit: SubmitOrder, priceTicks: number, lots: number, nowTs: number, modified: boolean): void {
    const { order, side, timeInForce } = submit
    const opposite = side > 0 ? this.#oppositeOfBuys : this.#oppositeOfSells
    const best = opposite.bestTicks
    const crosses = submit.type === 'market' || (best !== undefined && (priceTicks - best) * side >= 0)
    if (crosses && submit.postOnly) return this.#end(modified, order, nowTs, lots, 'post-only-would-cross')
    if (crosses) return this.#take(submit, priceTicks, lots, opposite, nowTs)
    if (timeInForce !== 'gtc') return this.#end(true, order, nowTs, lots, 'nothing-to-match')
    const slot = this.#freeSlots.pop() ?? this.#slots++
    const resting: RestingOrder = { submit, slot, priceTicks, leavesLots: lots }
    const own: BookSide = side > 0 ? this.book.bids : this.book.asks
    const levelSteps = own.stepsAt(priceTicks)
    this.#models.queue.rest(slot, this.#qty(levelSteps))
    this.#witness?.rested(order, priceTicks, lots, levelSteps, nowTs)
    this.#orders.add(order, resting)
    this.#sideOf(side).add(resting)
    if (!modified)
      this.#send({ kind: 'OrderAccepted', instrument: this.#id, order, exchTs: nowTs, aheadSteps: levelSteps })
  }

  #take(submit: SubmitOrder, priceTicks: number, lots: number, opposite: OppositeSide, nowTs: number): void {
    const { order, side, type, timeInForce } = submit
    const { midHalfTicks } = this.book
    let leaves = lots
    for (const execution of this.#models.fill.take({ type, timeInForce, side, priceTicks }, lots, opposite)) {
      leaves -= execution.lots
      if (leaves < 0) throw new Bug(`Cannot fill ${lots - leaves} of ${lots} lots of order ${order}`)
      const availableLots = opposite.lotsAt(execution.priceTicks)
      const evidence = this.#witness && { rule: 'on-arrival' as const, throughTicks: 0, availableLots, midHalfTicks }
      this.#fill(submit, execution.priceTicks, execution.lots, leaves, 'taker', nowTs, evidence)
    }
    if (leaves > 0) this.#end(true, order, nowTs, leaves, leaves === lots ? 'nothing-to-match' : 'unfilled-remainder')
  }

  #cancel({ order }: CancelOrder, exchTs: number): void {
    const resting = this.#orders.get(order)
    if (resting === undefined)
      return this.#send({ kind: 'CancelRejected', instrument: this.#id, order, exchTs, reason: 'unknown-order' })
    this.#remove(resting)
    this.#send({ kind: 'OrderCanceled', instrument: this.#id, order, exchTs, leavesLots: resting.leavesLots })
  }

  /** A smaller quantity at the same price keeps the place in the queue; anything else is a new arrival. */
  #modify({ order, priceTicks, lots }: ModifyOrder, exchTs: number): void {
    const resting = this.#orders.get(order)
    if (resting === undefined)
      return this.#send({ kind: 'ModifyRejected', instrument: this.#id, order, exchTs, reason: 'unknown-order' })
    if (resting.priceTicks === priceTicks && lots <= resting.leavesLots) {
      resting.leavesLots = lots
      return this.#send({ kind: 'OrderModified', instrument: this.#id, order, exchTs, priceTicks, leavesLots: lots })
    }
    this.#remove(resting)
    this.#send({ kind: 'OrderModified', instrument: this.#id, order, exchTs, priceTicks, leavesLots: lots })
    this.#arrive(resting.submit, priceTicks, lots, exchTs, true)
  }

  #levelChanged(side: RestingSide, tick: number, previousSteps: number, steps: number, ts: number): void {
    const there = side.at(tick)
    if (there === undefined) return
    const { queue } = this.#models
    const previous = this.#qty(previousSteps)
    const now = this.#qty(steps)
    for (const { slot, submit } of there) {
      const before = queue.ahead(slot)
      queue.depth(slot, previous, now)
      this.#witness?.queueMoved(submit.order, 'depth', now - previous, before, queue.ahead(slot), ts)
    }
  }

  /** A best price that improved fills, in full, every order of ours on the other side that it reaches. */
  #bestMoved(isBid: boolean, before: number, best: number, midHalfTicks: number | undefined, ts: number): void {
    if (isBid ? best < before : best > before) return
    const side = isBid ? this.#sells : this.#buys
    for (let price = side.reachedBy(best); price !== undefined; price = side.reachedBy(best)) {
      const crossing = isBid ? this.book.bids : this.book.asks
      const evidence = midHalfTicks === undefined ? undefined : this.#crossedBy(crossing, price, midHalfTicks)
      this.#fillLevel(side.at(price)!, ts, evidence)
    }
  }

  /** What the side that came to `price` shows up to there. */
  #crossedBy(crossing: BookSide, price: number, midHalfTicks: number): FillEvidence {
    let steps = 0
    const throughTicks = (crossing.best - price) * crossing.direction
    for (const tick of crossing.ticks()) {
      if ((tick - price) * crossing.direction < 0) break
      steps += crossing.stepsAt(tick)
    }
    return { rule: 'best-crossed', throughTicks, availableLots: steps / this.#instrument.stepsPerLot, midHalfTicks }
  }

  #trade(side: RestingSide, tick: number, steps: number, ts: number): void {
    const tradedQty = this.#qty(steps)
    for (let price = side.reachedBy(tick); price !== undefined && price !== tick; price = side.reachedBy(tick)) {
      const evidence = this.#witness && this.#tradedThrough(Math.abs(price - tick), tradedQty)
      this.#fillLevel(side.at(price)!, ts, evidence)
    }
    const there = side.at(tick)
    if (there === undefined) return
    for (let i = 0; i < there.length; ) {
      const order = there[i]!
      this.#tradedAt(order, tradedQty, ts)
      // One that is filled leaves, and the next is in its place.
      if (there[i] === order) i++
    }
  }

  #tradedThrough(throughTicks: number, tradedQty: number): FillEvidence {
    const availableLots = tradedQty / toFloat(1, this.#instrument.lot)
    return { rule: 'traded-through', throughTicks, availableLots, midHalfTicks: this.book.midHalfTicks }
  }

  /** A trade at the order's own price: it is filled as far as trades have gone past it. */
  #tradedAt(order: RestingOrder, tradedQty: number, ts: number): void {
    const { queue, fill } = this.#models
    const { slot, leavesLots } = order
    const before = queue.ahead(slot)
    queue.trade(slot, tradedQty)
    const past = -queue.ahead(slot)
    this.#witness?.queueMoved(order.submit.order, 'trade', tradedQty, before, -past, ts)
    const lotsPast = past / toFloat(1, this.#instrument.lot)
    const passedLots = roundHalfAway(lotsPast)
    if (passedLots <= 0) return
    queue.reachFront(slot)
    const evidence = this.#witness && {
      rule: 'queue' as const,
      throughTicks: 0,
      availableLots: lotsPast,
      midHalfTicks: this.book.midHalfTicks,
    }
    this.#fillResting(order, fill.restingLots(passedLots, leavesLots), ts, evidence)
  }

  /** Fills every order of a level, in full. */
  #fillLevel(there: readonly RestingOrder[], ts: number, evidence: FillEvidence | undefined): void {
    while (there.length > 0) this.#fillResting(there[0]!, there[0]!.leavesLots, ts, evidence)
  }

  #fillResting(order: RestingOrder, lots: number, ts: number, evidence: FillEvidence | undefined): void {
    if (!(lots >= 0 && lots <= order.leavesLots)) throw new Bug(`Cannot fill ${lots} of ${order.leavesLots} open lots`)
    if (lots === 0) return
    order.leavesLots -= lots
    if (order.leavesLots === 0) this.#remove(order)
    this.#fill(order.submit, order.priceTicks, lots, order.leavesLots, 'maker', ts, evidence)
  }

  #fill(
    submit: SubmitOrder,
    priceTicks: number,
    lots: number,
    leavesLots: number,
    liquidity: Liquidity,
    exchTs: number,
    evidence: FillEvidence | undefined,
  ): void {
    const { order, side } = submit
    if (evidence !== undefined) this.#witness?.filled(order, lots, evidence, exchTs)
    const notional = notionalAtoms(priceTicks, lots, this.#scale)
    const feeAtoms = this.#models.fee.feeAtoms({ side, liquidity, lots, notionalAtoms: notional })
    this.#send({ kind: 'Fill', instrument: this.#id, order, exchTs, priceTicks, lots, leavesLots, liquidity, feeAtoms })
  }

  /** An order ends unfilled: refused if the venue never had it (`known` false), else expired. */
  #end(known: boolean, order: number, exchTs: number, leavesLots: number, reason: Reason): void {
    this.#send(
      known
        ? { kind: 'OrderExpired', instrument: this.#id, order, exchTs, leavesLots, reason }
        : { kind: 'OrderRejected', instrument: this.#id, order, exchTs, reason },
    )
  }

  #send(answer: Answer): void {
    this.#answer(answer, answer.exchTs)
  }

  #remove(order: RestingOrder): void {
    this.#orders.delete(order.submit.order)
    this.#sideOf(order.submit.side).remove(order)
    this.#models.queue.leave(order.slot)
    this.#freeSlots.push(order.slot)
  }

  #sideOf(side: Side): RestingSide {
    return side > 0 ? this.#buys : this.#sells
  }

  #qty(steps: number): number {
    return toFloat(steps, this.#instrument.qtyStep)
  }
}
