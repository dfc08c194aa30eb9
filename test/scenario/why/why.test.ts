/**
 * Small markets and the stories of their orders, worked out by hand. Commands take 50 to the venue, answers 30 back;
 * tick and lot are 1; the queue is risk-averse. The book is 100x5 behind 99x7 on the bid, 101x4 and 102x9 on the ask.
 */
import { describe, expect, test } from 'vitest'
import type { RiskLimits } from '../../../src/scenario/full-scenario.ts'
import { maxOrderSize, maxOrdersPerSecond, maxPosition, priceBand } from '../../../src/trading/risk/rules.ts'
import { PartialFill } from '../../../src/venue/sim/fill/partial-fill.ts'
import { LATENCY_50_30 } from '../../fakes/simulation.ts'
import { tell } from '../../fakes/told.ts'

const BOOK = ['bid(1000) 100x5 99x7', 'ask(1000) 101x4 102x9']

type Script = Parameters<typeof tell>[0]
type Asked = Parameters<typeof tell>[1]

/** The lines of one part of the story, as text. */
async function part(name: 'Its queue' | 'Why' | 'What if', script: Script, asked?: Asked): Promise<string[]> {
  const { lines } = await tell(script, asked)
  const from = lines.indexOf(name) + 1
  if (from === 0) return []
  const rest = lines.slice(from)
  const to = rest.findIndex((line) => !line.startsWith('  '))
  return (to < 0 ? rest : rest.slice(0, to)).map((line) => line.trim())
}

const whatIf = (script: Script, asked?: Asked): Promise<string[]> => part('What if', script, asked)
const why = (script: Script, asked?: Asked): Promise<string[]> => part('Why', script, asked)

describe('an order that was canceled', () => {
  // It arrives behind 9; had it come before 2010 it would have stood behind 5, and 6 were traded.
  const tooLate: Script = {
    given: [...BOOK, 'bid(2010) 100x9', 'sell-trade(2100) 100x6', 'bid(2100) 100x3', 'bid(2200) 100x1', 'idle(3000)'],
    when: [
      [2000, 'buy 100x1'],
      [2350, 'cancel 1'],
    ],
  }

  test('the whole story', async () => {
    const { lines } = await tell(tooLate)
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "order 1    buy 1 UNIT @ 100 gtc    UNIT on somewhere    canceled
        00:00:00.000002000            sent (#2) on timer #1, seeing bid 100 x 5, ask 101 x 4
        00:00:00.000002050    +50 ns  submission at the venue after 50 ns: rests, 1 UNIT @ 100 behind 9 UNIT; bid 100 x 9, ask 101 x 4
        00:00:00.000002080    +80 ns  heard that it rests after 30 ns
        00:00:00.000002350   +350 ns  cancel sent (#5) on timer #4, seeing bid 100 x 1, ask 101 x 4
        00:00:00.000002400   +400 ns  cancel at the venue after 50 ns: canceled with 1 UNIT open
        00:00:00.000002430   +430 ns  heard of the cancel after 30 ns
      Its queue
        trades at its price  once, 6 UNIT, 6 of it ahead
        left, not by trades  once, 2 UNIT, 2 of it ahead (inferred)
        ahead at the end     1 UNIT
        00:00:00.000002100  trade  6  ahead 9 -> 3  level 9
        00:00:00.000002200  left   2  ahead 3 -> 1  level 1
      Why
        Canceled as asked, after 350 ns at 100, with 1 UNIT ahead of it at the end.
      What if
        Would have filled (1 UNIT) with an entry latency of at most 9 ns; it was 50 ns (41 ns less).
        Would not have filled had it stayed to the end of the data.
        3.5 UNIT short, at the trade of 00:00:00.000002100."
    `)
  })

  test('a shorter latency, and how much it was short of: 3 ahead and half a lot past it, at the trade', async () => {
    expect(await whatIf(tooLate)).toEqual([
      'Would have filled (1 UNIT) with an entry latency of at most 9 ns; it was 50 ns (41 ns less).',
      'Would not have filled had it stayed to the end of the data.',
      '3.5 UNIT short, at the trade of 00:00:00.000002100.',
    ])
  })

  test('had it stayed: the trade at 2500 goes past what is ahead, 100 after the cancel arrived', async () => {
    const given = [...BOOK, 'sell-trade(2300) 100x4', 'sell-trade(2500) 100x2', 'idle(3000)']
    expect(await whatIf({ ...tooLate, given })).toEqual([
      'Would not have filled, even without latency.',
      'Would have filled (1 UNIT) had it stayed 100 ns longer.',
      '1.5 UNIT short, at the trade of 00:00:00.000002300.',
    ])
    const soon = await whatIf({ ...tooLate, given }, { horizonNs: 99 })
    expect(soon[1]).toBe('Would not have filled had it stayed 99 ns longer.')
  })

  test('the market did not come to its price: how near', async () => {
    const given = [...BOOK, 'ask(2100) 101x0', 'ask(2200) 101x3', 'buy-trade(2210) 101x1', 'idle(3000)']
    const lines = await whatIf({
      ...tooLate,
      given,
      when: [
        [2000, 'buy 98x1'],
        [2350, 'cancel 1'],
      ],
    })
    expect(lines.at(-1)).toBe(
      'The best ask came within 3 (3 ticks) of its price, at 00:00:00.000002050, and no nearer.',
    )
    const traded = [...BOOK, 'sell-trade(2100) 99x1', 'sell-trade(2200) 100x1', 'idle(3000)']
    const near = await whatIf({
      ...tooLate,
      given: traded,
      when: [
        [2000, 'buy 98x1'],
        [2350, 'cancel 1'],
      ],
    })
    expect(near.at(-1)).toBe('A trade came within 1 (1 tick) of its price, at 00:00:00.000002100, and no nearer.')
  })

  test('cancels are inferred from what a level loses beyond its trades; trades that say nothing are passed over', async () => {
    const given = [...BOOK, 'sell-trade(2100) 100x2', 'bid(2110) 100x2', 'bid(2120) 100x6', 'ask(2130) 101x0 102x0']
    const more = ['bid(2140) 100x1', 'idle(3000)']
    expect(await part('Its queue', { ...tooLate, given: [...given, ...more] })).toEqual([
      'trades at its price  once, 2 UNIT, 2 of it ahead',
      'left, not by trades  twice, 6 UNIT, 2 of it ahead (inferred)',
      'joined behind it     once, 4 UNIT',
      'ahead at the end     1 UNIT',
      '00:00:00.000002100  trade  2  ahead 5 -> 3  level 5',
      '00:00:00.000002110  left   1  ahead 3 -> 2  level 2',
      '00:00:00.000002120  joined 4  ahead 2  level 6',
      '00:00:00.000002140  left   5  ahead 2 -> 1  level 1',
    ])
    const passed = [...BOOK, 'ask(2100) 100x0 101x2', 'sell-trade(2100) 101x3', 'sell-trade(2110) 101x3', 'idle(3000)']
    const selling: Script = {
      given: passed,
      when: [
        [2000, 'buy 100x1'],
        [2350, 'cancel 1'],
      ],
    }
    expect(await part('Its queue', selling)).toEqual(['nothing happened at its price', 'ahead at the end     5 UNIT'])
  })

  test('canceled before it could rest, with no latency of its own: the same instant', async () => {
    const when: Script['when'] = [
      [2000, 'buy 100x1'],
      [2000, 'cancel 1'],
    ]
    expect(await why({ given: [...BOOK, 'idle(3000)'], when })).toEqual([
      'Canceled as asked, after 0 ns at 100, with 5 UNIT ahead of it at the end.',
    ])
  })
})

describe('an order that was filled', () => {
  test('by the queue: the margin of latency and of what was ahead; a cancel that came too late', async () => {
    // From 2090 on the level shows 9, and the trade of 6 would not have come to it.
    const script: Script = {
      given: [...BOOK, 'bid(2090) 100x9', 'sell-trade(2100) 100x6', 'idle(3000)'],
      when: [
        [2000, 'buy 100x1'],
        [2060, 'cancel 1'],
      ],
    }
    expect(await why(script)).toEqual([
      'Filled 1 UNIT: trades at its price went 1 UNIT past its place in the queue.',
      'A cancel was under way and came 10 ns too late.',
    ])
    expect(await whatIf(script)).toEqual([
      'Would still have filled with an entry latency of at most 89 ns; it was 50 ns (39 ns more).',
      'Less than 0.5 UNIT more could have stood ahead of it at the deciding trade.',
    ])
  })

  test('by a trade that went through, and by a best price that crossed: until just before', async () => {
    const through = { given: [...BOOK, 'sell-trade(2100) 98x6', 'idle(3000)'], when: [[2000, 'buy 100x1'] as const] }
    expect(await why(through)).toEqual(['Filled 1 UNIT: a trade of 6 UNIT at 98 went through it by 2 (2 ticks).'])
    const margins = [
      'Would still have filled with an entry latency of at most 99 ns; it was 50 ns (49 ns more).',
      'Its place in the queue did not matter.',
    ]
    expect(await whatIf(through)).toEqual(margins)
    const crossed = { ...through, given: [...BOOK, 'ask(2100) 99x2', 'idle(3000)'] }
    expect(await why(crossed)).toEqual([
      'Filled 1 UNIT: the best ask came through its price by 1 (1 tick), to 99, showing 2 UNIT up to there.',
    ])
    expect(await whatIf(crossed)).toEqual(margins)
    const touched = { ...through, given: [...BOOK, 'ask(2100) 100x2', 'idle(3000)'] }
    expect(await why(touched)).toEqual(['Filled 1 UNIT: the best ask came to its price, showing 2 UNIT up to there.'])
  })

  test('as taker: what was there, and until when', async () => {
    const script: Script = { given: [...BOOK, 'ask(2090) 101x0', 'idle(3000)'], when: [[2000, 'buy 101x3 ioc']] }
    expect(await why(script)).toEqual(['Filled 3 UNIT: it crossed on arrival; at 101 there was 4 UNIT.'])
    expect(await whatIf(script)).toEqual([
      'Would still have filled with an entry latency of at most 89 ns; it was 50 ns (39 ns more).',
    ])
    const calm = await whatIf({ ...script, given: [...BOOK, 'idle(3000)'] })
    expect(calm).toEqual(['Would still have filled with any latency up to 10 s more.'])
  })

  test('in parts: each fill has its reason, and the last its margin', async () => {
    const script: Script = {
      given: [...BOOK, 'sell-trade(2100) 100x6', 'sell-trade(2200) 100x5', 'idle(3000)'],
      fill: new PartialFill(),
      when: [[2000, 'buy 100x4']],
    }
    expect(await why(script)).toEqual([
      'Filled 1 UNIT: trades at its price went 1 UNIT past its place in the queue.',
      'Filled 3 UNIT: trades at its price went 5 UNIT past its place in the queue.',
    ])
    expect((await whatIf(script)).at(-1)).toBe(
      'Less than 2.5 UNIT more could have stood ahead of it at the deciding trade.',
    )
    const canceled: Script = {
      ...script,
      given: [...BOOK, 'bid(2040) 100x6', 'sell-trade(2100) 100x7', 'idle(3000)'],
      when: [
        [2000, 'buy 100x2'],
        [2200, 'cancel 1'],
      ],
    }
    const { story } = await tell(canceled)
    expect(story).toMatchObject({ outcome: 'canceled', filledLots: 1, leavesLots: 1 })
    expect(await whatIf(canceled)).toEqual([
      'Would have filled in full with an entry latency of at most 39 ns; it was 50 ns (11 ns less).',
      'Would not have filled had it stayed to the end of the data.',
    ])
  })
})

describe('an order that did not come to rest', () => {
  test('post-only would cross: with which latency it would have rested, sooner and later', async () => {
    const given = [...BOOK, 'ask(2020) 100x2', 'ask(2090) 100x0', 'idle(3000)']
    const script: Script = { given, when: [[2000, 'buy 100x1 post-only']] }
    expect(await why(script)).toEqual(['Post-only would cross: the best ask was 100 x 2 when it arrived.'])
    expect(await whatIf(script)).toEqual([
      'Would have rested with an entry latency of at most 19 ns; it was 50 ns (31 ns less).',
      'Would have rested with an entry latency of at least 90 ns; it was 50 ns (40 ns more).',
    ])
    const hopeless: Script = { given: [...BOOK, 'idle(3000)'], when: [[2000, 'sell 100x1 post-only']] }
    expect(await whatIf(hopeless)).toEqual([
      'Would not have rested, even without latency.',
      'Would not have rested within 10 s later either.',
    ])
  })

  test('immediate or cancel: nothing to match, or not enough', async () => {
    const given = [...BOOK, 'ask(2020) 101x0', 'idle(3000)']
    const script: Script = { given, when: [[2000, 'buy 101x3 ioc']] }
    expect(await why(script)).toEqual(['Nothing to match: the best ask was 102 x 9 when it arrived.'])
    expect(await whatIf(script)).toEqual([
      'Would have filled (3 UNIT, as taker) with an entry latency of at most 19 ns; it was 50 ns (31 ns less).',
    ])
    const large: Script = { given: [...BOOK, 'idle(3000)'], fill: new PartialFill(), when: [[2000, 'buy 101x7 ioc']] }
    expect(await why(large)).toEqual([
      'Filled 4 UNIT: it crossed on arrival; at 101 there was 4 UNIT.',
      'What was there when it arrived was less than it asked for: the rest expired.',
    ])
    expect(await whatIf(large)).toEqual(['Would not have filled in full, even without latency.'])
    const empty: Script = { given: ['bid(1000) 100x5', 'idle(3000)'], when: [[2000, 'buy x1 market']] }
    expect(await why(empty)).toEqual(['Nothing to match: there was no ask when it arrived.'])
  })

  test('lost on its way, and a cancel of what never arrived', async () => {
    const fault = {
      verdict: (ts: number) => (ts === 2000 ? 'refuse' : 'deliver') as 'refuse' | 'deliver',
      refusalDelayNs: () => 70,
    }
    const { story, lines } = await tell({
      given: [...BOOK, 'idle(3000)'],
      fault: fault as NonNullable<Script['fault']>,
      when: [
        [2000, 'buy 100x1'],
        [2010, 'cancel 1'],
      ],
    })
    expect(story).toMatchObject({ outcome: 'lost', commands: [{ lost: true }, { lost: false, arrivalTs: 2060 }] })
    expect(lines).toContain('  It was refused on its way to the venue, which never saw it.')
    expect(lines.join('\n')).toContain('heard that the submission was lost on its way to the venue')
  })
})

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
      'The risk gate refused the submission: position 2 UNIT, open on its side 1 UNIT, with 3 UNIT more it could pass maxPosition, 5 UNIT.',
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
      'The risk gate refused the submission: 98 is further than priceBand, 200bp, from the mid.',
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
    expect(text).toContain('modified to 2 UNIT @ 99: loses its place in the queue; rests, 2 UNIT @ 99 behind 9 UNIT')
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
    expect(await why(script)).toEqual(['Post-only would cross: the best ask was 100 x 2 when it arrived.'])
    expect(await whatIf(script)).toEqual([
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
    expect((await why(script)).at(-1)).toBe('A modification was under way and came 40 ns too late.')
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
