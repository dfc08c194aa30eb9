/**
 * A one-way link that takes time: first in, first out, whatever its latency model says. A message that would overtake
 * the one before it arrives together with it, so a slow message delays all later ones, as on a TCP connection.
 */
import { Bug } from '../core/bug.ts'
import type { Rng } from '../core/rng.ts'
import { NEVER } from '../core/units.ts'
import { Due } from './due.ts'
import type { LatencyModel, LatencyPath } from './latency/latency-model.ts'

export class Link<Message> {
  /** When the first message under way is due. */
  readonly due: Due = new Due()
  readonly #path: LatencyPath
  readonly #model: LatencyModel
  readonly #rng: Rng
  /** A ring of messages under way, from `#head` on; its length is a power of two. */
  #messages: (Message | undefined)[] = new Array<Message | undefined>(16).fill(undefined)
  #dues = new Float64Array(16)
  #head = 0
  /** When the last message that was sent is due, or was. */
  lastDueTs: number = Number.NEGATIVE_INFINITY
  /** How many messages are under way. */
  underWay = 0

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
    const due = Math.max(dueTs, this.lastDueTs)
    this.lastDueTs = due
    if (this.underWay === this.#messages.length) this.#grow()
    const at = (this.#head + this.underWay) & (this.#messages.length - 1)
    this.#messages[at] = message
    this.#dues[at] = due
    if (this.underWay++ === 0) this.due.ts = due
  }

  /** Takes the first message off the link. */
  take(): Message {
    const message = this.#messages[this.#head]
    if (message === undefined) throw new Bug('Cannot take from an empty link')
    this.#messages[this.#head] = undefined
    this.#head = (this.#head + 1) & (this.#messages.length - 1)
    this.underWay--
    this.due.ts = this.underWay === 0 ? NEVER : this.#dues[this.#head]!
    return message
  }

  #grow(): void {
    const { length } = this.#messages
    const messages = new Array<Message | undefined>(length * 2).fill(undefined)
    const dues = new Float64Array(length * 2)
    for (let i = 0; i < length; i++) {
      const at = (this.#head + i) & (length - 1)
      messages[i] = this.#messages[at]
      dues[i] = this.#dues[at]!
    }
    this.#messages = messages
    this.#dues = dues
    this.#head = 0
  }
}
