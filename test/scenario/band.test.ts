/** A run between harder and kinder models. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bandOf } from '../../src/scenario/band.ts'
import { hftsim } from '../fakes/command-line.ts'
import { ROOT, runScenario, temporaryFolder } from '../fakes/runs.ts'

const QUICKSTART = join(ROOT, 'scenarios/quickstart.yaml')

test('the bounds of a run, with what was changed for them, are those of the scenario so written', async () => {
  const { bands } = await bandOf({ file: QUICKSTART, overrides: [] }, { threads: 2 })
  expect(bands).toHaveLength(1)
  const [{ settle, pessimistic, base, optimistic }] = bands as [(typeof bands)[0]]
  expect(settle).toBe('USDT')
  expect(base.changed).toEqual([])
  expect(pessimistic.changed).toEqual(['latency cloud pessimistic', 'queue RiskAverse', 'fill PartialFill'])
  expect(optimistic.changed).toEqual(['latency cloud optimistic', 'queue CancelsAhead'])
  const own = await runScenario(QUICKSTART)
  const hard = await runScenario(QUICKSTART, [
    'venues.0.latency.profile=pessimistic',
    'venues.0.queue={model: RiskAverse}',
    'venues.0.fill.model=PartialFill',
  ])
  const kind = await runScenario(QUICKSTART, [
    'venues.0.latency.profile=optimistic',
    'venues.0.queue={model: CancelsAhead}',
  ])
  for (const [end, { totals, fills }] of [
    [pessimistic, hard],
    [base, own],
    [optimistic, kind],
  ] as const) {
    const { pnl } = totals.currencies[0]!
    expect(end).toMatchObject({ net: pnl.net, fills, fillRate: totals.fillRate, maxDrawdown: pnl.maxDrawdown })
  }
  expect(new Set([pessimistic.net, base.net, optimistic.net]).size).toBe(3)
})

test('a base that is known is not made again, and a recorded run has the bounds of its scenario', async () => {
  const folder = join(temporaryFolder(), 'run')
  expect((await hftsim('backtest', QUICKSTART, '--out', folder, '--quiet')).code).toBe(0)
  const run = { recorded: folder, from: join(ROOT, 'scenarios') }
  const recorded = await bandOf(run, { base: await runScenario(QUICKSTART), threads: 2 })
  expect(recorded).toEqual(await bandOf({ file: QUICKSTART, overrides: [] }, { threads: 1 }))
})

const text = (venues: string): string => `name: bounds
data:
  a: ${join(ROOT, 'data/btcusdt-sample.arrow')}
  b: { files: ['${join(ROOT, 'data/ethusdt-sample.arrow')}'], instrument: { venue: other, settle: EUR } }
venues: ${venues}
strategy: { use: ${join(ROOT, 'strategies/grid.ts')} }
`

test('of several venues it is said which was changed, and fixed times are halved and doubled', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'queue.ts'), readFileSync(join(ROOT, 'test/fakes/plugins/queue.ts'), 'utf8'))
  const file = join(folder, 's.yaml')
  const first = '{ latency: { constant: { entry: 3ns, response: 1ms } }, feed: 5ms, queue: { model: ./queue.ts } }'
  writeFileSync(file, text(`{ binance-usdm: ${first}, other: { latency: { family: colo, profile: optimistic } } }`))
  const { bands } = await bandOf({ file, overrides: [] }, { threads: 1 })
  expect(bands.map(({ settle }) => settle)).toEqual(['USDT', 'EUR'])
  expect(bands[0]!.pessimistic.changed).toEqual([
    'binance-usdm: latency doubled',
    'binance-usdm: feed doubled',
    'binance-usdm: queue ./queue.ts stays',
    'binance-usdm: fill PartialFill',
    'other: latency colo pessimistic',
    'other: fill PartialFill',
  ])
  expect(bands[1]!.optimistic.changed).toEqual([
    'binance-usdm: latency halved',
    'binance-usdm: feed halved',
    'binance-usdm: queue ./queue.ts stays',
    'other: queue CancelsAhead',
  ])
})
