import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/bug.ts'
import { loadLatencyRows } from '../../src/data/latency-file.ts'
import { describeWithShared } from '../fakes/shared-data.ts'

const folder = mkdtempSync(join(tmpdir(), 'latency-'))
afterAll(() => rmSync(folder, { recursive: true }))

const EPOCH = 1_723_075_200_000_000_000n

function written(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

function npy(rows: readonly (readonly bigint[])[], types = '<i8'): Uint8Array {
  const names = ['req_ts', 'exch_ts', 'resp_ts', '_padding']
  const descr = names.map((name) => `('${name}', '${types}')`).join(', ')
  const text = `{'descr': [${descr}], 'fortran_order': False, 'shape': (${rows.length},), }`
  const header = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${text.padEnd(181)}\n`, 'latin1')
  header.writeUInt16LE(182, 8)
  return Buffer.concat([header, Buffer.from(BigInt64Array.from(rows.flatMap((row) => [...row, 0n])).buffer)])
}

const ROWS = [
  [EPOCH + 1000n, EPOCH + 1100n, EPOCH + 1150n],
  [EPOCH + 2000n, 0n, EPOCH + 2300n],
] as const
const csv = (rows: readonly (readonly unknown[])[]): string =>
  `request_ts,exchange_ts,response_ts\n${rows.map((row) => row.join(',')).join('\n')}\n`

describe('loadLatencyRows', () => {
  test('npy and csv hold the same table, relative to the epoch', async () => {
    const table = await loadLatencyRows(written('a.npy', npy(ROWS)), EPOCH)
    expect(table.rows).toEqual({
      length: 2,
      requestTs: Float64Array.of(1000, 2000),
      exchTs: Float64Array.of(1100, 0),
      responseTs: Float64Array.of(1150, 2300),
      refused: Uint8Array.of(0, 1),
    })
    expect(await loadLatencyRows(written('a.csv', csv(ROWS)), EPOCH)).toEqual(table)
  })

  test.each([
    ['b.txt', '', 'b.txt: is neither .csv, .npy nor .npz by its name.'],
    ['empty.csv', '', 'empty.csv:1: "" is not the header'],
    ['none.csv', csv([]).trimEnd(), 'none.csv: holds no rows.'],
    ['float.csv', csv([[1.5, 2, 3]]), 'float.csv:2 row 0: "1.5,2,3" is not three instants in whole nanoseconds.'],
    ['back.csv', csv([ROWS[1], ROWS[0]]), 'back.csv row 1: its request at 1723075200000001000 is earlier than the one'],
    ['order.csv', csv([[3, 2, 5]]), 'order.csv row 0: 3, 2, 5 go back in time.'],
    ['response.csv', csv([[3, 0, 2]]), 'response.csv row 0: 3, 0, 2 go back in time.'],
    ['big.csv', csv([['9999999999999999999', 0, 0]]), 'passes 2^63'],
    ['far.csv', csv([[1, 2, 1_723_075_200_000_000_000n]]), 'far.csv row 0: 1 is more than 104 days from the start'],
    ['text.npy', 'hello, this is no array', 'text.npy: is not a .npy array'],
    ['double.npy', npy(ROWS, '<f8'), 'double.npy: is no table of order latencies'],
    ['short.npy', npy(ROWS).subarray(0, 250), 'short.npy row 1: ends after 1 rows, but its header says 2.'],
    ['zip.npz', 'PK', 'zip.npz: is not a zip archive'],
  ])('refuses %s', async (name, bytes, message) => {
    const path = written(name, bytes)
    await expect(loadLatencyRows(path, EPOCH)).rejects.toThrow(InputError)
    await expect(loadLatencyRows(path, EPOCH)).rejects.toThrow(message)
  })

  test('a missing file and a folder', async () => {
    await expect(loadLatencyRows(join(folder, 'no.csv'), 0n)).rejects.toThrow('there is no such file')
  })

  test('truncated and mutated files are read or refused, never anything else', async () => {
    const wholes = [Buffer.from(csv(ROWS)), Buffer.from(npy(ROWS))]
    await fc.assert(
      fc.asyncProperty(fc.nat(1), fc.nat(400), fc.nat(400), fc.nat(255), async (which, cut, at, byte) => {
        const bytes = Buffer.from(wholes[which]!.subarray(0, cut))
        if (at < bytes.length) bytes[at] = byte
        const path = written(which === 0 ? 'fuzz.csv' : 'fuzz.npy', bytes)
        const outcome = await loadLatencyRows(path, EPOCH).catch((error: unknown) => error)
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(InputError)
          expect(outcome.message).toContain(path)
        } else {
          expect(outcome).toMatchObject({ rows: { length: expect.any(Number) } })
        }
      }),
      { numRuns: 300 },
    )
  })
})

describeWithShared('latency tables made from recordings', (root) => {
  const path = `${root}/parity/data/latency-tokyo-20240808.npz`

  test('are read whole', async () => {
    const { rows: table } = await loadLatencyRows(path, EPOCH)
    expect(table.length).toBe(700)
    expect(table.refused.every((refused) => refused === 0)).toBe(true)
    const tripNs = table.responseTs[0]! - table.requestTs[0]!
    expect(table.exchTs[0]! - table.requestTs[0]!).toBe(Math.floor((tripNs * 6) / 10))
  })

  test('a damaged archive is refused', async () => {
    const bytes = readFileSync(path)
    bytes[bytes.length >> 1]! ^= 1
    await expect(loadLatencyRows(written('damaged.npz', bytes), EPOCH)).rejects.toThrow(InputError)
    const cut = written('cut.npz', readFileSync(path).subarray(0, 5000))
    await expect(loadLatencyRows(cut, EPOCH)).rejects.toThrow(InputError)
  })
})
