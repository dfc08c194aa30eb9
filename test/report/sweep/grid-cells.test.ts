import { expect, test } from 'vitest'
import { cellsOf, type HeatMapValues, SHADES, shadeOf } from '../../../src/report/sweep/client/grid-cells.ts'
import { heatMapValues } from '../../../src/report/sweep/sweep-page.ts'
import { madeUpRun, madeUpSweep } from './made-up-sweep.ts'

const shown = (values: HeatMapValues, view: Parameters<typeof cellsOf>[1]): unknown[][] =>
  cellsOf(values, view).map((row) => row.map((run) => (run === undefined ? '-' : (run.figures[0] ?? 'failed'))))

test('two parameters down and across, the third held', () => {
  const values = heatMapValues(madeUpSweep())
  expect(shown(values, { down: 0, across: 1, held: [null, null, 0] })).toEqual([
    [-5, -7],
    [-4, -6],
    [-3, -5],
  ])
  expect(shown(values, { down: 1, across: 0, held: [2, 1, 1] })).toEqual([
    ['failed', 6, 7],
    [3, 4, 5],
  ])
})

test('the third at its best: a run that failed is the last choice', () => {
  const values = heatMapValues(madeUpSweep())
  expect(shown(values, { down: 0, across: 1, held: [null, null, null] })).toEqual([
    [-5, 3],
    [6, 4],
    [7, 5],
  ])
  const smallest = { ...values, better: 'smaller' as const }
  expect(shown(smallest, { down: 0, across: 1, held: [null, null, null] })[1]).toEqual([-4, -6])
})

test('one parameter is one column; a point that was not run is none', () => {
  const params = [{ name: 'at', path: 'strategy.params.at', values: ['1', '2', '3'] }]
  const runs = [madeUpRun(['1'], 4), madeUpRun(['3'], 2)]
  const values = heatMapValues(madeUpSweep({ params, runs, best: 0 }))
  expect(shown(values, { down: 0, across: -1, held: [null] })).toEqual([[4], ['-'], [2]])
  expect(values.best).toBe(0)
})

test('of a halving each point stands with its last rung, and folds are left out', () => {
  const params = [{ name: 'at', path: 'strategy.params.at', values: ['1', '2'] }]
  const runs = [
    madeUpRun(['1'], 1, { rung: 1 }),
    madeUpRun(['2'], 2, { rung: 1 }),
    madeUpRun(['2'], 5, { rung: 2 }),
    madeUpRun(['1'], 9, { stage: 'in-sample', fold: 1 }),
  ]
  const values = heatMapValues(madeUpSweep({ params, runs, best: 2 }))
  expect(values.runs.map(({ figures }) => figures[0])).toEqual([1, 5])
  expect(values.best).toBe(1)
})

test('shades go evenly from the least to the most', () => {
  expect([0, 1, 5, 8.9, 9].map((value) => shadeOf(value, 0, 9))).toEqual([0, 1, 5, 8, SHADES - 1])
  expect(shadeOf(3, 3, 3)).toBe(SHADES >> 1)
})
