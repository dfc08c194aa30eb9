/**
 * Stories of what the risk gate refused, of modifications, and of the end of a run, worked out by hand. Commands take
 * 50 to the venue, answers 30 back.
 */
import { describe, expect, test } from 'vitest'
import type { RiskLimits } from '../../../src/scenario/full-scenario.ts'
import { maxOrderSize, maxOrdersPerSecond, maxPosition, priceBand } from '../../../src/trading/risk/rules.ts'
import { unitInstrument } from '../../fakes/market-text.ts'
import { LATENCY_50_30 } from '../../fakes/simulation.ts'
import { BOOK, part, tell } from '../../fakes/told.ts'

type Script = Parameters<typeof tell>[0]

describe('the risk gate', () => {
  const given = [...BOOK, 'sell-trade(2060) 100x9', 'idle(4000)']
  const cases: readonly (readonly [string, Partial<Script>, object, string])[] = [
    [
      'position: what is held, what is open, and what was asked',
      {
        rules: [maxPosition(5)],
        when: [
          [2000, 'buy 100x2'],
          [2100, 'buy 99x1'],
          [2200, 'buy 99x3'],
        ],
      },
      { maxPosition: { amount: '5', unit: 'UNIT' } },
      'The risk gate refused the submission: position 2 UNIT, open on its side 1 UNIT; ' +
        'with 3 UNIT more it could be 6 UNIT, and maxPosition is 5 UNIT.',
    ],
    [
      'size',
      {
        rules: [maxOrderSize(5)],
        when: [
          [2000, 'buy 100x2'],
          [2100, 'buy 99x1'],
          [2200, 'buy 99x6'],
        ],
      },
      { maxOrderSize: { amount: '5', unit: 'UNIT' } },
      'The risk gate refused the submission: 6 UNIT is more than maxOrderSize, 5 UNIT.',
    ],
    [
      'rate',
      {
        rules: [maxOrdersPerSecond(2)],
        when: [
          [2000, 'buy 100x2'],
          [2100, 'buy 99x1'],
          [2200, 'buy 99x3'],
        ],
      },
      { maxOrdersPerSecond: 2 },
      'The risk gate refused the submission: 2 commands within the last second, and maxOrdersPerSecond is 2.',
    ],
    [
      'distance from the mid',
      {
        rules: [priceBand(20_000_000)],
        when: [
          [2000, 'buy 100x2'],
          [2100, 'buy 99x1'],
          [2200, 'buy 98x3'],
        ],
      },
      { priceBand: 20_000_000 },
      'The risk gate refused the submission: 98 is 248.8bp from the mid, and priceBand is 200bp.',
    ],
  ]

  test.each(cases)('%s', async (_, script, risk, expected) => {
    const { story, lines } = await tell({ given, when: [], ...script }, { order: 3, risk: risk as RiskLimits })
    expect(story.outcome).toBe('refused')
    expect(lines).toContain(`  ${expected}`)
    expect(story.events).toEqual([])
    expect(story.whatIf).toEqual({ latency: [] })
  })

  test('a modification that it refuses leaves the order as it is', async () => {
    const script: Script = {
      given,
      rules: [maxOrderSize(5)],
      when: [
        [2000, 'buy 99x2'],
        [2100, 'modify 1 99x6'],
        [2200, 'cancel 1'],
      ],
    }
    const { story, lines } = await tell(script, { risk: { maxOrderSize: { amount: '5', unit: 'UNIT' } } as never })
    expect(story.outcome).toBe('canceled')
    expect(lines).toContain('  The risk gate refused the modification: 6 UNIT is more than maxOrderSize, 5 UNIT.')
  })
})

describe('modifications', () => {
  test('the place kept and lost; the latency that counts is that of the one that lost it', async () => {
    // At 99 it stands behind 9: before 2240 it would have stood behind 7, and 8 were traded.
    const { lines, story } = await tell({
      given: [...BOOK, 'bid(2240) 99x9', 'bid(2260) 100x0', 'sell-trade(2300) 99x8', 'idle(3000)'],
      when: [
        [2000, 'buy 100x4'],
        [2100, 'modify 1 100x2'],
        [2200, 'modify 1 99x2'],
        [2400, 'cancel 1'],
      ],
    })
    const text = lines.join('\n')
    expect(text).toContain('modified to 2 UNIT @ 100: keeps its place in the queue')
    expect(text).toContain('modified to 2 UNIT @ 99: loses its place in the queue; rests at 99 behind 9 UNIT')
    expect(story.whatIf).toMatchObject({
      latency: [{ outcome: 'fills', command: 'ModifyOrder', latencyNs: 39, actualNs: 50, lots: 2 }],
      missing: { by: 'queue', qty: 1.5 },
    })
  })

  test('one that would cross ends a post-only order', async () => {
    const script: Script = {
      given: [...BOOK, 'ask(2140) 100x2', 'idle(3000)'],
      when: [
        [2000, 'buy 99x1 post-only'],
        [2100, 'modify 1 100x1'],
      ],
    }
    expect(await part('Why', script)).toEqual(['Post-only would cross: the best ask was 100 x 2 when it arrived.'])
    expect(await part('What if', script)).toEqual([
      'Would have rested with an entry latency of the modification of at most 39 ns; it was 50 ns (11 ns less).',
    ])
  })

  test('one that came too late', async () => {
    const script: Script = {
      given: [...BOOK, 'sell-trade(2100) 99x6', 'idle(3000)'],
      when: [
        [2000, 'buy 100x1'],
        [2090, 'modify 1 99x1'],
      ],
    }
    expect((await part('Why', script)).at(-1)).toBe('A modification was under way and came 40 ns too late.')
  })
})

describe('the end of the run', () => {
  test('an order that is open', async () => {
    const { story, lines } = await tell({ given: [...BOOK, 'idle(3000)'], when: [[2000, 'buy 98x4']] })
    expect(story).toMatchObject({ outcome: 'open', endTs: undefined, runEnd: { reason: 'end-of-data' } })
    expect(lines).toContain('  Open when the run ended, after 960 ns at 98, with nothing ahead of it at the end.')
    expect(story.whatIf.stay).toBeUndefined()
  })

  test('what the venue did and nobody heard: the journal breaks off in between', async () => {
    const script: Script = {
      given: [...BOOK, 'sell-trade(2100) 99x6', 'idle(3000)'],
      response: { delayNs: (path, ts) => (ts > 2060 ? 500 : LATENCY_50_30.delayNs(path, ts, undefined as never)) },
      when: [
        [2000, 'buy 100x1'],
        [2150, 'buy 98x1'],
      ],
    }
    // The fill of 2100 would have been heard at 2600.
    const { story, lines } = await tell({ ...script }, { until: 2200 })
    expect(story.outcome).toBe('open')
    expect(lines.join('\n')).toContain('the run ended before the trader heard of it')
    expect(lines).toContain('  Filled 1 UNIT: a trade of 6 UNIT at 99 went through it by 1 (1 tick).')
    expect(story.whatIf).toEqual({ latency: [] })
    const early = await tell(script, { until: 2010 })
    expect(early.story.outcome).toBe('unanswered')
    expect(early.lines.join('\n')).toContain('no answer to this submission came before the run ended')
  })
})

test('names from scenario and data are text, whatever they hold', async () => {
  const symbol = '<script>\u001b[2J\n`'
  const { lines, story } = await tell({
    given: [...BOOK, 'idle(3000)'],
    instrument: unitInstrument({ symbol, venue: 'a\u0007b', base: '</b>' }),
    when: [[2000, 'buy 98x4']],
  })
  expect(lines[0]).toBe('order 1    buy 4 </b> @ 98 gtc    <script>\\u{1b}[2J\\u{a}` on a\\u{7}b    open with 4 </b>')
  expect(story.instrument.symbol).toBe(symbol)
})
