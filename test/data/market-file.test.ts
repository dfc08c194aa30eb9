import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/bug.ts'
import { concatSources } from '../../src/data/concat-source.ts'
import type { MarketManifest } from '../../src/data/manifest.ts'
import { openMarketFile } from '../../src/data/market-file-reader.ts'
import { createMarketFile, type MarketFileOrigin } from '../../src/data/market-file-writer.ts'
import { allocateColumns, type MarketColumns, TRADER_SEES, VENUE_SEES } from '../../src/market/columns.ts'
import { BTCUSDT, EPOCH_NS, makeRows, plainRows, readAll, temporaryFolder } from '../fakes/market-rows.ts'
import { memorySource } from '../fakes/memory-source.ts'

const ORIGIN: MarketFileOrigin = { sources: [{ name: 'made up' }], repairs: [], gaps: [], health: { duplicates: 3 } }

async function write(path: string, batches: readonly MarketColumns[], overwrite = false): Promise<MarketManifest> {
  const writer = createMarketFile(path, { instrument: BTCUSDT, epochNs: EPOCH_NS, overwrite })
  try {
    for (const batch of batches) writer.append(batch)
    return await writer.close(ORIGIN)
  } finally {
    writer.abort()
  }
}

function slice(columns: MarketColumns, from: number, to: number): MarketColumns {
  return {
    length: to - from,
    exchTs: columns.exchTs.slice(from, to),
    localTs: columns.localTs.slice(from, to),
    flags: columns.flags.slice(from, to),
    priceTicks: columns.priceTicks.slice(from, to),
    qtySteps: columns.qtySteps.slice(from, to),
  }
}

describe('market file', () => {
  test('gives back the rows and the manifest that were written, over several blocks', async () => {
    const path = join(temporaryFolder(), 'a.arrow')
    const rows = makeRows(150_001)
    const manifest = await write(path, [
      slice(rows, 0, 70_000),
      slice(rows, 70_000, 70_001),
      slice(rows, 70_001, 150_001),
    ])
    const file = await openMarketFile(path)
    expect(file.manifest).toEqual(manifest)
    expect(manifest).toMatchObject({ rows: 150_001, instrument: BTCUSDT, health: { duplicates: 3 } })
    const counts = new Map(Object.entries(manifest.health))
    expect((counts.get('depth') ?? 0) + (counts.get('trade') ?? 0)).toBe(150_001)
    expect(manifest.span?.firstExchTs).toBe(String(EPOCH_NS + 1_000_000_000n))
    expect(plainRows(await readAll(file.source(EPOCH_NS)))).toEqual(plainRows(rows))
  })

  test('an instant is exact to the nanosecond whatever epoch it is read with', async () => {
    const path = join(temporaryFolder(), 'a.arrow')
    const rows = makeRows(3)
    rows.exchTs.set([-1, 0, 4_294_967_295])
    rows.localTs.set([-4_294_967_296, 4_294_967_297, 8_999_999_999_999_999])
    await write(path, [rows])
    const file = await openMarketFile(path)
    const later = await readAll(file.source(EPOCH_NS + 123_456_789_123n))
    expect([...later.exchTs.slice(0, 3)]).toEqual([-1, 0, 4_294_967_295].map((ts) => ts - 123_456_789_123))
    const table = tableFromIPC(readFileSync(path))
    expect([...table.getChild('localTs')!].map((ts: bigint) => ts - EPOCH_NS)).toEqual([
      -4_294_967_296n,
      4_294_967_297n,
      8_999_999_999_999_999n,
    ])
  })

  test('any Arrow reader opens it and finds the manifest in the schema', async () => {
    const path = join(temporaryFolder(), 'a.arrow')
    const rows = makeRows(70_000)
    const manifest = await write(path, [rows])
    const table = tableFromIPC(readFileSync(path))
    expect(JSON.parse(table.schema.metadata.get('hftsim')!)).toEqual(manifest)
    expect(table.numRows).toBe(70_000)
    expect(table.batches.map((batch) => batch.numRows)).toEqual([65_536, 4_464])
    expect([...table.getChild('priceTicks')!]).toEqual([...rows.priceTicks])
    expect(table.schema.fields.map((field) => `${field.name} ${field.type}`)).toMatchInlineSnapshot(`
      [
        "exchTs Int64",
        "localTs Int64",
        "flags Uint16",
        "priceTicks Int32",
        "qtySteps Int64",
      ]
    `)
  })

  test('the content hash depends on the rows alone, not on how they were handed over', async () => {
    const folder = temporaryFolder()
    const rows = makeRows(1_000)
    const whole = await write(join(folder, 'a.arrow'), [rows])
    const pieces = await write(join(folder, 'b.arrow'), [
      slice(rows, 0, 1),
      slice(rows, 1, 600),
      slice(rows, 600, 1_000),
    ])
    expect(pieces.contentHash).toBe(whole.contentHash)
    rows.qtySteps[999]! += 1
    expect((await write(join(folder, 'c.arrow'), [rows])).contentHash).not.toBe(whole.contentHash)
  })

  test('an empty file has no span and no rows', async () => {
    const path = join(temporaryFolder(), 'a.arrow')
    const manifest = await write(path, [])
    expect(manifest).toMatchObject({ rows: 0 })
    expect(manifest.span).toBeUndefined()
    const source = (await openMarketFile(path)).source(EPOCH_NS)
    expect(await source.read(allocateColumns(0))).toBe(false)
    await source.close()
  })

  test('a stretch is cut by exchTs, first instant in and last out', async () => {
    const path = join(temporaryFolder(), 'a.arrow')
    const rows = makeRows(140_000)
    await write(path, [rows])
    const fromTs = rows.exchTs[70_000]!
    const toTs = rows.exchTs[139_000]!
    const stretch = await readAll((await openMarketFile(path)).source(EPOCH_NS, { fromTs, toTs }))
    const expected = [...rows.exchTs].filter((ts) => ts >= fromTs && ts < toTs)
    expect([...stretch.exchTs.slice(0, stretch.length)]).toEqual(expected)
  })

  test('refuses instants too far from the epoch', async () => {
    const path = join(temporaryFolder(), 'a.arrow')
    const rows = makeRows(10)
    rows.localTs[9] = 9_000_000_000_000_000
    await write(path, [rows])
    const file = await openMarketFile(path)
    expect(() => file.source(EPOCH_NS - 86_400_000_000_000n)).toThrow(
      'a.arrow: its last row, of 2024-11-20 04:00:00 UTC, is 104 days or more from the start of the run, 2024-08-07 00:00:00',
    )
    expect((await readAll(file.source(EPOCH_NS))).localTs[9]).toBe(9_000_000_000_000_000)
  })

  test('refuses rows out of order on the clock that their reader goes by, and only on that one', async () => {
    const folder = temporaryFolder()
    const rows = makeRows(10)
    const attempt = (name: string): Promise<MarketManifest> => write(join(folder, name), [rows])
    rows.exchTs[9] = 5
    await expect(attempt('a.arrow')).rejects.toThrow(/a\.arrow row 9: is out of order \(exchTs 5,/)
    rows.flags[9]! &= ~VENUE_SEES
    expect((await attempt('b.arrow')).rows).toBe(10)
    rows.localTs[8] = 5
    await expect(attempt('c.arrow')).rejects.toThrow(/c\.arrow row 8: is out of order/)
    rows.flags[8]! &= ~TRADER_SEES
    expect((await attempt('d.arrow')).rows).toBe(10)
    expect(readdirSync(folder).sort()).toEqual(['b.arrow', 'd.arrow'])
  })

  test('a value that is no exact integer is a bug of the caller', () => {
    const path = join(temporaryFolder(), 'a.arrow')
    const writer = createMarketFile(path, { instrument: BTCUSDT, epochNs: EPOCH_NS, overwrite: false })
    const rows = makeRows(10)
    rows.qtySteps[4] = Number.NaN
    expect(() => writer.append(rows)).toThrow('Cannot write row 4: qtySteps NaN is no exact integer')
    writer.abort()
  })

  test('any bytes changed or cut: an InputError, or the very same rows', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'a.arrow')
    const rows = makeRows(300)
    const manifest = await write(path, [rows])
    const good = readFileSync(path)
    const expected = plainRows(rows)
    const damaged = join(folder, 'damaged.arrow')
    const attempt = async (bytes: Uint8Array): Promise<string> => {
      writeFileSync(damaged, bytes)
      try {
        const file = await openMarketFile(damaged)
        const read = await readAll(file.source(EPOCH_NS))
        expect(file.manifest).toEqual(manifest)
        expect(plainRows(read)).toEqual(expected)
        return 'same'
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        expect(error.message).toContain('damaged.arrow')
        return 'refused'
      }
    }
    for (let length = 0; length < good.length; length += 61)
      expect(await attempt(good.subarray(0, length))).toBe('refused')
    expect(await attempt(good.subarray(0, good.length - 1))).toBe('refused')
    expect(await attempt(Buffer.concat([good, Buffer.from('x')]))).toBe('refused')
    const mutation = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }))
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        const bytes = Buffer.from(good)
        for (const [at, xor] of mutations) bytes[at]! ^= xor
        await attempt(bytes)
      }),
      { numRuns: 600 },
    )
    expect(readdirSync(folder).sort()).toEqual(['a.arrow', 'damaged.arrow'])
  })

  test('other files and missing files are refused by name', async () => {
    const folder = temporaryFolder()
    const text = join(folder, 'notes.txt')
    writeFileSync(text, 'not a market file at all, but long enough to have an end'.repeat(3))
    await expect(openMarketFile(text)).rejects.toThrow(/notes\.txt: is not a market file of hftsim/)
    await expect(openMarketFile(join(folder, 'none.arrow'))).rejects.toThrow(/none\.arrow: there is no such file/)
    await expect(openMarketFile(folder)).rejects.toThrow(/is not a file/)
  })
})

describe('sources', () => {
  test('files of one instrument follow one another', async () => {
    const folder = temporaryFolder()
    const rows = makeRows(1_000)
    await write(join(folder, 'a.arrow'), [slice(rows, 0, 400)])
    await write(join(folder, 'b.arrow'), [slice(rows, 400, 1_000)])
    const files = [await openMarketFile(join(folder, 'a.arrow')), await openMarketFile(join(folder, 'b.arrow'))]
    expect(plainRows(await readAll(concatSources(files, EPOCH_NS)))).toEqual(plainRows(rows))
    await expect(readAll(concatSources(files.toReversed(), EPOCH_NS))).rejects.toThrow(/a\.arrow: starts before/)
  })

  test('a source in memory gives its batches one by one', async () => {
    const rows = makeRows(100)
    const source = memorySource([slice(rows, 0, 30), slice(rows, 30, 100)])
    expect(plainRows(await readAll(source))).toEqual(plainRows(rows))
  })
})
