/**
 * Phantom orders: the same order, arriving at other instants. What meets an order on arrival changes only with a market
 * row, so one phantom between each two instants of rows tries every nanosecond of a window. They share the venue of
 * the order itself, for orders do not see each other there.
 *
 * Where there are more instants than can be tried at once, every second phantom goes and from then on every second
 * instant is tried: the search then goes on in the gap that it has found (see `search.ts`).
 */
import type { Answer, ModifyOrder, SubmitOrder } from '../../market/orders.ts'
import type { SimulatedVenue } from '../../venue/sim/simulated-venue.ts'

export interface Phantom {
  readonly order: number
  /** It stands for every arrival from `fromTs` up to before `toTs`. */
  readonly fromTs: number
  readonly toTs: number
  rested: boolean
  filledLots: number
  takenLots: number
  gone: boolean
}

/** Arrivals to be tried: from `fromTs` up to before `toTs`. */
export interface Span {
  readonly fromTs: number
  readonly toTs: number
}

/** So many at once: each costs a step at everything that happens at its price. */
export const PHANTOMS_MAX = 512

export class Phantoms {
  readonly span: Span
  /** 1 where every instant was tried. */
  stride = 1
  readonly #submit: SubmitOrder
  readonly #venue: SimulatedVenue
  readonly #firstOrder: number
  readonly #most: number
  readonly #onAnswer: (phantom: Phantom, exchTs: number) => void
  #tried: Phantom[] = []
  readonly #byOrder = new Map<number, Phantom>()
  #instants = 0

  /**
   * Order ids count up from `firstOrder`; `most`: at once, an even number; `onAnswer` is told after each change of a
   * phantom.
   */
  constructor(
    span: Span,
    submit: SubmitOrder,
    venue: SimulatedVenue,
    firstOrder: number,
    most: number,
    onAnswer: (phantom: Phantom, exchTs: number) => void = () => {},
  ) {
    this.span = span
    this.#submit = submit
    this.#venue = venue
    this.#firstOrder = firstOrder
    this.#most = most
    this.#onAnswer = onAnswer
  }

  /** By arrival. */
  get tried(): readonly Phantom[] {
    return this.#tried
  }

  /** Rows up to before `toTs` are in, the last of them at `lastTs`: tries an arrival in between. */
  spawn(lastTs: number, toTs: number, modifications: readonly ModifyOrder[]): void {
    const fromTs = Math.max(lastTs, this.span.fromTs)
    const endTs = Math.min(toTs, this.span.toTs)
    if (fromTs >= endTs) return
    if (this.#instants++ % this.stride !== 0) return
    if (this.#tried.length === this.#most) this.#thinOut()
    const order = this.#firstOrder + this.#instants
    const fresh = { rested: false, filledLots: 0, takenLots: 0, gone: false }
    const phantom: Phantom = { order, fromTs, toTs: endTs, ...fresh }
    this.#tried.push(phantom)
    this.#byOrder.set(order, phantom)
    this.#venue.receive({ ...this.#submit, order }, fromTs)
    for (const modify of modifications) this.#modify(phantom, modify, fromTs)
  }

  modify(modify: ModifyOrder, nowTs: number): void {
    for (const phantom of this.#tried) this.#modify(phantom, modify, nowTs)
  }

  /** Ends all that are still open; what they have become by now counts. */
  dismiss(nowTs: number): void {
    for (const phantom of this.#tried) this.#cancel(phantom, nowTs)
  }

  receive(answer: Answer): void {
    const phantom = this.#byOrder.get(answer.order)
    if (phantom === undefined) return
    if (answer.kind === 'OrderAccepted') phantom.rested = true
    if (answer.kind === 'Fill') {
      phantom.filledLots += answer.lots
      if (answer.liquidity === 'taker') phantom.takenLots += answer.lots
    }
    if (answer.kind === 'OrderRejected' || answer.kind === 'OrderExpired' || answer.kind === 'OrderCanceled')
      phantom.gone = true
    if (answer.kind === 'Fill' && answer.leavesLots === 0) phantom.gone = true
    this.#onAnswer(phantom, answer.exchTs)
  }

  #modify(phantom: Phantom, modify: ModifyOrder, nowTs: number): void {
    if (!phantom.gone) this.#venue.receive({ ...modify, order: phantom.order }, nowTs)
  }

  #cancel(phantom: Phantom, nowTs: number): void {
    if (!phantom.gone) this.#venue.receive({ kind: 'CancelOrder', order: phantom.order }, nowTs)
  }

  #thinOut(): void {
    const kept: Phantom[] = []
    this.#tried.forEach((phantom, i) => {
      if (i % 2 === 0) {
        kept.push(phantom)
        return
      }
      this.#cancel(phantom, phantom.fromTs)
      this.#byOrder.delete(phantom.order)
    })
    this.#tried = kept
    this.stride *= 2
  }
}
