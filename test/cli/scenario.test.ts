import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseScenario } from '../../src/scenario/load.ts'
import { hftsim, ROOT, SAMPLE } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/market-rows.ts'

/** A scenario that says as little as possible. */
function shortest(): string {
  const file = join(temporaryFolder(), 's.yaml')
  const strategy = join(ROOT, 'strategies/grid.ts')
  writeFileSync(file, `name: shortest\ndata: { btc: ${SAMPLE} }\nstrategy: { use: ${strategy} }\n`)
  return file
}

test('show fills in every default: of venues that are not named, of the strategy', async () => {
  const file = shortest()
  const { code, out } = await hftsim('scenario', 'show', file)
  expect(code).toBe(0)
  expect(out.replaceAll(ROOT, '…')).toMatchInlineSnapshot(`
    "name: shortest
    seed: 1
    data:
      btc: …/data/btcusdt-sample.arrow
    venues:
      binance-usdm:
        latency:
          family: cloud
          profile: realistic
        feed: modelled
        queue:
          model: RiskAverse
        fill:
          model: NoPartialFill
        fees:
          per: value
          maker: 0bp
          taker: 0bp
          buyer: 0bp
          seller: 0bp
    strategy:
      use: …/strategies/grid.ts
      params:
        levels: 10
        spacing: 2
        size: 1
        every: 100ms
        maxPosition: 20
    risk: {}
    metrics:
      sampleEvery: 10s
    "
  `)
  // What it prints is a scenario, and as full as it can be.
  writeFileSync(`${file}.full.yaml`, out)
  expect((await hftsim('scenario', 'show', `${file}.full.yaml`)).out).toBe(out)
})

test('show takes changes, and prints JSON', async () => {
  const change = ['--set', 'strategy.params.every=1s', '--set', 'seed=3']
  const { out } = await hftsim('scenario', 'show', shortest(), ...change, '--json')
  expect(JSON.parse(out)).toMatchObject({ seed: 3, strategy: { params: { every: '1s', levels: 10 } } })
})

test('all that is wrong with a scenario is told with its place', async () => {
  const file = shortest()
  const unknown = await hftsim(
    'scenario',
    'show',
    file,
    '--set',
    'strategy.params.levels=0',
    '--set',
    'strategy.params.evry=1s',
  )
  expect(unknown.code).toBe(1)
  expect(unknown.err).toContain('levels')
  expect(unknown.err).toContain('Did you mean "every"?')
  const broken = join(temporaryFolder(), 'broken.yaml')
  writeFileSync(broken, 'name: broken\ndata: {}\n')
  const { code, err } = await hftsim('scenario', 'show', broken)
  expect(code).toBe(1)
  expect(err).toContain(`${broken}:2:`)
})

test('a scenario that is not there, a folder, a file that is no text', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'sub'))
  expect(await hftsim('scenario', 'show', join(folder, 'sub'))).toMatchObject({ code: 1 })
  const missing = await hftsim('backtest', join(ROOT, 'scenarios/quikstart.yaml'))
  expect(missing.code).toBe(1)
  expect(missing.err).toContain('Did you mean "quickstart.yaml"?')
  const { code, err } = await hftsim('scenario', 'show', SAMPLE)
  expect(code).toBe(1)
  expect(err).not.toMatch(/^ +at /m)
})

test('schema: on standard output, or as a file that is not overwritten', async () => {
  const kept = readFileSync(join(ROOT, 'schema/scenario.json'), 'utf8')
  expect(await hftsim('scenario', 'schema')).toEqual({ code: 0, out: kept, err: '' })
  const out = join(temporaryFolder(), 'sub/schema.json')
  expect(await hftsim('scenario', 'schema', '--out', out)).toEqual({ code: 0, out: `${out}\n`, err: '' })
  expect(readFileSync(out, 'utf8')).toBe(kept)
  expect((await hftsim('scenario', 'schema', '--out', out)).err).toContain('exists already')
  expect(await hftsim('scenario', 'schema', '--out', out, '--force')).toMatchObject({ code: 0 })
})

test('every scenario of the project can be shown', async () => {
  expect(
    parseScenario((await hftsim('scenario', 'show', join(ROOT, 'scenarios/quickstart.yaml'))).out, 'x').full.name,
  ).toBe('quickstart')
})
