/**
 * What a market file is made of. It travels inside the file (metadata `hftsim` of the Arrow footer, as JSON), so that a
 * recording explains itself wherever it is copied. Absolute instants are decimal text: they do not fit a JSON number.
 */
import { InputError } from '../core/bug.ts'
import { type InstrumentSpec, instrumentFrom, specOf } from '../market/instrument.ts'

export interface MarketManifest {
  readonly format: 'hftsim-market'
  readonly version: 1
  readonly instrument: Required<InstrumentSpec>
  readonly rows: number
  /** Smallest and largest instants over all rows. Absent in an empty file. */
  readonly span?: MarketSpan
  /** What the rows were made from, in order. */
  readonly sources: readonly MarketFileSource[]
  /** What was changed on the way in, by policy: counts of rows or the size of a shift. */
  readonly repairs: readonly MarketRepair[]
  /** Stretches without data that the importer knows of, such as a broken chain of update ids. */
  readonly gaps: readonly MarketGap[]
  /** Counts of what a reader may want to know: rows by kind, messages, duplicates. */
  readonly health: Readonly<Record<string, number>>
  /** SHA-256 over the rows in canonical form (docs/data.md): the identity of the data in a run's manifest. */
  readonly contentHash: string
}

/** Nanoseconds since 1970 UTC, as text. */
export interface MarketSpan {
  readonly firstExchTs: string
  readonly lastExchTs: string
  readonly firstLocalTs: string
  readonly lastLocalTs: string
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

/** What was repaired, in words: "clock-skew: added one shift to every localTs, by 1,000 ns". */
export function repairWords({ policy, did, shiftNs }: MarketRepair): string {
  const shift = shiftNs === undefined ? '' : `, by ${BigInt(shiftNs).toLocaleString('en-US')} ns`
  return `${policy}: ${did}${shift}`
}

/** Reads the manifest of a file, or throws `InputError` naming the file. */
export function parseManifest(file: string, text: string): MarketManifest {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new InputError({ file }, 'has no readable manifest: it is not a market file of hftsim.')
  }
  const manifest = parsed as MarketManifest
  if (typeof parsed !== 'object' || parsed === null || manifest.format !== 'hftsim-market') {
    throw new InputError({ file }, 'its manifest is not that of a market file.')
  }
  if (manifest.version !== 1) {
    throw new InputError({ file }, `has the format version ${String(manifest.version)}; this hftsim reads version 1.`)
  }
  const wellFormed =
    Number.isSafeInteger(manifest.rows) &&
    typeof manifest.contentHash === 'string' &&
    typeof manifest.instrument === 'object' &&
    [manifest.sources, manifest.repairs, manifest.gaps].every((list) => Array.isArray(list)) &&
    typeof manifest.health === 'object'
  if (!wellFormed) throw new InputError({ file }, 'its manifest lacks a field of the format.')
  return { ...manifest, instrument: specOf(instrumentFrom(manifest.instrument, 0)) }
}
