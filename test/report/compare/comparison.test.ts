/** A comparison of made-up runs as tables, as text, as CSV and as a page. */
import { describe, expect, test } from 'vitest'
import { drawNormal } from '../../../src/core/distributions.ts'
import { Rng } from '../../../src/core/rng.ts'
import { type Comparison, compareRuns, type RunInput } from '../../../src/report/compare/comparison.ts'
import { comparisonCsv } from '../../../src/report/compare/csv.ts'
import { comparisonPage } from '../../../src/report/compare/page.ts'
import { formatComparison } from '../../../src/report/compare/terminal.ts'
import type { RunReport } from '../../../src/report/run-report.ts'
import { environmentFree } from '../../../src/report/summary.ts'
import { madeUpSummary, TWO_INSTRUMENTS } from '../made-up-run.ts'

const HOSTILE = `<script>alert("x")</script>, 'y'`

function input(label: string, change: Partial<RunInput> = {}): RunInput {
  return {
    label,
    values: {},
    folder: null,
    runId: '01234567',
    result: environmentFree(madeUpSummary(TWO_INSTRUMENTS.slice(0, 1))),
    error: null,
    samples: [],
    report: null,
    data: '',
    ...change,
  }
}

const REPORT = {
  instruments: [
    {
      execution: [
        { liquidity: 'maker', slippageTicks: -2.5 },
        { liquidity: 'taker', slippageTicks: null },
      ],
    },
  ],
} as unknown as RunReport

const ALONE = { of: 'runs', scenario: null, partings: [] } as const

describe('the terminal', () => {
  test('one instrument', () => {
    expect(
      formatComparison(compareRuns([input('a'), input('b', { report: REPORT })], ALONE), { color: false }),
    ).toMatchInlineSnapshot(`
      "run  net, USDT  less a  gross  max drawdown  fills  fill rate
      a         5.82           5.82          0.09     21      27.5%
      b         5.82    0.00   5.82          0.09     21      27.5%

      No interval for b: 0 differences of samples, 100 are needed: a smaller metrics.sampleEvery, or more data.

      run  feed p50/p99  entry p50/p99  response p50/p99  wait p50/p90  slippage, ticks
      a      22 / 31 ms       3 / 3 ms          2 / 3 ms   1.2 / 1.2 s              n/a
      b      22 / 31 ms       3 / 3 ms          2 / 3 ms   1.2 / 1.2 s      -2.50 / n/a"
    `)
  })

  test('several instruments and currencies, and a run that failed', () => {
    const two = { result: environmentFree(madeUpSummary(TWO_INSTRUMENTS)) }
    const failed = input('c', { result: null, runId: null, error: 'has no rows' })
    const comparison = compareRuns([input('a', two), input('b', two), failed], ALONE)
    expect(formatComparison(comparison, { color: false })).toMatchInlineSnapshot(`
      "run  currency     net  less a   gross  max drawdown  fills  fill rate
      a    USDT        5.82            5.82          0.09     21      27.5%
      a    BTC       0.0983          0.0983     0.0000246     21      27.5%
      b    USDT        5.82    0.00    5.82          0.09     21      27.5%
      b    BTC       0.0983  0.0000  0.0983     0.0000246     21      27.5%
      c    has no rows

      No interval for b: 0 differences of samples, 100 are needed: a smaller metrics.sampleEvery, or more data.

      run  instrument   feed p50/p99  entry p50/p99  response p50/p99  wait p50/p90  slippage, ticks
      a    BTCUSDT        22 / 31 ms       3 / 3 ms          2 / 3 ms   1.2 / 1.2 s              n/a
      a    BTCUSD_PERP    22 / 31 ms       3 / 3 ms          2 / 3 ms   1.2 / 1.2 s              n/a
      b    BTCUSDT        22 / 31 ms       3 / 3 ms          2 / 3 ms   1.2 / 1.2 s              n/a
      b    BTCUSD_PERP    22 / 31 ms       3 / 3 ms          2 / 3 ms   1.2 / 1.2 s              n/a

      Slippage is in the report of a run: hftsim report RUN."
    `)
  })
})

test('intervals and their basis', () => {
  const rng = new Rng(2, 'samples')
  const ts = Float64Array.from({ length: 301 }, (_, i) => i)
  const samples = (net: Float64Array): RunInput['samples'] => [{ settle: 'USDT', ts, net }]
  const flat = samples(new Float64Array(301))
  let equity = 0
  const noisy = samples(Float64Array.from(ts, () => (equity += drawNormal(rng))))
  const comparison = compareRuns([input('a', { samples: flat }), input('b', { samples: noisy })], ALONE)
  const { interval } = comparison.runs[1]!.differences![0]!
  expect(interval!.low).toBeLessThan(interval!.high)
  const text = formatComparison(comparison, { color: false })
  expect(text).toMatch(/0\.00 \(-\d+\.\d\d to \d+\.\d\d\)/)
  expect(text).toContain('interval of 95% for the difference from a, from 300 paired differences of samples')
  const page = comparisonPage(comparison)
  expect(page).toContain('<svg class="intervals"')
  expect(page).toContain('Intervals of the differences in USDT: b ')
})

test('CSV quotes what must be quoted, and has a row for the total and for each instrument', () => {
  const csv = comparisonCsv(
    compareRuns([input(HOSTILE, { values: { 'a.b': '1' } }), input('b', { values: { 'a.b': 'x"y' } })], ALONE),
  )
  const lines = csv.split('\r\n')
  expect(lines).toHaveLength(6)
  expect(lines[0]).toMatch(/^run,run_id,a\.b,end,scope,settle,net,gross,fees,max_drawdown,fills,fill_rate,difference,/)
  expect(lines[1]).toMatch(/^"<script>alert\(""x""\)<\/script>, 'y'",01234567,1,end-of-data,total,USDT,/)
  expect(lines[4]).toMatch(/^b,01234567,"x""y",,BTCUSDT,USDT,/)
})

test('CSV: a name that a spreadsheet would take for a formula is text, a number stays one', () => {
  const values = {
    a: '=1+1',
    b: '+A1',
    c: '-5 BTC',
    d: '@SUM(A1)',
    e: '-0.5',
    f: '+1e9',
    g: ' =1',
    h: '\t"=1"',
    i: 'a;=1',
  }
  const [head, first] = comparisonCsv(compareRuns([input('=cmd|\u0027 /C calc\u0027!A0', { values })], ALONE)).split(
    '\r\n',
  )
  expect(head).toMatch(/^run,run_id,a,b,c,d,e,f,g,h,i,end/)
  expect(first).toMatch(
    /^"'=cmd\|' \/C calc'!A0",01234567,"'=1\+1","'\+A1","'-5 BTC","'@SUM\(A1\)",-0\.5,\+1e9,"' =1",/,
  )
  expect(first).toContain(`,"\t""=1""","a;=1",`)
})

test('no text of others reaches the terminal as a control sequence', () => {
  const evil = '\u001b]0;x\u0007'
  const settings = [{ path: evil, first: evil, second: undefined }]
  const lines = { firstLine: evil, secondLine: evil, firstCauses: [evil], secondCauses: [evil] }
  const named = [{ ...TWO_INSTRUMENTS[0]!, symbol: evil, settle: evil }, TWO_INSTRUMENTS[1]!]
  const result = environmentFree(madeUpSummary(named))
  const failed = input(`c${evil}`, { result: null, error: `${evil}\n  and more` })
  const comparison = compareRuns([input(evil, { result }), input(`b${evil}`, { result }), failed], {
    of: 'runs',
    scenario: evil,
    partings: [{ first: evil, second: evil, settings, entry: { seq: 3, words: evil, ...lines } }],
  })
  const text = formatComparison(comparison, { color: false })
  expect(text).not.toMatch(/\p{Cc}(?<!\n)/u)
  expect(text).toContain('\\u{1b}]0;x\\u{7}\n  and more')
  const [head, second] = text.split('\n')
  expect(second!.indexOf('5.82') + '5.82'.length).toBe(head!.indexOf('net') + 'net'.length)
})

test('text of others stands in a page as text', () => {
  const settings = [{ path: HOSTILE, first: HOSTILE, second: undefined }]
  const entry = {
    seq: 3,
    words: HOSTILE,
    firstLine: HOSTILE,
    secondLine: null,
    firstCauses: [HOSTILE],
    secondCauses: [],
  }
  const comparison: Comparison = compareRuns([input(HOSTILE), input('b', { result: null, error: HOSTILE })], {
    of: 'runs',
    scenario: HOSTILE,
    partings: [{ first: HOSTILE, second: 'b', settings, entry }],
  })
  const page = comparisonPage(comparison)
  expect(page).not.toContain('<script>alert')
  expect(page.match(/&lt;script&gt;alert/g)!.length).toBeGreaterThan(6)
  expect(comparisonPage({ ...comparison, of: 'matrix' })).not.toContain('<script>alert')
})
