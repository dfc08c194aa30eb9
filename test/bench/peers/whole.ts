/** Whole processes, from start to end with everything they do on the way: wall time and peak memory. */
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { median } from '../measure.ts'
import type { Recording } from './recordings.ts'
import { type Depth, type Reference, referenceArgs, requestLine } from './reference.ts'
import type { Pace } from './scenario.ts'

export interface Spent {
  readonly seconds: number
  readonly peakMb: number
}

export interface Whole {
  readonly hashmap: readonly Spent[]
  readonly roi: readonly Spent[]
  readonly hftsim: readonly Spent[]
}

/** hftbacktest reads its npz, hftsim its market file, each one run; in turn, `rounds` times. */
export function wholeProcesses(
  python: string,
  recording: Recording,
  roi: Reference['hello']['roi'],
  pace: Pace,
  scenario: string,
  rounds: number,
): Whole {
  const ours = (): Spent => hftsim(scenario)
  const theirs = (depth: Depth): Spent => hftbacktest(python, recording, roi, depth, pace)
  // Both have been started before: they keep what they keep of that on disk.
  ours()
  const whole = { hashmap: [] as Spent[], roi: [] as Spent[], hftsim: [] as Spent[] }
  for (let round = 0; round < rounds; round++) {
    whole.hashmap.push(theirs('hashmap'))
    whole.roi.push(theirs('roi'))
    whole.hftsim.push(ours())
  }
  return whole
}

export function medianSeconds(spent: readonly Spent[]): number {
  return median(spent.map(({ seconds }) => seconds))
}

export function peakMb(spent: readonly Spent[]): number {
  return Math.max(...spent.map(({ peakMb }) => peakMb))
}

function hftbacktest(
  python: string,
  recording: Recording,
  roi: Reference['hello']['roi'],
  depth: Depth,
  pace: Pace,
): Spent {
  const { seconds, stdout } = run(python, referenceArgs(recording, roi), requestLine(depth, pace))
  const { peakMb } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { peakMb: number }
  return { seconds, peakMb }
}

/** Prints the peak of the process that it is loaded into, when that ends. */
const TELL_PEAK = 'data:text/javascript,process.on("exit",()=>console.log(process.resourceUsage().maxRSS))'

function hftsim(scenario: string): Spent {
  const command = resolve(import.meta.dirname, '../../../bin/hftsim.js')
  const out = join(scenario, '../whole')
  const args = ['--import', TELL_PEAK, command, 'backtest', scenario, '--quiet', '--force', '--out', out]
  const { seconds, stdout } = run(process.execPath, args)
  return { seconds, peakMb: Math.round(Number(stdout.trim().split('\n').at(-1)) / 1024) }
}

function run(program: string, args: readonly string[], input = ''): { seconds: number; stdout: string } {
  const startedMs = performance.now()
  const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8' })
  const seconds = (performance.now() - startedMs) / 1000
  if (status !== 0) throw new Error(`${program} ended with ${String(status)}: ${stderr}`)
  return { seconds, stdout }
}
