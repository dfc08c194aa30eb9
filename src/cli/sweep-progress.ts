/** How far a sweep is, with the time left: a bar on a terminal, a plain line now and then elsewhere. */
import { createRequire } from 'node:module'
import type { SweepProgress } from '../scenario/sweep/run-sweep.ts'

export interface ShownProgress {
  update(progress: SweepProgress): void
  /** Takes the bar off the screen. */
  stop(): void
}

const PLAIN_LINE_MS = 5000

export function sweepProgress({ silent }: { readonly silent: boolean }): ShownProgress {
  if (silent) return { update: () => {}, stop: () => {} }
  const startedMs = performance.now()
  const left = (progress: SweepProgress): string => timeLeft(progress, (performance.now() - startedMs) / 1000)
  return process.stderr.isTTY ? bar(left) : plainLines(left)
}

/** Of what was run since `seconds`: runs on less of the data count for less. Empty until something was. */
export function timeLeft({ work, workTotal, workBefore }: SweepProgress, seconds: number): string {
  if (work <= workBefore) return ''
  const rest = ((workTotal - work) * seconds) / (work - workBefore)
  return rest < 90 ? `${Math.ceil(rest)} s left` : `${Math.ceil(rest / 60)} min left`
}

function bar(left: (progress: SweepProgress) => string): ShownProgress {
  // Loaded when a bar is drawn: it is no part of what every command waits for.
  const { Presets, SingleBar } = createRequire(import.meta.url)('cli-progress') as typeof import('cli-progress')
  const format = '{bar} {percentage}%  {value} of {total} runs  {left}'
  const single = new SingleBar({ format, clearOnComplete: true, hideCursor: true }, Presets.shades_classic)
  let started = false
  return {
    update(progress) {
      if (!started) single.start(progress.total, 0, { left: '' })
      started = true
      single.update(progress.done, { left: left(progress) })
    },
    stop: () => {
      if (started) single.stop()
    },
  }
}

function plainLines(left: (progress: SweepProgress) => string): ShownProgress {
  let lastMs = performance.now()
  return {
    update(progress) {
      const nowMs = performance.now()
      if (nowMs - lastMs < PLAIN_LINE_MS) return
      lastMs = nowMs
      const rest = left(progress)
      console.error(`${progress.done} of ${progress.total} runs${rest && `, ${rest}`}`)
    },
    stop: () => {},
  }
}
