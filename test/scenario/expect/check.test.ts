import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Result } from '../../../src/report/summary.ts'
import { checkExpectations, type Finding, unfitUnits } from '../../../src/scenario/expect/check.ts'
import { FIGURES } from '../../../src/scenario/expect/figures.ts'
import { type LoadedScenario, parseScenario } from '../../../src/scenario/load.ts'
import { type PreparedRun, prepareRun } from '../../../src/scenario/prepare.ts'
import { ROOT } from '../../fakes/runs.ts'

const golden: Result = JSON.parse(readFileSync(join(ROOT, 'scenarios/multi-grid.golden.json'), 'utf8'))

/** Two instruments, the second one settled in another currency. */
const load = (expected: string): LoadedScenario =>
  parseScenario(
    `name: two
data:
  btc: data/btcusdt-sample.arrow
  eth: { files: [data/ethusdt-sample.arrow], instrument: { settle: USDC } }
strategy: { use: strategies/multi-grid.ts }
expect:
${expected}`,
    join(ROOT, 'two.yaml'),
  )

const { instruments }: PreparedRun = await prepareRun(load('  fills: 1\n'))

const [btc, eth] = golden.instruments
const [usdt] = golden.totals.currencies
const result: Result = {
  ...golden,
  instruments: [btc!, eth!],
  totals: {
    ...golden.totals,
    currencies: [
      { ...usdt!, pnl: { ...usdt!.pnl, net: '5' } },
      { ...usdt!, settle: 'USDC', pnl: { ...usdt!.pnl, net: '-7.5' } },
    ],
  },
}

test('each figure is that of what its name says: the run, a currency, an instrument', () => {
  const loaded = load(`  rows: 1
  fills: 1
  pnl.net: 1 USDT
  btc.fills: 1
  eth.fills: 1
  eth.pnl.net: 1 USDC
  eth.position: { max: -400 lots }
  btc.position: { min: -4 lots, max: -0.0 lots }
  eth.rejects: 1
  btc.sharpe: { max: 0 }
  refusals.order-rate: 0
  eth.latency.roundTrip.p99: { max: 10ms }
`)
  expect(unfitUnits(loaded, instruments)).toEqual([])
  const findings = checkExpectations(loaded, instruments, result, [])
  expect(findings.map(({ name, met, got }) => `${met ? 'met  ' : 'unmet'} ${name} ${got}`)).toEqual([
    'unmet rows 78558',
    'unmet fills 1075',
    'unmet pnl.net 5 USDT',
    'unmet btc.fills 210',
    'unmet eth.fills 561',
    'unmet eth.pnl.net 2.65927578 USDC',
    'unmet eth.position -0.378 ETH',
    'met   btc.position -0.004 BTC',
    'unmet eth.rejects 37',
    'unmet btc.sharpe 1544.1599217164137',
    'met   refusals.order-rate 0',
    'met   eth.latency.roundTrip.p99 10ms',
  ])
  expect(findings[2]?.place).toMatch(/two\.yaml:9:3$/)
})

test('money of the run is of the currency that the bound states', () => {
  const [finding] = checkExpectations(load('  pnl.net: { min: -8 USDC, max: -7 USDC }\n'), instruments, result, [])
  expect(finding).toMatchObject({ met: true, got: '-7.5 USDC' })
})

test('what is in the order of the file is told in that order, whatever its kind', () => {
  const loaded = load(`  end: strategy-stopped
  fills: 3
  rootHash: "00000000"
  sequence:
    - { order: 1, entries: [SubmitOrder] }
    - { order: any, entries: [Fill] }
  rows: 3
`)
  const outcomes = [
    { met: true, got: 'a' },
    { met: false, got: 'b' },
  ]
  const findings = checkExpectations(loaded, instruments, result, outcomes)
  expect(findings.map(({ name, met, wanted, got }) => `${name} ${met}: ${wanted} / ${got}`)).toEqual([
    'end false: strategy-stopped / end-of-data',
    'fills false: exactly 3 / 1075',
    'rootHash false: 00000000 / bc387331',
    'sequence true: order 1: SubmitOrder / a',
    'sequence false: some order: Fill / b',
    'rows false: exactly 3 / 78558',
  ])
})

test('units that do not fit are told: other currencies, other coins, a ratio of several currencies', () => {
  const loaded = load(`  sharpe: 1
  makerShare: 100%
  pnl.net: 1 EUR
  eth.pnl.net: 1 USDT
  btc.volume: { min: 1 ETH }
`)
  expect(unfitUnits(loaded, instruments).map(({ line, column, message }) => `${line}:${column} ${message}`)).toEqual([
    '7:3 There are several currencies: say which instrument is meant, such as "btc.sharpe".',
    '8:3 There are several currencies: say which instrument is meant, such as "btc.makerShare".',
    '9:12 "1 EUR" is not in a currency that it settles in. One of: USDT, USDC.',
    '10:16 "1 USDT" is not in a currency that it settles in. One of: USDC.',
    '11:22 "1 ETH" is not a size of BTCUSDT: state it in BTC or in lots.',
  ])
})

const NOTHING = { count: 0, ratio: 0, share: '0%', duration: '0ns', money: '0 USDC', quantity: '0 ETH' }

test('what a message shows of a figure can be expected as it is, of every figure', () => {
  const one = (name: string): string => {
    const { kind, of } = FIGURES.get(name)!
    const scoped = of === 'run' || of === 'orders' ? name : `eth.${name}`
    return `${scoped}: ${NOTHING[kind]}`
  }
  const names = [...FIGURES.values()].filter(({ kind }) => kind !== 'share').map(({ name }) => name)
  const findings = (lines: string[]): Finding[] => {
    const loaded = load(lines.map((line) => `  ${line}\n`).join(''))
    expect(unfitUnits(loaded, instruments)).toEqual([])
    return checkExpectations(loaded, instruments, result, [])
  }
  const shown = findings(names.map(one))
  expect(shown.filter(({ met }) => !met).length).toBeGreaterThan(60)
  const pasted = findings(shown.map(({ name, got }) => `${name}: ${got}`))
  expect(pasted.filter(({ met }) => !met)).toEqual([])
})
