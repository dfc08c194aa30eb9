/**
 * Imports recordings of Binance's public streams (USD-M, COIN-M, spot) into a market file. Two passes: the first
 * reads the text, joins snapshots and depth messages, and parks integer rows beside the output; the second shifts the
 * recorder's clock and brings the rows into the order of both clocks. Memory does not grow with the length of the
 * recording. The output appears whole or not at all.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { InputError } from '../../core/bug.ts'
import { NANOS_PER_DAY } from '../../core/units.ts'
import { allocateColumns } from '../../market/columns.ts'
import { type Instrument, specOf } from '../../market/instrument.ts'
import type { MarketFileSource, MarketGap, MarketManifest } from '../manifest.ts'
import { createMarketFile } from '../market-file-writer.ts'
import { BINANCE_VENUES, type BinanceVenue, type InstrumentSteps } from './binance-instruments.ts'
import { BinanceRecording } from './binance-recording.ts'
import type { ParkedGap } from './binance-rows.ts'
import { EventOrder } from './event-order.ts'
import { type ImportPolicies, RepairTally, type ResolvedPolicies, resolvePolicies } from './policies.ts'
import { readLines } from './recorded-lines.ts'
import { RowSpill } from './row-spill.ts'

export interface ImportProgress {
  /** `reading` counts bytes of the input, `writing` counts its rows. */
  readonly phase: 'reading' | 'writing'
  readonly done: number
  readonly total: number
}

export interface ImportOptions extends InstrumentSteps {
  /** The market file to make. */
  readonly out: string
  /** Whether an existing file of that name may be replaced. */
  readonly overwrite: boolean
  /** Takes the lines of this symbol alone. Without it the input must hold one symbol. */
  readonly symbol?: string | undefined
  readonly policies?: ImportPolicies | undefined
  /** What the smallest latency becomes where the recorder's clock has to be shifted. Default 500 us. */
  readonly baseLatencyNs?: number | undefined
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined
  /** Ends the import early: it throws the signal's reason and leaves nothing behind. */
  readonly signal?: AbortSignal | undefined
}

const BASE_LATENCY_NS = 500_000

/**
 * Imports recordings that continue one another, in order of time. Throws `InputError`, and then leaves nothing
 * behind.
 */
export async function importBinance(
  venue: BinanceVenue,
  paths: readonly string[],
  options: ImportOptions,
): Promise<MarketManifest> {
  const policies = resolvePolicies(options.policies ?? {})
  refuseBadCall(venue, paths, options)
  const tally = new RepairTally()
  const spill = new RowSpill(options.out)
  try {
    const { symbol, tickSize, lotSize, qtyStep } = options
    const recording = new BinanceRecording({ venue, symbol, tickSize, lotSize, qtyStep, policies }, spill, tally)
    const sources = await readRecordings(paths, recording, policies, tally, options)
    const instrument = recording.end(paths.at(-1) ?? '')
    return await writeRows(spill, recording, instrument, sources, policies, tally, options)
  } finally {
    spill.remove()
  }
}

function refuseBadCall(venue: BinanceVenue, paths: readonly string[], options: ImportOptions): void {
  const { out, overwrite, baseLatencyNs = BASE_LATENCY_NS } = options
  if (!BINANCE_VENUES.includes(venue)) {
    throw new InputError({ path: 'venue' }, `"${venue}" is no venue of Binance. One of: ${BINANCE_VENUES.join(', ')}.`)
  }
  if (paths.length === 0) throw new InputError({}, 'no recording to import. Name at least one file.')
  if (!Number.isSafeInteger(baseLatencyNs) || baseLatencyNs < 0) {
    throw new InputError({ path: 'baseLatencyNs' }, `${baseLatencyNs} is no whole number of nanoseconds from 0 on.`)
  }
  // Known before the long first pass, though only the writer at its end can be sure.
  if (existsSync(out) && !overwrite) {
    throw new InputError({ file: out }, 'exists already. Choose another name, or allow overwriting.')
  }
  const input = paths.find((path) => resolve(path) === resolve(out))
  if (input !== undefined) throw new InputError({ file: out }, 'is also an input. Choose another name for the output.')
}

async function readRecordings(
  paths: readonly string[],
  recording: BinanceRecording,
  policies: ResolvedPolicies,
  tally: RepairTally,
  options: ImportOptions,
): Promise<MarketFileSource[]> {
  const sources: MarketFileSource[] = []
  for (const path of paths) {
    const source = await readLines(path, {
      onLine: (text, line) => recording.onLine(text, path, line),
      onTornTail() {
        if (policies['torn-tail'] === 'error') return false
        tally.count('torn-tail')
        return true
      },
      onProgress(done, total) {
        options.signal?.throwIfAborted()
        options.onProgress?.({ phase: 'reading', done, total })
      },
    })
    sources.push(source)
  }
  return sources
}

async function writeRows(
  spill: RowSpill,
  recording: BinanceRecording,
  instrument: Instrument,
  sources: readonly MarketFileSource[],
  policies: ResolvedPolicies,
  tally: RepairTally,
  options: ImportOptions,
): Promise<MarketManifest> {
  const shiftNs = clockShift(recording.clock.latencyNsMin, policies, options)
  if (shiftNs > 0) tally.shift('clock-skew', spill.rows, shiftNs)
  // Stamps may start on the day before the first receipt: the epoch of the file is midnight before all of them.
  const days = Math.floor(spill.minExchTs / NANOS_PER_DAY)
  const epochNs = recording.clock.epochNs + BigInt(days * NANOS_PER_DAY)
  const writer = createMarketFile(options.out, {
    instrument: specOf(instrument),
    epochNs,
    overwrite: options.overwrite,
  })
  try {
    const out = allocateColumns(0)
    const gaps = new GapPlaces(recording.gaps)
    const order = new EventOrder(spill.stepBackNs, out, (inputRow, outputRow) => gaps.pass(inputRow, outputRow))
    const flush = (): void => {
      writer.append(out)
      out.length = 0
    }
    let done = 0
    for (const rows of spill.blocks()) {
      for (let i = 0; i < rows.length; i++) {
        rows.exchTs[i]! -= days * NANOS_PER_DAY
        rows.localTs[i]! += shiftNs - days * NANOS_PER_DAY
      }
      order.push(rows)
      flush()
      done += rows.length
      options.onProgress?.({ phase: 'writing', done, total: spill.rows })
      await setImmediate()
      options.signal?.throwIfAborted()
    }
    order.finish()
    flush()
    if (order.split > 0) tally.count('event-order', order.split)
    const { health } = recording
    return await writer.close({ sources, repairs: tally.repairs(), gaps: gaps.placed(writer.rows), health })
  } catch (error) {
    writer.abort()
    throw error
  }
}

/** What makes the smallest latency the base latency, where it is negative; no clock that can be right is touched. */
function clockShift(latencyNsMin: number, policies: ResolvedPolicies, options: ImportOptions): number {
  if (latencyNsMin >= 0 || policies['clock-skew'] === 'keep') return 0
  return (options.baseLatencyNs ?? BASE_LATENCY_NS) - latencyNsMin
}

/** Finds where in the output the gaps between input rows are. */
class GapPlaces {
  readonly #gaps: readonly ParkedGap[]
  readonly #placed: MarketGap[] = []

  constructor(gaps: readonly ParkedGap[]) {
    this.#gaps = gaps
  }

  /** Rows come in order of the input. */
  pass(inputRow: number, outputRow: number): void {
    for (let gap = this.#next(); gap && gap.row <= inputRow; gap = this.#next()) {
      this.#placed.push({ afterRow: outputRow - 1, what: gap.what })
    }
  }

  placed(rows: number): MarketGap[] {
    for (let gap = this.#next(); gap; gap = this.#next()) this.#placed.push({ afterRow: rows - 1, what: gap.what })
    return this.#placed
  }

  #next(): ParkedGap | undefined {
    return this.#gaps[this.#placed.length]
  }
}
