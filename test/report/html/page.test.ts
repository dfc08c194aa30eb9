import { describe, expect, test } from 'vitest'
import { renderReport } from '../../../src/report/html/page.ts'
import { MAX_FILLS, MAX_POINTS } from '../../../src/report/run-report.ts'
import { type MadeUp, madeUpReport } from './made-up-report.ts'
import { ODD_RUNS } from './odd-runs.ts'

const DAY_NS = 86_400e9

/** What a reader sees: text without markup, lines without their breaks. */
function textOf({ report, series }: MadeUp): string {
  return renderReport(report, series)
    .replace(/<(script|style)\b.*?<\/\1>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ')
}

function oddRun(name: keyof typeof ODD_RUNS): string {
  return textOf(ODD_RUNS[name]!())
}

describe('the page of a run', () => {
  test('leads with what was won or lost, how that depends on the models, and what it rests on', () => {
    const text = textOf(madeUpReport())
    for (const words of [
      'Made 12.31 USDT net over 60 min: 17.25 before fees of 4.94.',
      'Profit or loss depends on the models: from -18.42 to 41.07 USDT.',
      '62.6% of the profit rests on fills that depend on an estimated place in a queue: without them it is 4.60 USDT.',
      'Own size is small',
      'Fill rate 15.0% 300 of 2,000 orders had a fill',
      'Max drawdown 6.20 USDT, at the samples of equity',
    ]) {
      expect(text).toContain(words)
    }
  })

  test('is the same for the same report', () => {
    const [one, two] = [madeUpReport(), madeUpReport()].map(({ report, series }) => renderReport(report, series))
    expect(one === two).toBe(true)
  })

  test('of a day at the caps stays below 3 MB', () => {
    const day = { points: MAX_POINTS, fills: MAX_FILLS, orders: MAX_FILLS, durationNs: DAY_NS }
    const { report, series } = madeUpReport(day)
    expect(Buffer.byteLength(renderReport(report, series))).toBeLessThan(3e6)
  })

  test('of several instruments has a section for each, and totals by currency', () => {
    const { report, series } = madeUpReport({ instruments: 3, points: 10 })
    const page = renderReport(report, series)
    expect(page.match(/<h2 id="instrument-\d-title">/g)).toHaveLength(3)
    expect(page).toContain('Totals by currency')
  })

  test('says how often the risk gate stepped in, and of how many events the table is a sample', () => {
    const { report, series } = madeUpReport({ points: 10, fills: 3 })
    const [event] = report.risk.events
    const events = Array.from({ length: 751 }, (_, i) => ({ ...event!, order: 8 * i }))
    const text = textOf({ report: { ...report, risk: { total: 5999, events } }, series })
    expect(text).toContain('The risk gate stepped in: 5,999 events .')
    expect(text).toContain('751 of 5,999 risk events as a table')
    expect(text).toContain('751 of 5,999 risk events, evenly over all of them')
    const whole = textOf({ report: { ...report, risk: { total: 751, events } }, series })
    expect(whole).toContain('751 risk events as a table')
    expect(whole).not.toContain('evenly')
  })

  test('holds nothing that comes from outside and runs nothing but its own script', () => {
    const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(1)>'
    const { report, series } = madeUpReport({ hostile, instruments: 2 })
    const page = renderReport(report, series)
    expect(page.match(/<script/g)).toHaveLength(2)
    expect(page).not.toMatch(/<img|<link rel="stylesheet"|\b(?:src|style|on\w+)="/)
    const links = [...page.matchAll(/\bhref="([^"]*)"/g)].map(([, link]) => link)
    expect(links.filter((link) => !link!.startsWith('#'))).toEqual(['data:,'])
    expect(page).not.toMatch(/url\(|@import/)
  })
})

describe('reads right', () => {
  test('without fills', () => {
    const text = oddRun('no fills')
    expect(text).toContain('Nothing was filled: 2,000 orders sent over 60 min.')
    expect(text).toContain('Nothing was filled, so there is no story to tell.')
    expect(text).toContain('Wait in the queue: no values.')
    expect(text).not.toMatch(/Next fill|next and previous fill|hollow: queue-dependent|Fills as a table/)
    expect(text).not.toMatch(/NaN|undefined|Infinity|Own size is|Profit or loss/)
  })

  test('with a sample of its fills: it says so, and where the others are', () => {
    const { report, series } = madeUpReport({ points: 10, fills: 30, orders: 20 })
    const [fills, orders] = [series.fills[0]!, series.orders[0]!]
    const sampled = { ...series, fills: [{ ...fills, total: 45_000 }], orders: [{ ...orders, total: 90_000 }] }
    const text = textOf({ report, series: sampled })
    expect(text).toContain('Drawn: fills 30 of 45,000, orders 20 of 90,000, evenly over the run.')
    expect(text).toContain('Of those that are not drawn: hftsim why runs/made-up-5b1ec07a ORDER')
    expect(text).toContain('Fills as a table: 30 of 45,000')
    expect(text).toContain('All of them: hftsim journal show runs/made-up-5b1ec07a --kind Fill')
    expect(textOf({ report, series })).not.toMatch(/evenly over the run|not drawn|All of them/)
  })

  test('in two currencies: each has its own verdict, what holds for both is said once', () => {
    const { report, series } = madeUpReport({ instruments: 2, points: 10, fills: 7 })
    const [usdt] = report.result.totals.currencies
    const btc = { ...usdt!, settle: 'BTC', pnl: { ...usdt!.pnl, net: '-0.001', gross: '-0.002', fees: '-0.001' } }
    const totals = { ...report.result.totals, currencies: [usdt!, btc] }
    const result = { ...report.result, totals, fills: 14 }
    const instruments = [report.instruments[0]!, { ...report.instruments[1]!, settle: 'BTC' }]
    const text = textOf({ report: { ...report, result, instruments }, series })
    expect(text).toContain('Made 12.31 USDT net over 60 min: 17.25 before fees of 4.94.')
    expect(text).toContain('Lost 0.00100 BTC net over 60 min: -0.00200 before rebates of 0.00100.')
    expect(text.match(/These are 14 fills: too few to conclude from\./g)).toHaveLength(1)
    expect(text).toContain('btcusdt1: an order was 40% of what its level showed')
  })

  test('the same amount is rounded alike wherever it stands', () => {
    const { report, series } = madeUpReport({ points: 10 })
    const [money] = report.result.totals.currencies
    const pnl = { ...money!.pnl, net: '-0.681', gross: '0.319', fees: '1', maxDrawdown: '2.5' }
    const currencies = [{ ...money!, pnl }]
    const result = { ...report.result, totals: { ...report.result.totals, currencies } }
    const [band] = report.band!
    const ends = { ...band!, base: { ...band!.base, net: '-0.681' }, optimistic: { ...band!.optimistic, net: '0.4' } }
    const bands = [{ ...ends, pessimistic: { ...band!.pessimistic, net: '-0.9' } }]
    const text = textOf({ report: { ...report, result, band: bands }, series })
    expect(text).toContain('Lost 0.68 USDT net over 60 min: 0.32 before fees of 1.00.')
    expect(text).toContain('Net PnL, USDT -0.68 gross 0.32, fees 1.00')
    expect(text).toContain('from -0.90 to 0.40 USDT')
    expect(text).not.toContain('0.681')
  })

  test('what a fill earned, what nobody showed, what was late, and what was repaired', () => {
    const text = textOf(madeUpReport())
    expect(text).toContain('good side of the venue’s mid right before the fill')
    expect(text).toContain('whatever its class: 0.96 BTC, 28.2% of our volume.')
    expect(text).toContain(
      'Of 1,650 cancels 120 came too late, 50 of them to a fill (3.0% of all cancels). Filled: 0.05 BTC',
    )
    expect(text).toContain('repair clock-skew: added one shift, by 12 ns 1,204,332')
  })

  test('without orders', () => {
    const text = oddRun('no orders at all')
    expect(text).toContain('No order was sent over 60 min.')
    expect(text).toContain('No cancel was sent.')
    expect(text).toContain('The data was not looked at for this report.')
  })

  test('with one fill', () => {
    const text = oddRun('one fill')
    expect(text).toContain('It is a single fill: too few to conclude from.')
    expect(text).toContain('Own size is too large for a replay to be believed.')
    expect(text).toContain('an order was 40% of what its level showed')
  })

  test('without a market', () => {
    const text = oddRun('no market points')
    expect(text).toContain('The market was never seen: there are no prices to show.')
    expect(text).toContain('Equity was never sampled: there is no curve to show.')
  })

  test('however the run ended', () => {
    expect(oddRun('an interrupted run')).toContain('The run was interrupted. All figures cover the 60 min before that.')
    expect(oddRun('a failed run')).toContain('The run failed before its data ended.')
    expect(oddRun('a strategy that stopped')).toContain('The strategy stopped before the data ended.')
    expect(oddRun('a journal that breaks off')).toContain('The journal breaks off:')
  })

  test('with a band in any order', () => {
    const { report, series } = madeUpReport({ points: 10 })
    const banded = (pessimistic: string, base: string, optimistic: string, fills = 300): string => {
      const [band] = report.band!
      const nets = { pessimistic: { ...band!.pessimistic, net: pessimistic }, base: { ...band!.base, net: base } }
      const bands = [{ ...band!, ...nets, optimistic: { ...band!.optimistic, net: optimistic, fills } }]
      return textOf({ report: { ...report, band: bands }, series })
    }
    expect(banded('1', '2', '3')).toContain('alike: from 1.00 to 3.00 USDT.')
    expect(banded('1', '2', '3')).not.toMatch(/The (?:run itself|optimistic models) do/)
    expect(banded('3', '2', '1')).toContain('The optimistic models do worse than the pessimistic.')
    expect(banded('3', '2', '1', 301)).toContain('worse than the pessimistic, although they bring more fills.')
    expect(banded('-3', '-7', '-1')).toContain('alike: from -7.00 to -1.00 USDT. The run itself does worse than under')
    expect(banded('3', '7', '1')).toContain('The run itself does better than under either of the other two.')
  })

  test('without a band, and where a result is not known', () => {
    expect(oddRun('no band')).toContain('no pessimistic and no optimistic run was made.')
    expect(oddRun('a band with an unknown end')).toContain('Under one of the models the result is not known.')
    const unknown = oddRun('a result that is not known')
    expect(unknown).toContain('What was won or lost in USDT is not known')
    expect(unknown).toContain('Net PnL, USDT n/a')
  })

  test('nothing undefined is ever shown', () => {
    for (const [name, made] of Object.entries(ODD_RUNS)) {
      expect(textOf(made()), name).not.toMatch(/\b(?:NaN|undefined|Infinity|null)\b/)
    }
  })
})
