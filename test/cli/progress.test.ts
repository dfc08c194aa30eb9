import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { phasedProgress, progress } from '../../src/cli/progress.ts'

let said: string[] = []

beforeEach(() => {
  said = []
  vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
  vi.spyOn(console, 'error').mockImplementation((line: string) => said.push(line))
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('without a terminal', () => {
  test('a line every five seconds', () => {
    const shown = progress(40_000_000, { silent: false })
    for (let second = 1; second <= 11; second++) {
      vi.advanceTimersByTime(1000)
      shown.update(second * 2_000_000)
    }
    shown.stop()
    expect(said).toEqual([
      '10,000,000 of 40,000,000 rows, 2.0 M rows/s, 15 s left',
      '20,000,000 of 40,000,000 rows, 2.0 M rows/s, 10 s left',
    ])
  })

  test('phases, each in its unit and from its own beginning', () => {
    const shown = phasedProgress({ silent: false })
    const step = (phase: string, unit: 'bytes' | 'time', done: number, total: number): void => {
      vi.advanceTimersByTime(6000)
      shown.update({ phase, unit, done, total })
    }
    step('reading', 'bytes', 1_000_000, 60_000_000)
    step('reading', 'bytes', 12_000_000, 60_000_000)
    step('reading', 'bytes', 3_000_000, 60_000_000)
    step('generating', 'time', 0, 600e9)
    step('generating', 'time', 60e9, 600e9)
    shown.stop()
    expect(said).toEqual([
      'reading: 12.0 of 60.0 MB, 2.0 MB/s, 24 s left',
      'generating: 60 of 600 s of the market, 10 times its speed, 54 s left',
    ])
  })

  test('nothing when silence is asked for, and nothing to divide by at the start', () => {
    const silent = progress(10, { silent: true })
    vi.advanceTimersByTime(60_000)
    silent.update(5)
    const none = progress(10, { silent: false })
    vi.advanceTimersByTime(60_000)
    none.update(0)
    expect(said).toEqual(['0 of 10 rows, 0 rows/s'])
  })
})

test('a bar on a terminal, gone at the end', () => {
  const written: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
  const before = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY')
  Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true })
  try {
    const shown = progress(40_000_000, { silent: false, label: 'reading' })
    vi.advanceTimersByTime(2000)
    shown.update(4_000_000)
    vi.advanceTimersByTime(200)
    shown.stop()
  } finally {
    if (before) Object.defineProperty(process.stderr, 'isTTY', before)
    else Reflect.deleteProperty(process.stderr, 'isTTY')
  }
  expect(written.join('')).toContain('4,000,000 / 40,000,000 rows')
  expect(written.join('')).toContain('2.0 M rows/s')
  expect(said).toEqual([])
})
