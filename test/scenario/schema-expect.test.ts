import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseScenario } from '../../src/scenario/load.ts'
import { prepareRun } from '../../src/scenario/prepare.ts'
import { ScenarioError } from '../../src/scenario/problems.ts'
import { fromWrittenForm, showScenario, writtenForm } from '../../src/scenario/show.ts'
import { ROOT, runText } from '../fakes/runs.ts'

const BASE = `name: grid
data: { btc: data/btcusdt-sample.arrow, eth: data/ethusdt-sample.arrow }
strategy: { use: strategies/grid.ts }
`
const ONE = BASE.replace(', eth: data/ethusdt-sample.arrow', '')

const problemsIn = (text: string): string => {
  try {
    parseScenario(text, 'grid.yaml')
  } catch (error) {
    if (error instanceof ScenarioError) return error.message
    throw error
  }
  return 'no error'
}

describe('what is wrong with an expectation is told at its line', () => {
  test('names', () => {
    expect(
      problemsIn(`${ONE}expect:
  pnl.nett:
    min: 5 USDT
  btc.latency.entyr.p99: { max: 12ms }
  rejects.post-only-would-cros: 3
  order.sent: 4
`),
    ).toMatchInlineSnapshot(`
      "grid.yaml:5:3  expect.pnl.nett: "pnl.nett" is not a figure.
        One of: pnl.net, pnl.gross, pnl.fees, pnl.makerFees, pnl.takerFees, pnl.rebates, pnl.maxDrawdown. Did you mean "pnl.net"?
      grid.yaml:7:3  expect.btc.latency.entyr.p99: "btc.latency.entyr.p99" is not a figure.
        One of: entries, rows, duration, fills, makerFills, takerFills, fillRate, refusals, rejects, expiries, turnover, makerShare, sharpe, sortino, samples, position, volume, rowsSeen, end, sequence, rootHash, orders.…, refusals.…, rejects.…, expiries.…, pnl.…, queue.…, latency.…. Did you mean "btc.latency.entry.p99"?
      grid.yaml:8:3  expect.rejects.post-only-would-cros: "rejects.post-only-would-cros" is not a figure.
        One of: rejects.post-only-would-cross, rejects.nothing-to-match, rejects.unfilled-remainder, rejects.unknown-order, rejects.lost-on-entry. Did you mean "rejects.post-only-would-cross"?
      grid.yaml:9:3  expect.order.sent: "order.sent" is not a figure.
        One of: entries, rows, duration, fills, makerFills, takerFills, fillRate, refusals, rejects, expiries, turnover, makerShare, sharpe, sortino, samples, position, volume, rowsSeen, end, sequence, rootHash, orders.…, refusals.…, rejects.…, expiries.…, pnl.…, queue.…, latency.…. Did you mean "orders.sent"?"
    `)
  })

  test('of instruments', () => {
    expect(
      problemsIn(`${BASE}expect:
  btd.fills: 3
  btc.rows: 3
  position: 3 BTC
  latency.entry.p99:
    max: 3ms
  fills: 3
  eth.position: 0 ETH
`),
    ).toMatchInlineSnapshot(`
      "grid.yaml:5:3  expect.btd.fills: "btd" is not an instrument of this scenario.
        One of: btc, eth. Did you mean "btc"?
      grid.yaml:6:3  expect.btc.rows: "rows" is a figure of the whole run: write it without "btc.".
      grid.yaml:7:3  expect.position: There are 2 instruments: say which one is meant, such as "btc.position".
      grid.yaml:8:3  expect.latency.entry.p99: There are 2 instruments: say which one is meant, such as "btc.latency.entry.p99"."
    `)
  })

  test('values', () => {
    expect(
      problemsIn(`${ONE}expect:
  fills: { mni: 100 }
  fillRate: { min: 5%, max: 0.2 }
  pnl.net: { min: 5 USDT, max: 3 USDT }
  pnl.fees: 0
  sharpe: {}
  sortino:
  end: end-of-dta
  rootHash: 12345678
  sequence: [SubmitOrder, Fil, Fill makr]
`),
    ).toMatchInlineSnapshot(`
      "grid.yaml:5:12  expect.fills.mni: "mni" is not a bound.
        One of: equals, min, max. Did you mean "min"?
      grid.yaml:6:29  expect.fillRate.max: 0.2 has no unit: write "2bp", "0.02%" or "50ppm". Units: ppb, ppm, bp, %.
      grid.yaml:7:12  expect.pnl.net: Nothing lies from 5 USDT to 3 USDT.
      grid.yaml:8:13  expect.pnl.fees: 0 has no unit: write a number and what it counts. Such as "5 USDT". Or bounds: { min: 5 USDT }, { max: 5 USDT }.
      grid.yaml:9:11  expect.sharpe: Nothing is expected of it: { min: 1.5 }, { max: 1.5 } or both.
      grid.yaml:10:3  expect.sortino: Nothing is expected of it. Or bounds: { min: 1.5 }, { max: 1.5 }.
      grid.yaml:11:8  expect.end: "end-of-dta" is not an end.
        One of: end-of-data, strategy-stopped. Did you mean "end-of-data"?
      grid.yaml:12:13  expect.rootHash: 12345678 is not a root hash: 64 digits of 0-9 and a-f, or its first 8 or more, in quotes.
      grid.yaml:13:27  expect.sequence.1: "Fil" is not a kind of entry.
        One of: RunStarted, RunEnded, TimerFired, MarketMarked, SubmitOrder, ModifyOrder, CancelOrder, CommandRefused, OrderAccepted, OrderRejected, OrderExpired, OrderCanceled, OrderModified, CancelRejected, ModifyRejected, Fill. Did you mean "Fill"?
      grid.yaml:13:32  expect.sequence.2: "makr" is nothing that Fill says.
        One of: maker, taker. Did you mean "maker"?"
    `)
  })

  test('sequences of orders', () => {
    expect(problemsIn(`${ONE}expect: { sequence: { order: 1, entires: [Fill] } }\n`)).toMatchInlineSnapshot(`
      "grid.yaml:4:21  expect.sequence: Missing: a list of entries, such as [SubmitOrder, OrderAccepted, Fill]. Or { order: any, entries: [SubmitOrder, Fill] }.
      grid.yaml:4:33  expect.sequence.entires: "entires" is not a field.
        One of: order, entries. Did you mean "entries"?"
    `)
    expect(problemsIn(`${ONE}expect: { sequence: [{ order: some, entries: [] }] }\n`)).toMatchInlineSnapshot(`
      "grid.yaml:4:31  expect.sequence.0.order: "some" is not an order: "any", or the number that the strategy's order has in the journal.
      grid.yaml:4:46  expect.sequence.0.entries: [] is not a list of entries, such as [SubmitOrder, OrderAccepted, Fill]. Or { order: any, entries: [SubmitOrder, Fill] }."
    `)
    expect(problemsIn(`${ONE}expect: { sequence: { entries: [Fill] } }\n`)).toMatchInlineSnapshot(
      `"grid.yaml:4:21  expect.sequence: nothing is not an order: "any", or the number that the strategy's order has in the journal."`,
    )
    expect(problemsIn(`${ONE}expect: 5\n`)).toMatchInlineSnapshot(`"grid.yaml:4:9  expect: 5 is not a map of fields."`)
  })

  test('units that the instruments do not have, when the run is prepared', async () => {
    const text = `${BASE}expect:
  pnl.net: { min: 5 USDC }
  btc.position: 1 ETH
  btc.volume: { min: 0.5 lots }
  eth.turnover: 5 USDT
`
    await expect(prepareRun(parseScenario(text, join(ROOT, 'grid.yaml')))).rejects.toThrow(
      /"5 USDC"[\s\S]*"1 ETH"[\s\S]*"0.5 lots"/,
    )
    await expect(prepareRun(parseScenario(text, join(ROOT, 'grid.yaml')))).rejects.not.toThrow(/turnover/)
  })
})

const EXPECTING = `${ONE}expect:
  fills: { min: 100 }
  fillRate: { min: 5%, max: 20% }
  btc.pnl.net: { max: 5 USDT }
  rejects: 3
  position: { equals: 20 lots }
  latency.entry.p99: { max: 12ms }
  end: end-of-data
  rootHash: "0123abcd"
  sequence: [SubmitOrder, Fill maker]
`

test('is shown as it was written, and read again', () => {
  const { full, beside } = parseScenario(EXPECTING, 'grid.yaml')
  const shown = showScenario({ ...full, ...beside })
  expect(shown.slice(shown.indexOf('expect:'))).toMatchInlineSnapshot(`
    "expect:
      fills:
        min: 100
      fillRate:
        min: 5%
        max: 20%
      btc.pnl.net:
        max: 5 USDT
      rejects: 3
      position: 20 lots
      latency.entry.p99:
        max: 12ms
      end: end-of-data
      sequence:
        - SubmitOrder
        - Fill maker
      rootHash: 0123abcd
    "
  `)
  expect(parseScenario(shown, 'grid.yaml').beside).toEqual(beside)
})

test('is no part of what a run is made of', async () => {
  const { full, beside } = parseScenario(EXPECTING, 'grid.yaml')
  expect(full).toEqual(parseScenario(ONE, 'grid.yaml').full)
  expect(fromWrittenForm(writtenForm({ ...full, ...beside }), 'manifest')).toEqual(full)
  expect((await runText(EXPECTING)).rootHash).toBe((await runText(ONE)).rootHash)
})
