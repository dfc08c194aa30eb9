/**
 * Runs side by side: how much sooner two threads are done than one, with short runs (ten minutes of the sample, where
 * starting counts) and with longer ones; and a band of three runs.
 */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { bandOf } from '../../src/scenario/band.ts'
import type { RunJob } from '../../src/scenario/jobs/run-job.ts'
import { runJobs } from '../../src/scenario/jobs/run-jobs.ts'
import { median, min } from './measure.ts'

const ROUNDS = 5

/** `scenario` is one on a longer market. */
export async function jobs(scenario: string, rows: number): Promise<void> {
  console.log(`jobs       ${availableParallelism()} cores`)
  const quickstart = resolve(import.meta.dirname, '../../scenarios/quickstart.yaml')
  const seeds = (file: string, count: number): RunJob[] =>
    Array.from({ length: count }, (_, seed) => ({ file, overrides: [`seed=${seed}`] }))
  const short = seeds(quickstart, 40)
  const long = seeds(scenario, 4)
  await speedUp('40 runs of 42 k rows', (threads) => all(short, threads))
  await speedUp(`4 runs of ${(rows / 1e6).toFixed(0)} M rows`, (threads) => all(long, threads))
  await speedUp('band of 3 runs', async (threads) => void (await bandOf(long[0]!, { threads })))
}

async function all(list: readonly RunJob[], threads: number): Promise<void> {
  for (const outcome of await runJobs(list, { threads })) if ('error' in outcome) throw outcome.error
}

/** In turn, so that a noisy machine is noisy for both. */
async function speedUp(what: string, work: (threads: number) => Promise<void>): Promise<void> {
  const ms: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    for (const threads of [1, 2]) {
      const startedMs = performance.now()
      await work(threads)
      ms[threads - 1]!.push(performance.now() - startedMs)
    }
  }
  const [one, two] = ms
  const ratios = one.map((time, i) => time / two[i]!)
  const seconds = (time: number): string => `${(time / 1000).toFixed(2)} s`
  console.log(
    `jobs       ${what.padEnd(22)} one thread ${seconds(min(one))}, two ${seconds(min(two))}: ` +
      `${(min(one) / min(two)).toFixed(2)} times as fast (median of pairs ${median(ratios).toFixed(2)})`,
  )
}
