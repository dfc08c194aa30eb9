/** Runs side by side: the same outcomes in the same order, however many threads there are and wherever data lies. */
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { Bug, InputError, Misuse } from '../../../src/core/bug.ts'
import { allocateColumns } from '../../../src/market/columns.ts'
import { carryError, reviveError } from '../../../src/scenario/jobs/job-error.ts'
import type { JobOutcome, JobResult, RunJob } from '../../../src/scenario/jobs/run-job.ts'
import { fittingThreads, runEach, runJobs } from '../../../src/scenario/jobs/run-jobs.ts'
import { openFrom, type SharedMarket, shareMarket } from '../../../src/scenario/jobs/shared-market.ts'
import { ScenarioError } from '../../../src/scenario/problems.ts'
import { hftsim } from '../../fakes/command-line.ts'
import { ROOT, runScenario, temporaryFolder } from '../../fakes/runs.ts'

const QUICKSTART = join(ROOT, 'scenarios/quickstart.yaml')
const MULTI = join(ROOT, 'scenarios/multi-grid.yaml')

const JOBS: readonly RunJob[] = [
  { file: QUICKSTART, overrides: [] },
  { file: MULTI, overrides: [] },
  { file: QUICKSTART, overrides: ['seed=8'], samples: true },
  { file: QUICKSTART, overrides: [], variant: 'optimistic' },
]

function resultOf(outcome: JobOutcome | undefined): JobResult {
  if (outcome === undefined || 'error' in outcome) throw outcome?.error ?? new Error('no outcome')
  return outcome.result
}

function errorOf(outcome: JobOutcome | undefined): Error {
  if (outcome === undefined || 'result' in outcome) throw new Error('no error')
  return outcome.error
}

test('outcomes are the same from one thread and from four, from shared and from streamed data', async () => {
  const ways = [{ threads: 1 }, { threads: 4 }, { threads: 2, market: [] }]
  const told: (readonly JobResult[])[] = []
  for (const way of ways) told.push((await runJobs(JOBS, way)).map(resultOf))
  const [first, ...others] = told.map((results) => results.map(({ wallSeconds: _, ...result }) => result))
  for (const other of others) expect(other).toEqual(first)
  expect(first![0]!.result.rootHash).toBe((await runScenario(QUICKSTART)).rootHash)
  expect(new Set(first!.map(({ result }) => result.rootHash)).size).toBe(4)
  const { samples, result } = first![2]!
  expect(samples!.map(({ settle, net }) => [settle, net.length])).toEqual([
    ['USDT', result.totals.currencies[0]!.samples],
  ])
})

test('a job that fails keeps its error as it was, and ends no other', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'bad.yaml'), 'name: bad\nsedd: 3\n')
  const data = join(ROOT, 'data/btcusdt-sample.arrow')
  writeFileSync(
    join(folder, 'throws.ts'),
    `import { strategy } from 'hftsim'
export default strategy({ start({ every }) { every(1_000_000_000, () => { throw new RangeError('of mine') }) } })
`,
  )
  writeFileSync(join(folder, 'throws.yaml'), `name: throws\ndata: { btc: ${data} }\nstrategy: { use: ./throws.ts }\n`)
  const jobs = ['bad.yaml', 'none.yaml', 'throws.yaml'].map((name) => ({ file: join(folder, name), overrides: [] }))
  const done: number[] = []
  const outcomes = await runJobs([...jobs, JOBS[0]!], { threads: 2, onDone: (index) => done.push(index) })
  const alone = await runJobs([...jobs, JOBS[0]!], { threads: 1 })
  expect(done.toSorted()).toEqual([0, 1, 2, 3])
  const [bad, missing, throws] = outcomes.slice(0, 3).map(errorOf)
  expect(bad).toBeInstanceOf(ScenarioError)
  expect(bad!.message).toBe(errorOf(alone[0]).message)
  expect(missing).toBeInstanceOf(InputError)
  expect(missing!.message).toBe(errorOf(alone[1]).message)
  expect(throws).toMatchObject({ name: 'RangeError', message: 'of mine' })
  expect(throws!.stack).toContain('throws.ts:2')
  expect(resultOf(outcomes[3]).result).toEqual(resultOf(alone[3]).result)
})

test('errors come back from plain data as what they were', () => {
  const place = { file: 'a.yaml', line: 3, column: 1, path: 'seed' }
  const problems = [{ ...place, message: 'Must be 1.', line: 3, column: 1 }]
  for (const error of [
    new InputError(place, 'is no seed'),
    new Bug('broken'),
    new Misuse('not so'),
    new TypeError('t'),
    new ScenarioError(problems),
  ]) {
    const back = reviveError(structuredClone(carryError(error)))
    expect(back.name).toBe(error.name)
    expect(back.message).toBe(error.message)
    expect(back.stack).toBe(error.stack)
    if (error instanceof InputError) expect((back as InputError).place).toEqual(error.place)
    expect(back instanceof Bug).toBe(error instanceof Bug)
    expect(back instanceof InputError).toBe(error instanceof InputError)
  }
})

test('a signal ends the threads at once, also those in an endless loop', async () => {
  const folder = temporaryFolder()
  const data = join(ROOT, 'data/btcusdt-sample.arrow')
  writeFileSync(
    join(folder, 'endless.ts'),
    `import { strategy } from 'hftsim'
export default strategy({ start() { for (;;) {} } })
`,
  )
  const file = join(folder, 's.yaml')
  writeFileSync(file, `name: endless\ndata: { btc: ${data} }\nstrategy: { use: ./endless.ts }\n`)
  const { signal, abort } = abortable()
  const work = runJobs(
    [
      { file, overrides: [] },
      { file, overrides: ['seed=2'] },
    ],
    { threads: 2, signal },
  )
  const refused = expect(work).rejects.toThrow('enough of it')
  await setTimeout(1500)
  abort(new Error('enough of it'))
  await refused
})

function abortable(): { signal: AbortSignal; abort: (reason: Error) => void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) }
}

test('a recorded run is a job again', async () => {
  const folder = join(temporaryFolder(), 'kept')
  expect((await hftsim('backtest', QUICKSTART, '--out', folder, '--quiet')).code).toBe(0)
  const { result } = resultOf((await runJobs([JOBS[0]!]))[0])
  const recorded = { recorded: folder, from: join(ROOT, 'scenarios') }
  const again = await runJobs([recorded, { ...recorded, variant: 'optimistic' }], { threads: 2 })
  expect(resultOf(again[0]).result).toEqual(result)
  const [optimistic] = await runJobs([JOBS[3]!])
  expect(resultOf(again[1]).result).toEqual(resultOf(optimistic).result)
})

test('files beyond the limit are left on the disk, and a file written anew is not read from memory', async () => {
  const files = ['btcusdt', 'ethusdt'].map((name) => join(ROOT, `data/${name}-sample.arrow`))
  const all = await shareMarket(files)
  expect(all.map(({ path }) => path)).toEqual(files)
  const largest = Math.max(...all.map(({ bytes }) => bytes.byteLength))
  expect(await shareMarket(files, largest)).toHaveLength(1)
  // Memory with nothing but zeros in it shows which of the two was read.
  const zeros = { ...all[0]!, bytes: new SharedArrayBuffer(all[0]!.bytes.byteLength) }
  const firstFlags = async (market: SharedMarket): Promise<number> => {
    const columns = allocateColumns(0)
    const source = (await openFrom(market)(files[0]!)).source(1723075200000000000n)
    await source.read(columns)
    await source.close()
    return columns.flags[0]!
  }
  expect(await firstFlags([zeros])).toBe(0)
  expect(await firstFlags([all[0]!])).toBe(await firstFlags([]))
  expect(await firstFlags([{ ...zeros, contentHash: 'another' }])).toBe(await firstFlags([]))
  expect(await shareMarket([...files, join(ROOT, 'data/none.arrow'), join(ROOT, 'package.json')])).toHaveLength(2)
})

test.each([1, 2])('where a result cannot be taken no other job is told, on %i threads', async (threads) => {
  const jobs = Array.from({ length: 5 }, (_, seed): RunJob => ({ file: QUICKSTART, overrides: [`seed=${seed}`] }))
  const told: JobOutcome[] = []
  const work = runEach(jobs, {
    threads,
    onDone: (_, outcome) => {
      told.push(outcome)
      throw new InputError({ file: 'runs.jsonl' }, 'the disk is full.')
    },
  })
  await expect(work).rejects.toThrow('runs.jsonl: the disk is full.')
  expect(told.map((outcome) => 'result' in outcome)).toEqual([true])
})

test('little work is for one thread, and a file that is not in memory is not little', async () => {
  const files = ['btcusdt', 'ethusdt'].map((name) => join(ROOT, `data/${name}-sample.arrow`))
  const market = await shareMarket(files)
  const all = availableParallelism()
  expect(fittingThreads(3, files, market)).toBe(1)
  expect(fittingThreads(3, files, market.slice(0, 1))).toBe(all)
  expect(fittingThreads(3, files, [])).toBe(all)
  expect(fittingThreads(300, files, market)).toBe(all)
})

test.each([1, 2])('results that were told are held no longer, on %i threads', async (threads) => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const jobs = Array.from({ length: 8 }, (_, seed): RunJob => {
    return { file: QUICKSTART, overrides: [`seed=${seed}`], samples: true }
  })
  const told: WeakRef<JobOutcome>[] = []
  let held = 0
  await runEach(jobs, {
    threads,
    onDone: (_, outcome) => {
      if (told.length === jobs.length - 1) {
        collect()
        held = told.filter((one) => one.deref() !== undefined).length
      }
      told.push(new WeakRef(outcome))
    },
  })
  expect(told).toHaveLength(8)
  // The one before may still be on its way out.
  expect(held).toBeLessThanOrEqual(1)
})
