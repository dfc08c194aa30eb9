import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { JournalEntry, JournalSink } from '../../src/journal/entries.ts'
import { readGoldenResult } from '../../src/scenario/golden.ts'
import { DifferenceSink, figureChanges, makeChanges } from '../../src/scenario/golden-diff.ts'
import { ROOT } from '../fakes/runs.ts'

const timers = (...ids: number[]): JournalEntry[] =>
  ids.map((timer, seq) => ({ kind: 'TimerFired', seq, ts: seq * 10, cause: -1, timer }))

/** The first difference between timers that were recorded and timers that fire now. */
function difference(recorded: number[], now: number[]): unknown {
  let seq = 0
  const next: JournalSink = { append: () => seq++ }
  const sink = new DifferenceSink(timers(...recorded), next)
  for (const [i, timer] of now.entries()) sink.append('TimerFired', i * 10, -1, { timer })
  expect(seq).toBe(now.length)
  const found = sink.end(seq)
  const timerOf = (entry: JournalEntry | undefined): unknown => (entry?.kind === 'TimerFired' ? entry.timer : undefined)
  return found && [found.seq, found.before.map(timerOf), timerOf(found.expected), timerOf(found.actual)]
}

test('the first difference, with what stands before it, while the run goes on', () => {
  expect(difference([1, 2, 3, 4], [1, 2, 3, 4])).toBeUndefined()
  expect(difference([1, 2, 3, 4, 5], [1, 2, 3, 9, 8])).toEqual([3, [2, 3], 4, 9])
  expect(difference([1], [2, 3])).toEqual([0, [], 1, 2])
})

test('one that ends before the other', () => {
  expect(difference([1, 2, 3], [1, 2])).toEqual([2, [1, 2], 3, undefined])
  expect(difference([1, 2], [1, 2, 3])).toEqual([2, [1, 2], undefined, 3])
  expect(difference([], [])).toBeUndefined()
  expect(difference([1], [])).toEqual([0, [], 1, undefined])
})

test('figures that differ, by alias; totals where they say more than the one instrument', () => {
  const golden = readGoldenResult(join(ROOT, 'scenarios/multi-grid.golden.json'))
  const aliases = ['btc', 'eth', 'crv']
  expect(figureChanges(golden, golden, aliases)).toEqual([])
  const [first, ...others] = golden.instruments
  const { totals } = golden
  const now = {
    ...golden,
    fills: 7,
    instruments: [{ ...first!, fillRate: null, rejects: { 'lost-on-entry': 1 } }, ...others],
    totals: { ...totals, fills: 7 },
  }
  expect(figureChanges(golden, now, aliases)).toEqual([
    { path: 'fills', was: '1075', now: '7' },
    { path: 'btc.fillRate', was: '0.3322784810126582', now: 'n/a' },
    { path: 'btc.rejects.post-only-would-cross', was: '9', now: undefined },
    { path: 'btc.rejects.lost-on-entry', was: undefined, now: '1' },
    { path: 'totals.fills', was: '1075', now: '7' },
  ])
  expect(figureChanges(golden, now, ['btc']).map(({ path }) => path)).not.toContain('totals.fills')
})

test('what a run is made of, the scenario’s form of its parameters left out', () => {
  const was = '{"code":{"./a.ts":"aa"},"params":{"n":1},"scenario":{"seed":1,"strategy":{"params":{"n":1}}}}'
  const now = { code: { './a.ts': 'bb' }, params: { n: 2 }, scenario: { seed: 1, strategy: { params: { n: 2 } } } }
  expect(makeChanges(was, now)).toEqual([
    { path: 'code../a.ts', was: 'aa', now: 'bb' },
    { path: 'params.n', was: '1', now: '2' },
  ])
})
