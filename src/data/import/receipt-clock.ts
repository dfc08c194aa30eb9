/**
 * The two clocks of a recording, as nanoseconds since the import's epoch (UTC midnight of its first day), and the
 * smallest latency between them, from which the recorder's clock skew follows.
 */
import { InputError, type InputPlace } from '../../core/bug.ts'
import { NANOS_PER_DAY } from '../../core/units.ts'
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
    if (!Number.isSafeInteger(receivedTs) || receivedTs < -STEP_BACK_NS_MAX) {
      throw new InputError(place, 'the receipt is 104 days or more away from that of the first line.')
    }
    const stepBackNs = this.#localTs - receivedTs
    if (stepBackNs > STEP_BACK_NS_MAX) {
      throw new InputError(place, `the receipt goes back by ${stepBackNs} ns. Give the files in order of time.`)
    }
    const { message } = recorded
    const exchMs = message.kind === 'ignored' ? undefined : message.exchMs
    const exchTs = exchMs === undefined ? Number.NaN : (exchMs - this.#epochSeconds * 1000) * 1_000_000
    if (Math.abs(receivedTs - exchTs) > SKEW_NS_MAX) {
      throw new InputError(place, `the venue's time ${exchMs} ms is more than a day from the receipt.`)
    }
    this.#localTs = Math.max(this.#localTs, receivedTs)
    return { arrival: { exchTs, localTs: this.#localTs, file, line }, wasRaised: stepBackNs > 0 }
  }

  measure(arrival: Arrival): void {
    this.latencyNsMin = Math.min(this.latencyNsMin, arrival.localTs - arrival.exchTs)
  }
}
