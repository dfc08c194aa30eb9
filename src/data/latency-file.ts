/**
 * Reads a table of measured order round trips for interpolated latency: hftbacktest's .npz or .npy (32-byte records
 * `req_ts, exch_ts, resp_ts, padding`, int64) or a CSV with the header `request_ts,exchange_ts,response_ts`. All
 * instants are absolute nanoseconds; an exchange instant of 0 or less marks a request that the venue refused.
 */
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32, inflateRawSync } from 'node:zlib'
import { InputError } from '../core/bug.ts'
import type { LatencyRows } from '../kernel/latency/interpolated.ts'
import { npyHeaderBytes, PREFIX_BYTES } from './npy.ts'
import { DEFLATED, findZipMember } from './zip.ts'

const RECORD_BYTES = 32
const MEMBER = 'data.npy'
const CSV_HEADER = 'request_ts,exchange_ts,response_ts'
/** Tables are read whole; a day of one round trip a millisecond is 2.8 GB, which nobody has. */
const BYTES_MAX = 1_073_741_824

export interface LatencyFile {
  /** Instants relative to the run epoch. */
  readonly rows: LatencyRows
  /** SHA-256 over the absolute stamps, three int64 a row: the same for one table in any of the formats. */
  readonly contentHash: string
}

/**
 * Throws `InputError` naming the file, and the row where it is known (from 0, the CSV header not counted), for another
 * format, damage, requests that go back in time, and stamps out of order within a row.
 */
export async function loadLatencyRows(file: string, epochNs: bigint): Promise<LatencyFile> {
  const suffix = /\.(csv|np[yz])$/.exec(file)?.[1]
  if (!suffix) throw new InputError({ file }, 'is neither .csv, .npy nor .npz by its name.')
  const bytes = await readBytes(file, suffix === 'npz')
  const stamps = suffix === 'csv' ? parseCsv(file, bytes.toString('utf8')) : parseRecords(file, bytes)
  const rows = toRows(file, stamps, epochNs)
  const contentHash = createHash('sha256').update(new Uint8Array(stamps.buffer)).digest('hex')
  return { rows, contentHash }
}

/** The bytes of a file, or of the member of an .npz that holds the table. */
async function readBytes(file: string, isArchive: boolean): Promise<Buffer> {
  let handle: FileHandle
  try {
    handle = await open(file, 'r')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new InputError({ file }, missing ? 'there is no such file.' : `cannot be read: ${messageOf(error)}`)
  }
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw new InputError({ file }, 'is not a file.')
    if (stat.size > BYTES_MAX) throw new InputError({ file }, `has ${stat.size} bytes; at most ${BYTES_MAX} are read.`)
    return isArchive ? await readMember(file, handle) : await handle.readFile()
  } finally {
    await handle.close()
  }
}

async function readMember(file: string, handle: FileHandle): Promise<Buffer> {
  const member = await findZipMember(file, handle, MEMBER)
  if (member.bytes > BYTES_MAX)
    throw new InputError({ file }, `its table has ${member.bytes} bytes, more than are read.`)
  const packed = Buffer.alloc(member.packedBytes)
  const { bytesRead } = await handle.read(packed, 0, packed.length, member.start)
  let bytes = packed.subarray(0, bytesRead)
  if (member.method === DEFLATED) {
    try {
      bytes = inflateRawSync(bytes, { maxOutputLength: member.bytes + 1 })
    } catch (error) {
      throw new InputError({ file }, `is damaged: it cannot be unpacked (${messageOf(error)}).`)
    }
  }
  if (bytes.length !== member.bytes || crc32(bytes) !== member.crc32) {
    throw new InputError({ file }, `is damaged: length or checksum of ${MEMBER} does not match.`)
  }
  return bytes
}

/** Absolute stamps, three a row. */
function parseRecords(file: string, bytes: Buffer): BigInt64Array {
  const start = PREFIX_BYTES + npyHeaderBytes(file, bytes)
  if (bytes.length < start) throw new InputError({ file }, 'is cut short: it ends within its header.')
  const header = bytes.toString('latin1', PREFIX_BYTES, start)
  const types = [...header.matchAll(/\('\w+', '([^']*)'\)/g)].map((field) => field[1])
  const rows = Number(/'shape': \((\d{1,15}),\)/.exec(header)?.[1] ?? Number.NaN)
  if (types.join() !== '<i8,<i8,<i8,<i8' || Number.isNaN(rows) || header.includes("'fortran_order': True")) {
    const what = types.length === 8 ? ' It looks like market data.' : ''
    throw new InputError({ file }, `is no table of order latencies: records of four int64 are expected.${what}`)
  }
  if (bytes.length - start !== rows * RECORD_BYTES) {
    const whole = Math.floor((bytes.length - start) / RECORD_BYTES)
    throw new InputError(
      { file, row: whole },
      `ends after ${whole} rows, but its header says ${rows}. Is it cut short?`,
    )
  }
  const stamps = new BigInt64Array(rows * 3)
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < 3; i++) stamps[row * 3 + i] = bytes.readBigInt64LE(start + row * RECORD_BYTES + i * 8)
  }
  return stamps
}

function parseCsv(file: string, text: string): BigInt64Array {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/)
  if (lines[0] !== CSV_HEADER) {
    throw new InputError({ file, line: 1 }, `"${(lines[0] ?? '').slice(0, 80)}" is not the header ${CSV_HEADER}.`)
  }
  const stamps = new BigInt64Array((lines.length - 1) * 3)
  for (let row = 0; row + 1 < lines.length; row++) {
    const match = /^(-?\d{1,18}|\d{19}),(-?\d{1,18}|\d{19}),(-?\d{1,18}|\d{19})$/.exec(lines[row + 1]!)
    if (!match) {
      const line = lines[row + 1]!.slice(0, 80)
      throw new InputError({ file, line: row + 2, row }, `"${line}" is not three instants in whole nanoseconds.`)
    }
    for (let i = 0; i < 3; i++) {
      const stamp = BigInt(match[i + 1]!)
      if (stamp > 9_223_372_036_854_775_807n)
        throw new InputError({ file, line: row + 2, row }, `${stamp} passes 2^63.`)
      stamps[row * 3 + i] = stamp
    }
  }
  return stamps
}

function toRows(file: string, stamps: BigInt64Array, epochNs: bigint): LatencyRows {
  const length = stamps.length / 3
  if (length === 0) throw new InputError({ file }, 'holds no rows.')
  const rows = {
    length,
    requestTs: new Float64Array(length),
    exchTs: new Float64Array(length),
    responseTs: new Float64Array(length),
    refused: new Uint8Array(length),
  }
  for (let row = 0; row < length; row++) {
    const request = stamps[row * 3]!
    const exchange = stamps[row * 3 + 1]!
    const response = stamps[row * 3 + 2]!
    const isRefused = exchange <= 0n
    const before = row > 0 ? stamps[row * 3 - 3]! : request
    if (request < before) {
      throw new InputError({ file, row }, `its request at ${request} is earlier than the one before it, at ${before}.`)
    }
    if (response < request || (!isRefused && (exchange < request || response < exchange))) {
      throw new InputError({ file, row }, `${request}, ${exchange}, ${response} go back in time.`)
    }
    rows.refused[row] = isRefused ? 1 : 0
    rows.requestTs[row] = relative(file, row, request, epochNs)
    rows.exchTs[row] = isRefused ? 0 : relative(file, row, exchange, epochNs)
    rows.responseTs[row] = relative(file, row, response, epochNs)
  }
  return rows
}

function relative(file: string, row: number, stamp: bigint, epochNs: bigint): number {
  const ts = Number(stamp - epochNs)
  if (Number.isSafeInteger(ts)) return ts
  throw new InputError({ file, row }, `${stamp} is more than 104 days from the start of the run, ${epochNs}.`)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
