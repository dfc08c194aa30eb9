import { expect, test } from 'vitest'
import { settingDifferences, settingWords } from '../../../src/report/compare/setting-differences.ts'

test('every setting that differs, the scenario first, parameters once', () => {
  const first = {
    code: { 'a.ts': 'abc' },
    data: [[{ contentHash: 'x', rows: 3 }]],
    params: { every: 100, size: 1 },
    scenario: {
      seed: 1,
      strategy: { params: { every: '100ns', size: 1 } },
      venues: { okx: { queue: { model: 'A' } } },
    },
  }
  const second = {
    code: { 'a.ts': 'def' },
    data: [[{ contentHash: 'y', rows: 3 }]],
    params: { every: 200, size: 1 },
    scenario: {
      seed: 1,
      strategy: { params: { every: '200ns', size: 1 } },
      venues: { okx: { queue: { model: 'B', n: 3 } } },
    },
  }
  expect(settingDifferences(first, second).map(settingWords)).toEqual([
    'scenario.strategy.params.every: "100ns" against "200ns"',
    'scenario.venues.okx.queue.model: "A" against "B"',
    'scenario.venues.okx.queue.n: nothing against 3',
    'code.a.ts: "abc" against "def"',
    'data.0.0.contentHash: "x" against "y"',
  ])
  expect(settingDifferences(first, structuredClone(first))).toEqual([])
})
