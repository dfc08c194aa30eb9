import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CheckReport, checkMarketFile, describeMarketFile, formatCheck, formatInfo } from '../../src/data/check.ts'
import { allocateBlock, encodeWords, epochWords } from '../../src/data/columns-codec.ts'
import { sealOf } from '../../src/data/market-file-layout.ts'
import { openMarketFile } from '../../src/data/market-file-reader.ts'
import { createMarketFile, type MarketFileOrigin } from '../../src/data/market-file-writer.ts'
import { importNpz } from '../../src/data/npz-import.ts'
import { RowChecks } from '../../src/data/row-checks.ts'
import {
  allocateColumns,
  BUY,
  type MarketColumns,
  NO_PRICE,
  RowKind,
  SELL,
  TRADER_SEES,
  VENUE_SEES,
} from '../../src/market/columns.ts'
import { BTCUSDT, EPOCH_NS, makeRows, temporaryFolder } from '../fakes/market-rows.ts'
import { describeWithShared } from '../fakes/shared-data.ts'

const SEEN = VENUE_SEES | TRADER_SEES
const MS = 1_000_000

/** Rows of [exchange ms, local ms, flags, ticks, steps]. */
function rowsOf(rows: readonly (readonly [number, number, number, number, number])[]): MarketColumns {
  const columns = allocateColumns(rows.length)
  rows.forEach(([exchMs, localMs, flags, ticks, steps], i) => {
    columns.exchTs[i] = exchMs * MS
    columns.localTs[i] = localMs * MS
    columns.flags[i] = flags
    columns.priceTicks[i] = ticks
    columns.qtySteps[i] = steps
  })
  columns.length = rows.length
  return columns
}

async function checkOf(columns: MarketColumns, origin: Partial<MarketFileOrigin> = {}): Promise<CheckReport> {
  const path = join(temporaryFolder(), 'a.arrow')
  const instrument = { ...BTCUSDT, qtyStep: '0.0001' }
  const writer = createMarketFile(path, { instrument, epochNs: EPOCH_NS, overwrite: false })
  writer.append(columns)
  await writer.close({ sources: [], repairs: [], gaps: [], health: {}, ...origin })
  return await checkMarketFile(path)
}

function lines(report: CheckReport): string {
  return formatCheck(report)
    .join('\n')
    .replaceAll(/\S*\/(?=a\.arrow)/g, '')
}

const BID = SEEN | RowKind.Depth | BUY
const ASK = SEEN | RowKind.Depth | SELL

describe('check', () => {
  test('a sound file has nothing to report', async () => {
    const rows = makeRows(70_000)
    for (let i = 0; i < rows.length; i++) rows.qtySteps[i]! *= 10
    const report = await checkOf(rows)
    expect(report.damaged).toBe(false)
    expect(lines(report)).toMatchInlineSnapshot(`"a.arrow: 70,000 rows, no damage, 0 notices"`)
  })

  test('each kind of fault is counted with its first row', async () => {
    const report = await checkOf(
      rowsOf([
        [1, 2, BID, 100, 10],
        [1, 2, ASK, 101, 10],
        [2, 3, BID, 99, 15],
        [3, 4, BID, 98, -10],
        [4, 3 + 1, SEEN | RowKind.Depth, 98, 10],
        [4, 4, SEEN | 77, 98, 10],
        [5, 4.5, SEEN | RowKind.Trade | BUY, 101, 10],
        [5, 5, RowKind.Bbo | BUY, 100, 10],
        [6, 6, BID, NO_PRICE, 10],
        [20_000, 20_000, BID, 97, 10],
      ]),
      { gaps: [{ afterRow: 3, what: 'update ids 7 to 9 are missing' }] },
    )
    expect(report.damaged).toBe(true)
    expect(lines(report)).toMatchInlineSnapshot(`
      "damage  gap                1 gap noted by the importer: update ids 7 to 9 are missing  (first at row 3)
      damage  negative-latency   1 rows that reach the trader before they happen at the venue  (first at row 6)
      damage  negative-quantity  1 rows with a quantity below zero  (first at row 3)
      damage  no-price           1 levels or trades without a price  (first at row 8)
      notice  no-side            1 levels that are on neither side or on both  (first at row 4)
      notice  unseen             1 rows that neither the venue nor the trader sees  (first at row 7)
      notice  unknown-kind       1 rows of a kind that has no meaning here; they change nothing  (first at row 5)
      notice  off-lot            1 levels whose quantity is no whole number of lots  (first at row 2)
      notice  silence            1 stretches in which nothing reaches the trader for 10 s; the longest is 19.994 s  (first at row 9)
      a.arrow: 10 rows, damaged: 4 kinds of damage, 5 notices"
    `)
  })

  test('a book is judged after the whole message, not within it', async () => {
    const moved = [
      [1, 2, BID, 100, 10],
      [1, 2, ASK, 101, 10],
      [2, 3, BID, 102, 10],
      [2, 3, ASK, 101, 0],
      [2, 3, ASK, 103, 10],
    ] as const
    expect((await checkOf(rowsOf(moved))).findings).toEqual([])
    const crossed = await checkOf(rowsOf([...moved.slice(0, 3), [3, 4, SEEN | RowKind.Clear | SELL, 101, 0]]))
    expect(crossed.findings.map(({ name, count, firstRow }) => [name, count, firstRow])).toEqual([
      ['crossed-venue', 1, 2],
      ['crossed-trader', 1, 2],
    ])
    const atTheEnd = await checkOf(rowsOf(moved.slice(0, 3)))
    expect(atTheEnd.findings.map(({ name }) => name)).toEqual(['crossed-venue', 'crossed-trader'])
  })

  test('the views of venue and trader are judged apart', async () => {
    const report = await checkOf(
      rowsOf([
        [1, 2, BID, 100, 10],
        [1, 2, ASK, 101, 10],
        [2, 3, VENUE_SEES | RowKind.Depth | BUY, 101, 10],
        [3, 4, VENUE_SEES | RowKind.Depth | BUY, 101, 0],
      ]),
    )
    expect(report.findings.map(({ name }) => name)).toEqual(['crossed-venue'])
  })

  test('rows out of order, which no writer of ours lets through', () => {
    const checks = new RowChecks({ stepsPerLot: 1, silenceNs: 1e10, baseNs: EPOCH_NS })
    const columns = allocateBlock()
    encodeWords(Float64Array.of(5, 4, 3, 6), 0, 4, epochWords(EPOCH_NS), columns.exchWords, 0)
    encodeWords(Float64Array.of(9, 9, 8, 9), 0, 4, epochWords(EPOCH_NS), columns.localWords, 0)
    columns.flags.set([BID, TRADER_SEES | 1 | BUY, BID, BID])
    checks.add({ firstRow: 0, rows: 4, columns })
    expect(checks.findings().map(({ name, count, firstRow }) => [name, count, firstRow])).toEqual([
      ['exch-order', 1, 2],
      ['local-order', 1, 2],
    ])
  })

  test('a changed byte is damage, located by block', async () => {
    const path = join(temporaryFolder(), 'a.arrow')
    const writer = createMarketFile(path, { instrument: BTCUSDT, epochNs: EPOCH_NS, overwrite: false })
    writer.append(makeRows(140_000))
    await writer.close({ sources: [], repairs: [], gaps: [], health: {} })
    const bytes = readFileSync(path)
    bytes[3_000_000]! ^= 1
    writeFileSync(path, bytes)
    const report = await checkMarketFile(path)
    expect(report.damaged).toBe(true)
    expect(lines(report)).toMatchInlineSnapshot(`
      "damage  unreadable         1 block that cannot be read, so that nothing from here on was examined: a.arrow row 65536: rows 65536 to 131071 are damaged (checksum).  (first at row 65,536)
      a.arrow: 140,000 rows, damaged: 1 kind of damage, 0 notices"
    `)
  })

  test('a manifest that does not fit its rows is damage', async () => {
    const path = join(temporaryFolder(), 'a.arrow')
    const writer = createMarketFile(path, { instrument: BTCUSDT, epochNs: EPOCH_NS, overwrite: false })
    writer.append(makeRows(100))
    const { contentHash } = await writer.close({ sources: [], repairs: [], gaps: [], health: {} })
    const good = readFileSync(path)
    const forge = (from: string, to: string): void => {
      const bytes = Buffer.from(good.toString('latin1').replace(from, to), 'latin1')
      const length = bytes.readInt32LE(bytes.length - 10)
      const footer = bytes.subarray(bytes.length - 10 - length, bytes.length - 10)
      bytes.set(sealOf(footer), bytes.length - 10 - length - 8)
      writeFileSync(path, bytes)
    }
    forge(contentHash, '0'.repeat(64))
    expect((await checkMarketFile(path)).findings.map(({ name }) => name)).toEqual(['content-hash'])
    forge('"rows":100', '"rows":101')
    await expect(openMarketFile(path)).rejects.toThrow(/holds 100 rows, but its manifest says 101/)
  })
})

test('info says what a file is made of', async () => {
  const path = join(temporaryFolder(), 'a.arrow')
  const writer = createMarketFile(path, { instrument: BTCUSDT, epochNs: EPOCH_NS, overwrite: false })
  writer.append(makeRows(1_000))
  await writer.close({
    sources: [{ name: 'day.gz', bytes: 12, sha256: 'ab' }],
    repairs: [{ policy: 'clock-skew', did: 'shifted the local clock', rows: 1_000, shiftNs: '1272500000' }],
    gaps: [{ afterRow: 7, what: 'update ids 7 to 9 are missing' }],
    health: { duplicates: 2 },
  })
  const text = formatInfo(await describeMarketFile(path)).join('\n')
  expect(text.replaceAll(/\S*\/(?=a\.arrow)/g, '')).toMatchInlineSnapshot(`
    "file        a.arrow, 31,626 bytes
    instrument  BTCUSDT on binance-usdm, linear, settled in USDT
    steps       tick 0.1, lot 0.001, quantity step 0.001
    contract    size 1, quantity in BTC
    rows        1,000
    exchange    2024-08-08T00:00:01.000000000Z to 2024-08-08T00:00:01.227047200Z
    local       2024-08-08T00:00:01.005000000Z to 2024-08-08T00:00:01.232047200Z
    source      day.gz, 12 bytes, sha256 ab
    repair      clock-skew: shifted the local clock, by 1,272,500,000 ns (1,000 rows)
    gap         after row 7: update ids 7 to 9 are missing
    counts      messages 227, depth 940, trade 60, duplicates 2
    content     sha256 36912652a2c505e8d25d54ccead64eb3f3a1ebe1842d4bd389e33b3c1d7caffc"
  `)
})

describeWithShared('check of the reference data', (root) => {
  // The spot file was made without joining diffs to their snapshot: its snapshot came late and put back levels that
  // were gone.
  test.each([
    ['usdm-btc-20240808', '0.1', '0.001', '0.001', []],
    ['coinm-btc-20240808', '0.1', '1', '1', []],
    ['usdm-btc-20230404', '0.1', '0.001', '0.001', ['unknown-kind 13614']],
    ['spot-btc-20240808', '0.01', '0.00001', '0.00000001', ['crossed-venue 5017', 'crossed-trader 10627', 'off-lot 3']],
  ])('%s', async (name, tickSize, lotSize, qtyStep, expected) => {
    const out = join(temporaryFolder(), 'a.arrow')
    const instrument = { ...BTCUSDT, tickSize, lotSize, qtyStep }
    await importNpz([join(root, 'parity', 'data', `${name}.npz`)], { instrument, out, overwrite: false })
    const report = await checkMarketFile(out)
    expect(report.findings.map(({ name, count }) => `${name} ${count}`)).toEqual(expected)
    expect(report.damaged).toBe(name.startsWith('spot'))
  })
})
