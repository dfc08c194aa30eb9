/**
 * Small markets and the stories of their orders, worked out by hand. Commands take 50 to the venue, answers 30 back;
 * tick and lot are 1; the queue is risk-averse. The book is 100x5 behind 99x7 on the bid, 101x4 and 102x9 on the ask.
 */
import { describe, expect, test } from 'vitest'
import { PartialFill } from '../../../src/venue/sim/fill/partial-fill.ts'
import { BOOK, part, tell } from '../../fakes/told.ts'

type Script = Parameters<typeof tell>[0]
type Asked = Parameters<typeof tell>[1]

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
        00:00:00.000002000            sent (#2) on timer #1
                                      seeing bid 100 x 5, ask 101 x 4
        00:00:00.000002050    +50 ns  submission at the venue after 50 ns: rests at 100 behind 9 UNIT
                                      bid 100 x 9, ask 101 x 4 at the venue
        00:00:00.000002080    +80 ns  heard that it rests after 30 ns
        00:00:00.000002350   +350 ns  cancel sent (#5) on timer #4
                                      seeing bid 100 x 1, ask 101 x 4
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
    // Later it would have rested, and the modification, refused as it was, would have made it cross.
    const modified: Script['when'] = [
      [2000, 'buy 101x3'],
      [2100, 'modify 1 102x3'],
    ]
    expect((await whatIf({ ...script, when: modified }))[0]).toContain('at most 89 ns; it was 50 ns (39 ns more)')
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
