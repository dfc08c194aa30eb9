/**
 * Pending timers in order of (due time, order of setting). A sorted array: strategies hold a handful, and an insertion
 * into a short array beats a heap.
 */
import { NEVER } from '../core/units.ts'

export interface DueTimer {
  readonly dueTs: number
  readonly id: number
}

export class Timers {
  /** When the first timer is due; `NEVER` without one. */
  nextTs: number = NEVER
  /** Latest first, so that the next one is popped off the end. */
  readonly #pending: DueTimer[] = []

  set(dueTs: number, id: number): void {
    let at = this.#pending.length
    while (at > 0 && this.#pending[at - 1]!.dueTs <= dueTs) at--
    this.#pending.splice(at, 0, { dueTs, id })
    this.nextTs = this.#pending[this.#pending.length - 1]!.dueTs
  }

  /** Removes the first timer and returns its id. */
  take(): number {
    const timer = this.#pending.pop()
    this.nextTs = this.#pending.length === 0 ? NEVER : this.#pending[this.#pending.length - 1]!.dueTs
    return timer === undefined ? -1 : timer.id
  }

  /** Forgets a timer that is still pending. */
  cancel(id: number): void {
    const at = this.#pending.findIndex((timer) => timer.id === id)
    if (at < 0) return
    this.#pending.splice(at, 1)
    this.nextTs = this.#pending.length === 0 ? NEVER : this.#pending[this.#pending.length - 1]!.dueTs
  }
}
