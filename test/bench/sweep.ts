/**
 * A whole sweep, from its plan to its table, on two threads against one: rows into shared memory, threads started,
 * every run kept on the disk. What the machine gave is told with it: on a busy one two threads do not get two cores.
 */
import { rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { runSweep } from '../../src/scenario/sweep/run-sweep.ts'
import { openSweepFolder } from '../../src/scenario/sweep/sweep-folder.ts'
import { planSweep } from '../../src/scenario/sweep/sweep-plan.ts'
import { median, min, spread } from './measure.ts'

const PARAMS = ['levels=1..4', 'spacing=1..4']
const ROUNDS = 5

interface Took {
  readonly ms: number
  /** Processor time over time. */
  readonly cores: number
}

export async function sweepBench(folder: string, scenario: string, rows: number): Promise<void> {
  const took: Record<1 | 2, Took[]> = { 1: [], 2: [] }
  let runs = 0
  for (let round = 0; round < ROUNDS; round++) {
    for (const threads of round % 2 === 0 ? ([1, 2] as const) : ([2, 1] as const)) {
      const one = await sweepOnce(join(folder, 'sweep'), scenario, threads)
      took[threads].push(one)
      runs = one.runs
    }
  }
  const seconds = (ms: number): number => ms / 1000
  for (const threads of [1, 2] as const) {
    const ms = took[threads].map((one) => one.ms)
    const cores = median(took[threads].map((one) => one.cores)).toFixed(2)
    const best = `${(min(ms) / 1000).toFixed(1)} s`
    const who = `${threads} thread${threads > 1 ? 's' : ' '}`
    console.log(`sweep      ${who}  ${best} (${spread(ms, seconds)}), on ${cores} cores`)
  }
  const ratios = took[1].map((one, i) => one.ms / took[2][i]!.ms)
  const least = min(took[1].map(({ ms }) => ms)) / min(took[2].map(({ ms }) => ms))
  const all = ratios.map((ratio) => ratio.toFixed(2)).join(' ')
  console.log(
    `sweep      ${runs} runs of ${(rows / 1e6).toFixed(0)} M rows: ${least.toFixed(2)} times as fast on two threads ` +
      `(pairs ${all}, median ${median(ratios).toFixed(2)}), load ${loadavg()[0]!.toFixed(1)}`,
  )
}

async function sweepOnce(path: string, file: string, threads: number): Promise<Took & { readonly runs: number }> {
  rmSync(path, { recursive: true, force: true })
  const startedMs = performance.now()
  const before = process.cpuUsage()
  const plan = await planSweep({
    file,
    overrides: [],
    params: PARAMS,
    search: { kind: 'grid' },
    metric: 'pnl.net',
    minimise: false,
  })
  const folder = openSweepFolder(path, plan, { resume: false })
  const { runs } = await runSweep(plan, folder, { threads }).finally(() => folder.close())
  const failed = runs.find(({ error }) => error !== null)
  if (failed) throw new Error(failed.error ?? '')
  const ms = performance.now() - startedMs
  const { user, system } = process.cpuUsage(before)
  return { ms, cores: (user + system) / 1000 / ms, runs: runs.length }
}
