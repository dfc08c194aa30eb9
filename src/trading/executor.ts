/**
 * Our orders of one instrument: turns what the strategy asks for into commands, past the risk gate, into the journal,
 * and out to the venue, in that order; and follows each order's life by the venue's answers. The same object runs in a
 * backtest and live: where commands go is the caller's business.
 */
import { Bug, Misuse } from '../core/bug.ts'
import { IntMap } from '../core/int-map.ts'
import { ListedIntMap } from '../core/listed-int-map.ts'
import type { JournalSink } from '../journal/entries.ts'
import type { Instrument } from '../market/instrument.ts'
import type { L2Book } from '../market/l2-book.ts'
import type { Answer, Command, ModifyOrder, Reason, SubmitOrder } from '../market/orders.ts'
import { exposedLots, isOpen, move, type Order, type OrderView } from './order.ts'
import type { RiskRule, RiskView } from './risk/risk-rule.ts'
import type { SendRate } from './risk/send-rate.ts'
import type { NewOrder, Orders } from './strategy.ts'

/** What the executors of one trader share. */
export interface Desk {
  readonly journal: JournalSink
  /** The trader's clock. */
  nowTs: number
  /** Seq of the journal entry that the trader is acting on, -1 for none. */
  cause: number
  nextOrderId: number
  readonly rate: SendRate
  /** Puts a command on its way to the venue. */
  send(instrument: number, command: Command, nowTs: number): void
  /** An order was refused by the risk gate: the strategy is told at the end of the instant. */
  refused(order: OrderView): void
}

/** What the executor reads of the trader's view of its instrument. */
export interface InstrumentState {
  readonly instrument: Instrument
  readonly book: L2Book
  readonly position: { lots: number }
  /** Market rows of this instrument that the trader has seen. */
  readonly rowsSeen: number
}

export class Executor implements Orders {
  readonly #desk: Desk
  readonly #state: InstrumentState
  readonly #rules: readonly RiskRule[]
  /** Open orders by id, in the order of submission. */
  readonly #orders = new ListedIntMap<Order>()
  /** Ended orders about which an answer is still to come, such as the refusal of a cancel that came too late. */
  readonly #ended = new IntMap<Order>()
  #openBuyLots = 0
  #openSellLots = 0

  constructor(desk: Desk, state: InstrumentState, rules: readonly RiskRule[]) {
    this.#desk = desk
    this.#state = state
    this.#rules = rules
  }

  submit(asked: NewOrder): number {
    const desk = this.#desk
    const { side, lots, type = 'limit', timeInForce = 'gtc', postOnly = false } = asked
    const priceTicks = checkedPrice(asked.priceTicks, type)
    checkLots(lots)
    if (side !== 1 && side !== -1) throw new Misuse(`Cannot submit an order on side ${String(side)}: it is 1 or -1`)
    if (postOnly && (type === 'market' || timeInForce !== 'gtc')) {
      throw new Misuse(`Cannot submit a post-only order as ${type} ${timeInForce}: it would never rest`)
    }
    const id = desk.nextOrderId++
    const instrument = this.#state.instrument.id
    const order: Order = {
      id,
      instrument,
      side,
      type,
      timeInForce,
      postOnly,
      priceTicks,
      lots,
      filledLots: 0,
      leavesLots: lots,
      state: 'sent',
      pending: 'none',
      submitSeq: -1,
      modifySeq: -1,
      cancelSeq: -1,
      modifyLots: 0,
      unanswered: 0,
    }
    const command: SubmitOrder = { kind: 'SubmitOrder', order: id, side, type, timeInForce, postOnly, priceTicks, lots }
    const reason = this.#refusalOf(command, order)
    order.submitSeq = desk.journal.append('SubmitOrder', desk.nowTs, desk.cause, {
      instrument,
      order: id,
      side,
      type,
      timeInForce,
      postOnly: postOnly ? 1 : 0,
      priceTicks,
      lots,
      row: this.#state.rowsSeen,
    })
    if (reason !== undefined) {
      move(order, 'refused')
      order.leavesLots = 0
      this.#refuse(order, 'SubmitOrder', order.submitSeq, reason)
      return id
    }
    this.#orders.add(id, order)
    this.#addOpen(order, lots)
    desk.rate.record(desk.nowTs)
    desk.send(instrument, command, desk.nowTs)
    return id
  }

  modify(id: number, change: { readonly priceTicks?: number; readonly lots?: number }): boolean {
    const desk = this.#desk
    const order = this.#orders.get(id)
    if (order === undefined || order.pending !== 'none') return false
    const priceTicks = checkedPrice(change.priceTicks ?? order.priceTicks, order.type)
    const lots = change.lots ?? order.leavesLots
    checkLots(lots)
    const command: ModifyOrder = { kind: 'ModifyOrder', order: id, priceTicks, lots }
    const reason = this.#refusalOf(command, order)
    const instrument = this.#state.instrument.id
    const seq = desk.journal.append('ModifyOrder', desk.nowTs, desk.cause, {
      instrument,
      order: id,
      priceTicks,
      lots,
      row: this.#state.rowsSeen,
    })
    if (reason !== undefined) {
      this.#refuse(order, 'ModifyOrder', seq, reason)
      return true
    }
    const exposedBefore = exposedLots(order)
    order.pending = 'modify'
    order.modifySeq = seq
    order.modifyLots = lots
    this.#addOpen(order, exposedLots(order) - exposedBefore)
    order.unanswered++
    desk.rate.record(desk.nowTs)
    desk.send(instrument, command, desk.nowTs)
    return true
  }

  cancel(id: number, { again = false }: { readonly again?: boolean } = {}): boolean {
    const desk = this.#desk
    const order = this.#orders.get(id)
    if (order === undefined || (order.pending === 'cancel' && !again)) return false
    const instrument = this.#state.instrument.id
    const body = { instrument, order: id, row: this.#state.rowsSeen }
    const seq = desk.journal.append('CancelOrder', desk.nowTs, desk.cause, body)
    if (order.pending !== 'cancel') order.cancelSeq = seq
    else if (order.repeatSeqs === undefined) order.repeatSeqs = [seq]
    else order.repeatSeqs.push(seq)
    order.pending = 'cancel'
    order.unanswered++
    desk.send(instrument, { kind: 'CancelOrder', order: id }, desk.nowTs)
    return true
  }

  cancelAll(): void {
    for (const { id } of this.#orders.values) this.cancel(id)
  }

  get(id: number): OrderView | undefined {
    return this.#orders.get(id)
  }

  open(): IterableIterator<OrderView> {
    return this.#orders.values[Symbol.iterator]()
  }

  /** Journals an answer of the venue and applies it to its order, which it returns as it now is. */
  receive(answer: Answer): Order {
    const order = this.#orders.get(answer.order) ?? this.#ended.get(answer.order)
    if (order === undefined)
      throw new Bug(`Cannot apply ${answer.kind} to order ${answer.order}: nothing is open or asked`)
    const desk = this.#desk
    // An answer has the fields of its entry: it is written as it came.
    desk.cause = desk.journal.append(answer.kind, desk.nowTs, causeOf(answer, order), answer as never)
    const exposedBefore = exposedLots(order)
    this.#apply(order, answer)
    this.#addOpen(order, exposedLots(order) - exposedBefore)
    if (isOpen(order)) return order
    this.#orders.delete(order.id)
    if (order.unanswered > 0) this.#ended.set(order.id, order)
    else this.#ended.delete(order.id)
    return order
  }

  #apply(order: Order, answer: Answer): void {
    if (answersChange(answer)) order.unanswered--
    switch (answer.kind) {
      case 'OrderAccepted':
        return move(order, 'working')
      case 'OrderRejected':
        return end(order, 'rejected')
      case 'OrderExpired':
        return end(order, 'expired')
      case 'OrderCanceled':
        cancelAnswered(order)
        return end(order, 'canceled')
      case 'CancelRejected':
        if (!cancelAnswered(order)) order.pending = 'none'
        return
      case 'ModifyRejected':
        order.modifyLots = 0
        if (order.pending === 'modify') order.pending = 'none'
        return
      case 'OrderModified':
        if (order.pending === 'modify') order.pending = 'none'
        order.priceTicks = answer.priceTicks
        order.modifyLots = 0
        order.lots = order.filledLots + answer.leavesLots
        order.leavesLots = answer.leavesLots
        return move(order, 'working')
      case 'Fill':
        order.filledLots += answer.lots
        order.leavesLots = answer.leavesLots
        this.#state.position.lots += order.side * answer.lots
        if (answer.leavesLots === 0) order.modifyLots = 0
        return move(order, answer.leavesLots === 0 ? 'filled' : 'working')
    }
  }

  #refusalOf(command: SubmitOrder | ModifyOrder, order: Order): Reason | undefined {
    if (this.#rules.length === 0) return undefined
    const { book, position } = this.#state
    const own = command.kind === 'ModifyOrder' ? exposedLots(order) : 0
    const view: RiskView = {
      positionLots: position.lots,
      openBuyLots: this.#openBuyLots - (order.side > 0 ? own : 0),
      openSellLots: this.#openSellLots - (order.side < 0 ? own : 0),
      bestBidTicks: book.hasBid ? book.bestBidTicks : undefined,
      bestAskTicks: book.hasAsk ? book.bestAskTicks : undefined,
      sentInLastSecond: this.#desk.rate.inLastSecond(this.#desk.nowTs),
    }
    for (const rule of this.#rules) {
      const reason = rule.check(command, order, view)
      if (reason !== undefined) return reason
    }
    return undefined
  }

  #refuse(order: Order, command: 'SubmitOrder' | 'ModifyOrder', cause: number, reason: Reason): void {
    const desk = this.#desk
    desk.journal.append('CommandRefused', desk.nowTs, cause, {
      instrument: order.instrument,
      order: order.id,
      command,
      reason,
    })
    desk.refused(order)
  }

  #addOpen(order: Order, lots: number): void {
    if (order.side > 0) this.#openBuyLots += lots
    else this.#openSellLots += lots
  }
}

/** Whether an answer settles a modification or a cancel. */
function answersChange({ kind }: Answer): boolean {
  return kind === 'OrderCanceled' || kind === 'CancelRejected' || kind === 'OrderModified' || kind === 'ModifyRejected'
}

function causeOf(answer: Answer, order: Order): number {
  switch (answer.kind) {
    case 'OrderCanceled':
    case 'CancelRejected':
      return order.cancelSeq
    case 'OrderModified':
    case 'ModifyRejected':
      return order.modifySeq
    default:
      return order.submitSeq
  }
}

/** Answers come in the order of the cancels. Says whether another one is under way. */
function cancelAnswered(order: Order): boolean {
  const next = order.repeatSeqs?.shift()
  if (next === undefined) return false
  order.cancelSeq = next
  return true
}

function end(order: Order, state: 'rejected' | 'expired' | 'canceled'): void {
  order.leavesLots = 0
  order.modifyLots = 0
  order.pending = 'none'
  move(order, state)
}

function checkLots(lots: number): void {
  if (!Number.isSafeInteger(lots) || lots <= 0)
    throw new Misuse(`Cannot order ${lots} lots: it is a whole number above 0`)
}

function checkedPrice(priceTicks: number | undefined, type: string): number {
  if (type === 'market') return 0
  if (priceTicks === undefined || (priceTicks | 0) !== priceTicks) {
    throw new Misuse(`Cannot order at ${priceTicks} ticks: a price is a whole number of ticks`)
  }
  return priceTicks
}
