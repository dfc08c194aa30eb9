/**
 * `npm run bench`: rows a second of the replay loop, with the journal on and off; nanoseconds of a book update against
 * its naive twin; runs side by side in threads; peak memory against the length of the data; the report of a run with
 * many fills. Fixed seeds and sizes. `--only=PART` takes one of `PARTS`, `--quick` leaves out the 50 M rows,
 * `--rounds=N` sets how often each loop counts.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MarketColumns } from '../../src/market/columns.ts'
import { L2Book } from '../../src/market/l2-book.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import type { PreparedRun } from '../../src/scenario/prepare.ts'
import { sharedPath } from '../fakes/shared-data.ts'
import { LevelBook } from '../naive/level-book.ts'
import { generated, prepared, recorded, scenarioOn } from './fixtures.ts'
import { jobs } from './jobs.ts'
import { inMemory, journalOff, journalOn, readAll } from './loop.ts'
import { alternate, median, min, spread, timed } from './measure.ts'
import { benchOptions } from './options.ts'
import { reportBench } from './report.ts'
import { sweepBench } from './sweep.ts'

const ROWS = 5_000_000
const PARTS = ['generated', 'recording', 'jobs', 'sweep', 'memory', 'report']

const { only, quick, rounds } = benchOptions(PARTS, { rounds: 7 })
const folder = mkdtempSync(join(tmpdir(), 'hftsim-bench-'))
try {
  console.log(`node ${process.version}, ${process.arch}`)
  if (wanted('generated')) await onGenerated()
  if (wanted('recording')) await onRecording()
  if (wanted('jobs')) await sideBySide()
  if (wanted('sweep')) await onSweep()
  if (quick) console.log('memory     SKIPPED by --quick')
  else if (wanted('memory')) for (const rows of [ROWS, 10 * ROWS]) await memory(rows)
  if (wanted('report')) {
    if (quick) await reportBench(folder, [500_000, ROWS], 100_000)
    else await reportBench(folder, [ROWS, 10 * ROWS], 1_000_000)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function wanted(part: string): boolean {
  return only === undefined || only === part
}

async function onGenerated(): Promise<void> {
  const market = await generated(folder, ROWS)
  const run = await prepared(await scenarioOn(folder, market, '100ms'))
  await book(await readAll(run))
  await loop('generated', run)
  await loop('generated', await prepared(await scenarioOn(folder, market, '10ms')))
}

async function sideBySide(): Promise<void> {
  const market = await generated(folder, ROWS)
  await jobs(await scenarioOn(folder, market, '100ms'), ROWS)
}

async function onSweep(): Promise<void> {
  const market = await generated(folder, ROWS)
  await sweepBench(folder, await scenarioOn(folder, market, '100ms'), ROWS)
}

async function onRecording(): Promise<void> {
  const recording = sharedPath('data', 'binance-usdm', 'btcusdt_20240808.gz')
  if (recording === undefined) {
    console.log('recording  SKIPPED: no recordings here (set HFTSIM_SHARED to their folder)')
    return
  }
  const run = await prepared(await scenarioOn(folder, await recorded(folder, recording), '100ms'))
  await loop('recording', run)
}

/** One book update, against sorted arrays. */
async function book(columns: MarketColumns): Promise<void> {
  const rows = Math.min(columns.length, 500_000)
  const { flags, priceTicks, qtySteps } = columns
  const memory = new MarketMemory()
  const play = (target: { apply(flags: number, tick: number, steps: number): unknown }): number =>
    timed(() => {
      for (let row = 0; row < rows; row++) target.apply(flags[row]!, priceTicks[row]!, qtySteps[row]!)
    })
  const [ours, naive] = await alternate(
    { ours: () => play(new L2Book(1, memory)), naive: () => play(new LevelBook(1)) },
    rounds,
  )
  const ns = (ms: number): number => (ms * 1e6) / rows
  console.log(
    `book       ${ns(min(ours!.ms)).toFixed(1)} ns an update (${spread(ours!.ms, ns)}), ` +
      `${(min(naive!.ms) / min(ours!.ms)).toFixed(0)} times as fast as its naive twin`,
  )
}

/** The replay loop over rows in memory and from the file, with the journal to disk and projections on, and without. */
async function loop(what: string, run: PreparedRun): Promise<void> {
  const memory = await inMemory(run)
  const rows = run.totalRows
  let entries = 0
  const results = await alternate(
    {
      'journal on': async () => (await journalOn(memory, join(folder, 'run'))).seconds * 1000,
      'journal off': async () => {
        const outcome = await journalOff(memory)
        entries = outcome.entries
        return outcome.seconds * 1000
      },
      'from the file': async () => (await journalOn(run, join(folder, 'run'))).seconds * 1000,
    },
    rounds,
  )
  const rate = (ms: number): number => rows / ms / 1000
  const every = `every ${Number(run.params['every']) / 1e6} ms`
  for (const { name, ms } of results) {
    const best = `${rate(min(ms)).toFixed(1)} M rows/s`
    console.log(`${what.padEnd(10)} ${every}  ${name.padEnd(13)} ${best} (${spread(ms, rate)})`)
  }
  const cost = results[0]!.ms.map((ms, i) => (ms / results[1]!.ms[i]! - 1) * 100)
  console.log(
    `${what.padEnd(10)} ${every}  journal and projections cost ${median(cost).toFixed(0)}% (median of pairs), ` +
      `one entry every ${(rows / entries).toFixed(0)} rows`,
  )
}

/** Peak memory of a whole process, from the file to the summary. */
async function memory(rows: number): Promise<void> {
  const market = await generated(folder, rows)
  const scenario = await scenarioOn(folder, market, '100ms')
  const child = spawnSync(process.execPath, [join(import.meta.dirname, 'peak-memory.ts'), scenario, folder], {
    encoding: 'utf8',
  })
  if (child.status !== 0) throw new Error(child.stderr)
  console.log(`memory     ${(rows / 1e6).toFixed(0)} M rows from the file: ${child.stdout.trim()}`)
  rmSync(market)
}
