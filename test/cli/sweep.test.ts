import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parquetReadObjects } from 'hyparquet'
import { describe, expect, test } from 'vitest'
import { timeLeft } from '../../src/cli/sweep-progress.ts'
import type { SweepResults } from '../../src/report/sweep/sweep-results.ts'
import { hftsim, startProcess } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/market-rows.ts'
import { type SweepCase, sweepCase } from '../fakes/sweeps.ts'

function newCase(): SweepCase & { readonly folder: string } {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'counted'))
  return { folder, ...sweepCase(folder) }
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (isSo()) return
    await setTimeout(25)
  }
  throw new Error(`Waited too long for ${what}`)
}

const linesIn = (file: string): number => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0)

const resultsIn = (folder: string): SweepResults => JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'))

describe('hftsim sweep', () => {
  test('writes the same table three times, and the best onto the terminal', async () => {
    const { file, folder } = newCase()
    const out = join(folder, 'sweep')
    const params = ['--param', 'at=0,13', '--param', 'side=both,bid']
    const { code, out: text } = await hftsim('sweep', file, ...params, '--out', out, '--threads', '1', '--quiet')
    expect(code).toBe(0)
    const shown = text.replace(/run in [\d.]+ s/, 'run in 1.0 s').replaceAll(folder, '')
    expect(shown).toMatchInlineSnapshot(`
      "maker    grid    4 runs of 4 of 4 points    4 run in 1.0 s

      Best by pnl.net, larger is better
        at  side   pnl.net  pnl.gross  pnl.fees  pnl.maxDrawdown   turnover  sharpe  sortino  fills  fillRate
         0   bid     0.571      0.571         0             0.23   6,765.73     293      650    123     60.0%
         0  both  -0.00665   -0.00665         0           0.0283  13,366.42   -62.1    -76.0    243     60.9%
        13  both    failed        n/a       n/a              n/a        n/a     n/a      n/a    n/a       n/a
        13   bid    failed        n/a       n/a              n/a        n/a     n/a      n/a    n/a       n/a

      Deflated Sharpe  4 parameter sets were tried and the best was taken: the chance that its Sharpe ratio is
        better than the best of 4 sets without any skill is 55.6%. Below the 95% that are usually asked for, luck
        may explain it.

      Failed    2 of the runs; --resume tries them again
        at=13 side=both: 13 is no place
        at=13 side=bid: 13 is no place
        Where:  hftsim backtest /maker.yaml --set strategy.params.at=13 --set strategy.params.side=both

      Results   /sweep    sweep.html    results.parquet    results.json
      "
    `)
    const results = resultsIn(out)
    const bytes = readFileSync(join(out, 'results.parquet'))
    const rows = await parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    })
    expect(rows).toHaveLength(4)
    for (const [i, row] of rows.entries()) {
      const run = results.runs[i]!
      expect(row).toMatchObject({
        stage: 'search',
        at: Number(run.values[0]),
        'param at': run.values[0],
        side: run.values[1],
        'metric pnl.net': run.metric,
        error: run.error,
        rootHash: run.rootHash,
      })
      const net = run.figures['pnl.net']
      expect(row['figure pnl.net']).toBe(net === undefined ? null : Number(net))
      expect(row['figure fills']).toBe(run.figures['fills'] ?? null)
    }
    expect(readFileSync(join(out, 'sweep.html'), 'utf8')).toContain('Sweep of maker')
  })

  test('a process that is killed loses nothing of what was done', async () => {
    const { file, folder, gate, started } = newCase()
    const args = ['sweep', file, '--param', 'at=0..9', '--quiet']
    const [whole, killed] = [join(folder, 'whole'), join(folder, 'killed')]
    writeFileSync(gate, '')
    const { child, ended } = startProcess([...args, '--out', killed, '--threads', '2'])
    await until('some runs to be done', () => linesIn(join(killed, 'runs.jsonl')) >= 3)
    child.kill('SIGKILL')
    await ended
    rmSync(gate)
    const done = linesIn(join(killed, 'runs.jsonl'))
    expect(done).toBeLessThanOrEqual(5)
    const before = started()
    expect((await hftsim(...args, '--out', killed, '--threads', '1', '--resume')).code).toBe(0)
    expect(started() - before).toBe(10 - done)
    expect((await hftsim(...args, '--out', whole, '--threads', '1')).code).toBe(0)
    for (const name of ['results.json', 'results.parquet', 'sweep.html']) {
      expect(readFileSync(join(killed, name)).equals(readFileSync(join(whole, name)))).toBe(true)
    }
  })

  test('Ctrl-C ends it with what is done, and says how to go on', async () => {
    const { file, folder, gate } = newCase()
    const out = join(folder, 'sweep')
    const args = ['sweep', file, '--param', 'at=0..9', '--out', out, '--quiet']
    writeFileSync(gate, '')
    const { child, ended } = startProcess([...args, '--threads', '2'])
    await until('some runs to be done', () => linesIn(join(out, 'runs.jsonl')) >= 2)
    child.kill('SIGINT')
    const { code, err } = await ended
    rmSync(gate)
    const done = linesIn(join(out, 'runs.jsonl'))
    expect([code, err]).toEqual([130, `Interrupted: ${done} runs are kept in ${out}. Go on with --resume.\n`])
    expect(existsSync(join(out, 'results.json'))).toBe(false)
    const again = await hftsim(...args, '--resume', '--threads', '1')
    expect(again.code).toBe(0)
    expect(again.out).toContain(`${10 - done} run in`)
    expect(resultsIn(out).runs.every(({ error }) => error === null)).toBe(true)
  })

  test('--json is the table alone; where every run fails the code says so', async () => {
    const { file, folder } = newCase()
    const args = ['sweep', file, '--param', 'at=13', '--out', join(folder, 'sweep'), '--threads', '1', '--json']
    const { code, out } = await hftsim(...args)
    expect(code).toBe(1)
    expect(JSON.parse(out)).toEqual(resultsIn(join(folder, 'sweep')))
  })

  test.each([
    [['--search', 'gird'], '--search: "gird" is no way to search. One of: grid, random, halving. Did you mean "grid"?'],
    [['--search', 'random'], '--search random: needs --samples N: how many to try.'],
    [['--samples', '3'], '--samples: is for --search random and halving.'],
    [['--search', 'halving', '--eta', '1'], '--eta: 1 lets all of them go on: at least 2.'],
    [
      ['--search', 'halving', '--walk-forward', '2'],
      '--walk-forward: goes with grid and random search: halving has spans of its own.',
    ],
    [['--walk-forward', '0'], '--walk-forward: 0 is no number of folds: at least 1.'],
    [
      ['--walk-forward', '2', '--window', 'rooling'],
      '--window: "rooling" is no window. One of: anchored, rolling. Did you mean "rolling"?',
    ],
  ])('%j', async (options, message) => {
    const { file } = newCase()
    const { code, err } = await hftsim('sweep', file, '--param', 'at=1', ...options)
    expect([code, err.trim()]).toEqual([2, message])
  })
})

test('the time left goes by the market time that is left, of what this session has run', () => {
  const at = { done: 5, total: 10, work: 60, workTotal: 100, workBefore: 20 }
  expect(timeLeft(at, 10)).toBe('10 s left')
  expect(timeLeft(at, 600)).toBe('10 min left')
  expect(timeLeft({ ...at, work: 20 }, 10)).toBe('')
})
