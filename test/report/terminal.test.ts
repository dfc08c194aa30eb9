import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { RunProjections } from '../../src/projections/run-projections.ts'
import { buildSummary } from '../../src/report/summary.ts'
import { formatSummary } from '../../src/report/terminal.ts'
import { BTCUSDT, ETHUSDT, instruments } from '../projections/script.ts'
import { madeUpSummary, TWO_INSTRUMENTS } from './made-up-run.ts'

const FOLDER = 'runs/btcusdt-grid-5b1ec07a'

describe('the screen at the end of a run', () => {
  test('one instrument', () => {
    expect(formatSummary(madeUpSummary([BTCUSDT]), { color: false, folder: FOLDER })).toMatchInlineSnapshot(`
      "btcusdt-grid    BTCUSDT on binance-usdm    2024-08-08 00:00 to 00:10 UTC
                1,204,332 rows in 93 ms, 13 M rows/s

      PnL       net 5.82 USDT    gross 5.82    fees -0.000260    max drawdown 0.09
                Sharpe 238  Sortino 10,936
      Fills     21 in 11 of 40 orders (27.5%)    maker >99.9%    volume 0.051 BTC    position 0.011 BTC
                turnover 300.26 USDT
      Queue     wait p50 1.2 s  p90 1.2 s    ahead on arrival p50 3.41 BTC
      Latency   p50 / p99    feed 22 / 31 ms    entry 3 / 3 ms    response 2 / 3 ms
      Cancels   10 sent    1 came too late, none of them to a fill
      Expired   10 nothing-to-match
      Rejects   10 post-only-would-cross
      Refused   10 order-rate
      Journal   runs/btcusdt-grid-5b1ec07a    152 entries    root 5b1ec07a…
                hftsim replay runs/btcusdt-grid-5b1ec07a"
    `)
  })

  test('two instruments that settle in different currencies: a block each, and totals apart', () => {
    expect(formatSummary(madeUpSummary(TWO_INSTRUMENTS), { color: false, folder: FOLDER })).toMatchInlineSnapshot(`
      "btcusdt-grid    2024-08-08 00:00 to 00:10 UTC    1,204,332 rows in 93 ms, 13 M rows/s

      BTCUSDT on binance-usdm
      PnL       net 5.82 USDT    gross 5.82    fees -0.000260    max drawdown 0.09
                Sharpe 238  Sortino 10,936
      Fills     21 in 11 of 40 orders (27.5%)    maker >99.9%    volume 0.051 BTC    position 0.011 BTC
                turnover 300.26 USDT
      Queue     wait p50 1.2 s  p90 1.2 s    ahead on arrival p50 3.41 BTC
      Latency   p50 / p99    feed 22 / 31 ms    entry 3 / 3 ms    response 2 / 3 ms
      Cancels   10 sent    1 came too late, none of them to a fill
      Expired   10 nothing-to-match
      Rejects   10 post-only-would-cross
      Refused   10 order-rate

      BTCUSD_PERP on binance-coinm
      PnL       net 0.0983 BTC    gross 0.0983    fees -0.0000000260    max drawdown 0.0000246
                Sharpe 242  Sortino 664,861
      Fills     21 in 11 of 40 orders (27.5%)    maker 45.4%    volume 51 contracts
                position 11 contracts    turnover 0.183 BTC
      Queue     wait p50 1.2 s  p90 1.2 s    ahead on arrival p50 3,407 contracts
      Latency   p50 / p99    feed 22 / 31 ms    entry 3 / 3 ms    response 2 / 3 ms
      Cancels   10 sent    1 came too late, none of them to a fill
      Expired   10 nothing-to-match
      Rejects   10 post-only-would-cross
      Refused   10 order-rate

      Total
      PnL       net 5.82 USDT    gross 5.82    fees -0.000260    max drawdown 0.09
                Sharpe 238  Sortino 10,936
      PnL       net 0.0983 BTC    gross 0.0983    fees -0.0000000260    max drawdown 0.0000246
                Sharpe 242  Sortino 664,861
      Fills     42 in 22 of 80 orders (27.5%)
      Cancels   20 sent    2 came too late, none of them to a fill
      Expired   20 nothing-to-match
      Rejects   20 post-only-would-cross
      Refused   20 order-rate

      Journal   runs/btcusdt-grid-5b1ec07a    302 entries    root 5b1ec07a…
                hftsim replay runs/btcusdt-grid-5b1ec07a"
    `)
  })

  test('a run in which nothing happened, made from its journal alone', () => {
    const projections = new RunProjections(instruments(ETHUSDT), { sampleEveryNs: 1e9 })
    const summary = buildSummary({ scenario: 'quiet', epochNs: '0', projections, rootHash: '5b1ec07a'.padEnd(64, '0') })
    expect(formatSummary(summary, { color: false })).toMatchInlineSnapshot(`
      "quiet    ETHUSDT on binance-usdm    1970-01-01 00:00:00 to 00:00:00 UTC    the journal breaks off

      PnL       net 0.00 USDT    gross 0.00    fees 0.00    max drawdown 0.00    Sharpe n/a  Sortino n/a
      Fills     0 of 0 orders    volume 0 ETH    position 0 ETH    turnover 0.00 USDT
      Queue     wait n/a    ahead on arrival n/a
      Latency   p50 / p99    entry n/a    response n/a
      Journal   0 entries    root 5b1ec07a…"
    `)
  })

  test('no line is wider than asked, and every figure stays whole', () => {
    const summary = madeUpSummary(TWO_INSTRUMENTS)
    for (const width of [60, 80, 100, 140]) {
      const text = formatSummary(summary, { color: false, folder: FOLDER, width })
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width)
      expect(text.replace(/\s+/g, ' ')).toContain(`hftsim replay ${FOLDER}`)
    }
  })

  test('a command to copy quotes what a shell would split or read', () => {
    const text = formatSummary(madeUpSummary([BTCUSDT]), { color: false, folder: "my runs/it's $5" })
    expect(text).toContain("hftsim replay 'my runs/it'\\''s $5'")
  })

  test('cancels that lost to a fill are told apart from those that came too late for another reason', () => {
    const summary = structuredClone(madeUpSummary([BTCUSDT]))
    Object.assign(summary.instruments[0]!.orders, { cancels: 3192, cancelsRejected: 1013, cancelsLost: 456 })
    expect(formatSummary(summary, { color: false })).toContain(
      '3,192 sent    1,013 came too late, 456 of them to a fill',
    )
  })

  test('colour changes nothing but colour; losses are red, and only then', () => {
    const summary = madeUpSummary([BTCUSDT])
    const plain = formatSummary(summary, { color: false, folder: FOLDER })
    const painted = formatSummary(summary, { color: true, folder: FOLDER })
    expect(stripVTControlCharacters(plain)).toBe(plain)
    expect(stripVTControlCharacters(painted)).toBe(plain)
    expect(painted.includes('\u001b[31m')).toBe(summary.instruments[0]!.pnl.net!.startsWith('-'))
    const lossy = structuredClone(summary)
    Object.assign(lossy.instruments[0]!.pnl, { net: '-2', gross: '3' })
    expect(formatSummary(lossy, { color: true })).toContain('\u001b[31mnet -2.00 USDT\u001b[39m')
  })
})

test('no text of others reaches the terminal as a control sequence', () => {
  const evil = '\u001b]0;x\u0007'
  for (const specs of [[BTCUSDT], [BTCUSDT, ETHUSDT]]) {
    const named = specs.map((spec) => ({ ...spec, symbol: evil, venue: evil, base: evil, settle: evil }))
    const summary = { ...madeUpSummary(named), scenario: evil }
    const text = formatSummary(summary, { color: false, folder: evil })
    expect(text).not.toMatch(/\p{Cc}(?<!\n)/u)
    expect(text).toContain('\\u{1b}]0;x\\u{7} on \\u{1b}]0;x\\u{7}')
  }
})
