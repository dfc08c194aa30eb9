import { describe, expect, test } from 'vitest'
import type { EntryKind } from '../../../src/journal/entries.ts'
import {
  formatStep,
  parseStep,
  type Sequence,
  SequenceMatcher,
  type SequenceOutcome,
  STEP_PATTERN,
} from '../../../src/scenario/expect/sequence.ts'

const step = (text: string) => {
  const parsed = parseStep(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed.value
}

/** What `of: a, b, c` comes to on entries like "Fill 7 maker": kind, order, what it says. */
function outcome(of: Sequence['of'], steps: string, entries: readonly string[]): SequenceOutcome {
  const matcher = new SequenceMatcher({ of, steps: steps.split(', ').map(step) })
  for (const [seq, text] of entries.entries()) {
    const [kind, order, reason] = text.split(' ')
    matcher.see(kind as EntryKind, seq, { ...(order && { order: Number(order) }), ...(reason && { reason }) })
  }
  return matcher.outcome()
}

const RUN = [
  'RunStarted',
  'SubmitOrder 1',
  'SubmitOrder 2',
  'OrderAccepted 2',
  'OrderRejected 1 post-only-would-cross',
  'CancelOrder 2',
  'Fill 2 maker',
  'RunEnded',
]

describe('a sequence', () => {
  test('of the run: in this order, others between', () => {
    expect(outcome('run', 'RunStarted, SubmitOrder, Fill, RunEnded', RUN)).toEqual({
      met: true,
      got: 'RunStarted #0, SubmitOrder #1, Fill #6, RunEnded #7',
    })
    expect(outcome('run', 'Fill, SubmitOrder', RUN)).toEqual({ met: false, got: 'Fill #6, then no SubmitOrder' })
    expect(outcome('run', 'ModifyOrder', RUN)).toEqual({ met: false, got: 'no ModifyOrder' })
    expect(outcome('run', 'Fill, Fill', RUN).met).toBe(false)
  })

  test('of one order', () => {
    expect(outcome(2, 'SubmitOrder, CancelOrder, Fill', RUN).met).toBe(true)
    expect(outcome(1, 'SubmitOrder, Fill', RUN)).toEqual({ met: false, got: 'SubmitOrder #1, then no Fill' })
    expect(outcome(9, 'SubmitOrder', RUN)).toEqual({ met: false, got: 'no SubmitOrder' })
  })

  test('of some order: all of it by the same one, and the nearest is told', () => {
    expect(outcome('any', 'SubmitOrder, OrderAccepted, Fill', RUN)).toEqual({
      met: true,
      got: 'order 2: SubmitOrder #2, OrderAccepted #3, Fill #6',
    })
    expect(outcome('any', 'SubmitOrder, OrderRejected, Fill', RUN)).toEqual({
      met: false,
      got: 'order 1: SubmitOrder #1, OrderRejected #4, then no Fill',
    })
    expect(outcome('any', 'RunStarted', RUN).met).toBe(false)
  })

  test('with what an entry says', () => {
    expect(outcome('run', 'OrderRejected post-only-would-cross', RUN).met).toBe(true)
    expect(outcome('run', 'OrderRejected lost-on-entry', RUN).met).toBe(false)
  })
})

describe('a step', () => {
  test.each(['Fill', 'Fill maker', 'CommandRefused price-band', 'SubmitOrder ioc limit', 'RunEnded end-of-data'])(
    '%s',
    (text) => {
      expect(formatStep(step(text))).toBe(text)
      expect(new RegExp(STEP_PATTERN, 'u').test(text)).toBe(true)
    },
  )

  test.each([
    ['Fil', 'Did you mean "Fill"?'],
    ['Fill makr', 'Did you mean "maker"?'],
    ['TimerFired maker', 'TimerFired says nothing further: leave out "maker".'],
    [5, '5 is not a kind of entry, such as Fill.'],
    ['', '"" is not a kind of entry.'],
  ])('%j is none', (text, why) => {
    const parsed = parseStep(text)
    expect('problem' in parsed && parsed.problem).toContain(why)
    expect(new RegExp(STEP_PATTERN, 'u').test(String(text))).toBe(false)
  })
})
