/**
 * Pending timers in order of (due time, order of setting). Two sorted arrays, which are written over in place:
 * strategies hold a handful, and an insertion into a short array beats a heap.
 */
import { removeAt } from '../core/remove-at.ts'
import { NEVER } from '../core/units.ts'
import { Due } from './due.ts'

export class Timers {
  /** When the first timer is due. */
  readonly due: Due = new Due()
  /** Latest first, so that the next one is popped off the end. */
  readonly #dueTs: number[] = []
  readonly #ids: number[] = []

  set(dueTs: number, id: number): void {
    const dues = this.#dueTs
    const ids = this.#ids
    let at = dues.length
    dues.push(dueTs)
    ids.push(id)
    for (; at > 0 && dues[at - 1]! <= dueTs; at--) {
      dues[at] = dues[at - 1]!
      ids[at] = ids[at - 1]!
    }
    dues[at] = dueTs
    ids[at] = id
    this.#settle()
  }

  /** Removes the first timer and returns its id. */
  take(): number {
    const id = this.#ids.pop() ?? -1
    this.#dueTs.pop()
    this.#settle()
    return id
  }

  /** Forgets a timer that is still pending. */
  cancel(id: number): void {
    const at = this.#ids.indexOf(id)
    if (at < 0) return
    removeAt(this.#ids, at)
    removeAt(this.#dueTs, at)
    this.#settle()
  }

  #settle(): void {
    const { length } = this.#dueTs
    this.due.ts = length === 0 ? NEVER : this.#dueTs[length - 1]!
  }
}
