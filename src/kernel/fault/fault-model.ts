/**
 * Port: what happens to a command on its way to the venue, apart from how long it takes. A verdict is a word, never a
 * number in disguise.
 *
 * - `deliver`: it arrives after the entry latency.
 * - `refuse`: it never reaches the matching engine; the trader learns so after `refusalDelayNs`, counted from sending.
 * - `sentTs` never decreases over the calls for one instrument. Same randomness rule as for latency models.
 */
import type { Rng } from '../../core/rng.ts'

export type FaultVerdict = 'deliver' | 'refuse'

export interface FaultModel {
  verdict(sendTs: number, rng: Rng): FaultVerdict
  /** Nanoseconds from sending to the refusal's arrival; asked only after `refuse`, with the same `sendTs`. */
  refusalDelayNs(sendTs: number): number
}
