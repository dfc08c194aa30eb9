/** What `bench:peers` runs on: recordings of hftbacktest's rows, and the market files that are made of them. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { GENERATED_INSTRUMENT } from '../../../src/data/generate.ts'
import { openMarketFile, READ_ROWS } from '../../../src/data/market-file-reader.ts'
import { createMarketFile } from '../../../src/data/market-file-writer.ts'
import { importNpz } from '../../../src/data/npz-import.ts'
import { allocateColumns } from '../../../src/market/columns.ts'
import { instrumentFrom, specOf } from '../../../src/market/instrument.ts'
import { sharedPath } from '../../fakes/shared-data.ts'

export interface Recording {
  readonly name: string
  /** npz files that follow one another. */
  readonly files: readonly string[]
  /** How often they are played, one copy behind the other. */
  readonly copies: number
}

/** The instrument of all recordings is the one that the generator has by default: BTCUSDT, tick 0.1, lot 0.001. */
export const INSTRUMENT = specOf(instrumentFrom(GENERATED_INSTRUMENT, 0))
/** Between the last stamp of a copy and the first of the next, as in `reference.py`. */
const GAP_NS = 1_000_000

const ALL = [
  { name: '20240808', days: ['20240808'], copies: 1 },
  { name: '20230404', days: ['20230404', '20230405'], copies: 1 },
  { name: 'eleven', days: ['20240808'], copies: 11 },
]

export const NAMES: readonly string[] = ALL.map(({ name }) => name)

/** Undefined where one of them is missing. */
export function recordings(): Recording[] | undefined {
  const found: Recording[] = []
  for (const { name, days, copies } of ALL) {
    const files = days.map((day) => sharedPath('parity', 'data', `usdm-btc-${day}.npz`)).filter(isThere)
    if (files.length < days.length) return undefined
    found.push({ name, files, copies })
  }
  return found
}

function isThere(file: string | undefined): file is string {
  return file !== undefined
}

/** The recording as a market file in `folder`. */
export async function makeMarket({ name, files, copies }: Recording, folder: string): Promise<string> {
  const market = join(folder, `${name}.arrow`)
  if (copies === 1) {
    await importNpz(files, { instrument: INSTRUMENT, out: market, overwrite: true })
    return market
  }
  const once = join(folder, `${name}-once.arrow`)
  await importNpz(files, { instrument: INSTRUMENT, out: once, overwrite: true })
  await writeCopies(once, market, copies)
  rmSync(once)
  return market
}

async function writeCopies(once: string, out: string, copies: number): Promise<void> {
  const file = await openMarketFile(once)
  const span = file.manifest.span!
  const epochNs = BigInt(span.firstExchTs)
  const ends = [span.firstExchTs, span.firstLocalTs, span.lastExchTs, span.lastLocalTs]
  const stamps = ends.map((ts) => Number(BigInt(ts) - epochNs))
  const shiftNs = Math.max(...stamps) - Math.min(...stamps) + GAP_NS
  const writer = createMarketFile(out, { instrument: INSTRUMENT, epochNs, overwrite: true })
  try {
    const columns = allocateColumns(READ_ROWS)
    for (let copy = 0; copy < copies; copy++) {
      const source = file.source(epochNs)
      for (columns.length = 0; await source.read(columns); columns.length = 0) {
        for (let i = 0; i < columns.length; i++) {
          columns.exchTs[i]! += copy * shiftNs
          columns.localTs[i]! += copy * shiftNs
        }
        writer.append(columns)
      }
      await source.close()
    }
    await writer.close({ sources: [], repairs: [], gaps: [], health: {} })
  } finally {
    writer.abort()
  }
}
