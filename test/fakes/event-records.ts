/** Event records of hftbacktest for tests: built field by field, and gathered from a file. */
import { readEventRecords } from '../../src/data/npz-reader.ts'

export interface EventRecord {
  ev: bigint
  exchTs: bigint
  localTs: bigint
  px: number
  qty: number
  orderId?: bigint
  ival?: bigint
  fval?: number
}

export const EXCH: bigint = 1n << 31n
export const LOCAL: bigint = 1n << 30n
export const BUY_EVENT: bigint = 1n << 29n
export const SELL_EVENT: bigint = 1n << 28n

export function recordBytes(records: readonly EventRecord[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(records.length * 64))
  records.forEach((record, i) => {
    view.setBigUint64(64 * i, record.ev, true)
    view.setBigInt64(64 * i + 8, record.exchTs, true)
    view.setBigInt64(64 * i + 16, record.localTs, true)
    view.setFloat64(64 * i + 24, record.px, true)
    view.setFloat64(64 * i + 32, record.qty, true)
    view.setBigUint64(64 * i + 40, record.orderId ?? 0n, true)
    view.setBigInt64(64 * i + 48, record.ival ?? 0n, true)
    view.setFloat64(64 * i + 56, record.fval ?? 0, true)
  })
  return new Uint8Array(view.buffer)
}

export async function gatherRecords(path: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of readEventRecords(path)) chunks.push(Buffer.from(chunk.bytes))
  return Buffer.concat(chunks)
}
