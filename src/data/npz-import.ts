/** Imports hftbacktest's .npz and .npy files into a market file. */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { InputError } from '../core/bug.ts'
import { allocateColumns } from '../market/columns.ts'
import { type InstrumentSpec, instrumentFrom, specOf } from '../market/instrument.ts'
import { openInput } from './input-file.ts'
import type { MarketFileSource, MarketManifest, MarketRepair } from './manifest.ts'
import { createMarketFile, type MarketFileWriter } from './market-file-writer.ts'
import { CHUNK_RECORDS, type RecordChunk, readEventRecords } from './npz-reader.ts'
import { NPZ_POLICY_CHOICES, type NpzPolicies, RecordDecoder } from './npz-rows.ts'

export interface NpzImportOptions {
  /** The files do not say what they hold: the steps must be those of the data. */
  readonly instrument: InstrumentSpec
  readonly out: string
  readonly overwrite: boolean
  readonly policies?: NpzPolicies | undefined
  /** `done` of `total` bytes of the input. */
  readonly onProgress?: ((progress: { phase: 'reading'; done: number; total: number }) => void) | undefined
}

const NANOS_PER_DAY = 86_400_000_000_000n

/**
 * Imports files that follow one another, in order of time. Throws `InputError` (file, row, value) for damage, rows out
 * of order, L3 events and whatever would be lost without a policy that allows it; then it leaves nothing behind.
 */
export async function importNpz(paths: readonly string[], options: NpzImportOptions): Promise<MarketManifest> {
  if (paths.length === 0) throw new InputError({}, 'no file to import.')
  const policies = checkPolicies(options.policies ?? {})
  const instrument = instrumentFrom(options.instrument, 0)
  const epochNs = await firstMidnight(paths)
  const writer = createMarketFile(options.out, {
    instrument: specOf(instrument),
    epochNs,
    overwrite: options.overwrite,
  })
  try {
    const decoder = new RecordDecoder(instrument, epochNs, policies)
    const sources: MarketFileSource[] = []
    for (const path of paths) sources.push(await hashFile(path))
    await copyRows(paths, sources, decoder, writer, options)
    return await writer.close({ sources, repairs: repairsOf(decoder), gaps: [], health: {} })
  } finally {
    writer.abort()
  }
}

async function copyRows(
  paths: readonly string[],
  sources: readonly MarketFileSource[],
  decoder: RecordDecoder,
  writer: MarketFileWriter,
  options: NpzImportOptions,
): Promise<void> {
  const columns = allocateColumns(CHUNK_RECORDS)
  const sizes = sources.map((source) => source.bytes ?? 0)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let before = 0
  for (const [index, path] of paths.entries()) {
    const size = sizes[index]!
    let refusal: unknown
    for await (const chunk of readEventRecords(path)) {
      // A refused file is read on to its checksum: that it is damaged is the better answer.
      if (refusal !== undefined) continue
      columns.length = 0
      try {
        decoder.decode(path, chunk, columns)
        writer.append(columns)
      } catch (error) {
        refusal = error
        continue
      }
      const share = (chunk.firstRow + chunk.rows) / chunk.rowsInFile
      options.onProgress?.({ phase: 'reading', done: before + Math.floor(size * share), total })
    }
    if (refusal !== undefined) throw refusal
    before += size
  }
}

/** UTC midnight before the first exch_ts of the first file that has rows. */
async function firstMidnight(paths: readonly string[]): Promise<bigint> {
  for (const path of paths) {
    const chunk = await firstChunk(path)
    if (!chunk) continue
    const first = new DataView(chunk.bytes.buffer, chunk.bytes.byteOffset).getBigInt64(8, true)
    return first - (((first % NANOS_PER_DAY) + NANOS_PER_DAY) % NANOS_PER_DAY)
  }
  return 0n
}

async function firstChunk(path: string): Promise<RecordChunk | undefined> {
  for await (const chunk of readEventRecords(path)) return chunk
  return undefined
}

async function hashFile(path: string): Promise<MarketFileSource> {
  const hash = createHash('sha256')
  let bytes = 0
  const handle = await openInput(path)
  for await (const piece of handle.createReadStream({ highWaterMark: 1_048_576 })) {
    hash.update(piece as Uint8Array)
    bytes += (piece as Uint8Array).length
  }
  return { name: basename(path), sha256: hash.digest('hex'), bytes }
}

const POLICY_WORDS = {
  'off-tick': 'rounded a price to the nearest tick, half away from zero',
  'off-step': 'rounded a quantity to the nearest step, half away from zero',
  'extra-fields': 'left out spare flags, order_id, ival or fval',
} as const

function repairsOf(decoder: RecordDecoder): MarketRepair[] {
  const names = Object.keys(POLICY_WORDS) as (keyof typeof POLICY_WORDS)[]
  return names
    .map((policy) => ({ policy, did: POLICY_WORDS[policy], rows: decoder.counts[policy] }))
    .filter((repair) => repair.rows > 0)
}

/** Throws `InputError` for a policy or a choice that does not exist. */
function checkPolicies(chosen: NpzPolicies): NpzPolicies {
  for (const [name, choice] of Object.entries(chosen)) {
    const choices: readonly string[] | undefined = NPZ_POLICY_CHOICES[name as keyof NpzPolicies]
    if (!choices) {
      const names = Object.keys(NPZ_POLICY_CHOICES).join(', ')
      throw new InputError({ path: 'policies' }, `"${name}" is no policy with a choice. One of: ${names}.`)
    }
    if (choice !== undefined && !choices.includes(choice)) {
      throw new InputError({ path: `policies.${name}` }, `"${choice}" is no choice. One of: ${choices.join(', ')}.`)
    }
  }
  return chosen
}
