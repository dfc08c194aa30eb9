/** Whole processes, from start to end with everything they do on the way: wall time and peak memory. */
import { spawnSync } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
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

function hftsim(scenario: string): Spent {
  const tellPeak = pathToFileURL(join(import.meta.dirname, 'tell-peak.ts')).href
  const command = resolve(import.meta.dirname, '../../../bin/hftsim.js')
  const out = join(dirname(scenario), 'whole')
  const args = ['--import', tellPeak, command, 'backtest', scenario, '--quiet', '--force', '--out', out]
  const { seconds, stdout } = run(process.execPath, args)
  return { seconds, peakMb: Number(stdout.trim().split('\n').at(-1)) }
}

function run(program: string, args: readonly string[], input = ''): { seconds: number; stdout: string } {
  const startedMs = performance.now()
  const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8' })
  const seconds = (performance.now() - startedMs) / 1000
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(status)}: ${stderr}`)
  return { seconds, stdout }
}
