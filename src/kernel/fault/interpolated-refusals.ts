/**
 * Refusals from a table of measured round trips: a request between two rows is refused if the venue refused either of
 * them, as in hftbacktest. The refusal takes the interpolated round trip. Before the first and after the last row that
 * row's own verdict and round trip hold (the reference forgets the verdict there, and delivers at about twice the
 * epoch).
 */
import { ForwardTable, type LatencyRows } from '../latency/interpolated.ts'
import type { FaultModel, FaultVerdict } from './fault-model.ts'

export function createInterpolatedRefusals(rows: LatencyRows): FaultModel {
  const { length, requestTs, responseTs, refused } = rows
  const roundTrips = new ForwardTable(
    requestTs.subarray(0, length),
    Float64Array.from({ length }, (_, row) => responseTs[row]! - requestTs[row]!),
  )
  return {
    verdict: (sendTs: number): FaultVerdict => {
      roundTrips.at(sendTs)
      const row = roundTrips.row
      const isBetween = sendTs >= requestTs[0]! && row + 1 < length
      return refused[row] || (isBetween && refused[row + 1]) ? 'refuse' : 'deliver'
    },
    refusalDelayNs: (sendTs: number): number => roundTrips.at(sendTs),
  }
}
