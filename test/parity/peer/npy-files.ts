/** Writes made-up rows and latency tables in the files that both simulators read. */
import { writeFileSync } from 'node:fs'
import { type DecimalStep, toFloat } from '../../../src/core/decimal.ts'
import { RECORD_BYTES } from '../../../src/data/npy.ts'
import { createRecordFile } from '../../../src/data/npz-writer.ts'
import { BUY, KIND_MASK, NO_PRICE, SELL, TRADER_SEES, VENUE_SEES } from '../../../src/market/columns.ts'

/** Instants relative to the epoch. */
export interface MadeRow {
  readonly exchTs: number
  readonly localTs: number
  readonly flags: number
  readonly tick: number
  readonly steps: number
}

/** The four flags and where hftbacktest has them. */
const BITS: readonly (readonly [flag: number, bit: number])[] = [
  [VENUE_SEES, 31],
  [TRADER_SEES, 30],
  [BUY, 29],
  [SELL, 28],
]

export async function writeRows(
  file: string,
  rows: readonly MadeRow[],
  epochNs: bigint,
  tick: DecimalStep,
  qtyStep: DecimalStep,
): Promise<void> {
  const bytes = new Uint8Array(rows.length * RECORD_BYTES)
  const view = new DataView(bytes.buffer)
  rows.forEach((row, i) => {
    const at = i * RECORD_BYTES
    const bits = BITS.reduce((sum, [flag, bit]) => sum + ((row.flags & flag) === 0 ? 0 : 2 ** bit), 0)
    view.setUint32(at, bits + (row.flags & KIND_MASK), true)
    view.setBigInt64(at + 8, BigInt(row.exchTs) + epochNs, true)
    view.setBigInt64(at + 16, BigInt(row.localTs) + epochNs, true)
    view.setFloat64(at + 24, row.tick === NO_PRICE ? Number.NaN : toFloat(row.tick, tick), true)
    view.setFloat64(at + 32, toFloat(row.steps, qtyStep), true)
  })
  const writer = await createRecordFile(file, { rows: rows.length, overwrite: true })
  try {
    await writer.append(bytes)
    await writer.close()
  } finally {
    writer.abort()
  }
}

/** A round trip; one that was refused has no instant at the venue. Instants relative to the epoch. */
export interface RoundTrip {
  readonly requestTs: number
  readonly exchTs: number | undefined
  readonly responseTs: number
}

/** As .npy: four int64 a row, the last one unused. */
export function writeRoundTrips(file: string, trips: readonly RoundTrip[], epochNs: bigint): void {
  const fields = ['req_ts', 'exch_ts', 'resp_ts', '_padding'].map((name) => `('${name}', '<i8')`).join(', ')
  const text = `{'descr': [${fields}], 'fortran_order': False, 'shape': (${trips.length},), }`
  const header = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`
  const magic = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8])
  const stamps = trips.flatMap(({ requestTs, exchTs, responseTs }) => [
    BigInt(requestTs) + epochNs,
    exchTs === undefined ? 0n : BigInt(exchTs) + epochNs,
    BigInt(responseTs) + epochNs,
    0n,
  ])
  writeFileSync(file, Buffer.concat([magic, Buffer.from(header), new Uint8Array(BigInt64Array.from(stamps).buffer)]))
}
