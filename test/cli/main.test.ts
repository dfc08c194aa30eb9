import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { VERSION } from '../../src/version.ts'
import { hftsim, SAMPLE } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/market-rows.ts'

test('help and version are answers, not failures', async () => {
  const { code, out } = await hftsim('--help')
  expect(code).toBe(0)
  for (const command of ['backtest', 'replay', 'journal', 'scenario', 'data']) expect(out).toContain(`  ${command}`)
  expect(await hftsim('--version')).toEqual({ code: 0, out: `${VERSION}\n`, err: '' })
  expect(await hftsim('data', 'import', 'npz', '--help')).toMatchObject({ code: 0, err: '' })
})

test.each([
  [['bakctest', 'x.yaml'], "unknown command 'bakctest'\n(Did you mean backtest?)"],
  [['data', 'chekc'], "unknown command 'chekc'\n(Did you mean check?)"],
  [['journal', 'show', 'r', '--kid', 'Fill'], "unknown option '--kid'\n(Did you mean --kind?)"],
  [['backtest'], "missing required argument 'scenario'"],
  [['data', 'info', 'a', 'b'], 'too many arguments'],
  [['data', 'check', 'a', '--silence', '10'], `'10' is invalid. "10" has no unit`],
  [['data', 'generate', '--duration', '1m'], "required option '--out <file>' not specified"],
  [['data', 'generate', '--duration', '1m', '--seed', '-1', '--out', 'a'], 'It is a whole number.'],
  [['data', 'import', 'binance-usdm', 'a', '--out', 'b', '--off-tick', 'round'], 'Allowed choices are error, drop.'],
  [['data', 'import', 'binance-usdm', 'a', '--out', 'b', '--tick', '0'], 'It is a decimal above 0, such as 0.01.'],
  [['data', 'import', 'bybit', 'a'], '"bybit" is nothing that can be imported. One of: binance-usdm, '],
  [['data', 'import', 'binance', 'a', '--out', 'b'], 'Did you mean "binance-usdm"?'],
  [['journal', 'show', 'r', '--from', '25:00'], 'It is a time of day such as 00:01:30.5.'],
])('%j is not understood', async (args, message) => {
  const { code, out, err } = await hftsim(...args)
  expect(err).toContain(message)
  expect([code, out]).toEqual([2, ''])
})

test('without a command: what there is, and code 2', async () => {
  const { code, err } = await hftsim()
  expect(code).toBe(2)
  expect(err).toContain('Usage: hftsim')
})

test('an error of a kind that nobody expected shows its stack, in lines of the strategy', async () => {
  const folder = temporaryFolder()
  const strategy = "import { strategy } from 'hftsim'\nexport default strategy({\n  start() {\n    null.f()\n  },\n})\n"
  writeFileSync(join(folder, 'broken.ts'), strategy)
  writeFileSync(join(folder, 's.yaml'), `name: broken\ndata: { btc: ${SAMPLE} }\nstrategy: { use: ./broken.ts }\n`)
  const { code, err } = await hftsim('backtest', join(folder, 's.yaml'), '--out', join(folder, 'run'), '--quiet')
  expect(code).toBe(1)
  expect(err).toContain('TypeError: Cannot read properties of null')
  expect(err).toMatch(/\n +at .*broken/)
  const { out } = await hftsim('journal', 'show', join(folder, 'run'))
  expect(out).toMatch(/run ended +failed\n$/)
})

test('what a strategy logs does not stand in the JSON', async () => {
  const folder = temporaryFolder()
  const strategy =
    "import { strategy } from 'hftsim'\nexport default strategy({ start: () => void console.log('hello') })\n"
  writeFileSync(join(folder, 'loud.ts'), strategy)
  const file = join(folder, 's.yaml')
  writeFileSync(file, `name: loud\ndata: { btc: ${SAMPLE} }\nstrategy: { use: ./loud.ts }\n`)
  const args = ['backtest', file, '--force', '--out', join(folder, 'run'), '--quiet']
  const { out, err } = await hftsim(...args, '--json')
  expect(JSON.parse(out)).toMatchObject({ scenario: 'loud' })
  expect(err).toBe('hello\n')
  expect((await hftsim(...args)).out).toMatch(/^hello\n/)
})
