/**
 * A one-way link that takes time: first in, first out, whatever its latency model says. A message that would overtake
 * the one before it arrives together with it, so a slow message delays all later ones, as on a TCP connection.
 */
import { Bug } from '../core/bug.ts'
import type { Rng } from '../core/rng.ts'
import { NEVER } from '../core/units.ts'
import type { LatencyModel, LatencyPath } from './latency/latency-model.ts'

export class Link<Message> {
  /** When the first message under way is due; `NEVER` for an empty link. */
  nextTs: number = NEVER
  readonly #path: LatencyPath
  readonly #model: LatencyModel
  readonly #rng: Rng
  #messages: Message[] = []
  #dues: number[] = []
  #head = 0
  #lastDueTs = 0

  constructor(path: LatencyPath, model: LatencyModel, rng: Rng) {
    this.#path = path
    this.#model = model
    this.#rng = rng
  }

  /** Sends at `sendTs`; the model says how long it takes. */
  send(message: Message, sendTs: number): void {
    const delayNs = this.#model.delayNs(this.#path, sendTs, this.#rng)
    if (!(delayNs >= 0) || !Number.isSafeInteger(delayNs)) {
      throw new Bug(
        `Cannot delay by ${delayNs} ns on the ${this.#path} link: a latency model must return an integer >= 0`,
      )
    }
    this.deliverAt(message, sendTs + delayNs)
  }

  /** Enters a message that is due at `dueTs`, or later if the one before it is. */
  deliverAt(message: Message, dueTs: number): void {
    const due = Math.max(dueTs, this.#lastDueTs)
    this.#lastDueTs = due
    if (this.#head === this.#messages.length) this.nextTs = due
    this.#messages.push(message)
    this.#dues.push(due)
  }

  /** Takes the first message off the link. */
  take(): Message {
    const message = this.#messages[this.#head]
    if (message === undefined) throw new Bug('Cannot take from an empty link')
    this.#head++
    if (this.#head === this.#messages.length) {
      this.#messages = []
      this.#dues = []
      this.#head = 0
      this.nextTs = NEVER
    } else {
      this.nextTs = this.#dues[this.#head]!
      if (this.#head >= 1024) {
        this.#messages = this.#messages.slice(this.#head)
        this.#dues = this.#dues.slice(this.#head)
        this.#head = 0
      }
    }
    return message
  }

  get underWay(): number {
    return this.#messages.length - this.#head
  }
}
