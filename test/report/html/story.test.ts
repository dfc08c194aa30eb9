import { describe, expect, test } from 'vitest'
import { chartValues } from '../../../src/report/html/chart-values.ts'
import { decimalsOfStep, fixed, short } from '../../../src/report/html/client/amounts.ts'
import { unpackBytes } from '../../../src/report/html/client/column-reader.ts'
import { clockOf, durationOf, instantOf, timeLabels } from '../../../src/report/html/client/instants.ts'
import type { InstrumentValues, PageValues } from '../../../src/report/html/client/page-values.ts'
import { type Fills, runColumns } from '../../../src/report/html/client/run-columns.ts'
import { storyOf, titleOf } from '../../../src/report/html/client/story.ts'
import type { FillColumns } from '../../../src/report/run-report.ts'
import { madeUpReport } from './made-up-report.ts'

/** The story of one fill, from the report's columns through the page to the reader. */
async function told(changes: Partial<FillColumns>): Promise<{ title: string; story: Record<string, string> }> {
  const { report, series } = madeUpReport({ points: 2, fills: 1, orders: 0 })
  const of = (value: number): Float64Array => Float64Array.of(value)
  const fill: FillColumns = {
    total: 1,
    seq: of(77),
    ts: of(5_002_000_001),
    exchTs: of(5e9),
    order: of(12),
    side: Int8Array.of(-1),
    priceTicks: of(600_005),
    lots: of(3),
    leavesLots: of(0),
    maker: Uint8Array.of(1),
    rule: Uint8Array.of(2),
    confidence: Uint8Array.of(1),
    margin: of(1),
    sentTs: of(1e9),
    acceptedTs: of(1_003_100_000),
    aheadLots: of(12.5),
    fee: of(-0.00012),
    markoutTicks: of(-2.5),
    ...changes,
  }
  const page: PageValues = chartValues(report, { ...series, fills: [fill] })
  const values: InstrumentValues = page.instruments[0]!
  const fills: Fills = runColumns(await unpackBytes(page.columns), page.epochNs, values).fills
  return { title: titleOf(values, fills, 0), story: Object.fromEntries(storyOf(page, values, fills, 0)) }
}

describe('the story of a fill', () => {
  test('of a maker, to the nanosecond', async () => {
    const { title, story } = await told({})
    expect(title).toBe('Sell 0.003 BTC at 60,000.50 as maker')
    expect(story).toEqual({
      Sent: '2024-08-08 00:00:01.000000000',
      'Accepted by the venue': '2024-08-08 00:00:01.003100000, 3.1 ms later',
      'Ahead on arrival': '12.5 lots (0.013 BTC)',
      'Filled at the venue': '2024-08-08 00:00:05.000000000, 4 s after it was sent',
      'Known to the strategy': '2 ms after that',
      'Why it was filled': 'trades at its price went past its place in the queue',
      // Of three lots one and a half went past its place.
      'How sure': 'queue-dependent: 1 lot to spare; 1.5 lots of the fill nobody showed',
      'Left of the order': 'nothing',
      Fee: '0.00012 USDT received (rebate)',
      'Markout after 1 s': '-2.5 ticks, against us',
    })
  })

  test('of a taker that took more than was shown, at the end of the run', async () => {
    const { title, story } = await told({
      maker: Uint8Array.of(0),
      rule: Uint8Array.of(3),
      confidence: Uint8Array.of(2),
      margin: Float64Array.of(-4),
      acceptedTs: Float64Array.of(Number.NaN),
      aheadLots: Float64Array.of(Number.NaN),
      leavesLots: Float64Array.of(2),
      fee: Float64Array.of(1.5),
      markoutTicks: Float64Array.of(Number.NaN),
    })
    expect(title).toBe('Sell 0.003 BTC at 60,000.50 as taker')
    expect(story).toMatchObject({
      'Accepted by the venue': 'never rested: it was executed on arrival',
      'Ahead on arrival': 'nothing: it did not rest',
      'Why it was filled': 'it crossed on arrival',
      'How sure': 'size-dependent: 4 lots more than the market showed',
      'Left of the order': '2 lots (0.002 BTC)',
      Fee: '1.5 USDT',
      'Markout after 1 s': 'beyond the end of the run',
    })
  })

  test('of a certain one, without a fee', async () => {
    const { story } = await told({ confidence: Uint8Array.of(0), margin: Float64Array.of(3), fee: Float64Array.of(0) })
    expect(story).toMatchObject({ 'How sure': 'certain: the market came 3 ticks beyond its price', Fee: 'none' })
  })
})

describe('numbers and instants of the page', () => {
  test('an axis has the decimals that its step needs', () => {
    expect([1, 2.5, 0.25, 0.1, 1e-4, 50].map(decimalsOfStep)).toEqual([0, 1, 2, 1, 4, 0])
    expect([fixed(-1234.56, 1), fixed(-0.001, 2), short(2.5), short(-0.1234), fixed(Number.NaN, 1)]).toEqual([
      '-1,234.6',
      '0.00',
      '2.5',
      '-0.123',
      'n/a',
    ])
  })

  test('labels of time say the day where it begins', () => {
    const midnight = 1_723_075_200 + 86_400
    expect(timeLabels([midnight - 60, midnight, midnight + 60], 60)).toEqual([
      '23:59\n2024-08-08',
      '00:00\n2024-08-09',
      '00:01',
    ])
    expect(clockOf(midnight + 1.25, 0.25)).toBe('00:00:01.25')
    expect(clockOf(midnight - 0.0001, 1)).toBe('00:00:00')
    expect(instantOf(BigInt(midnight) * 1_000_000_000n, 61_000_000_001)).toBe('2024-08-09 00:01:01.000000001')
    expect([999, 1500, 2_340_000, 90e9].map(durationOf)).toEqual(['999 ns', '1.5 us', '2.34 ms', '1.5 min'])
  })
})
