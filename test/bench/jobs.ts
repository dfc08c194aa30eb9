/**
 * Runs side by side: how much sooner two threads are done than one, with short runs (ten minutes of the sample, where
 * starting counts) and with longer ones; and a band of three runs.
 */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import type { RunJob } from '../../src/scenario/jobs/run-job.ts'
import { built } from './built.ts'
import { median, min } from './measure.ts'

const load = await built(['scenario/band', 'scenario/jobs/run-jobs'])
const { bandOf } = await load<typeof import('../../src/scenario/band.ts')>('scenario/band')
const { runJobs } = await load<typeof import('../../src/scenario/jobs/run-jobs.ts')>('scenario/jobs/run-jobs')

const ROUNDS = 3

/** `scenario` is one on a longer market. */
export async function jobs(scenario: string, rows: number): Promise<void> {
  console.log(`jobs       ${availableParallelism()} cores`)
  const quickstart = resolve(import.meta.dirname, '../../scenarios/quickstart.yaml')
  const seeds = (file: string, count: number): RunJob[] =>
    Array.from({ length: count }, (_, seed) => ({ file, overrides: [`seed=${seed}`] }))
  const short = seeds(quickstart, 300)
  const long = seeds(scenario, 16)
  await speedUp('300 runs of 42 k rows', (threads) => all(short, threads))
  await speedUp(`16 runs of ${(rows / 1e6).toFixed(0)} M rows`, (threads) => all(long, threads))
  await speedUp('band of 3 runs', async (threads) => void (await bandOf(long[0]!, { threads })))
}

async function all(list: readonly RunJob[], threads: number): Promise<void> {
  for (const outcome of await runJobs(list, { threads })) if ('error' in outcome) throw outcome.error
}

/**
 * In turn, so that a noisy machine is noisy for both. The time on the processor says what threads cost where others
 * take the second core.
 */
async function speedUp(what: string, work: (threads: number) => Promise<void>): Promise<void> {
  const wall: [number[], number[]] = [[], []]
  const busy: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    for (const threads of [1, 2] as const) {
      const startedMs = performance.now()
      const before = process.cpuUsage()
      await work(threads)
      const { user, system } = process.cpuUsage(before)
      wall[threads - 1]!.push(performance.now() - startedMs)
      busy[threads - 1]!.push((user + system) / 1000)
    }
  }
  const [one, two] = wall
  const ratios = one.map((time, i) => time / two[i]!)
  const seconds = (time: number): string => `${(time / 1000).toFixed(2)} s`
  console.log(
    `jobs       ${what.padEnd(22)} one thread ${seconds(min(one))}, two ${seconds(min(two))}: ` +
      `${(min(one) / min(two)).toFixed(2)} times as fast (median of pairs ${median(ratios).toFixed(2)}); ` +
      `processor ${seconds(min(busy[0]))} and ${seconds(min(busy[1]))}`,
  )
}
