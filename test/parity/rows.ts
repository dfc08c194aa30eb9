/**
 * The rows of npz files in memory, once per set of files. The files do not say how fine their quantities are, so the
 * finest step is found by reading them: the lot, or the first tenth, hundredth and so on of it that every quantity is a
 * whole number of, but for the noise of floating point.
 */
import { InputError } from '../../src/core/bug.ts'
import { type DecimalStep, decimalStep, formatDecimal, parseDecimal, toFloat } from '../../src/core/decimal.ts'
import { readEventRecords } from '../../src/data/npz-reader.ts'
import { RecordDecoder } from '../../src/data/npz-rows.ts'
import {
  allocateColumns,
  appendRows,
  BUY,
  type MarketColumns,
  RowKind,
  SELL,
  TRADER_SEES,
  VENUE_SEES,
} from '../../src/market/columns.ts'
import { type InstrumentSpec, instrumentFrom } from '../../src/market/instrument.ts'

export interface LoadedRows {
  readonly rows: MarketColumns
  readonly qtyStep: string
  readonly dataRows: number
}

const NANOS_PER_DAY = 86_400_000_000_000n
const FINER_MAX = 10
/** What a double may be off the decimal that it is meant as, after some arithmetic: a few units in its last place. */
const NOISE = 2 ** -50
/** Prices may lie off their ticks, as the reference's may; of quantities only noise is left to round. */
const ROUNDED = { 'extra-fields': 'drop', 'off-tick': 'round', 'off-step': 'round' } as const
const loaded = new Map<string, Promise<LoadedRows>>()

/** The snapshot's levels come first, at the instant of the first row, seen by both sides. */
export function loadRows(
  files: readonly string[],
  snapshot: string | undefined,
  spec: InstrumentSpec,
  epochNs: bigint,
): Promise<LoadedRows> {
  const key = JSON.stringify([files, snapshot, spec.tickSize, spec.lotSize, String(epochNs)])
  const known = loaded.get(key)
  if (known !== undefined) return known
  const loading = load(files, snapshot, spec, epochNs)
  loaded.set(key, loading)
  return loading
}

/** UTC midnight before the earliest first row of some files. */
export async function epochOf(files: readonly string[]): Promise<bigint> {
  let first: bigint | undefined
  for (const file of files) {
    for await (const chunk of readEventRecords(file)) {
      const ts = new DataView(chunk.bytes.buffer, chunk.bytes.byteOffset).getBigInt64(8, true)
      if (first === undefined || ts < first) first = ts
      break
    }
  }
  if (first === undefined) throw new InputError({ file: files[0] ?? '' }, 'holds no rows.')
  return first - (((first % NANOS_PER_DAY) + NANOS_PER_DAY) % NANOS_PER_DAY)
}

async function load(
  files: readonly string[],
  snapshot: string | undefined,
  spec: InstrumentSpec,
  epochNs: bigint,
): Promise<LoadedRows> {
  const all = snapshot === undefined ? files : [...files, snapshot]
  const qtyStep = await finestStep(all, spec.lotSize)
  const instrument = instrumentFrom({ ...spec, qtyStep }, 0)
  const decode = async (paths: readonly string[]): Promise<MarketColumns> => {
    const decoder = new RecordDecoder(instrument, epochNs, ROUNDED)
    const columns = allocateColumns(0)
    for (const path of paths) for await (const chunk of readEventRecords(path)) decoder.decode(path, chunk, columns)
    return columns
  }
  const rows = await decode(files)
  const dataRows = rows.length
  if (snapshot === undefined) return { rows, qtyStep, dataRows }
  const levels = await decode([snapshot])
  levels.exchTs.fill(rows.exchTs[0]!)
  levels.localTs.fill(rows.exchTs[0]!)
  for (let i = 0; i < levels.length; i++) {
    levels.flags[i] = RowKind.Snapshot | (levels.flags[i]! & (BUY | SELL)) | VENUE_SEES | TRADER_SEES
  }
  appendRows(levels, rows)
  return { rows: levels, qtyStep, dataRows }
}

async function finestStep(files: readonly string[], lotSize: string): Promise<string> {
  const steps = Array.from({ length: FINER_MAX }, (_, finer) => stepOf(lotSize, finer))
  let at = 0
  for (const file of files) {
    for await (const { bytes, rows, firstRow } of readEventRecords(file)) {
      const doubles = new Float64Array(bytes.buffer, bytes.byteOffset, rows * 8)
      for (let i = 0; i < rows; i++) {
        const qty = doubles[i * 8 + 4]!
        while (!isWhole(qty, steps[at])) {
          at++
          if (at === FINER_MAX) throw new InputError({ file, row: firstRow + i }, `qty ${qty} is no decimal.`)
        }
      }
    }
  }
  return steps[at]!.text
}

function stepOf(lotSize: string, finer: number): DecimalStep | undefined {
  const lot = parseDecimal(lotSize)
  return lot && decimalStep(formatDecimal(lot.mantissa, lot.decimals + finer))
}

export function isWhole(qty: number, step: DecimalStep | undefined): boolean {
  if (step === undefined) return false
  return Math.abs(toFloat(Math.round((qty * step.scale) / step.numerator), step) - qty) <= Math.abs(qty) * NOISE
}
