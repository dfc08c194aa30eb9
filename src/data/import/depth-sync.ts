/**
 * Joins depth snapshots and depth messages by update id, as Binance prescribes. With S = `lastUpdateId` of a snapshot:
 * - futures: messages with u < S are left out; the first one applied has U <= S <= u; then pu = u of the one before;
 * - spot: messages with u <= S are left out; the first one applied has U <= S + 1 <= u; then U = the u before + 1.
 *
 * The snapshot is asked for after the first message and arrives late, so messages wait from the first line on; those
 * that join are handed over behind it. A broken chain empties the book and waits for the next snapshot.
 */
import type { DepthMessage, SnapshotMessage } from './binance-message.ts'

/** Where and when a message was met; instants in nanoseconds since the import's epoch. */
export interface Arrival {
  readonly exchTs: number
  readonly localTs: number
  readonly file: string
  readonly line: number
}

/** What comes out, in the order in which it applies to the book. */
export interface DepthSink {
  snapshot(message: SnapshotMessage, arrival: Arrival): void
  depth(message: DepthMessage, arrival: Arrival): void
  /** The chain is broken: the book is unknown from here to the next snapshot. */
  broken(what: string, arrival: Arrival): void
  leftOut(policy: 'before-snapshot' | 'repeated-depth', message: DepthMessage): void
  late(message: DepthMessage): void
  /** A snapshot that was not needed, or that no message joins. */
  unusedSnapshot(message: SnapshotMessage): void
}

/** Messages kept for a snapshot: a minute or more. A snapshot that is older than those that were kept joins nothing. */
const WAITING_MAX = 5_000

interface Waiting {
  readonly message: DepthMessage
  readonly arrival: Arrival
}

/** `waiting` for a snapshot, `joining` the first message behind one, or `chained`. */
type State = 'waiting' | 'joining' | 'chained'

export class DepthSync {
  readonly #sink: DepthSink
  #state: State = 'waiting'
  #waiting: Waiting[] = []
  /** While joining S, then u of the last message applied. */
  #lastId = 0
  /** Of the last depth message received, for snapshots without a time of their own. */
  #lastExchTs: number | undefined
  #timeless: SnapshotMessage | undefined

  constructor(sink: DepthSink) {
    this.#sink = sink
  }

  onDepth(message: DepthMessage, arrival: Arrival): void {
    this.#lastExchTs = arrival.exchTs
    if (this.#timeless) {
      const snapshot = this.#timeless
      this.#timeless = undefined
      this.#applySnapshot(snapshot, arrival)
    }
    this.#take(message, arrival)
  }

  /** `arrival.exchTs` is NaN where the snapshot does not say it: then that of the last depth message counts. */
  onSnapshot(message: SnapshotMessage, arrival: Arrival): void {
    const isStale = this.#state === 'joining' && message.lastId <= this.#lastId
    if (this.#state === 'chained' || isStale) return this.#sink.unusedSnapshot(message)
    if (!Number.isNaN(arrival.exchTs)) return this.#applySnapshot(message, arrival)
    if (this.#lastExchTs !== undefined) return this.#applySnapshot(message, { ...arrival, exchTs: this.#lastExchTs })
    // A snapshot without a time before all depth messages takes effect with the first of them.
    if (this.#timeless) this.#sink.unusedSnapshot(this.#timeless)
    this.#timeless = message
  }

  /** Leaves out what still waits. Call it once, behind the last line. */
  end(): void {
    this.#leaveOutWaiting(this.#waiting.length)
    if (this.#timeless) this.#sink.unusedSnapshot(this.#timeless)
  }

  #applySnapshot(snapshot: SnapshotMessage, arrival: Arrival): void {
    const from = this.#waiting.findIndex(({ message }) => !isBefore(message, snapshot.lastId))
    const first = this.#waiting[from]
    if (first && !joins(first.message, snapshot.lastId)) return this.#sink.unusedSnapshot(snapshot)
    this.#leaveOutWaiting(first ? from : this.#waiting.length)
    const joining = this.#waiting
    this.#waiting = []
    this.#state = 'joining'
    this.#lastId = snapshot.lastId
    // The state at S is no younger than the message that holds S.
    const exchTs = Math.min(arrival.exchTs, first?.arrival.exchTs ?? arrival.exchTs)
    this.#sink.snapshot(snapshot, { ...arrival, exchTs })
    for (const { message, arrival: own } of joining) {
      if (own.localTs < arrival.localTs) this.#sink.late(message)
      // The trader had no book to apply it to before the snapshot was there.
      this.#take(message, { ...own, localTs: Math.max(own.localTs, arrival.localTs) })
    }
  }

  #take(message: DepthMessage, arrival: Arrival): void {
    if (this.#state === 'waiting') return this.#wait(message, arrival)
    if (this.#state === 'joining') {
      if (isBefore(message, this.#lastId)) return this.#sink.leftOut('before-snapshot', message)
      if (!joins(message, this.#lastId)) return this.#break(message, arrival)
      this.#state = 'chained'
    } else {
      if (message.lastId <= this.#lastId) return this.#sink.leftOut('repeated-depth', message)
      if (!follows(message, this.#lastId)) return this.#break(message, arrival)
    }
    this.#lastId = message.lastId
    this.#sink.depth(message, arrival)
  }

  #break(message: DepthMessage, arrival: Arrival): void {
    const { firstId, previousId } = message
    const ids = previousId === undefined ? `U ${firstId}` : `pu ${previousId}, U ${firstId}`
    const what = this.#state === 'joining' ? `snapshot ${this.#lastId}` : `update ${this.#lastId}`
    this.#sink.broken(`depth updates missing between ${what} and ${ids}`, arrival)
    this.#state = 'waiting'
    this.#wait(message, arrival)
  }

  #wait(message: DepthMessage, arrival: Arrival): void {
    this.#waiting.push({ message, arrival })
    if (this.#waiting.length > WAITING_MAX) this.#leaveOutWaiting(WAITING_MAX / 2)
  }

  #leaveOutWaiting(count: number): void {
    for (const { message } of this.#waiting.splice(0, count)) this.#sink.leftOut('before-snapshot', message)
  }
}

const isSpot = (message: DepthMessage): boolean => message.previousId === undefined

/** All of the message is in the snapshot already. */
function isBefore(message: DepthMessage, snapshotId: number): boolean {
  return isSpot(message) ? message.lastId <= snapshotId : message.lastId < snapshotId
}

/** The message may be the first one behind the snapshot; `isBefore` is false. */
function joins(message: DepthMessage, snapshotId: number): boolean {
  return message.firstId <= (isSpot(message) ? snapshotId + 1 : snapshotId)
}

function follows(message: DepthMessage, lastId: number): boolean {
  return isSpot(message) ? message.firstId === lastId + 1 : message.previousId === lastId
}
