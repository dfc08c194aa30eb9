/**
 * The strategies of the cases, as strategies of our own: on a clock (grid, touch, taker, churn) or on every message,
 * answer and timeout (feedstep). Several instruments are traded by one act after the other, in their order.
 */
import type { InstrumentContext, StrategyContext, StrategyDefinition, StrategyHandlers } from '../../../src/index.ts'
import { strategy } from '../../../src/index.ts'
import type { ParityCase } from '../case.ts'
import { type Act, churn, type Desk, grid, integer, quoter, taker, touch } from './acts.ts'
import { Lcg } from './lcg.ts'
import { type Notes, ShownOrders } from './shown-orders.ts'

const ACTS = { grid, touch, taker, churn }

/** `checkpoint` is called at each checkpoint, when all of its instant is in and the strategy has not acted yet. */
export function ported(parityCase: ParityCase, notes: Notes, checkpoint: (nowTs: number) => void): StrategyDefinition {
  const { name } = parityCase.strategy
  return strategy({
    start: (context) => {
      const run = new PortedRun(parityCase, context, notes, checkpoint)
      return name === 'feedstep' ? onFeed(run) : onClock(run, ACTS[name](parityCase.strategy.params))
    },
  })
}

/** What both kinds share: the desks, the checkpoints and the end. */
class PortedRun {
  readonly context: StrategyContext
  readonly params: ParityCase['strategy']['params']
  readonly startTs: number
  readonly endTs: number
  readonly notes: Notes
  readonly desks: readonly Desk[]
  readonly handlers: StrategyHandlers
  readonly #checkpoint: (nowTs: number) => void
  readonly #checkpointNs: number
  #nextCheckpointTs: number

  constructor(
    { strategy: { params }, checkpoint_ns, stop_after_ns }: ParityCase,
    context: StrategyContext,
    notes: Notes,
    checkpoint: (nowTs: number) => void,
  ) {
    this.context = context
    this.params = params
    this.notes = notes
    this.startTs = context.clock.nowTs
    this.endTs = stop_after_ns === 0 ? Number.POSITIVE_INFINITY : this.startTs + stop_after_ns
    const random = new Lcg('seed' in params ? integer(params, 'seed') : 0)
    this.desks = context.instruments.map((instrument) => deskOf(instrument, random, notes))
    this.handlers = {
      onOrder: (order) => this.desks[order.instrument]!.orders.onOrder(order),
      onFill: (fill) => this.desks[fill.instrument]!.orders.onFill(fill),
    }
    this.#checkpoint = checkpoint
    this.#checkpointNs = checkpoint_ns
    this.#nextCheckpointTs = this.startTs + checkpoint_ns
    // Timers of one instant fire in the order in which they were set, so acts ask for the checkpoint as well.
    context.every(checkpoint_ns, () => this.checkpointIfDue())
  }

  checkpointIfDue(): void {
    const { nowTs } = this.context.clock
    if (nowTs !== this.#nextCheckpointTs) return
    this.#nextCheckpointTs += this.#checkpointNs
    this.#checkpoint(nowTs)
  }

  act(act: Act): void {
    this.notes.steps++
    for (const desk of this.desks) {
      desk.orders.forget()
      act(desk)
    }
  }
}

function deskOf(context: InstrumentContext, random: Lcg, notes: Notes): Desk {
  return { book: context.book, position: context.position, orders: new ShownOrders(context, notes), random }
}

function onClock(run: PortedRun, act: Act): StrategyHandlers {
  const { context, handlers, startTs, endTs } = run
  const intervalNs = integer(run.params, 'interval_ns')
  if (startTs + intervalNs > endTs) context.stop()
  context.every(intervalNs, () => {
    run.checkpointIfDue()
    run.act(act)
    if (context.clock.nowTs + intervalNs > endTs) context.stop()
  })
  return handlers
}

function onFeed(run: PortedRun): StrategyHandlers {
  const { context, params, handlers, startTs, endTs } = run
  const { clock, after, cancelTimer, stop } = context
  const quote = quoter(params)
  const width = integer(params, 'width_ticks')
  const timeoutNs = integer(params, 'timeout_ns')
  const every = { feed: integer(params, 'every_feed'), response: integer(params, 'every_resp') }
  const count = { feed: 0, response: 0 }
  const act: Act = (desk) => quote(desk, desk.random.below(width + 1))
  /** What the instant at hand brought last: of an instrument market data comes before responses. */
  let brought: { readonly instrument: number; readonly what: 'feed' | 'response' } | undefined
  let deadline = after(timeoutNs, timedOut)

  function returned(acts: boolean): void {
    run.checkpointIfDue()
    brought = undefined
    if (acts) run.act(act)
    if (clock.nowTs >= endTs) return stop()
    cancelTimer(deadline)
    deadline = after(timeoutNs, timedOut)
  }

  function timedOut(): void {
    // Where something came at the very instant, that is what the wait returned with.
    if (brought === undefined) returned(true)
  }

  function bring(what: 'feed' | 'response', instrument: number): void {
    // What is stamped with the first instant is over before the first wait.
    if (clock.nowTs === startTs) return
    if (brought === undefined) {
      after(0, () => {
        const kind = brought?.what ?? what
        count[kind]++
        returned(count[kind] % every[kind] === 0)
      })
    }
    const isLater = brought === undefined || instrument > brought.instrument
    if (isLater || (instrument === brought?.instrument && what === 'response')) brought = { instrument, what }
  }

  // Behind what the last instant brought, and behind a timeout then.
  if (endTs !== Number.POSITIVE_INFINITY) after(endTs - startTs, () => after(0, stop))
  return {
    onOrder: (order) => {
      handlers.onOrder?.(order)
      bring('response', order.instrument)
    },
    onFill: (fill) => {
      handlers.onFill?.(fill)
      bring('response', fill.instrument)
    },
    onMessage: (instrument) => bring('feed', instrument),
  }
}
