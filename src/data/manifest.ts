/**
 * What a market file is made of. It travels inside the file (metadata `hftsim` of the Arrow footer, as JSON), so that a
 * recording explains itself wherever it is copied. Absolute instants are decimal text: they do not fit a JSON number.
 */
import type { InstrumentSpec } from '../market/instrument.ts'

export interface MarketManifest {
  readonly format: 'hftsim-market'
  readonly version: 1
  readonly instrument: Required<InstrumentSpec>
  readonly rows: number
  /** First and last instants over all rows, nanoseconds since 1970 UTC, as text. Absent in an empty file. */
  readonly span?: { readonly firstExchTs: string; readonly lastExchTs: string; readonly firstLocalTs: string; readonly lastLocalTs: string }
  /** What the rows were made from, in order. */
  readonly sources: readonly MarketFileSource[]
  /** What was changed on the way in, by policy: counts of rows or the size of a shift. */
  readonly repairs: readonly MarketRepair[]
  /** Stretches without data that the importer knows of, such as a broken chain of update ids. */
  readonly gaps: readonly MarketGap[]
  /** Counts of what a reader may want to know: rows by kind, messages, duplicates. */
  readonly health: Readonly<Record<string, number>>
  /** SHA-256 over the rows in canonical form: the identity of the data in a run's manifest. */
  readonly contentHash: string
}

export interface MarketFileSource {
  /** File name without its folder, or the generator and its arguments. */
  readonly name: string
  readonly sha256?: string
  readonly bytes?: number
}

export interface MarketRepair {
  /** Name of the policy, such as `clock-skew`. */
  readonly policy: string
  /** What the policy did, in words. */
  readonly did: string
  /** How many rows it touched. */
  readonly rows: number
  /** Size of a shift in nanoseconds, as text. */
  readonly shiftNs?: string
}

export interface MarketGap {
  readonly afterRow: number
  readonly what: string
}
