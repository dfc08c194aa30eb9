import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Summary } from '../../src/report/summary.ts'
import { ROOT, runProcess, runScenario, runText, temporaryFolder } from '../fakes/runs.ts'

const QUICKSTART = join(ROOT, 'scenarios/quickstart.yaml')

function rootUnder(node: string, scenario: string): string {
  const { status, out, err } = runProcess(node, [
    'backtest',
    scenario,
    '--json',
    '--out',
    join(temporaryFolder(), 'run'),
  ])
  expect(err).toBe('')
  expect(status).toBe(0)
  return (JSON.parse(out) as Summary).rootHash
}

describe('the same run has the same root hash', () => {
  test('twice in a process', async () => {
    expect((await runScenario(QUICKSTART)).rootHash).toBe((await runScenario(QUICKSTART)).rootHash)
  })

  test('in two processes', async () => {
    const here = (await runScenario(QUICKSTART)).rootHash
    expect(rootUnder(process.execPath, QUICKSTART)).toBe(here)
    expect(rootUnder(process.execPath, QUICKSTART)).toBe(here)
  })

  test('with the models and plug-ins of a scenario named in another order', async () => {
    const parts = [
      'name: order',
      'data: { btcusdt: data/btcusdt-sample.arrow }',
      'strategy: { params: { every: 1s, levels: 2 }, use: strategies/grid.ts }',
      `venues: { binance-usdm: { queue: { model: test/fakes/plugins/queue.ts }, latency: { use: test/fakes/plugins/latency.ts } } }`,
    ]
    const venues =
      'venues: { binance-usdm: { latency: { use: test/fakes/plugins/latency.ts }, queue: { model: test/fakes/plugins/queue.ts } } }'
    const first = await runText(parts.join('\n'))
    const second = await runText([venues, parts[2], parts[1], parts[0]].join('\n'))
    expect(first.fills).toBeGreaterThan(0)
    expect(second.rootHash).toBe(first.rootHash)
  })

  test('and another seed, parameter or model another one', async () => {
    const { rootHash } = await runScenario(QUICKSTART)
    for (const change of ['seed=8', 'strategy.params.every=101ms', 'venues.0.queue.model=RiskAverse']) {
      const changes = change.startsWith('venues') ? ['venues.0.queue={ model: RiskAverse }'] : [change]
      expect((await runScenario(QUICKSTART, changes)).rootHash, change).not.toBe(rootHash)
    }
  })
})

describe('every supported Node', () => {
  // Paths of Node executables, as .ci/run installs them.
  const nodes = (process.env['HFTSIM_NODES'] ?? '').split(':').filter((path) => path !== '')
  if (nodes.length === 0 && process.env['CI'] !== 'true') {
    console.log(
      'SKIPPED root hashes across Node versions: set HFTSIM_NODES to paths of node executables, joined by ":".',
    )
  }
  test.skipIf(nodes.length === 0 && process.env['CI'] !== 'true')('gives the same root hash', async () => {
    expect(nodes.length).toBeGreaterThanOrEqual(3)
    const here = (await runScenario(QUICKSTART)).rootHash
    for (const node of nodes) expect(rootUnder(node, QUICKSTART), node).toBe(here)
  })
})
