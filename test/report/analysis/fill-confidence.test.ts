import { describe, expect, test } from 'vitest'
import { FILL_CONFIDENCES, FILL_RULES } from '../../../src/report/run-report.ts'
import { PartialFill } from '../../../src/venue/sim/fill/partial-fill.ts'
import type { Script } from '../../fakes/play.ts'
import { analyse } from './analysed.ts'

const BOOK = ['bid(1000) 99x5', 'ask(1000) 101x5']

/** "lots@ticks rule confidence margin" of each fill. */
function judged(script: Script): string[] {
  const fills = analyse(script).analysis.series().fills[0]!
  return [...fills.lots].map((lots, i) => {
    const [rule, confidence] = [FILL_RULES[fills.rule[i]!], FILL_CONFIDENCES[fills.confidence[i]!]]
    return `${lots}@${fills.priceTicks[i]} ${rule} ${confidence} ${fills.margin[i]}`
  })
}

/** A buy of two lots that rests behind five from 1150 on, and what happens then. */
function resting(then: string): string[] {
  return judged({ given: [...BOOK, then, 'idle(2000)'], when: [[1100, 'buy 99x2']] })
}

describe('how sure a fill is', () => {
  test('trades went past our place: it depends on the queue, with what went past beyond half a lot to spare', () => {
    // Eight lots traded, five were ahead: three went past.
    expect(resting('sell-trade(1300) 99x8')).toEqual(['2@99 queue queue-dependent 2.5'])
    // One went past: without partial fills that executes both lots, and still it is the queue that decided.
    expect(resting('sell-trade(1300) 99x6')).toEqual(['2@99 queue queue-dependent 0.5'])
    expect(resting('sell-trade(1300) 99x5')).toEqual([])
  })

  test('a trade beyond the price: certain, by so many ticks, unless it was smaller than we are', () => {
    expect(resting('sell-trade(1300) 98x2')).toEqual(['2@99 traded-through certain 1'])
    expect(resting('sell-trade(1300) 96x9')).toEqual(['2@99 traded-through certain 3'])
    expect(resting('sell-trade(1300) 98x1')).toEqual(['2@99 traded-through size-dependent -1'])
  })

  test('the other side came to the price: certain, unless it showed less than we have', () => {
    expect(resting('ask(1300) 99x4')).toEqual(['2@99 best-crossed certain 0'])
    expect(resting('ask(1300) 97x4')).toEqual(['2@99 best-crossed certain 2'])
    expect(resting('ask(1300) 99x1')).toEqual(['2@99 best-crossed size-dependent -1'])
  })

  test('on arrival: certain up to what stands there', () => {
    const taking = (action: string): string[] => judged({ given: [...BOOK, 'idle(2000)'], when: [[1100, action]] })
    expect(taking('buy 101x5')).toEqual(['5@101 on-arrival certain 0'])
    expect(taking('buy 101x7')).toEqual(['7@101 on-arrival size-dependent -2'])
  })

  test('an order that takes a level twice finds the second time what the first left', () => {
    const given = [...BOOK, 'ask(1000) 102x3', 'idle(2000)']
    const fill = new PartialFill()
    // Five lots at 101, then three at 102; what is still missing is executed at the limit, where nothing is left.
    expect(judged({ given, when: [[1100, 'buy 102x10']], fill })).toEqual([
      '5@101 on-arrival certain 0',
      '3@102 on-arrival certain 0',
      '2@102 on-arrival size-dependent -2',
    ])
    // Another order finds it all again: that is the assumption that the report states.
    const twice = [
      [1100, 'buy 101x5'],
      [1300, 'buy 101x5'],
    ] as const
    expect(judged({ given, when: twice, fill })).toEqual(['5@101 on-arrival certain 0', '5@101 on-arrival certain 0'])
  })

  test('in parts by the queue: each part has its own margin', () => {
    const given = [...BOOK, 'sell-trade(1300) 99x6', 'sell-trade(1400) 99x1', 'idle(2000)']
    expect(judged({ given, when: [[1100, 'buy 99x2']], fill: new PartialFill() })).toEqual([
      '1@99 queue queue-dependent 0.5',
      '1@99 queue queue-dependent 0.5',
    ])
  })

  test('a fill of any class may take more than the market showed', () => {
    // Of six that traded five were ahead: one went past, and two are filled. At 97 the trade of one fills two.
    const given = [...BOOK, 'sell-trade(1300) 99x6', 'sell-trade(1400) 96x1', 'idle(2000)']
    const when = [
      [1100, 'buy 99x2'],
      [1110, 'buy 97x2'],
    ] as const
    const { first } = analyse({ given, when })
    const { classes, beyondShown } = first.confidence.view()
    expect(classes.map(({ confidence, volume, beyondShown }) => [confidence, volume, beyondShown])).toEqual([
      ['certain', '0', '0'],
      ['queue-dependent', '2', '1'],
      ['size-dependent', '2', '1'],
    ])
    expect(beyondShown).toEqual({ volume: '2', share: 0.5 })
    // The stamp says the same.
    const { holds, reasons } = first.impact.view(1000, first.confidence.beyondShownShare)
    expect(holds).toBe(false)
    expect(reasons).toContainEqual(expect.stringContaining('50.0% of our volume is beyond what the market showed'))
  })
})
