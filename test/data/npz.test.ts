import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/bug.ts'
import { openMarketFile } from '../../src/data/market-file-reader.ts'
import { formatNpyHeader } from '../../src/data/npy.ts'
import { exportNpz } from '../../src/data/npz-export.ts'
import { importNpz, type NpzImportOptions } from '../../src/data/npz-import.ts'
import { readEventRecords } from '../../src/data/npz-reader.ts'
import { createRecordFile } from '../../src/data/npz-writer.ts'
import { findZipMember, zipEnd } from '../../src/data/zip.ts'
import { NO_PRICE } from '../../src/market/columns.ts'
import {
  BUY_EVENT,
  type EventRecord,
  EXCH,
  gatherRecords,
  LOCAL,
  recordBytes,
  SELL_EVENT,
} from '../fakes/event-records.ts'
import { BTCUSDT, EPOCH_NS, readAll, temporaryFolder } from '../fakes/market-rows.ts'
import { describeWithShared } from '../fakes/shared-data.ts'

const KINDS = [['a.npy'], ['a.npz', true], ['a.npz', false]] as const

async function writeRecords(path: string, bytes: Uint8Array, deflate = true): Promise<void> {
  const writer = await createRecordFile(path, { rows: bytes.length / 64, overwrite: false, deflate })
  try {
    const middle = 64 * Math.floor(bytes.length / 128)
    await writer.append(bytes.subarray(0, middle))
    await writer.append(bytes.subarray(middle))
    await writer.close()
  } finally {
    writer.abort()
  }
}

function depth(i: number, change: Partial<EventRecord> = {}): EventRecord {
  const ts = EPOCH_NS + BigInt(i) * 1_000n
  return { ev: EXCH | LOCAL | BUY_EVENT | 1n, exchTs: ts, localTs: ts + 5n, px: 100.1, qty: 0.007, ...change }
}

describe('record files', () => {
  test('any records come back bit for bit, in each form', async () => {
    const folder = temporaryFolder()
    for (const [rows, form] of [0, 1, 3, 8_192, 20_001].flatMap((n) => KINDS.map((kind) => [n, kind] as const))) {
      const [name, deflate = true] = form
      const path = join(folder, `${rows}-${deflate}-${name}`)
      const bytes = randomBytes(rows * 64)
      await writeRecords(path, bytes, deflate)
      expect(Buffer.compare(await gatherRecords(path), bytes)).toBe(0)
    }
  })

  test('chunks say where they stand, and stopping early is fine', async () => {
    const path = join(temporaryFolder(), 'a.npz')
    await writeRecords(path, randomBytes(20_000 * 64))
    const seen: number[][] = []
    for await (const chunk of readEventRecords(path)) {
      seen.push([chunk.firstRow, chunk.rows, chunk.rowsInFile])
      if (seen.length === 2) break
    }
    expect(seen).toEqual([
      [0, 8_192, 20_000],
      [8_192, 8_192, 20_000],
    ])
  })

  test('cut or changed: an InputError or the very same records, never a hang', async () => {
    const folder = temporaryFolder()
    const records = recordBytes(Array.from({ length: 50 }, (_, i) => depth(i)))
    for (const [name, deflate = true] of KINDS) {
      const path = join(folder, `good-${deflate}-${name}`)
      await writeRecords(path, records, deflate)
      const good = readFileSync(path)
      const damaged = join(folder, `damaged-${name}`)
      const attempt = async (bytes: Uint8Array): Promise<Buffer | undefined> => {
        writeFileSync(damaged, bytes)
        try {
          return await gatherRecords(damaged)
        } catch (error) {
          if (!(error instanceof InputError)) throw error
          expect(error.message).toContain('damaged-')
          return undefined
        }
      }
      for (let length = 0; length < good.length; length += 17)
        expect(await attempt(good.subarray(0, length))).toBeUndefined()
      const mutation = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }))
      await fc.assert(
        fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
          const bytes = Buffer.from(good)
          for (const [at, xor] of mutations) bytes[at]! ^= xor
          const read = await attempt(bytes)
          // A .npy file has no checksum, so a changed record is read as it stands; a zip archive has one.
          if (read && name === 'a.npz') expect(Buffer.compare(read, records)).toBe(0)
          if (read) expect(read.length).toBe(records.length)
        }),
        { numRuns: 300 },
      )
    }
  })

  test('an archive with Zip64 sizes is read', async () => {
    const folder = temporaryFolder()
    const records = recordBytes([depth(0), depth(1)])
    const narrow = join(folder, 'narrow.npz')
    await writeRecords(narrow, records)
    const handle = await open(narrow)
    const member = await findZipMember(narrow, handle, 'data.npy')
    await handle.close()
    const body = readFileSync(narrow).subarray(0, member.start + member.packedBytes)
    const wide = join(folder, 'wide.npz')
    writeFileSync(wide, Buffer.concat([body, zipEnd(member, true)]))
    expect(readFileSync(wide).length).toBeGreaterThan(readFileSync(narrow).length)
    expect(Buffer.compare(await gatherRecords(wide), records)).toBe(0)
  })

  test('what is no event record file is refused with the reason', async () => {
    const folder = temporaryFolder()
    const refuse = async (name: string, bytes: Uint8Array): Promise<string> => {
      writeFileSync(join(folder, name), bytes)
      const error: unknown = await gatherRecords(join(folder, name)).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(InputError)
      return String(error).replace(`InputError: ${folder}/`, '')
    }
    const header = (text: string): Uint8Array => {
      const body = `${text.padEnd(117)}\n`
      return Buffer.concat([
        Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
        Uint8Array.of(body.length, 0),
        Buffer.from(body),
      ])
    }
    expect(await refuse('a.txt', Buffer.from('x'))).toMatchInlineSnapshot(
      `"a.txt: is neither .npy nor .npz by its name."`,
    )
    expect(await refuse('a.npy', Buffer.from('x,y\n1,2\n'.repeat(9)))).toMatchInlineSnapshot(
      `"a.npy: is not a .npy array of version 1.0 (its first bytes are not those of numpy)."`,
    )
    expect(
      await refuse('b.npy', header("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }")),
    ).toMatchInlineSnapshot(
      `"b.npy: has a header that is no array of records: {'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"`,
    )
    const latency =
      "{'descr': [('a', '<i8'), ('b', '<i8'), ('c', '<i8'), ('d', '<i8')], 'fortran_order': False, 'shape': (0,), }"
    expect(await refuse('c.npy', header(latency))).toMatchInlineSnapshot(
      `"c.npy: holds records of <i8 <i8 <i8 <i8; event records are <u8 <i8 <i8 <f8 <f8 <u8 <i8 <f8. It looks like a table of order latencies."`,
    )
    expect(await refuse('d.npy', formatNpyHeader(3))).toMatchInlineSnapshot(
      `"d.npy row 0: ends after 0 rows, but its header says 3. Is it cut short?"`,
    )
    expect(await refuse('a.npz', Buffer.from('PK, but not really'.repeat(9)))).toMatchInlineSnapshot(
      `"a.npz: is not a zip archive, or is cut short: it has no end record."`,
    )
  })
})

describe('npz import', () => {
  const options = (folder: string, change: Partial<NpzImportOptions> = {}): NpzImportOptions => ({
    instrument: BTCUSDT,
    out: join(folder, 'out.arrow'),
    overwrite: false,
    ...change,
  })
  const refusal = async (records: EventRecord[], change: Partial<NpzImportOptions> = {}): Promise<string> => {
    const folder = temporaryFolder()
    await writeRecords(join(folder, 'a.npz'), recordBytes(records))
    const error: unknown = await importNpz([join(folder, 'a.npz')], options(folder, change)).catch(
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(InputError)
    expect(readdirSync(folder)).toEqual(['a.npz'])
    return String(error).replace(`InputError: ${folder}/`, '')
  }

  test('every kind, side and visibility keeps its meaning', async () => {
    const folder = temporaryFolder()
    const events = [EXCH | LOCAL | BUY_EVENT | 1n, EXCH | SELL_EVENT | 2n, LOCAL | 4n, EXCH | LOCAL | 3n, LOCAL | 104n]
    const records = events.map((ev, i) => depth(i, { ev }))
    records[3]!.px = Number.NaN
    await writeRecords(join(folder, 'a.npz'), recordBytes(records))
    const manifest = await importNpz([join(folder, 'a.npz')], options(folder))
    expect(manifest).toMatchObject({ rows: 5, instrument: BTCUSDT, repairs: [], sources: [{ name: 'a.npz' }] })
    expect(manifest.sources[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
    const rows = await readAll((await openMarketFile(join(folder, 'out.arrow'))).source(EPOCH_NS))
    expect([...rows.flags.slice(0, 5)].map((flags) => flags.toString(16))).toEqual(['d01', 'a02', '404', 'c03', '468'])
    expect([...rows.priceTicks.slice(0, 5)]).toEqual([1001, 1001, 1001, NO_PRICE, 1001])
    expect([...rows.qtySteps.slice(0, 2)]).toEqual([7, 7])
    await exportNpz(join(folder, 'out.arrow'), join(folder, 'b.npy'), { overwrite: false })
    expect(Buffer.compare(await gatherRecords(join(folder, 'b.npy')), recordBytes(records))).toBe(0)
  })

  test('refuses what a market file cannot hold, naming file, row and value', async () => {
    expect(await refusal([depth(0), depth(1, { px: 100.15 })])).toMatchInlineSnapshot(
      `"a.npz row 1: px 100.15 is not a whole number of steps of 0.1: give the finest of the data with --tick, or round with --off-tick round."`,
    )
    expect(await refusal([depth(0), depth(1, { qty: 0.0005 })])).toMatchInlineSnapshot(
      `"a.npz row 1: qty 0.0005 is not a whole number of steps of 0.001: give the finest of the data with --step, or round with --off-step round."`,
    )
    expect(await refusal([depth(0, { px: Number.NaN })])).toMatchInlineSnapshot(
      `"a.npz row 0: px is NaN; only a clear may have no price."`,
    )
    expect(await refusal([depth(0, { px: 1e12 })])).toMatchInlineSnapshot(
      `"a.npz row 0: px 1000000000000 is 10000000000000 ticks of 0.1, beyond 32 bits."`,
    )
    expect(await refusal([depth(0, { qty: Number.POSITIVE_INFINITY })])).toMatchInlineSnapshot(
      `"a.npz row 0: qty Infinity is no number: the file looks damaged."`,
    )
    expect(await refusal([depth(0, { qty: 1e13 })])).toMatchInlineSnapshot(
      `"a.npz row 0: qty 10000000000000 is more than 2^53 steps of 0.001."`,
    )
    expect(await refusal([depth(0), depth(1, { ev: EXCH | 10n })])).toMatchInlineSnapshot(
      `"a.npz row 1: has kind 10, an order-by-order (L3) event. Only L2 files can be imported."`,
    )
    expect(await refusal([depth(0), depth(1, { ev: EXCH | 1n | (1n << 40n) })])).toMatchInlineSnapshot(
      `"a.npz row 1: has flags beyond kind, side and visibility, which a market file cannot hold. --extra-fields drop leaves them out."`,
    )
    expect(await refusal([depth(0), depth(1, { orderId: 7n })])).toMatchInlineSnapshot(
      `"a.npz row 1: has an order_id, ival or fval, which a market file cannot hold. --extra-fields drop leaves them out."`,
    )
    expect(await refusal([depth(5), depth(4)])).toMatchInlineSnapshot(`"a.npz row 1: exch_ts goes back by 1000 ns."`)
    expect(await refusal([depth(0), depth(1, { localTs: EPOCH_NS })])).toMatchInlineSnapshot(
      `"a.npz row 1: local_ts goes back by 5 ns."`,
    )
    expect(await refusal([depth(0), depth(1, { exchTs: EPOCH_NS * 2n })])).toMatchInlineSnapshot(
      `"a.npz row 1: has a stamp 2^53 ns (104 days) or more from the first row. Are the stamps nanoseconds?"`,
    )
  })

  test('named policies round and drop, and count what they did', async () => {
    const folder = temporaryFolder()
    // The last is 3.5 ticks in decimals, and less where doubles are divided, as in hftbacktest.
    const pieces = [{ px: 100.15, qty: 0.0005 }, { px: 3 * 0.1 }, { orderId: 1n, fval: 2 }, { px: -0.05 }, { px: 0.35 }]
    const records = pieces.map((piece, i) => depth(i, piece))
    await writeRecords(join(folder, 'a.npz'), recordBytes(records))
    const policies = { 'off-tick': 'round', 'off-step': 'round', 'extra-fields': 'drop' } as const
    const manifest = await importNpz([join(folder, 'a.npz')], options(folder, { policies }))
    expect(manifest.repairs).toMatchInlineSnapshot(`
      [
        {
          "did": "rounded a price to the nearest tick, half away from zero",
          "policy": "off-tick",
          "rows": 4,
        },
        {
          "did": "rounded a quantity to the nearest step, half away from zero",
          "policy": "off-step",
          "rows": 1,
        },
        {
          "did": "left out spare flags, order_id, ival or fval",
          "policy": "extra-fields",
          "rows": 1,
        },
      ]
    `)
    const rows = await readAll((await openMarketFile(join(folder, 'out.arrow'))).source(EPOCH_NS))
    expect([...rows.priceTicks.slice(0, 5)]).toEqual([1002, 3, 1001, -1, 3])
    expect([...rows.qtySteps.slice(0, 4)]).toEqual([1, 7, 7, 7])
  })

  test('files follow one another; a missing or an earlier one is refused', async () => {
    const folder = temporaryFolder()
    const [a, b] = [join(folder, 'a.npz'), join(folder, 'b.npy')]
    await writeRecords(a, recordBytes([depth(0), depth(1)]))
    await writeRecords(b, recordBytes([depth(2)]))
    expect(await importNpz([a, b], options(folder))).toMatchObject({
      rows: 3,
      sources: [{ name: 'a.npz' }, { name: 'b.npy' }],
    })
    const again = options(folder, { overwrite: true })
    await expect(importNpz([b, a], again)).rejects.toThrow(/a\.npz row 0: exch_ts goes back by 2000 ns/)
    await expect(importNpz([a, join(folder, 'c.npy')], again)).rejects.toThrow(/c\.npy: there is no such file/)
    expect(readdirSync(folder).sort()).toEqual(['a.npz', 'b.npy', 'out.arrow'])
  })

  test('a damaged .npz is called damaged, whatever its rows seem to hold', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.npz')
    await writeRecords(path, recordBytes([depth(0), depth(1, { orderId: 0x0123_4567_89ab_cdefn })]), false)
    const bytes = readFileSync(path)
    const at = bytes.indexOf(Buffer.from('efcdab8967452301', 'hex'))
    expect(at).toBeGreaterThan(0)
    bytes[at]! ^= 1
    writeFileSync(path, bytes)
    await expect(importNpz([path], options(folder))).rejects.toThrow('is damaged: length or checksum of data.npy')
    expect(readdirSync(folder)).toEqual(['a.npz'])
  })

  test('a damaged file is imported whole or not at all', async () => {
    const folder = temporaryFolder()
    const good = recordBytes(Array.from({ length: 20 }, (_, i) => depth(i)))
    const source = join(folder, 'a.npy')
    const mutation = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }))
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const bytes = Buffer.from(good)
        for (const [at, xor] of mutations) bytes[at]! ^= xor
        writeFileSync(source, Buffer.concat([formatNpyHeader(20), bytes]))
        try {
          await importNpz([source], options(folder, { overwrite: true }))
          const back = join(folder, 'b.npy')
          await exportNpz(join(folder, 'out.arrow'), back, { overwrite: true })
          expect(withoutZeroSigns(await gatherRecords(back))).toEqual(withoutZeroSigns(bytes))
          rmSync(join(folder, 'out.arrow'))
          rmSync(back)
        } catch (error) {
          if (!(error instanceof InputError)) throw error
          expect(error.message).toMatch(/a\.npy row \d+: /)
          expect(readdirSync(folder)).toEqual(['a.npy'])
        }
      }),
      { numRuns: 150 },
    )
  })

  test('an existing output stays as it is unless overwriting is allowed', async () => {
    const folder = temporaryFolder()
    await writeRecords(join(folder, 'a.npz'), recordBytes([depth(0)]))
    const typo = { 'off-step': 'floor' } as unknown as { 'off-step': 'round' }
    await expect(importNpz([join(folder, 'a.npz')], options(folder, { policies: typo }))).rejects.toThrow(
      'policies.off-step: "floor" is no choice. One of: error, round.',
    )
    writeFileSync(join(folder, 'out.arrow'), 'precious')
    await expect(importNpz([join(folder, 'a.npz')], options(folder))).rejects.toThrow(/out\.arrow: exists already/)
    expect(readFileSync(join(folder, 'out.arrow'), 'utf8')).toBe('precious')
    await importNpz([join(folder, 'a.npz')], options(folder, { overwrite: true }))
    expect((await openMarketFile(join(folder, 'out.arrow'))).manifest.rows).toBe(1)
    const other = options(folder, { out: join(folder, 'none', 'out.arrow') })
    await expect(importNpz([join(folder, 'a.npz')], other)).rejects.toThrow(/there is no folder/)
  })
})

describeWithShared('npz of the reference', (root) => {
  const STEPS = {
    usdm: ['0.1', '0.001'],
    'usdm-eth': ['0.01', '0.001'],
    coinm: ['0.1', '1'],
    spot: ['0.01', '0.00000001'],
  }
  const folder = join(root, 'parity', 'data')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^(usdm|coinm|spot)/.test(name)) : []

  test('there are files to try', () => expect(names.length).toBeGreaterThanOrEqual(9))

  test.each(names)('%s comes back from a market file byte for byte', async (name) => {
    const out = temporaryFolder()
    const [tickSize, qtyStep] = name.startsWith('usdm-eth') ? STEPS['usdm-eth'] : STEPS[name.split('-')[0] as 'usdm']
    const instrument = { ...BTCUSDT, tickSize: tickSize!, lotSize: qtyStep!, qtyStep: qtyStep! }
    const source = join(folder, name)
    await importNpz([source], { instrument, out: join(out, 'a.arrow'), overwrite: false })
    await exportNpz(join(out, 'a.arrow'), join(out, 'a.npy'), { overwrite: false })
    const original = await gatherRecords(source)
    const npy = readFileSync(join(out, 'a.npy'))
    if (original.length < 6_000_000) {
      // Deflating is slow, so the packed form is tried on the small ones.
      await exportNpz(join(out, 'a.arrow'), join(out, 'a.npz'), { overwrite: false })
      expect(Buffer.compare(await gatherRecords(join(out, 'a.npz')), original)).toBe(0)
    }
    // Header included, the member is what numpy wrote.
    expect(Buffer.compare(npy.subarray(npy.length - original.length), original)).toBe(0)
    expect(npy.subarray(0, npy.length - original.length).toString('latin1')).toBe(await headerOf(source))
  })

  test('order-by-order files are refused for now', async () => {
    const out = join(temporaryFolder(), 'a.arrow')
    const source = join(folder, 'l3-nvda-20100608.npz')
    await expect(importNpz([source], { instrument: BTCUSDT, out, overwrite: false })).rejects.toThrow(
      /row 0: has kind 10/,
    )
    expect(existsSync(out)).toBe(false)
  })
})

/** A market file knows one zero; the sign of a zero price or quantity is the one thing that is not kept. */
function withoutZeroSigns(records: Buffer): Buffer {
  const bytes = Buffer.from(records)
  for (let at = 24; at < bytes.length; at += 64) {
    for (const field of [at, at + 8]) bytes.writeDoubleLE(bytes.readDoubleLE(field) + 0, field)
  }
  return bytes
}

async function headerOf(npz: string): Promise<string> {
  const handle = await open(npz)
  const member = await findZipMember(npz, handle, 'data.npy')
  await handle.close()
  const bytes = inflateRawSync(readFileSync(npz).subarray(member.start, member.start + member.packedBytes))
  return bytes.subarray(0, 10 + bytes.readUInt16LE(8)).toString('latin1')
}
