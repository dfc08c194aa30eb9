/**
 * The two clocks of a recording, as nanoseconds since the import's epoch (UTC midnight of its first day), and the
 * smallest latency between them, from which the recorder's clock skew follows.
 */
import { basename } from 'node:path'
import { InputError, type InputPlace } from '../../core/bug.ts'
import { NANOS_PER_DAY } from '../../core/units.ts'
import { formatSecond } from '../instant.ts'
import type { RecordedLine } from './binance-message.ts'
import type { Arrival } from './depth-sync.ts'

/** A larger step back of either clock is no jitter: the files are in the wrong order, or a stamp is broken. */
export const STEP_BACK_NS_MAX = 60_000_000_000
/** The clocks of recorder and venue are never further apart than this. */
const SKEW_NS_MAX = NANOS_PER_DAY
const SECONDS_PER_DAY = 86_400

export class ReceiptClock {
  /** Smallest `localTs - exchTs` that was measured. Infinite before any. */
  latencyNsMin: number = Number.POSITIVE_INFINITY
  #epochSeconds: number | undefined
  #localTs = Number.NEGATIVE_INFINITY
  #firstTs = 0
  /** File of the line before. */
  #file: string | undefined

  /** What the stamps are relative to, in nanoseconds since 1970. */
  get epochNs(): bigint {
    return BigInt(this.#epochSeconds ?? 0) * 1_000_000_000n
  }

  /**
   * The stamps of a line. Receipt never goes back: a line that steps back gets the receipt of the line before it, and
   * `wasRaised` says so. `exchTs` is NaN where the message has no time. Throws `InputError` where no clock can be
   * right.
   */
  arrival(recorded: RecordedLine, file: string, line: number): { arrival: Arrival; wasRaised: boolean } {
    const place: InputPlace = { file, line }
    this.#epochSeconds ??= recorded.seconds - (recorded.seconds % SECONDS_PER_DAY)
    const receivedTs = (recorded.seconds - this.#epochSeconds) * 1_000_000_000 + recorded.nanos
    const stepBackNs = this.#localTs - receivedTs
    if (stepBackNs > STEP_BACK_NS_MAX) throw new InputError(place, this.#goesBack(receivedTs, file))
    if (!Number.isSafeInteger(receivedTs)) throw new InputError(place, this.#isFar(receivedTs))
    const { message } = recorded
    const exchMs = message.kind === 'ignored' ? undefined : message.exchMs
    const exchTs = exchMs === undefined ? Number.NaN : (exchMs - this.#epochSeconds * 1000) * 1_000_000
    if (Math.abs(receivedTs - exchTs) > SKEW_NS_MAX) {
      const venueTime = formatSecond(BigInt(exchMs!) * 1_000_000n)
      const received = this.#second(receivedTs)
      throw new InputError(place, `the venue's time, ${venueTime}, is more than a day from the receipt, ${received}.`)
    }
    if (this.#file === undefined) this.#firstTs = receivedTs
    this.#file = file
    this.#localTs = Math.max(this.#localTs, receivedTs)
    return { arrival: { exchTs, localTs: this.#localTs, file, line }, wasRaised: stepBackNs > 0 }
  }

  measure(arrival: Arrival): void {
    this.latencyNsMin = Math.min(this.latencyNsMin, arrival.localTs - arrival.exchTs)
  }

  #goesBack(receivedTs: number, file: string): string {
    const [before, now] = [this.#second(this.#localTs), this.#second(receivedTs)]
    return file === this.#file
      ? `the receipt goes back from ${before} to ${now}: the lines of a recording stand in order of time.`
      : `begins at ${now}, before ${basename(this.#file ?? '')} ends (${before}): give the files in order of time.`
  }

  #isFar(receivedTs: number): string {
    const [first, now] = [this.#second(this.#firstTs), this.#second(receivedTs)]
    return `the receipt, ${now}, is 104 days or more after the first one, ${first}: import it into a file of its own.`
  }

  #second(ts: number): string {
    return formatSecond(this.epochNs + BigInt(ts))
  }
}
