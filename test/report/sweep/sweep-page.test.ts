import { parquetReadObjects } from 'hyparquet'
import { describe, expect, test } from 'vitest'
import { sweepPage } from '../../../src/report/sweep/sweep-page.ts'
import { sweepParquet } from '../../../src/report/sweep/sweep-parquet.ts'
import type { SweepResults } from '../../../src/report/sweep/sweep-results.ts'
import { formatSweep, formatTime } from '../../../src/report/sweep/sweep-table.ts'
import { HOSTILE, madeUpRun, madeUpSweep } from './made-up-sweep.ts'

const WALK: Partial<SweepResults> = {
  walkForward: {
    window: 'rolling',
    folds: [
      {
        inSample: { from: 'a', to: 'b' },
        outOfSample: { from: 'b', to: 'c' },
        values: ['1', '10', HOSTILE],
        inMetric: 3,
        outMetric: -1,
        run: 0,
      },
      {
        inSample: { from: 'b', to: 'c' },
        outOfSample: { from: 'c', to: 'd' },
        values: null,
        inMetric: null,
        outMetric: null,
        run: null,
      },
    ],
    sum: { 'pnl.net': null, fills: 3 },
    sharpe: -1.25,
  },
}

test.each([
  ['2024-08-08T00:05:00.000000000Z', '2024-08-08 00:05'],
  ['2024-08-08T00:00:00.000000000Z', '2024-08-08 00:00'],
  ['2024-08-08T00:05:10.250000000Z', '2024-08-08 00:05:10.25'],
  ['2024-08-08T10:20:30.000000001Z', '2024-08-08 10:20:30.000000001'],
  ['2024-08-08T10:20:30.000000000Z', '2024-08-08 10:20:30'],
])('%s is shown as %s', (instant, shown) => {
  expect(formatTime(instant)).toBe(shown)
})

describe('the page', () => {
  test('shows hostile names, values and errors as text', () => {
    const scenario = `made-up${HOSTILE}`
    const page = sweepPage(madeUpSweep({ scenario, ...WALK }))
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('<img')
    expect(page).toContain('&lt;img src=x')
    // Its own script and the values it reads.
    expect(page.match(/<script/g)).toHaveLength(2)
  })

  test('of a sweep in which nothing came to a figure', () => {
    const failed = { metric: null, figures: {}, runId: null, rootHash: null, end: null, error: 'no' } as const
    const runs = madeUpSweep().runs.map((run) => ({ ...run, ...failed }))
    const page = sweepPage(madeUpSweep({ runs, best: null }))
    expect(page).toContain('no run has this figure')
    expect(page).toContain('12 failed')
  })
})

test('the terminal shows the best first, the folds and their sum, and no control characters', () => {
  const text = formatSweep(madeUpSweep({ ...WALK, scenario: 'made-up' }), {
    folder: 'sweeps/x',
    ran: 12,
    seconds: 3,
    commandOf: () => 'hftsim backtest',
  })
  expect(text.replaceAll(HOSTILE, 'HOSTILE').replaceAll(/ {2,}/g, '  ')).toMatchInlineSnapshot(`
    "made-up  grid  12 runs of 12 of 12 points  12 run in 3.0 s

    Best by pnl.net, larger is better
      levels  spacing  text  pnl.net  sharpe  fills  fillRate
      3  10  HOSTILE  7  0.70  107  25.0%
      2  10  HOSTILE  6  0.60  106  25.0%
      3  20  HOSTILE  5  0.50  105  25.0%
      2  20  HOSTILE  4  0.40  104  25.0%
      1  20  HOSTILE  3  0.30  103  25.0%
      3  10  plain  -3  -0.30  97  25.0%
      2  10  plain  -4  -0.40  96  25.0%
      1  10  plain  -5  -0.50  95  25.0%
      3  20  plain  -5  -0.50  95  25.0%
      2  20  plain  -6  -0.60  94  25.0%
      and 2 more

    Deflated Sharpe  12 parameter sets were tried.

    Walk forward, 2 folds, rolling; no purge, no embargo. Sharpe out of sample -1.25
      fold  levels  spacing  text  in-sample pnl.net  out pnl.net  fills
      1  1  10  HOSTILE  3  -1  95
      2  n/a  n/a  n/a  n/a  n/a  n/a
      sum  n/a  3

    Failed  1 of the runs; --resume tries them again
      levels=1 spacing=10 text=HOSTILE: HOSTILE
      Where:  hftsim backtest

    Results  sweeps/x  sweep.html  results.parquet  results.json"
  `)
  const evil = '\u001b[31mred\u202e'
  const run = madeUpRun(['1', '2', evil], 1)
  const failed = madeUpRun(['1', '3', evil], 1, { error: evil, metric: null })
  const sweep = madeUpSweep({ scenario: evil, runs: [run, failed], best: 0 })
  const shown = formatSweep(sweep, { folder: evil, ran: 1, seconds: 1, commandOf: () => 'hftsim backtest' })
  expect(shown).not.toMatch(/\p{Cc}(?<!\n)|\p{Cf}/u)
  expect(shown.match(/\\u\{1b\}\[31mred\\u\{202e\}/g)).toHaveLength(6)
})

test('Parquet has a number beside the text of what is always a number, and a name for every column', async () => {
  const params = [
    { name: 'stage', path: 'strategy.params.stage', values: ['1', '2.5'] },
    { name: 'pnl', path: 'strategy.params.pnl', values: ['1ms', '2ms'] },
  ]
  const runs = [madeUpRun(['1', '2ms'], 4), madeUpRun(['2.5', '1ms'], -3, { rung: 2 })]
  const bytes = sweepParquet(madeUpSweep({ params, runs, best: 0 }))
  const rows = await parquetReadObjects({ file: bytes.slice().buffer })
  expect(rows[1]).toEqual({
    stage: 'search',
    rung: 2,
    fold: null,
    from: '2024-08-08T00:00:00.000000000Z',
    to: '2024-08-08T01:00:00.000000000Z',
    'stage 2': 2.5,
    'param stage': '2.5',
    pnl: '1ms',
    'metric pnl.net': -3,
    'figure pnl.net': -3,
    'figure sharpe': -0.3,
    'figure fills': 97,
    'figure fillRate': 0.25,
    end: 'end-of-data',
    runId: 'abcdef01',
    rootHash: 'ab'.repeat(32),
    error: null,
  })
})
