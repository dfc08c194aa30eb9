/** Damaged recordings: a typed answer or a whole import, never anything else, and nothing left behind. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { InputError } from '../../../src/core/bug.ts'
import { type ImportOptions, importBinance } from '../../../src/data/import/binance.ts'
import type { BinanceVenue } from '../../../src/data/import/binance-instruments.ts'
import { openMarketFile } from '../../../src/data/market-file-reader.ts'
import { depthLine, snapshotLine, stamp, tradeLine } from '../../fakes/binance-lines.ts'
import { readAll } from '../../fakes/market-rows.ts'
import { describeWithShared } from '../../fakes/shared-data.ts'

const folder = mkdtempSync(join(tmpdir(), 'hftsim-fuzz-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function smallRecording(): Uint8Array {
  const lines: string[] = []
  for (let k = 0; k < 12; k++) {
    const b = [[`99.${k % 10}`, '0.010'] as const]
    lines.push(
      depthLine({ at: 10 * k, T: 10 * k - 5, U: 10 * k + 11, u: 10 * k + 19, pu: 10 * k + 9, b, a: [['100.1', '1']] }),
    )
    lines.push(tradeLine({ at: 10 * k + 1, T: 10 * k - 4, t: k + 1, m: k % 2 === 0 }))
    if (k === 3) lines.push(snapshotLine({ at: 34, T: 25, S: 35, bids: [['99.9', '1']], asks: [['100.0', '2']] }))
  }
  lines.push(`${stamp(200)} {"stream":"btcusdt@bookTicker","data":{"u":1}}`)
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

/** Cuts, changed, inserted and doubled bytes. `place` is in millionths of the whole. */
const damages = fc.array(
  fc.record({
    kind: fc.constantFrom('cut', 'change', 'insert', 'delete', 'double'),
    place: fc.integer({ min: 0, max: 1_000_000 }),
    length: fc.integer({ min: 1, max: 40 }),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('0123456789.-"[]{},:\n e'))),
  }),
  { minLength: 1, maxLength: 3 },
)
type Damage = typeof damages extends fc.Arbitrary<(infer One)[]> ? One : never

function damaged(bytes: Uint8Array, damage: Damage): Uint8Array {
  const at = Math.floor((damage.place / 1_000_000) * bytes.length)
  const before = bytes.subarray(0, at)
  const after = bytes.subarray(at)
  switch (damage.kind) {
    case 'cut':
      return before
    case 'change':
      return Buffer.concat([before, [damage.byte], after.subarray(1)].map((part) => Buffer.from(part)))
    case 'insert':
      return Buffer.concat([before, [damage.byte], after].map((part) => Buffer.from(part)))
    case 'delete':
      return Buffer.concat([before, after.subarray(damage.length)])
    default:
      return Buffer.concat([before, after.subarray(0, damage.length), after])
  }
}

let runs = 0

/** Returns whether the import succeeded. */
async function importDamaged(
  venue: BinanceVenue,
  bytes: Uint8Array,
  policies: ImportOptions['policies'],
): Promise<boolean> {
  const desk = join(folder, `run${runs++}`)
  mkdirSync(desk)
  const path = join(folder, 'input')
  writeFileSync(path, bytes)
  const out = join(desk, 'market.arrow')
  try {
    const manifest = await importBinance(venue, [path], { out, overwrite: false, policies })
    expect(readdirSync(desk)).toEqual(['market.arrow'])
    const rows = await readAll((await openMarketFile(out)).source(BigInt(manifest.span!.firstExchTs)))
    expect(rows.length).toBe(manifest.rows)
    return true
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    expect(error.message).toContain(path)
    expect(readdirSync(desk)).toEqual([])
    return false
  } finally {
    rmSync(desk, { recursive: true })
  }
}

async function fuzz(venue: BinanceVenue, whole: Uint8Array, numRuns: number): Promise<void> {
  const seen = { succeeded: 0, refused: 0 }
  const forms = fc.constantFrom('plain', 'gzip', 'broken gzip')
  const policies = fc.record({
    'torn-tail': fc.constantFrom('error' as const, 'keep' as const),
    'off-tick': fc.constantFrom('error' as const, 'drop' as const),
    'off-step': fc.constantFrom('error' as const, 'drop' as const),
  })
  await fc.assert(
    fc.asyncProperty(damages, forms, policies, async (list, form, chosen) => {
      const source = form === 'broken gzip' ? gzipSync(whole) : whole
      const broken = list.reduce(damaged, source)
      const bytes = form === 'gzip' ? gzipSync(broken) : broken
      seen[(await importDamaged(venue, bytes, chosen)) ? 'succeeded' : 'refused']++
    }),
    { numRuns, seed: 20_240_808 },
  )
  // The damage must reach both ends, or the test proves nothing.
  expect(seen.succeeded).toBeGreaterThan(numRuns / 50)
  expect(seen.refused).toBeGreaterThan(numRuns / 50)
}

describe('damaged recordings', () => {
  test('the whole recording imports', async () => {
    expect(await importDamaged('binance-usdm', smallRecording(), {})).toBe(true)
  })

  test('futures', () => fuzz('binance-usdm', smallRecording(), 500))

  test('every cut of a plain file and of a gzip file', async () => {
    const plain = smallRecording()
    const packed = gzipSync(plain)
    for (let length = 0; length < packed.length; length += 3) {
      expect(await importDamaged('binance-usdm', packed.subarray(0, length), {})).toBe(false)
    }
    for (let length = 0; length < plain.length; length += 41) {
      await importDamaged('binance-usdm', plain.subarray(0, length), { 'torn-tail': 'keep' })
    }
  })

  test('json of any shape in the place of a message', async () => {
    const head = smallRecording()
    const keys = fc.constantFrom(
      'stream',
      'data',
      'b',
      'a',
      'U',
      'u',
      'pu',
      'T',
      'E',
      'lastUpdateId',
      'bids',
      'asks',
      'p',
    )
    const values = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('btcusdt@trade', 'btcusdt@depth@0ms', '@', 'btcusdt', 1e300),
    )
    const bodies = fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.oneof(values, fc.dictionary(keys, values))))
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const line = Buffer.from(`${stamp(300)} ${JSON.stringify(body)}\n`)
        await importDamaged('binance-usdm', Buffer.concat([head, line]), {})
      }),
      { numRuns: 200 },
    )
  })
})

describeWithShared('damaged real recordings', (root) => {
  const beginning = (file: string): Uint8Array => {
    const text = gunzipSync(readFileSync(join(root, 'data', file)))
    return text.subarray(0, text.indexOf(0x0a, 120_000) + 1)
  }

  test('spot', () => fuzz('binance-spot', beginning('binance-spot/btcusdt_20240808.gz'), 80))

  test('COIN-M', () => fuzz('binance-coinm', beginning('binance-coinm/btcusd_perp_20240808.gz'), 80))
})
