import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Histogram } from '../../src/core/histogram.ts'
import { bytesFrom } from '../../src/journal/byte-source.ts'
import { canonicalJson } from '../../src/journal/canonical-json.ts'
import type { EntryBody } from '../../src/journal/entries.ts'
import { JournalReader } from '../../src/journal/journal-reader.ts'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import { type InstrumentSpec, instrumentFrom, specOf } from '../../src/market/instrument.ts'
import { foldJournal, projectingSink, RunProjections } from '../../src/projections/run-projections.ts'
import { buildSummary, environmentFree } from '../../src/report/summary.ts'
import { randomInstrument, randomMarket, randomStrategy, randomTemper } from '../fakes/random-run.ts'
import { simulate } from '../fakes/simulation.ts'
import { sha256 } from '../journal/journal-bytes.ts'
import { BTCUSDT } from '../projections/script.ts'
import { madeUpSummary, TWO_INSTRUMENTS } from './made-up-run.ts'

const METRICS = new URL('../../docs/metrics.md', import.meta.url)

/** Paths of all members: list elements as `[]`, members of a map by reason as `<reason>`. */
function pathsOf(value: unknown, path = ''): Set<string> {
  const paths = new Set<string>(path === '' ? [] : [path])
  if (Array.isArray(value)) {
    for (const item of value) for (const inner of pathsOf(item, `${path}[]`)) paths.add(inner)
    paths.delete(`${path}[]`)
  } else if (typeof value === 'object' && value !== null) {
    const byReason = /(refusals|rejects|expiries)$/.test(path)
    for (const [name, member] of Object.entries(value)) {
      const inner = byReason ? '<reason>' : name
      for (const deeper of pathsOf(member, path === '' ? inner : `${path}.${inner}`)) paths.add(deeper)
    }
  }
  return paths
}

describe('summary', () => {
  test('from the run itself and from its journal alone: the same object', () => {
    const run = randomInstrument(0).chain((instrument) => fc.tuple(randomMarket(instrument), randomTemper))
    fc.assert(
      fc.property(run, ([market, temper]) => {
        const { entries } = simulate([market], randomStrategy(temper), { sampleEveryNs: 7 })
        const chunks: Uint8Array[] = []
        const manifest = { epochNs: '0', instruments: [specOf(market.instrument)], name: 'random', sampleEvery: 7 }
        const writer = new JournalWriter(manifest, sha256, (chunk) => chunks.push(chunk.slice()))
        const projections = new RunProjections([market.instrument], { sampleEveryNs: 7 })
        const sink = projectingSink(writer, projections)
        for (const { kind, seq: _, ts, cause, ...body } of entries) {
          sink.append(kind, ts, cause, body as unknown as EntryBody<typeof kind>)
        }
        const during = buildSummary({ scenario: 'random', epochNs: '0', projections, rootHash: writer.seal() })

        const reader = new JournalReader(bytesFrom(Buffer.concat(chunks)), sha256)
        const made = JSON.parse(reader.manifestText) as typeof manifest
        const instruments = made.instruments.map((spec: InstrumentSpec, id) => instrumentFrom(spec, id))
        const again = foldJournal(reader, new RunProjections(instruments, { sampleEveryNs: made.sampleEvery }))
        const { name: scenario, epochNs } = made
        const afterwards = buildSummary({ scenario, epochNs, projections: again, rootHash: reader.rootSoFar })
        expect(afterwards).toEqual(during)
        expect(canonicalJson(afterwards)).toBe(canonicalJson(during))
      }),
      { numRuns: 60 },
    )
  })

  test('every key is defined in docs/metrics.md, and nothing is defined that is not there', () => {
    const text = readFileSync(METRICS, 'utf8')
    // A definition is the first cell of a table row; a section names where its keys stand.
    const defined = new Set<string>()
    for (const section of text.split(/^## /m).slice(1)) {
      const places = [...section.matchAll(/^Under (.*)\.$/gm)].flatMap(([, list]) =>
        [...list!.matchAll(/`([^`]+)`/g)].map(([, place]) => place!),
      )
      for (const [, key] of section.matchAll(/^\| `([^`]+)` \|/gm)) {
        for (const place of places) defined.add(place === 'the summary' ? key! : `${place}.${key}`)
      }
    }
    const paths = pathsOf(madeUpSummary(TWO_INSTRUMENTS))
    expect([...paths].filter((path) => !defined.has(path))).toEqual([])
    expect([...defined].filter((path) => !paths.has(path))).toEqual([])
  })

  test('the machine is in two figures only', () => {
    const fast = madeUpSummary([BTCUSDT], { wallSeconds: 0.1 })
    const slow = madeUpSummary([BTCUSDT], { wallSeconds: 7 })
    expect(fast.rowsPerSecond).toBeCloseTo(12_043_320)
    expect(slow).not.toEqual(fast)
    expect(environmentFree(slow)).toEqual(environmentFree(fast))
  })

  test('figures by hand', () => {
    const { instruments, totals, ...run } = madeUpSummary([BTCUSDT])
    expect(run).toMatchObject({
      end: 'end-of-data',
      span: {
        start: '2024-08-08T00:00:00.100000000Z',
        end: '2024-08-08T00:10:00.000000000Z',
        durationNs: 599_900_000_000,
      },
      rows: 1_204_332,
      fills: 21,
    })
    const [only] = instruments
    // Six buys and four sells of 0.005 BTC, one of 0.001 taken; fees of -1500 atoms a maker fill, 4000 a taker fill.
    expect(only).toMatchObject({ fills: 21, makerFills: 20, takerFills: 1, volume: '0.051', position: '0.011' })
    expect(only!.pnl).toMatchObject({ fees: '-0.00026', makerFees: '-0.0003', takerFees: '0.00004', rebates: '0.0003' })
    expect(only!.orders).toMatchObject({ submitted: 50, refused: 10, sent: 40, touched: 11, filled: 11, canceled: 9 })
    expect(only!.fillRate).toBe(11 / 40)
    expect(only!.queue.waitNs).toMatchObject({ count: 20, max: 1_198_000_000 })
    expect(only!.queue.aheadOnArrival).toMatchObject({ count: 19, max: 3.409 })
    expect(only!.latency.entryNs).toMatchObject({ count: 50, p50: 3_000_000, max: 3_000_000 })
    expect(only!.rejects).toEqual({ 'post-only-would-cross': 10 })
    expect(only!.refusals).toEqual({ 'order-rate': 10 })
    expect(totals.currencies[0]!.pnl).toEqual(only!.pnl)
  })

  test('without a fill nothing is divided by nothing', () => {
    const empty = new RunProjections([instrumentFrom(BTCUSDT, 0)], { sampleEveryNs: 1e9 })
    const summary = buildSummary({
      scenario: 'nothing',
      epochNs: '0',
      projections: empty,
      rootHash: '',
      market: { rows: 0, feedLatencyNs: [new Histogram()] },
      wallSeconds: 0,
    })
    const [only] = summary.instruments
    expect(only).toMatchObject({ fillRate: null, makerShare: null, sharpe: null, sortino: null, turnover: '0' })
    expect(only!.pnl.net).toBe('0')
    expect(only!.latency.feedNs).toEqual({ count: 0, p50: null, p90: null, p99: null, p999: null, max: null })
    expect(summary).toMatchObject({ end: null, rowsPerSecond: null, fills: 0 })
  })
})
