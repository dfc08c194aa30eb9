/**
 * A whole sweep, from its plan to its table, on two threads against one, each in a process of its own: rows into shared
 * memory, threads started, every run kept on the disk. The processor time is told with it: on a busy machine two
 * threads do not get two cores, and the time says little.
 */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { median, min, spread } from './measure.ts'

const ROUNDS = 2

interface Took {
  readonly ms: number
  /** Processor time of all threads. */
  readonly cpuMs: number
  readonly runs: number
}

export async function sweepBench(folder: string, scenario: string, rows: number, rounds = ROUNDS): Promise<void> {
  const took: Record<1 | 2, Took[]> = { 1: [], 2: [] }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? ([1, 2] as const) : ([2, 1] as const)
    for (const threads of order) took[threads].push(sweepOnce(join(folder, 'sweep'), scenario, threads))
  }
  const seconds = (ms: number): number => ms / 1000
  const cpuOf = (threads: 1 | 2): number => median(took[threads].map(({ cpuMs }) => cpuMs))
  for (const threads of [1, 2] as const) {
    const ms = took[threads].map((one) => one.ms)
    const cpu = (cpuOf(threads) / 1000).toFixed(1)
    const cores = median(took[threads].map((one) => one.cpuMs / one.ms)).toFixed(2)
    const who = `${threads} thread${threads > 1 ? 's' : ' '}`
    const best = `${(min(ms) / 1000).toFixed(1)} s`
    console.log(`sweep      ${who}  ${best} (${spread(ms, seconds)}), ${cpu} s of processor time on ${cores} cores`)
  }
  const ratios = took[1].map((one, i) => one.ms / took[2][i]!.ms)
  const least = min(took[1].map(({ ms }) => ms)) / min(took[2].map(({ ms }) => ms))
  const all = ratios.map((ratio) => ratio.toFixed(2)).join(' ')
  console.log(
    `sweep      ${took[1][0]!.runs} runs of ${(rows / 1e6).toFixed(0)} M rows: ${least.toFixed(2)} times as fast on ` +
      `two threads (pairs ${all}, median ${median(ratios).toFixed(2)}), load ${loadavg()[0]!.toFixed(1)}; ` +
      `by their processor time at most ${((2 * cpuOf(1)) / cpuOf(2)).toFixed(2)} with two cores for themselves`,
  )
}

function sweepOnce(path: string, scenario: string, threads: number): Took {
  rmSync(path, { recursive: true, force: true })
  const script = join(import.meta.dirname, 'sweep-once.ts')
  const child = spawnSync(process.execPath, [script, scenario, path, String(threads)], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return JSON.parse(child.stdout)
}
