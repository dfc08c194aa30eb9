/**
 * A venue in the plainest words: one list of orders, searched from end to end, with the queue's arithmetic on the order
 * itself. The twin of `venue/sim/` (its queue and fill models included).
 */
import { log, pow } from '../../src/core/math.ts'
import { BUY, KIND_MASK, type MarketColumns, RowKind, SELL } from '../../src/market/columns.ts'
import type { Instrument } from '../../src/market/instrument.ts'
import { moneyScale, notionalAtoms } from '../../src/market/money.ts'
import type { Answer, Command, Liquidity, ModifyOrder, SubmitOrder } from '../../src/market/orders.ts'
import type { FeeModel } from '../../src/venue/sim/fee/fee-model.ts'
import { LevelBook, type NaiveSide } from './level-book.ts'

export type NaiveQueue = 'risk-averse' | 'cancels-ahead' | { readonly prob: (ahead: number, behind: number) => number }

/** The five formulas by name, as the book of rules writes them. */
export const NAIVE_PROBABILITIES: Readonly<Record<string, (n: number) => (a: number, b: number) => number>> = {
  PowerProb: (n) => (a, b) => pow(b, n) / (pow(b, n) + pow(a, n)),
  PowerProb2: (n) => (a, b) => pow(b, n) / pow(b + a, n),
  PowerProb3: (n) => (a, b) => 1 - pow(a / (a + b), n),
  LogProb: () => (a, b) => log(1 + b) / (log(1 + b) + log(1 + a)),
  LogProb2: () => (a, b) => log(1 + b) / log(1 + (b + a)),
}

interface NaiveOrder {
  readonly submit: SubmitOrder
  priceTicks: number
  leavesLots: number
  front: number
  traded: number
}

export interface NaiveVenueParts {
  readonly instrument: Instrument
  readonly queue: NaiveQueue
  readonly partial: boolean
  readonly fee: FeeModel
}

export class NaiveVenue {
  readonly book: LevelBook
  orders: NaiveOrder[] = []
  readonly #parts: NaiveVenueParts
  readonly #answer: (answer: Answer) => void

  constructor(parts: NaiveVenueParts, answer: (answer: Answer) => void) {
    this.#parts = parts
    this.#answer = answer
    this.book = new LevelBook(parts.instrument.stepsPerLot)
  }

  applyRow(columns: MarketColumns, row: number): void {
    const flags = columns.flags[row]!
    const tick = columns.priceTicks[row]!
    const steps = columns.qtySteps[row]!
    const ts = columns.exchTs[row]!
    const kind = flags & KIND_MASK
    const side: NaiveSide | 0 = (flags & BUY) !== 0 ? 1 : (flags & SELL) !== 0 ? -1 : 0
    if (kind === RowKind.Trade) {
      if (side !== 0) this.#trade(side, tick, this.#qty(steps), ts)
    } else if (kind === RowKind.Depth || kind === RowKind.Snapshot) {
      if (side !== 0) this.#depth(side, tick, steps, ts)
    } else this.book.apply(flags, tick, steps)
  }

  receive(command: Command, ts: number): void {
    if (command.kind === 'SubmitOrder') return this.#arrive(command, command.priceTicks, command.lots, ts, false)
    const { order } = command
    const found = this.orders.find((each) => each.submit.order === order)
    const isCancel = command.kind === 'CancelOrder'
    if (found === undefined) {
      return this.#answer({
        kind: isCancel ? 'CancelRejected' : 'ModifyRejected',
        instrument: this.#parts.instrument.id,
        order,
        exchTs: ts,
        reason: 'unknown-order',
      })
    }
    if (!isCancel) return this.#modify(found, command, ts)
    this.#drop(found)
    this.#answer({
      kind: 'OrderCanceled',
      instrument: this.#parts.instrument.id,
      order,
      exchTs: ts,
      leavesLots: found.leavesLots,
    })
  }

  #modify(found: NaiveOrder, { order, priceTicks, lots }: ModifyOrder, exchTs: number): void {
    this.#answer({
      kind: 'OrderModified',
      instrument: this.#parts.instrument.id,
      order,
      exchTs,
      priceTicks,
      leavesLots: lots,
    })
    if (priceTicks === found.priceTicks && lots <= found.leavesLots) {
      found.leavesLots = lots
      return
    }
    this.#drop(found)
    this.#arrive(found.submit, priceTicks, lots, exchTs, true)
  }

  #arrive(submit: SubmitOrder, priceTicks: number, lots: number, exchTs: number, modified: boolean): void {
    const { order, side, type, timeInForce, postOnly } = submit
    const opposite: NaiveSide = side === 1 ? -1 : 1
    const market = type === 'market'
    const best = this.book.best(opposite)
    const reachable = this.book.ticks(opposite).filter((tick) => market || (priceTicks - tick) * side >= 0)
    if (!market && reachable.length === 0) {
      if (timeInForce !== 'gtc') {
        return this.#answer({
          kind: 'OrderExpired',
          instrument: this.#parts.instrument.id,
          order,
          exchTs,
          leavesLots: lots,
          reason: 'nothing-to-match',
        })
      }
      const ahead = this.book.stepsAt(side, priceTicks)
      this.orders.push({ submit, priceTicks, leavesLots: lots, front: this.#qty(ahead), traded: 0 })
      if (!modified)
        this.#answer({ kind: 'OrderAccepted', instrument: this.#parts.instrument.id, order, exchTs, aheadSteps: ahead })
      return
    }
    if (postOnly) {
      const reason = 'post-only-would-cross'
      if (modified)
        this.#answer({
          kind: 'OrderExpired',
          instrument: this.#parts.instrument.id,
          order,
          exchTs,
          leavesLots: lots,
          reason,
        })
      else this.#answer({ kind: 'OrderRejected', instrument: this.#parts.instrument.id, order, exchTs, reason })
      return
    }
    const pieces = this.#parts.partial
      ? this.#sweep(submit, priceTicks, lots, reachable)
      : best === undefined
        ? []
        : [[best, lots] as const]
    let leaves = lots
    for (const [tick, taken] of pieces) {
      leaves -= taken
      this.#fill(submit, tick, taken, leaves, 'taker', exchTs)
    }
    const reason = leaves === lots ? 'nothing-to-match' : 'unfilled-remainder'
    if (leaves > 0)
      this.#answer({
        kind: 'OrderExpired',
        instrument: this.#parts.instrument.id,
        order,
        exchTs,
        leavesLots: leaves,
        reason,
      })
  }

  #sweep(submit: SubmitOrder, limitTicks: number, lots: number, ticks: number[]): (readonly [number, number])[] {
    const { side, timeInForce, type } = submit
    const opposite: NaiveSide = side === 1 ? -1 : 1
    const pieces: (readonly [number, number])[] = []
    let open = lots
    for (const tick of ticks) {
      const shown = Math.floor(this.book.stepsAt(opposite, tick) / this.#parts.instrument.stepsPerLot)
      const taken = Math.min(shown, open)
      if (taken > 0) pieces.push([tick, taken])
      open -= taken
    }
    if (open > 0 && timeInForce === 'fok') return []
    if (open > 0 && timeInForce === 'gtc' && type === 'limit') pieces.push([limitTicks, open])
    return pieces
  }

  #depth(side: NaiveSide, tick: number, steps: number, ts: number): void {
    const before = this.book.best(side)
    const previous = this.book.stepsAt(side, tick)
    this.book.set(side, tick, steps)
    for (const order of this.orders) {
      if (order.submit.side === side && order.priceTicks === tick) {
        this.#queueDepth(order, this.#qty(previous), this.#qty(steps))
      }
    }
    const after = this.book.best(side)
    if (after === undefined || (before !== undefined && (after - before) * side <= 0)) return
    for (const order of this.#bestFirst(side === 1 ? -1 : 1)) {
      if ((after - order.priceTicks) * side >= 0) this.#fillResting(order, order.leavesLots, ts)
    }
  }

  #queueDepth(order: NaiveOrder, previous: number, next: number): void {
    const { queue } = this.#parts
    if (queue === 'risk-averse') {
      order.front = Math.min(order.front, next)
      return
    }
    const change = previous - next - order.traded
    order.traded = 0
    if (queue === 'cancels-ahead') {
      if (change > 0 && order.front > 0) order.front = order.front > change ? order.front - change : 0
      if (order.front > next) order.front = next
      return
    }
    if (change < 0) {
      order.front = Math.min(order.front, next)
      return
    }
    const behind = previous - order.front
    const raw = queue.prob(order.front, behind)
    const p = Math.abs(raw) === Number.POSITIVE_INFINITY ? 1 : raw
    const estimate = order.front - (1 - p) * change + Math.min(behind - p * change, 0)
    // Without a number the order keeps its place.
    order.front = Math.min(Number.isNaN(estimate) ? order.front : estimate, next)
  }

  #trade(aggressor: NaiveSide, tick: number, qty: number, ts: number): void {
    const ownBest = this.book.best(aggressor)
    if (ownBest !== undefined && (tick - ownBest) * aggressor <= 0) return
    for (const order of this.#bestFirst(aggressor === 1 ? -1 : 1)) {
      const beyond = (tick - order.priceTicks) * aggressor
      if (beyond > 0) this.#fillResting(order, order.leavesLots, ts)
      if (beyond !== 0) continue
      order.front -= qty
      order.traded += qty
      const lotQty = this.#parts.instrument.lot.numerator / this.#parts.instrument.lot.scale
      // Half a lot counts, as in the reference.
      const passed = Math.floor(-order.front / lotQty + 0.5)
      if (passed <= 0) continue
      order.front = 0
      this.#fillResting(order, this.#parts.partial ? Math.min(passed, order.leavesLots) : order.leavesLots, ts)
    }
  }

  /** Our resting orders of a side, best price first, first come first. */
  #bestFirst(side: NaiveSide): NaiveOrder[] {
    return this.orders
      .filter((order) => order.submit.side === side)
      .map((order, i) => ({ order, i }))
      .sort((a, b) => (b.order.priceTicks - a.order.priceTicks) * side || a.i - b.i)
      .map(({ order }) => order)
  }

  #fillResting(order: NaiveOrder, lots: number, ts: number): void {
    order.leavesLots -= lots
    if (order.leavesLots === 0) this.#drop(order)
    this.#fill(order.submit, order.priceTicks, lots, order.leavesLots, 'maker', ts)
  }

  #fill(
    submit: SubmitOrder,
    priceTicks: number,
    lots: number,
    leavesLots: number,
    liquidity: Liquidity,
    exchTs: number,
  ): void {
    const notional = notionalAtoms(priceTicks, lots, moneyScale(this.#parts.instrument))
    const feeAtoms = this.#parts.fee.feeAtoms({ side: submit.side, liquidity, lots, notionalAtoms: notional })
    this.#answer({
      kind: 'Fill',
      instrument: this.#parts.instrument.id,
      order: submit.order,
      exchTs,
      priceTicks,
      lots,
      leavesLots,
      liquidity,
      feeAtoms,
    })
  }

  #drop(order: NaiveOrder): void {
    this.orders = this.orders.filter((each) => each !== order)
  }

  #qty(steps: number): number {
    const { numerator, scale } = this.#parts.instrument.qtyStep
    return (steps * numerator) / scale
  }
}
