import { expect, test } from 'vitest'
import { parseScenario } from '../../src/scenario/load.ts'
import { matrixCells } from '../../src/scenario/matrix.ts'
import { ScenarioError } from '../../src/scenario/problems.ts'
import { ROOT, runText } from '../fakes/runs.ts'

const BASE = `name: several
data: { btc: ${ROOT}/data/btcusdt-sample.arrow }
strategy: { use: ${ROOT}/strategies/grid.ts }
venues: { binance-usdm: { latency: { profile: realistic } } }
`

function matrixOf(yaml: string): NonNullable<NonNullable<ReturnType<typeof parseScenario>['beside']>['matrix']> {
  return parseScenario(`${BASE}matrix:\n${yaml}`, 's.yaml').beside!.matrix!
}

function problemsOf(yaml: string): string[] {
  try {
    matrixOf(yaml)
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return error.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)
  }
  throw new Error('nothing is wrong with it')
}

test('all combinations, the last path fastest, named by what tells them apart', () => {
  const cells = matrixCells(
    matrixOf(`  venues.0.latency.profile: [optimistic, pessimistic]
  venues.binance-usdm.queue:
    careful: { model: RiskAverse }
    even: { model: PowerProb, n: 1 }
  strategy.params.spacing: [1, 2.5]
`),
  )
  expect(cells.map(({ label }) => label)).toEqual([
    'profile=optimistic queue=careful spacing=1',
    'profile=optimistic queue=careful spacing=2.5',
    'profile=optimistic queue=even spacing=1',
    'profile=optimistic queue=even spacing=2.5',
    'profile=pessimistic queue=careful spacing=1',
    'profile=pessimistic queue=careful spacing=2.5',
    'profile=pessimistic queue=even spacing=1',
    'profile=pessimistic queue=even spacing=2.5',
  ])
  expect(cells[3]).toEqual({
    label: 'profile=optimistic queue=even spacing=2.5',
    values: {
      'venues.0.latency.profile': 'optimistic',
      'venues.binance-usdm.queue': 'even',
      'strategy.params.spacing': '2.5',
    },
    overrides: [
      'venues.0.latency.profile="optimistic"',
      'venues.binance-usdm.queue={"model":"PowerProb","n":1}',
      'strategy.params.spacing=2.5',
    ],
  })
})

test('paths that end alike are told apart by more of their names', () => {
  const cells = matrixCells(
    matrixOf(`  venues.0.queue.model: [LogProb]
  venues.0.fill.model: [PartialFill]
`),
  )
  expect(cells.map(({ label }) => label)).toEqual(['queue.model=LogProb fill.model=PartialFill'])
})

test('every value is checked by the schema, where it is written', () => {
  expect(
    problemsOf(`  venues.0.latency.profile: [optimistic, hopeful]
  venues.0.queue:
    even: { model: PowerProp }
    odd: { model: LogProb, n: 2 }
  metrics.sampleEvery: [1s, 5, 1s]
  venues.0.latncy: [1]
  venues.7.latency: [1]
  expect.fills: [3]
`),
  ).toMatchInlineSnapshot(`
    [
      "6:42 matrix.venues.0.latency.profile.1: "hopeful" is not accepted. One of: realistic, optimistic, pessimistic.",
      "8:11 matrix.venues.0.queue.even: venues.binance-usdm.queue.model: "PowerProp" is not a queue model. One of: RiskAverse, PowerProb, PowerProb2, PowerProb3, LogProb, LogProb2, CancelsAhead, or a path to a module of yours. Did you mean "PowerProb"?",
      "9:10 matrix.venues.0.queue.odd: venues.binance-usdm.queue.n: Only PowerProb, PowerProb2, PowerProb3 have an exponent: leave it out with LogProb.",
      "10:29 matrix.metrics.sampleEvery.1: 5 has no unit: write "250us", "100ms" or "10s". Units: ns, us, ms, s, m, h.",
      "10:32 matrix.metrics.sampleEvery.2: "1s" is given twice: keep one.",
      "11:3 matrix.venues.0.latncy: "venues.binance-usdm" has no field "latncy". One of: latency, feed, queue, fill, fees. Did you mean "latency"?",
      "12:3 matrix.venues.7.latency: "venues" has no entry 7. One of: 0 (binance-usdm).",
      "13:3 matrix.expect.fills: "expect" is no part of what a run is made of: a matrix cannot change it.",
    ]
  `)
  expect(problemsOf('  seed: []\n')).toMatchInlineSnapshot(`
    [
      "6:9 matrix.seed: The list of values is empty.",
    ]
  `)
  expect(problemsOf('  seed: 3\n')).toMatchInlineSnapshot(`
    [
      "6:9 matrix.seed: 3 is not a list.",
    ]
  `)
  expect(problemsOf('  seed: {}\n')).toMatchInlineSnapshot(`
    [
      "6:9 matrix.seed: There is no value: give at least one "name: value".",
    ]
  `)
})

test('a matrix is no part of what a run is made of', async () => {
  const [plain, with_] = [await runText(BASE), await runText(`${BASE}matrix: { seed: [1, 2] }\n`)]
  expect(with_.rootHash).toBe(plain.rootHash)
})

test('more combinations than a comparison can hold are refused before any is made', () => {
  const values = (count: number): string => JSON.stringify(Array.from({ length: count }, (_, i) => i + 1))
  expect(problemsOf(`  seed: ${values(200)}\n  strategy.params.levels: ${values(200)}\n`)).toEqual([
    '5:1 matrix: That makes 40,000 runs: at most 1000. Take fewer values, or search among them with "hftsim sweep".',
  ])
  expect(matrixCells(matrixOf(`  seed: ${values(100)}\n  strategy.params.levels: ${values(10)}\n`))).toHaveLength(1000)
})
