import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/core/bug.ts'
import type { SweepResults } from '../../../src/report/sweep/sweep-results.ts'
import type { SweepProgress } from '../../../src/scenario/sweep/run-sweep.ts'
import { openSweepFolder } from '../../../src/scenario/sweep/sweep-folder.ts'
import { planSweep } from '../../../src/scenario/sweep/sweep-plan.ts'
import { runScenario, temporaryFolder } from '../../fakes/runs.ts'
import { type SweepCase, sweepCase, sweepRequest, swept } from '../../fakes/sweeps.ts'

function newCase(): SweepCase & { readonly folder: string } {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'counted'))
  return { folder, ...sweepCase(folder) }
}

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1)

/** Where a run of the table stands and what it came to, short. */
const rows = ({ runs }: SweepResults): string[] =>
  runs.map(({ stage, rung, fold, values, span, error }) => {
    const place = rung ?? fold ?? ''
    const minutes = `${span.from.slice(14, 19)}-${span.to.slice(14, 19)}`
    return `${stage} ${place} ${values.join(' ')} ${minutes} ${error ?? ''}`.trim()
  })

describe('a grid', () => {
  test('each point is the run that a backtest makes of it, and the best is the best of them', async () => {
    const { file, folder } = newCase()
    const results = await swept(sweepRequest(file), join(folder, 'sweep'))
    expect(results.runs).toHaveLength(8)
    const alone = await runScenario(file, ['strategy.params.at=2', 'strategy.params.side=bid'])
    const run = results.runs.find(({ values }) => values.join() === '2,bid')!
    expect(run.rootHash).toBe(alone.rootHash)
    expect(run.figures['pnl.net']).toBe(alone.totals.currencies[0]!.pnl.net)
    expect(run.figures['sharpe']).toBe(alone.totals.currencies[0]!.sharpe)
    const nets = results.runs.map(({ metric }) => metric!)
    expect(results.runs[results.best!]!.metric).toBe(Math.max(...nets))
    expect(results.deflated.trials).toBe(8)
  })

  test('the smallest is the best where that is asked for', async () => {
    const { file, folder } = newCase()
    const request = sweepRequest(file, { metric: 'fills', minimise: true })
    const results = await swept(request, join(folder, 'sweep'))
    expect(results.runs[results.best!]!.metric).toBe(Math.min(...results.runs.map(({ metric }) => metric!)))
  })

  test('the table is the same from one thread and from three, and so is what stands on the disk', async () => {
    const { file, folder } = newCase()
    const one = await swept(sweepRequest(file), join(folder, 'one'))
    const three = await swept(sweepRequest(file), join(folder, 'three'), { threads: 3 })
    expect(three).toEqual(one)
    const keysIn = (name: string): string[] =>
      linesOf(join(folder, name, 'runs.jsonl')).map((line) => JSON.parse(line).key)
    expect(keysIn('three').toSorted()).toEqual(keysIn('one').toSorted())
  })

  test('a run that fails stops no other, stands in the table with its error, and is tried again', async () => {
    const { file, folder, started } = newCase()
    const request = sweepRequest(file, { params: ['at=1,13,2'] })
    const results = await swept(request, join(folder, 'sweep'), { threads: 2 })
    expect(results.runs.map(({ error, metric }) => [error, metric === null])).toEqual([
      [null, false],
      ['13 is no place', true],
      [null, false],
    ])
    expect(started()).toBe(3)
    const again = await swept(request, join(folder, 'sweep'), { resume: true })
    expect(again).toEqual(results)
    expect(started()).toBe(4)
  })

  test('where all fail there is no best', async () => {
    const { file, folder } = newCase()
    const results = await swept(sweepRequest(file, { params: ['at=13'] }), join(folder, 'sweep'))
    expect(results.best).toBeNull()
    expect(results.deflated.words).toBe('n/a: the best run has no Sharpe ratio in one currency.')
  })
})

describe('a sweep that breaks off', () => {
  test('goes on where it was, and comes to the same table', async () => {
    const { file, folder, started } = newCase()
    const whole = await swept(sweepRequest(file), join(folder, 'whole'))
    const before = started()
    const controller = new AbortController()
    const broken = swept(sweepRequest(file), join(folder, 'broken'), {
      signal: controller.signal,
      onProgress: ({ done }) => {
        if (done === 3) controller.abort(new Error('enough'))
      },
    })
    await expect(broken).rejects.toThrow('enough')
    expect(linesOf(join(folder, 'broken', 'runs.jsonl'))).toHaveLength(3)
    const resumed = await swept(sweepRequest(file), join(folder, 'broken'), { resume: true, threads: 2 })
    expect(resumed).toEqual(whole)
    expect(linesOf(join(folder, 'broken', 'runs.jsonl'))).toHaveLength(8)
    // Three, one that was cut short, and the five that were missing.
    expect(started() - before).toBe(9)
  })

  test('a line that was torn is run again, the lines before it are not', async () => {
    const { file, folder, started } = newCase()
    const whole = await swept(sweepRequest(file), join(folder, 'sweep'))
    const runs = join(folder, 'sweep', 'runs.jsonl')
    const lines = linesOf(runs)
    writeFileSync(runs, `${lines.slice(0, 5).join('\n')}\n${lines[5]!.slice(0, 100)}`)
    expect(await swept(sweepRequest(file), join(folder, 'sweep'), { resume: true })).toEqual(whole)
    expect(started()).toBe(8 + 3)
    expect(
      linesOf(runs)
        .map((line) => JSON.parse(line).key)
        .toSorted(),
    ).toEqual(lines.map((line) => JSON.parse(line).key).toSorted())
  })

  test('all done: nothing is run', async () => {
    const { file, folder, started } = newCase()
    const progress: SweepProgress[] = []
    await swept(sweepRequest(file), join(folder, 'sweep'))
    const onProgress = (now: SweepProgress): number => progress.push(now)
    await swept(sweepRequest(file), join(folder, 'sweep'), { resume: true, onProgress })
    expect(started()).toBe(8)
    expect(progress.at(-1)).toMatchObject({ done: 8, total: 8 })
    expect(progress.at(-1)!.workBefore).toBe(progress.at(-1)!.workTotal)
  })

  test('is not taken for another one', async () => {
    const { file, folder } = newCase()
    const path = join(folder, 'sweep')
    await swept(sweepRequest(file, { params: ['at=1'] }), path)
    await expect(swept(sweepRequest(file, { params: ['at=1'] }), path)).rejects.toThrow('continue it with --resume')
    const other = swept(sweepRequest(file, { params: ['at=1,2'] }), path, { resume: true })
    await expect(other).rejects.toThrow('another sweep is there')
    appendFileSync(join(folder, 'maker.ts'), '// The code is another one.\n')
    const changed = swept(sweepRequest(file, { params: ['at=1'] }), path, { resume: true })
    await expect(changed).rejects.toThrow('another sweep is there')
  })

  test('a damaged line is told by its place', async () => {
    const { file, folder } = newCase()
    const path = join(folder, 'sweep')
    await swept(sweepRequest(file, { params: ['at=1'] }), path)
    appendFileSync(join(path, 'runs.jsonl'), 'nonsense\n')
    const resumed = swept(sweepRequest(file, { params: ['at=1'] }), path, { resume: true })
    await expect(resumed).rejects.toThrow('runs.jsonl row 1: is damaged')
  })
})

describe('a folder that cannot be written', () => {
  test('is told with its file, as bad input, when it is opened and when a run is kept', async () => {
    const { file, folder } = newCase()
    const plan = await planSweep(sweepRequest(file, { params: ['at=1'] }))
    const path = join(folder, 'sweep')
    const opened = openSweepFolder(path, plan, { resume: false })
    opened.close()
    const keep = (): void => opened.keep({ key: 'k', error: 'e' })
    expect(keep).toThrow(InputError)
    expect(keep).toThrow(`${join(path, 'runs.jsonl')}: cannot be read or written: `)
    rmSync(join(path, 'runs.jsonl'))
    mkdirSync(join(path, 'runs.jsonl'))
    const open = (): unknown => openSweepFolder(path, plan, { resume: true })
    expect(open).toThrow('runs.jsonl: cannot be read or written: it is a folder, not a file.')
  })
})

describe('successive halving', () => {
  test('the best of each rung go on, on a span that grows, and the last are on all of it', async () => {
    const { file, folder } = newCase()
    const request = sweepRequest(file, {
      params: ['at=0..8'],
      search: { kind: 'halving', seed: 1, eta: 3 },
      metric: 'fills',
    })
    const results = await swept(request, join(folder, 'sweep'))
    expect(results.search.rungs.map(({ trials }) => trials)).toEqual([9, 3, 1])
    const firsts = results.runs.filter(({ rung }) => rung === 1)
    const fills = firsts.map(({ metric }) => metric!).toSorted((a, b) => b - a)
    const seconds = results.runs.filter(({ rung }) => rung === 2)
    expect(Math.min(...seconds.map(({ values }) => firsts.find((run) => run.values[0] === values[0])!.metric!))).toBe(
      fills[2],
    )
    expect(rows(results).slice(-4)).toMatchInlineSnapshot(`
      [
        "search 2 0 00:00-03:19",
        "search 2 1 00:00-03:19",
        "search 2 2 00:00-03:19",
        "search 3 0 00:00-09:59",
      ]
    `)
    expect(results.runs[results.best!]!.rung).toBe(3)
    const { span, values, rootHash } = results.runs[10]!
    const overrides = [`strategy.params.at=${values[0]}`, `span={ from: "${span.from}", to: "${span.to}" }`]
    expect((await runScenario(file, overrides)).rootHash).toBe(rootHash)
  })
})

describe('walk forward', () => {
  test('each fold is judged with what was best before it, and the sum is that of the folds', async () => {
    const { file, folder } = newCase()
    const request = sweepRequest(file, { params: ['at=0..2'], walkForward: { folds: 2, window: 'anchored' } })
    const results = await swept(request, join(folder, 'sweep'))
    expect(rows(results)).toMatchInlineSnapshot(`
      [
        "search  0 00:00-09:59",
        "search  1 00:00-09:59",
        "search  2 00:00-09:59",
        "in-sample 1 0 00:00-03:19",
        "in-sample 1 1 00:00-03:19",
        "in-sample 1 2 00:00-03:19",
        "in-sample 2 0 00:00-06:39",
        "in-sample 2 1 00:00-06:39",
        "in-sample 2 2 00:00-06:39",
        "out-of-sample 1 0 03:19-06:39",
        "out-of-sample 2 1 06:39-09:59",
      ]
    `)
    const { folds, sum } = results.walkForward!
    for (const [i, { values, run, outMetric }] of folds.entries()) {
      const past = results.runs.filter(({ stage, fold }) => stage === 'in-sample' && fold === i + 1)
      const best = Math.max(...past.map(({ metric }) => metric!))
      expect(past.find((one) => one.metric === best)!.values).toEqual(values)
      expect(results.runs[run!]).toMatchObject({ stage: 'out-of-sample', fold: i + 1, values, metric: outMetric })
    }
    const added = folds.reduce((total, { run }) => total + Number(results.runs[run!]!.figures['pnl.net']), 0)
    expect(Number(sum['pnl.net'])).toBeCloseTo(added, 9)
    expect(Object.keys(sum)).not.toContain('sharpe')
  })
})
