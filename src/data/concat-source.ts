/**
 * Several market files of one instrument as one source, such as the day files of a week. They must follow one another:
 * the same instrument, and neither clock of a later file starts before the earlier one ends.
 */
import { InputError } from '../core/bug.ts'
import { type MarketColumns, TRADER_SEES, VENUE_SEES } from '../market/columns.ts'
import type { DataSource } from './data-source.ts'
import type { MarketFile, SourceOptions } from './market-file-reader.ts'

/**
 * Throws `InputError` at once where the instruments differ, and while reading where a clock goes back between files.
 */
export function concatSources(files: readonly MarketFile[], epochNs: bigint, options: SourceOptions = {}): DataSource {
  const first = files[0]
  for (const file of files) {
    if (first && JSON.stringify(file.manifest.instrument) !== JSON.stringify(first.manifest.instrument)) {
      throw new InputError({ file: file.path }, `is of another instrument, or has other steps, than ${first.path}.`)
    }
  }
  return new ConcatSource(files, epochNs, options)
}

class ConcatSource implements DataSource {
  readonly #files: readonly MarketFile[]
  readonly #epochNs: bigint
  readonly #options: SourceOptions
  #index = 0
  #source: DataSource | undefined
  #venueTs = Number.NEGATIVE_INFINITY
  #traderTs = Number.NEGATIVE_INFINITY

  constructor(files: readonly MarketFile[], epochNs: bigint, options: SourceOptions) {
    this.#files = files
    this.#epochNs = epochNs
    this.#options = options
  }

  async read(into: MarketColumns): Promise<boolean> {
    for (let file = this.#files[this.#index]; file; file = this.#files[this.#index]) {
      this.#source ??= file.source(this.#epochNs, this.#options)
      const start = into.length
      if (await this.#source.read(into)) {
        this.#checkJoin(into, start, file)
        return true
      }
      this.#source = undefined
      this.#index++
    }
    return false
  }

  async close(): Promise<void> {
    this.#index = this.#files.length
    await this.#source?.close()
  }

  /**
   * Within a file its own source keeps the order; here only the first row of each clock is compared with the last
   * before.
   */
  #checkJoin({ flags, exchTs, localTs, length }: MarketColumns, start: number, file: MarketFile): void {
    const venueRow = seenFrom(flags, VENUE_SEES, start, length)
    const traderRow = seenFrom(flags, TRADER_SEES, start, length)
    if (
      (exchTs[venueRow] ?? this.#venueTs) < this.#venueTs ||
      (localTs[traderRow] ?? this.#traderTs) < this.#traderTs
    ) {
      throw new InputError(
        { file: file.path },
        'starts before the file before it ends. Give the files in order of time.',
      )
    }
    this.#venueTs = exchTs[lastSeen(flags, VENUE_SEES, start, length)] ?? this.#venueTs
    this.#traderTs = localTs[lastSeen(flags, TRADER_SEES, start, length)] ?? this.#traderTs
  }
}

/** Index of the first row with the flag, or -1. */
function seenFrom(flags: Uint16Array, flag: number, start: number, end: number): number {
  for (let i = start; i < end; i++) if ((flags[i]! & flag) !== 0) return i
  return -1
}

/** Index of the last row with the flag, or -1. */
function lastSeen(flags: Uint16Array, flag: number, start: number, end: number): number {
  for (let i = end - 1; i >= start; i--) if ((flags[i]! & flag) !== 0) return i
  return -1
}
