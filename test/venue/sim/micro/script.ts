/**
 * The actions of a micro market as a strategy of ours, which says after each of them what it returned. Calls of the
 * reference that let time pass are timers here; one that waits ends with the instant in which a handler hears of a row
 * or an answer; those that are still to come when the run ends are told so.
 */
import {
  type StrategyContext,
  type StrategyDefinition,
  type StrategyHandlers,
  strategy,
} from '../../../../src/trading/strategy.ts'
import type { Micro, MicroAction } from './case.ts'
import { MicroDesk } from './desk.ts'
import { ANSWER_ARRIVED, END_OF_DATA, ROW_ARRIVED, TIME_PASSED } from './shown.ts'

/** Called before the first action and after each: with what it returned, and with the desk that did it. */
export type Look = (ret: number | null, context: StrategyContext, desk: MicroDesk) => void

export function scripted(micro: Micro, look: Look): StrategyDefinition {
  return strategy({ start: (context) => new Script(micro, context, look).start() })
}

class Script {
  readonly #actions: readonly MicroAction[]
  readonly #context: StrategyContext
  readonly #desk: MicroDesk
  readonly #look: Look
  #next = 0
  /** The timer that ends a wait, while there is one. */
  #wait: number | undefined
  /** What was heard while waiting. */
  #heard = TIME_PASSED

  constructor({ actions, asset }: Micro, context: StrategyContext, look: Look) {
    this.#actions = actions
    this.#context = context
    this.#desk = new MicroDesk(context, asset.instrument)
    this.#look = look
  }

  start(): StrategyHandlers {
    this.#look(TIME_PASSED, this.#context, this.#desk)
    this.#goOn()
    return {
      onMessage: () => this.#hear(ROW_ARRIVED),
      onOrder: () => this.#hear(ANSWER_ARRIVED),
      onFill: (fill) => {
        this.#desk.onFill(fill)
        this.#hear(ANSWER_ARRIVED)
      },
      onStop: () => {
        while (this.#next < this.#actions.length) this.#finish(END_OF_DATA)
      },
    }
  }

  /** Plays actions until one of them takes time. */
  #goOn(): void {
    const { clock, after } = this.#context
    for (let action = this.#actions[this.#next]; action !== undefined; action = this.#actions[this.#next]) {
      const { at = 0, ns, timeout } = action
      if (at > clock.nowTs) {
        after(at - clock.nowTs, () => this.#goOn())
        return
      }
      if (ns !== undefined) {
        after(ns, () => this.#resume(TIME_PASSED))
        return
      }
      if (timeout !== undefined) {
        this.#heard = TIME_PASSED
        this.#wait = after(timeout, () => this.#endWait())
        return
      }
      this.#finish(this.#desk.act(action))
    }
  }

  /** A wait ends with the instant in which something arrives; an answer counts for more than a row. */
  #hear(code: number): void {
    if (this.#wait === undefined) return
    if (this.#heard === TIME_PASSED) {
      this.#context.cancelTimer(this.#wait)
      this.#wait = this.#context.after(0, () => this.#endWait())
    }
    this.#heard = Math.max(this.#heard, code)
  }

  #endWait(): void {
    this.#wait = undefined
    this.#resume(this.#heard)
  }

  #resume(ret: number): void {
    this.#finish(ret)
    this.#goOn()
  }

  #finish(ret: number | null): void {
    this.#next++
    this.#look(ret, this.#context, this.#desk)
  }
}
