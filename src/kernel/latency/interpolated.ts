/**
 * Order latency from a table of measured round trips: straight lines between neighbouring rows, as hftbacktest's
 * `IntpOrderLatency` draws them, to the bit for rows that the venue accepted. Entry is looked up by the request's
 * instant, response by the venue's. Before the first and after the last row that row's own latency holds.
 *
 * - Cursors only go forward: `sendTs` never decreases per path.
 * - Rows that the venue refused are no measurement of entry or response. The response table leaves them out (the
 *   reference takes them for answers sent in 1970); that a request is refused is the word of
 *   `createInterpolatedRefusals`.
 * - Feed latency is not in such a table; asking for it is a mistake of the wiring.
 */
import { Bug, InputError } from '../../core/bug.ts'
import type { LatencyModel, LatencyPath } from './latency-model.ts'

/** Measured round trips by time of request; all instants are nanoseconds since the run epoch. */
export interface LatencyRows {
  readonly length: number
  readonly requestTs: Float64Array
  /** Means nothing where the request was refused. */
  readonly exchTs: Float64Array
  readonly responseTs: Float64Array
  /** 1 = the venue refused the request. */
  readonly refused: Uint8Array
}

export function createInterpolatedLatency(rows: LatencyRows): LatencyModel {
  const entry = new ForwardTable(rows.requestTs.subarray(0, rows.length), entryDelays(rows))
  const accepted = [...rows.refused.subarray(0, rows.length).entries()].filter(([, isRefused]) => !isRefused)
  if (accepted.length === 0) {
    throw new InputError({}, 'the latency table holds no accepted request, so it says nothing about responses.')
  }
  const exchTs = Float64Array.from(accepted, ([row]) => rows.exchTs[row]!)
  const responseNs = Float64Array.from(accepted, ([row]) => rows.responseTs[row]! - rows.exchTs[row]!)
  const response = new ForwardTable(exchTs, responseNs)
  return {
    delayNs: (path: LatencyPath, sendTs: number): number => {
      if (path === 'entry') return entry.at(sendTs)
      if (path === 'response') return response.at(sendTs)
      throw new Bug('Cannot ask a table of order latencies for the latency of the feed')
    },
  }
}

/** Values by time, with straight lines between them and a cursor that only goes forward. */
export class ForwardTable {
  /** Row at the cursor after the last `at`. */
  row = 0
  readonly #ts: Float64Array
  readonly #values: Float64Array

  constructor(ts: Float64Array, values: Float64Array) {
    this.#ts = ts
    this.#values = values
  }

  /**
   * The value at `ts`, truncated towards the row before in the way of the reference: divide, multiply, truncate, add.
   */
  at(ts: number): number {
    const x = this.#ts
    const y = this.#values
    if (ts < x[0]!) return y[0]!
    const last = x.length - 1
    let row = this.row
    while (row < last && !(x[row]! <= ts && ts < x[row + 1]!)) row++
    this.row = row
    const y1 = y[row]!
    if (row === last) return y1
    return Math.trunc(((y[row + 1]! - y1) / (x[row + 1]! - x[row]!)) * (ts - x[row]!)) + y1
  }
}

/** Refused rows stand in with their round trip: never used, as the request then never reaches the venue. */
function entryDelays(rows: LatencyRows): Float64Array {
  const delays = new Float64Array(rows.length)
  for (let row = 0; row < rows.length; row++) {
    delays[row] = (rows.refused[row] ? rows.responseTs[row]! : rows.exchTs[row]!) - rows.requestTs[row]!
  }
  return delays
}
