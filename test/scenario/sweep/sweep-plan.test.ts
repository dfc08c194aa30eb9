import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ScenarioError } from '../../../src/scenario/problems.ts'
import { planSweep, type SweepRequest } from '../../../src/scenario/sweep/sweep-plan.ts'
import { ROOT, temporaryFolder } from '../../fakes/runs.ts'
import { sweepCase, sweepRequest } from '../../fakes/sweeps.ts'

let file = ''
beforeAll(() => {
  file = join(ROOT, 'scenarios/quickstart.yaml')
})

/** In lines that are not too long. */
async function problemsOf(change: Partial<SweepRequest>): Promise<string> {
  try {
    await planSweep(sweepRequest(file, change))
  } catch (error) {
    if (error instanceof ScenarioError) return error.message.replaceAll(/(.{50,90}) /g, '$1\n    ')
    throw error
  }
  return 'no error'
}

describe('an error is an answer, and all of them come at once', () => {
  test('parameters of the strategy: name and every value', async () => {
    expect(
      await problemsOf({ params: ['level=1,2', 'spacing=0..1', 'every=fast', 'size=1,1'] }),
    ).toMatchInlineSnapshot(`
      "--param level: The strategy has no parameter "level".
        One of: levels, spacing, size, every, maxPosition, or a path in the scenario such as
          venues.0.queue.model. Did you mean "levels"?
      --param spacing=0: 0 is not a whole number of ticks of at least
          1.
      --param every=fast: "fast" is not a duration: write a number and its unit, such as
          "250us", "100ms" or "10s".
      --param size=1,1: "1" is given twice."
    `)
  })

  test('paths in the scenario', async () => {
    const params = ['venues.0.queue.modle=A', 'venues.0.latency.profile=realistic,best', 'venues.0.queue=RiskAverse']
    expect(await problemsOf({ params })).toMatchInlineSnapshot(`
      "--param venues.0.queue.modle=A: "venues.binance-usdm.queue" has no field
          "modle".
        One of: model, n, params. Did you mean "model"?
      --param venues.0.latency.profile=best: venues.binance-usdm.latency.profile: "best" is not
          accepted.
        One of: realistic, optimistic, pessimistic.
      --param venues.0.queue=RiskAverse: venues.binance-usdm.queue: "RiskAverse" is not a map of
          fields (model, n, params)."
    `)
  })

  test('what is no parameter of a run, given twice, or not given', async () => {
    expect(await problemsOf({ params: ['span.from=00:01', 'levels=1', 'levels=2'] })).toMatchInlineSnapshot(`
      "--param span.from: It is no parameter of a run.
      --param levels=2: It is given twice."
    `)
    expect(await problemsOf({ params: ['levels=1..100', 'spacing=1..9999'] })).toMatchInlineSnapshot(`
      "--param: That makes 999,900 runs: at most 200000. Take fewer values, or --search random
          --samples N."
    `)
    const few = {
      params: ['levels=1..100', 'spacing=1..9999'],
      search: { kind: 'random', samples: 3, seed: 1 },
    } as const
    expect(await problemsOf(few)).toBe('no error')
    expect(await problemsOf({ params: [] })).toMatchInlineSnapshot(`
      "--param: Missing: give what to vary, such as --param
          levels=1,2,5."
    `)
  })

  test('the figure', async () => {
    expect(await problemsOf({ params: ['levels=1'], metric: 'sharp' })).toMatchInlineSnapshot(`
      "--metric sharp: "sharp" is not a figure. Such as pnl.net, pnl.gross, pnl.fees,
          pnl.maxDrawdown, turnover, sharpe, sortino, fills, fillRate, orders.sent. Did you mean
          "sharpe"?"
    `)
    expect(await problemsOf({ params: ['levels=1'], metric: 'eth.fills' })).toMatchInlineSnapshot(`
      "--metric eth.fills: "eth" is no instrument with that
          figure.
        One of: btcusdt."
    `)
  })

  test('of several instruments one must be named where figures are not added', async () => {
    const multi = { file: join(ROOT, 'scenarios/multi-grid.yaml'), params: ['levels=1'], metric: 'position' }
    expect(await problemsOf(multi)).toMatchInlineSnapshot(`
      "--metric position: "position" is of one instrument: say which, as in
          "btcusdt.position"."
    `)
  })
})

describe('what a sweep is made of', () => {
  const idOf = async (change: Partial<SweepRequest> = {}): Promise<string> => {
    const { sweepId } = await planSweep(sweepRequest(file, { params: ['levels=1,2'], ...change }))
    return sweepId
  }

  test('every option that changes runs or the best makes another sweep; nothing else does', async () => {
    const ids = [
      await idOf(),
      await idOf({ params: ['levels=1,3'] }),
      await idOf({ overrides: ['seed=8'] }),
      await idOf({ search: { kind: 'random', samples: 2, seed: 1 } }),
      await idOf({ search: { kind: 'random', samples: 2, seed: 2 } }),
      await idOf({ metric: 'sharpe' }),
      await idOf({ minimise: true }),
      await idOf({ walkForward: { folds: 2, window: 'rolling' } }),
    ]
    expect(new Set(ids).size).toBe(ids.length)
    expect(await idOf({ params: ['levels=1..2'] })).toBe(ids[0])
  })

  test('the seed of the scenario is a parameter like a path', async () => {
    const { dimensions } = await planSweep(sweepRequest(file, { params: ['seed=1..3', 'venues.0.feed=data,modelled'] }))
    expect(dimensions.map(({ path, values }) => [path, values])).toEqual([
      ['seed', ['1', '2', '3']],
      ['venues.0.feed', ['data', 'modelled']],
    ])
    expect(new Set(dimensions.flatMap(({ made }) => made)).size).toBe(5)
  })

  test('the span is that of the data, or the part that the scenario names', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'counted'))
    const maker = sweepCase(folder).file
    const spanOf = async (overrides: string[]): Promise<string> => {
      const { span } = await planSweep(sweepRequest(maker, { params: ['at=1'], overrides }))
      return `${span.from} ${span.to}`
    }
    expect(await spanOf([])).toBe('2024-08-08T00:00:00.000000000Z 2024-08-08T00:09:59.952564750Z')
    expect(await spanOf(['span={ from: 00:01, to: 00:02 }'])).toBe(
      '2024-08-08T00:01:00.000000000Z 2024-08-08T00:02:00.000000000Z',
    )
  })
})
