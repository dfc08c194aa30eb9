import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/core/bug.ts'
import { type ImportOptions, importBinance } from '../../../src/data/import/binance.ts'
import type { BinanceVenue } from '../../../src/data/import/binance-instruments.ts'
import type { MarketManifest } from '../../../src/data/manifest.ts'
import {
  depthLine,
  drawRepairs,
  drawRows,
  snapshotLine,
  stamp,
  tradeLine,
  writeLines,
} from '../../fakes/binance-lines.ts'
import { temporaryFolder } from '../../fakes/market-rows.ts'

type Imported = { manifest: MarketManifest; rows: string; out: string }

/** Imports one or several lists of lines, each as a file of its own. */
async function imported(
  files: readonly (readonly string[])[],
  options: Partial<ImportOptions> = {},
  venue: BinanceVenue = 'binance-usdm',
): Promise<Imported> {
  const folder = temporaryFolder()
  const paths = files.map((lines, i) => writeLines(folder, `day${i + 1}.gz`, lines))
  mkdirSync(join(folder, 'out'))
  const out = join(folder, 'out', 'market.arrow')
  try {
    const manifest = await importBinance(venue, paths, { out, overwrite: false, ...options })
    expect(readdirSync(join(folder, 'out'))).toEqual(['market.arrow'])
    return { manifest, rows: await drawRows(out), out }
  } catch (error) {
    expect(readdirSync(join(folder, 'out'))).toEqual([])
    throw error
  }
}

const refused = async (lines: readonly string[], options: Partial<ImportOptions> = {}): Promise<string> => {
  const error = await imported([lines], options).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(InputError)
  return (error as InputError).message.replaceAll(/[^\s:]*hftsim-test-[^/]*\//g, '')
}

/** A book of two levels a side, joined by a message that stood before the snapshot. */
const OPENING = [
  depthLine({ at: 10, T: 5, U: 1, u: 4, pu: 0, b: [['99.0', '1']] }),
  tradeLine({ at: 20, T: 12, t: 1, p: '100.1', m: false }),
  depthLine({ at: 30, T: 25, U: 6, u: 9, pu: 4, b: [['99.9', '3']], a: [['100.2', '0.000']] }),
  snapshotLine({
    at: 40,
    T: 26,
    S: 8,
    bids: [
      ['100.0', '2.000'],
      ['99.9', '2.5'],
    ],
    asks: [
      ['100.1', '1'],
      ['100.2', '0.5'],
    ],
  }),
]

describe('rows', () => {
  test('snapshot, joined depth and trades of a futures recording', async () => {
    const { rows, manifest } = await imported([
      [...OPENING, depthLine({ at: 50, T: 45, U: 10, u: 12, pu: 9, a: [['100.1', '0.4']] })],
    ])
    expect(rows).toMatchInlineSnapshot(`
      "vt trade buy 1001 x 1  exch 12 local 20
      vt clear buy 999 x 0  exch 25 local 40
      vt snapshot buy 1000 x 2000  exch 25 local 40
      vt snapshot buy 999 x 2500  exch 25 local 40
      vt clear sell 1002 x 0  exch 25 local 40
      vt snapshot sell 1001 x 1000  exch 25 local 40
      vt snapshot sell 1002 x 500  exch 25 local 40
      vt depth buy 999 x 3000  exch 25 local 40
      vt depth sell 1002 x 0  exch 25 local 40
      vt depth sell 1001 x 400  exch 45 local 50"
    `)
    expect(drawRepairs(manifest)).toMatchInlineSnapshot(`
      "before-snapshot 1
      late-snapshot 2"
    `)
    expect(manifest.gaps).toEqual([])
    expect(manifest.health).toMatchObject({ lines: 5, depthMessages: 3, trades: 1, snapshots: 1 })
  })

  test('spot: event times, no chain id, old fine quantities, and a snapshot without a time', async () => {
    const lines = [
      depthLine({ at: 10, T: 5, U: 1, u: 7, b: [['99.00', '1.00000000']] }),
      depthLine({ at: 20, T: 15, U: 8, u: 9, a: [['200000.00000000', '25.42618900']] }),
      snapshotLine({ at: 25, S: 7, bids: [['99.01', '0.00001']], asks: [['99.02', '1']] }),
      `${stamp(30)} {"stream":"btcusdt@bookTicker","data":{"u":9,"s":"BTCUSDT","b":"1","B":"1","a":"1","A":"1"}}`,
      tradeLine({ at: 40, T: 31, t: 7, p: '99.01000000', q: '0.00001000' }).replace(',"X":"MARKET"', ''),
    ]
    const { rows, manifest } = await imported([lines], {}, 'binance-spot')
    expect(rows).toMatchInlineSnapshot(`
      "vt clear buy 9901 x 0  exch 15 local 25
      vt snapshot buy 9901 x 1000  exch 15 local 25
      vt clear sell 9902 x 0  exch 15 local 25
      vt snapshot sell 9902 x 100000000  exch 15 local 25
      vt depth sell 20000000 x 2542618900  exch 15 local 25
      vt trade sell 9901 x 1000  exch 31 local 40"
    `)
    expect(manifest.instrument).toMatchObject({ lotSize: '0.00001', qtyStep: '0.00000001', contract: 'linear' })
    expect(manifest.health['ignored.bookTicker']).toBe(1)
  })

  test('spot: quantities too large for the finest step want a coarser one', async () => {
    const line = depthLine({ at: 10, T: 5, U: 1, u: 9, b: [['0.25', '123456789.00']] })
    const lines = [line, snapshotLine({ at: 25, S: 7, bids: [['0.25', '5.00']], asks: [['0.26', '7.00']] })]
    const steps = { tickSize: '0.01', lotSize: '1' }
    await expect(imported([lines], steps, 'binance-spot')).rejects.toThrow(
      'the quantity "123456789.00" is more than 2^53 steps of 0.00000001: give a coarser --step, such as the lot.',
    )
    const { rows, manifest } = await imported([lines], { ...steps, qtyStep: '1' }, 'binance-spot')
    expect(rows).toContain('depth buy 25 x 123456789')
    expect(manifest.instrument).toMatchObject({ lotSize: '1', qtyStep: '1' })
  })

  test('microsecond stamps give the same rows', async () => {
    const micro = OPENING.map((line) => line.slice(0, 16) + line.slice(19))
    expect((await imported([micro])).rows).toBe((await imported([OPENING])).rows)
  })

  test('a file that continues another carries chain, clocks and trade ids over', async () => {
    const next = [
      depthLine({ at: 86_400_001, T: 86_399_999, U: 20, u: 21, pu: 9, b: [['100.0', '0']] }),
      tradeLine({ at: 86_400_002, T: 86_400_000, t: 2 }),
    ]
    const apart = await imported([OPENING, next])
    const together = await imported([[...OPENING, ...next]])
    expect(apart.rows).toBe(together.rows)
    expect(apart.manifest.contentHash).toBe(together.manifest.contentHash)
    expect(apart.manifest.gaps).toEqual([])
    expect(apart.manifest.sources.map(({ name }) => name)).toEqual(['day1.gz', 'day2.gz'])
    expect(await refused(next)).toBe(
      'day1.gz: no depth snapshot joins the depth messages, so there is no book. A file that continues another one ' +
        'must be given behind it, in one import.',
    )
  })
})

describe('repairs', () => {
  test('clock skew: one shift makes the smallest latency the base latency', async () => {
    const behind = [...OPENING.slice(0, 3).map((line) => stamp(-90) + line.slice(19)), ...OPENING.slice(3)]
    const { manifest, rows } = await imported([behind], { baseLatencyNs: 1_000_000 })
    expect(drawRepairs(manifest)).toContain('clock-skew 9 by 116000000 ns')
    expect(rows).toContain('vt trade buy 1001 x 1  exch 12 local 26')
    const kept = await imported([behind], { policies: { 'clock-skew': 'keep' } })
    expect(kept.rows).toContain('trade buy 1001 x 1  exch 12 local -90')
  })

  test('rows whose clocks disagree are split, trades first at one venue instant', async () => {
    const lines = [
      ...OPENING,
      depthLine({ at: 60, T: 55, U: 10, u: 12, pu: 9, b: [['100.0', '1.5']] }),
      tradeLine({ at: 61, T: 55, t: 2, p: '100.0', q: '0.5' }),
      depthLine({ at: 70, T: 66, U: 13, u: 14, pu: 12, b: [['100.0', '1']] }),
      tradeLine({ at: 71, T: 65, t: 3, p: '100.0', q: '0.4' }),
    ]
    const { rows, manifest } = await imported([lines])
    expect(rows.split('\n').slice(-6)).toMatchInlineSnapshot(`
      [
        "-t depth buy 1000 x 1500  exch 55 local 60",
        "vt trade sell 1000 x 500  exch 55 local 61",
        "v- depth buy 1000 x 1500  exch 55 local 60",
        "v- trade sell 1000 x 400  exch 65 local 71",
        "vt depth buy 1000 x 1000  exch 66 local 70",
        "-t trade sell 1000 x 400  exch 65 local 71",
      ]
    `)
    expect(drawRepairs(manifest)).toContain('event-order 2')
  })

  test('a receipt or a depth time that steps back is raised', async () => {
    const lines = [
      ...OPENING,
      depthLine({ at: 50, T: 45, U: 10, u: 12, pu: 9, b: [['100.0', '1.5']] }),
      depthLine({ at: 49, T: 44, U: 13, u: 14, pu: 12, b: [['100.0', '1']] }),
    ]
    const { rows, manifest } = await imported([lines])
    expect(rows.split('\n').at(-1)).toBe('vt depth buy 1000 x 1000  exch 45 local 50')
    expect(drawRepairs(manifest)).toMatch(/receipt-order 1\n.*depth-order 1/s)
  })

  test('a broken chain empties the book until the next snapshot, and stands in the gaps', async () => {
    const lines = [
      ...OPENING,
      depthLine({ at: 50, T: 45, U: 20, u: 22, pu: 18, b: [['100.0', '1.5']] }),
      depthLine({ at: 60, T: 55, U: 23, u: 25, pu: 22, b: [['100.0', '1.6']] }),
      snapshotLine({ at: 70, T: 56, S: 24, bids: [['100.0', '1.7']], asks: [['100.1', '9']] }),
    ]
    const { rows, manifest } = await imported([lines])
    expect(rows.split('\n').slice(-6)).toMatchInlineSnapshot(`
      [
        "vt clear both all x 0  exch 45 local 50",
        "vt clear buy 1000 x 0  exch 55 local 70",
        "vt snapshot buy 1000 x 1700  exch 55 local 70",
        "vt clear sell 1001 x 0  exch 55 local 70",
        "vt snapshot sell 1001 x 9000  exch 55 local 70",
        "vt depth buy 1000 x 1600  exch 55 local 70",
      ]
    `)
    expect(manifest.gaps).toEqual([
      {
        afterRow: 8,
        what: 'depth updates missing between update 9 and pu 18, U 20 (line 5 of day1.gz)',
      },
    ])
  })

  test('repeated trades are left out, missing ones are a gap, trades of the insurance fund are left out', async () => {
    const lines = [
      ...OPENING,
      tradeLine({ at: 50, T: 45, t: 1 }),
      tradeLine({ at: 51, T: 46, t: 2, X: 'INSURANCE_FUND', p: '80.0' }),
      tradeLine({ at: 52, T: 47, t: 5 }),
    ]
    const { rows, manifest } = await imported([lines])
    expect(rows).not.toContain('800 x')
    expect(drawRepairs(manifest)).toMatch(/repeated-trade 1\ninsurance-fund 1/)
    expect(manifest.health['missingTrades']).toBe(2)
    expect(manifest.gaps.map(({ what }) => what)).toEqual([expect.stringContaining('between ids 2 and 5')])
    const kept = await imported([lines], { policies: { 'insurance-fund': 'keep' } })
    expect(kept.rows).toContain('trade sell 800 x 1')
  })

  test('off tick and off step are refused by default and left out on demand', async () => {
    const offTick = [...OPENING, tradeLine({ at: 50, T: 45, t: 2, p: '100.05' })]
    expect(await refused(offTick)).toBe(
      'day1.gz:5  data: the price "100.05" is no whole number of ticks of 0.1. Give the right --tick, or leave such ' +
        'rows out: --off-tick drop.',
    )
    expect(drawRepairs((await imported([offTick], { policies: { 'off-tick': 'drop' } })).manifest)).toContain(
      'off-tick 1',
    )
    expect((await imported([offTick], { tickSize: '0.05' })).rows).toContain('trade sell 2001 x 1')
    const offStep = [...OPENING, tradeLine({ at: 50, T: 45, t: 2, q: '0.0005' })]
    expect(await refused(offStep)).toContain('the quantity "0.0005" is no whole number of quantity steps of 0.001')
    expect(drawRepairs((await imported([offStep], { policies: { 'off-step': 'drop' } })).manifest)).toContain(
      'off-step 1',
    )
    expect((await imported([offStep], { qtyStep: '0.0005' })).rows).toContain('trade sell 1000 x 1')
  })
})

describe('refusals', () => {
  test('files in the wrong order, a foreign time, two symbols, an unknown symbol, nothing to import', async () => {
    const late = OPENING.map((line) => line.replace(/^\d{19}/, (digits) => String(BigInt(digits) + 90_000_000_000n)))
    await expect(imported([late, OPENING])).rejects.toThrow(
      'day2.gz:1: begins at 2024-08-09 00:00:00 UTC, before day1.gz ends (2024-08-09 00:01:30 UTC): give the files in order',
    )
    expect(await refused([tradeLine({ at: 0, T: 90_000_000, t: 1 })])).toMatch(/more than a day from the receipt/)
    expect(
      await refused([
        tradeLine({ at: 0, T: 0, t: 1 }),
        tradeLine({ at: 61_000, T: 61_000, t: 2 }),
        tradeLine({ at: 61_001, T: 1, t: 3 }),
      ]),
    ).toBe("day1.gz:3: the venue's time is 60.999 s behind that of a line before: give the files in order of time.")
    const two = [...OPENING, tradeLine({ at: 50, T: 45, t: 1, symbol: 'ETHUSDT' })]
    expect(await refused(two)).toBe(
      'day1.gz:5: the line is of ETHUSDT and those before it are of BTCUSDT. Choose one with --symbol.',
    )
    expect(await refused([tradeLine({ at: 0, T: 0, t: 1, symbol: 'XRPUSDT' })])).toMatch(/Give --tick and --lot/)
    expect(await refused([`${stamp(0)} {"code":-1003,"msg":"Too many requests"}`])).toMatch(/no line names a symbol/)
    expect(await refused([`${stamp(0)} {"stream":"btcusdt@bookTicker","data":{}}`])).toMatch(
      /there is nothing to import/,
    )
  })

  test('--symbol takes one of several, unless a snapshot may be of either', async () => {
    const trades = [tradeLine({ at: 0, T: 0, t: 1 }), tradeLine({ at: 1, T: 1, t: 9, symbol: 'ETHUSDT' })]
    const { manifest, rows } = await imported([trades], { symbol: 'ethusdt' })
    expect(manifest.instrument.symbol).toBe('ETHUSDT')
    expect(manifest.health['otherSymbols']).toBe(1)
    expect(rows).toBe('vt trade sell 10000 x 1  exch 1 local 1')
    expect(await refused([...OPENING, ...trades.slice(1)], { symbol: 'BTCUSDT' })).toMatch(/does not name its symbol/)
  })

  test('an existing output is kept, an input is never the output, a missing folder is named', async () => {
    const folder = temporaryFolder()
    const path = writeLines(folder, 'a.txt', OPENING)
    const out = join(folder, 'kept.arrow')
    writeFileSync(out, 'precious')
    await expect(importBinance('binance-usdm', [path], { out, overwrite: false })).rejects.toThrow(/exists already/)
    expect(readFileSync(out, 'utf8')).toBe('precious')
    await expect(importBinance('binance-usdm', [path], { out: path, overwrite: true })).rejects.toThrow(/also an input/)
    await expect(
      importBinance('binance-usdm', [path], { out: join(folder, 'none', 'x.arrow'), overwrite: false }),
    ).rejects.toThrow(InputError)
    await importBinance('binance-usdm', [path], { out, overwrite: true })
    expect(await drawRows(out)).toContain('snapshot buy 1000')
    expect(readdirSync(folder).sort()).toEqual(['a.txt', 'kept.arrow'])
  })

  test('an abort in either phase leaves nothing behind', async () => {
    for (const phase of ['reading', 'writing'] as const) {
      const stop = new AbortController()
      const options: Partial<ImportOptions> = {
        signal: stop.signal,
        onProgress: (progress) => {
          if (progress.phase === phase) stop.abort(new Error('stopped'))
        },
      }
      await expect(imported([OPENING, OPENING], options)).rejects.toThrow('stopped')
    }
  })

  test('policies and choices that do not exist are named', async () => {
    expect(await refused(OPENING, { policies: { 'off-tack': 'drop' } as never })).toMatch(/"off-tack" is no policy/)
    expect(await refused(OPENING, { policies: { 'off-tick': 'shrug' } as never })).toMatch(/One of: error, drop/)
  })
})

describe('torn files', () => {
  const whole = [...OPENING, tradeLine({ at: 50, T: 45, t: 2 }), tradeLine({ at: 60, T: 55, t: 3 })]

  async function tornImport(bytes: Uint8Array, policies: ImportOptions['policies'] = {}): Promise<MarketManifest> {
    const folder = temporaryFolder()
    const path = join(folder, 'torn')
    writeFileSync(path, bytes)
    return importBinance('binance-usdm', [path], { out: join(folder, 'x.arrow'), overwrite: false, policies })
  }

  test('a cut inside a plain line', async () => {
    const text = Buffer.from(whole.join('\n'))
    const cut = text.subarray(0, text.length - 9)
    await expect(tornImport(cut)).rejects.toThrow(/torn:6: the file is cut off inside this line/)
    const manifest = await tornImport(cut, { 'torn-tail': 'keep' })
    expect(drawRepairs(manifest)).toContain('torn-tail 1')
    expect(manifest.health['trades']).toBe(2)
    expect((await tornImport(text)).health['trades']).toBe(3)
  })

  test('a cut inside the gzip data keeps all whole lines before it on demand', async () => {
    const many = [...OPENING]
    for (let t = 2; t < 5000; t++)
      many.push(tradeLine({ at: 50 + t, T: 45 + t, t, q: `0.${(t * 7919) % 1000}`.padEnd(5, '1') }))
    const bytes = gzipSync(many.map((line) => `${line}\n`).join(''))
    const cut = bytes.subarray(0, Math.floor(bytes.length * 0.9))
    await expect(tornImport(cut)).rejects.toThrow(/the file is cut off: its gzip data has no end/)
    const manifest = await tornImport(cut, { 'torn-tail': 'keep' })
    expect(drawRepairs(manifest)).toContain('torn-tail 1')
    expect(manifest.health['trades']).toBeGreaterThan(4000)
  })

  test('concatenated gzip members are read through, and bytes behind them are refused', async () => {
    const [a, b] = [whole.slice(0, 4), whole.slice(4)].map((lines) =>
      gzipSync(lines.map((line) => `${line}\n`).join('')),
    )
    expect((await tornImport(Buffer.concat([a!, b!]))).health['trades']).toBe(3)
    const spoiled = Buffer.concat([a!, b!])
    spoiled[a!.length] = 0
    await expect(tornImport(spoiled)).rejects.toThrow(/bytes behind the end of its gzip data/)
  })
})
