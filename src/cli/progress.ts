/** Progress on standard error: a bar on a terminal, a plain line now and then elsewhere, or nothing at all. */
import { createRequire } from 'node:module'

export interface Progress {
  /** `done` of the total, in the unit of the progress. */
  update(done: number): void
  /** Takes the bar off the screen. */
  stop(): void
}

export interface ProgressOptions {
  readonly silent: boolean
  /** What is counted. Default rows. */
  readonly unit?: ProgressUnit | undefined
  /** What is being done, where there is more than one thing to do. */
  readonly label?: string
}

export type ProgressUnit = 'rows' | 'bytes' | 'time' | 'runs'

interface UnitWords {
  readonly name: string
  amount(done: number): string
  speed(perSecond: number): string
}

/** How an amount and a speed are written. `time` is nanoseconds of a market's own time. */
const UNITS: Readonly<Record<ProgressUnit, UnitWords>> = {
  rows: { name: 'rows', amount: whole, speed: rowsPerSecond },
  bytes: { name: 'MB', amount: millions, speed: (perSecond) => `${millions(perSecond)} MB/s` },
  runs: { name: 'runs', amount: whole, speed: (perSecond) => `${perSecond.toFixed(1)} runs/s` },
  time: {
    name: 's of the market',
    amount: (done) => whole(Math.floor(done / 1e9)),
    speed: (perSecond) => `${whole(Math.round(perSecond / 1e9))} times its speed`,
  },
}

const PLAIN_LINE_MS = 5000

function rowsPerSecond(rate: number): string {
  return rate < 100_000 ? `${whole(Math.round(rate))} rows/s` : `${millions(rate)} M rows/s`
}

export function progress(total: number, options: ProgressOptions): Progress {
  if (options.silent) return { update: () => {}, stop: () => {} }
  return process.stderr.isTTY ? bar(total, options) : plainLines(total, options)
}

/** Where a job of several phases stands; each phase counts from 0 to its own total. */
export interface PhaseProgress {
  readonly phase: string
  readonly unit: ProgressUnit
  readonly done: number
  readonly total: number
}

/** Progress of a job that tells its phases as it goes: a phase, or another file of it, begins anew. */
export function phasedProgress({ silent }: { readonly silent: boolean }): {
  update(now: PhaseProgress): void
  stop(): void
} {
  let shown: Progress | undefined
  let last: PhaseProgress | undefined
  return {
    update(now) {
      if (last?.phase !== now.phase || last.total !== now.total || now.done < last.done) {
        shown?.stop()
        shown = progress(now.total, { silent, unit: now.unit, label: now.phase })
      }
      last = now
      shown?.update(now.done)
    },
    stop: () => shown?.stop(),
  }
}

function bar(total: number, { unit = 'rows', label = '' }: ProgressOptions): Progress {
  // Loaded when a bar is drawn: it is no part of what every command waits for.
  const { Presets, SingleBar } = createRequire(import.meta.url)('cli-progress') as typeof import('cli-progress')
  const { amount, name, speed } = UNITS[unit]
  const startedMs = performance.now()
  const payload = (done: number): object => {
    const seconds = (performance.now() - startedMs) / 1000
    return { amount: amount(done), speed: seconds > 0 ? speed(done / seconds) : '' }
  }
  const before = label && `${label}  `
  const format = `${before}{bar} {percentage}%  {amount} / ${amount(total)} ${name}  {speed}  {eta_formatted} left`
  const single = new SingleBar({ format, clearOnComplete: true, hideCursor: true }, Presets.shades_classic)
  single.start(total, 0, payload(0))
  return { update: (done) => single.update(done, payload(done)), stop: () => single.stop() }
}

function plainLines(total: number, { unit = 'rows', label = '' }: ProgressOptions): Progress {
  const { amount, name, speed } = UNITS[unit]
  const startedMs = performance.now()
  let lastMs = startedMs
  return {
    update: (done) => {
      const nowMs = performance.now()
      if (nowMs - lastMs < PLAIN_LINE_MS) return
      lastMs = nowMs
      const perSecond = (done * 1000) / (nowMs - startedMs)
      const left = perSecond > 0 ? `, ${Math.ceil((total - done) / perSecond)} s left` : ''
      const what = `${amount(done)} of ${amount(total)} ${name}, ${speed(perSecond)}${left}`
      console.error(label ? `${label}: ${what}` : what)
    },
    stop: () => {},
  }
}

function whole(count: number): string {
  return count.toLocaleString('en-US')
}

function millions(count: number): string {
  return (count / 1e6).toFixed(1)
}
