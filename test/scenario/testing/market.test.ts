import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { param, type StrategyHandlers, strategy } from 'hftsim'
import { type MarketOptions, market, type TestMarket } from 'hftsim/testing'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/core/bug.ts'
import type { NewOrder, StrategyContext } from '../../../src/trading/strategy.ts'
import { temporaryFolder } from '../../fakes/market-rows.ts'

const BOOK = ['bid 100.0: 7', 'ask 100.1: 4']

/** A market with a book in which a strategy submits these orders when it first sees the book. */
function given(orders: readonly NewOrder[], options: Partial<MarketOptions> = {}): TestMarket {
  return market({ tick: '0.1', lot: '0.001', ...options })
    .book(...BOOK)
    .run(
      atFirstSight((context) => {
        for (const order of orders) context.orders.submit(order)
      }),
    )
}

function atFirstSight(act: (context: StrategyContext) => void, handlers: StrategyHandlers = {}) {
  return strategy({
    start(context) {
      let seen = false
      return {
        onDepth() {
          if (!seen) act(context)
          seen = true
        },
        ...handlers,
      }
    },
  })
}

const buy = (lots: number, priceTicks: number): NewOrder => ({ side: 1, lots, priceTicks })
const sell = (lots: number, priceTicks: number): NewOrder => ({ side: -1, lots, priceTicks })

describe('what the market does', () => {
  test('a trade fills us when the queue before us is gone, as far as it goes', () => {
    const m = given([buy(3, 1000)])
    expect(m.trade('sell 7 @ 100.0').fills()).toBe('')
    expect(m.trade('sell 2 @ 100.0').fills()).toBe('buy 2 @ 100.0 maker')
    expect(m.orders()).toBe('buy 1 of 3 @ 100.0')
    expect(m.trade('sell 1 @ 99.9').position).toBe(3)
    expect(m.orders()).toBe('')
  })

  test('the other side coming to us fills us', () => {
    const m = given([sell(2, 1001)]).depth('bid 100.1: 5')
    expect(m.fills()).toBe('sell 2 @ 100.1 maker')
    expect(m.position).toBe(-2)
  })

  test('a new book leaves nothing of the old one', () => {
    const seen: string[] = []
    const watch = strategy({
      start: ({ book }) => ({
        onDepth: () => {
          seen.push(`${book.hasBid ? book.bestBidTicks : '-'} ${book.hasAsk ? book.bestAskTicks : '-'}`)
        },
      }),
    })
    market({ tick: '0.1', lot: '1' }).book('bid 10.0: 1', 'bid 9.9: 1', 'ask 10.3: 1').run(watch).book('ask 10.2: 1')
    expect(seen).toEqual(['100 103', '- 102'])
  })

  test('the three ways take their time', () => {
    const m = given([buy(1, 1000)], { latency: { feed: '5ms', entry: '3ms', response: '2ms' } })
    expect(m.journal()).not.toContain('submit')
    expect(m.advance('5ms').orders()).toBe('buy 1 @ 100.0 (sent)')
    expect(() => m.fill('buy 1 @ 100.0')).toThrow('has the strategy acted yet (advance), and its order arrived?')
    expect(m.advance('4999us').orders()).toBe('buy 1 @ 100.0 (sent)')
    expect(m.advance('1us').orders()).toBe('buy 1 @ 100.0')
    expect(m.journal('OrderAccepted')).toContain('at venue 00:00:00.008000000')
    expect(m.fill('buy 1 @ 100.0').position).toBe(0)
    expect(m.advance('2ms').position).toBe(1)
  })

  test('timers at the very instant fire, later ones do not', () => {
    const fired: number[] = []
    const timers = strategy({
      params: { every: param.duration({ default: '1s' }) },
      start: ({ every, params, clock }) => {
        every(params.every, () => fired.push(clock.nowTs))
      },
    })
    const m = market({ tick: '1', lot: '1' }).run(timers, { every: '10ms' })
    m.advance('9999us').advance('1us').advance('19999999ns')
    expect(fired).toEqual([10e6, 20e6])
  })
})

describe('fill', () => {
  test('fills so many lots as were asked for, through whatever queue there is', () => {
    const m = given([buy(3, 1000), sell(2, 1004)])
    expect(m.fill('buy 1 @ 100.0').fill('buy 2 @ 100.0').position).toBe(3)
    expect(m.fill('sell 2 @ 100.4').fills()).toBe('buy 1 @ 100.0 maker\nbuy 2 @ 100.0 maker\nsell 2 @ 100.4 maker')
  })

  test.each([
    [
      'buy 1 @ 99.9',
      'No order rests at the venue that "buy 1 @ 99.9" could fill. Of ours rest: buy 2 @ 100.0, buy 1 @ 99.8',
    ],
    ['buy 3 @ 100.0', 'No order rests at the venue that "buy 3 @ 100.0" could fill.'],
    ['sell 1 @ 100.0', 'None of ours rests on that side'],
    [
      'buy 1 @ 99.8',
      'A trade that fills "buy 1 @ 99.8" reaches other orders of ours too: say it with trade(). Of ours',
    ],
  ])('%s is refused before anything happens', (text, message) => {
    const m = given([buy(2, 1000), buy(1, 998)])
    expect(() => m.fill(text)).toThrow(message)
    expect(m.position).toBe(0)
  })
})

describe('what can be looked at', () => {
  test('orders from the highest price down, with what is known of them', () => {
    const m = given(
      [
        buy(1, 1000),
        sell(1, 1003),
        { ...buy(2, 998), postOnly: true },
        sell(1, 1003),
        { side: 1, lots: 1, type: 'market' },
      ],
      { latency: { entry: '1ms' } },
    )
    expect(m.orders().split('\n')).toEqual([
      'sell 1 @ 100.3 (sent)',
      'sell 1 @ 100.3 (sent)',
      'buy 1 @ 100.0 (sent)',
      'buy 2 @ 99.8 post-only (sent)',
      'buy 1 at market (sent)',
    ])
    expect(m.advance('1ms').fills()).toBe('buy 1 @ 100.1 taker')
    expect(m.orders()).not.toContain('sent')
  })

  test('a cancel that is under way', () => {
    const cancelling = strategy({
      start: ({ orders, ...timers }) => {
        timers.after(1000, () => orders.submit(buy(1, 1000)))
        timers.after(10_000, () => orders.cancelAll())
      },
    })
    const m = market({ tick: '0.1', lot: '1', latency: { entry: '5us' } }).book(...BOOK)
    expect(m.run(cancelling).advance('10us').orders()).toBe('buy 1 @ 100.0 (cancel sent)')
    expect(m.advance('5us').orders()).toBe('')
  })

  test('the journal, as `hftsim journal show` prints it', () => {
    const m = given([buy(1, 1000)]).end()
    expect(m.journal().split('\n')).toMatchInlineSnapshot(`
      [
        "00:00:00.000000000       #0  run started",
        "00:00:00.000000000       #1  submit           TEST  order 1        buy 0.001 @ 100.0 gtc  row 4",
        "00:00:00.000000000       #2  accepted         TEST  order 1        at venue 00:00:00.000000000  ahead 0.007  <- #1",
        "00:00:00.000000000       #3  mark             TEST                 bid 100.0  ask 100.1  row 4",
        "00:00:00.000000000       #4  run ended                             end-of-data",
      ]
    `)
  })

  test('the end, once: by the test or by the strategy', () => {
    let stopped = 0
    const onStop = (): void => {
      stopped++
    }
    const m = market({ tick: '0.1', lot: '1' })
      .run(strategy({ start: () => ({ onStop }) }))
      .end()
    expect(() => m.trade('buy 1 @ 1.0')).toThrow('The run has ended')
    expect(() => m.end()).toThrow('The run has ended')
    const own = market({ tick: '0.1', lot: '1' }).run(atFirstSight(({ stop }) => stop(), { onStop }))
    expect(own.book(...BOOK).journal('RunEnded')).toContain('strategy-stopped')
    expect(stopped).toBe(2)
  })
})

describe('what makes no sense', () => {
  const words: [string, (m: TestMarket) => unknown, string][] = [
    ['a level without lots', (m) => m.book('bid 100.0'), '"bid 100.0" is not a level'],
    ['half a lot', (m) => m.depth('bid 100.0: 0.5'), '"bid 100.0: 0.5" is not a level'],
    [
      'a price between ticks',
      (m) => m.depth('ask 100.05: 1'),
      'The price 100.05 in "ask 100.05: 1" is no whole number of ticks of 0.1',
    ],
    ['a price that is none', (m) => m.depth('ask a lot: 1'), '"ask a lot: 1" is not a level'],
    ['a price in words', (m) => m.trade('sell 1 @ market'), 'The price market in "sell 1 @ market" is no decimal.'],
    ['a price beyond 32 bits', (m) => m.trade('sell 1 @ 300000000.0'), 'no whole number of ticks'],
    ['a trade of nothing', (m) => m.trade('sell 0 @ 100.0'), '"sell 0 @ 100.0" is not a side, whole lots and a price'],
    [
      'a crossed book',
      (m) => m.book('bid 100.2: 1', 'ask 100.1: 1'),
      'A book with a bid of 100.2 and an ask of 100.1 is crossed.',
    ],
    ['a length without unit', (m) => m.advance('100'), '"100" has no unit'],
    ['two strategies', (m) => m.run(atFirstSight(() => {})), 'A market runs one strategy, once.'],
  ]
  test.each(words)('%s', (_, act, message) => {
    const m = given([])
    expect(() => act(m)).toThrow(InputError)
    expect(() => act(m)).toThrow(message)
  })

  test('looking before a strategy runs, and parameters that it does not have', () => {
    const m = market({ tick: '0.1', lot: '1' }).book(...BOOK)
    expect(() => m.orders()).toThrow('orders: No strategy runs in this market yet: call run().')
    expect(() => m.advance('1s')).toThrow('advance: No strategy runs')
    expect(() =>
      m.run(
        atFirstSight(() => {}),
        { levels: 1 },
      ),
    ).toThrow('The strategy has no parameter "levels"')
    expect(() => m.journal('Fil' as 'Fill')).toThrow(/^"Fil" is no kind of entry\. One of: .* Did you mean "Fill"\?$/)
    expect(() => market({ tick: '0', lot: '1' })).toThrow('tickSize: "0" is not a positive decimal')
    expect(() => market({ tick: '1', lot: '1', latency: { feed: '-1ms' } })).toThrow('"-1ms" is negative')
  })

  test('a market without steps, or with numbers for them', () => {
    const right = "write market({ tick: '0.1', lot: '0.001' })."
    const refusal = (options: unknown) => () => market(options as MarketOptions)
    expect(refusal(undefined)).toThrow(new InputError({}, `A market lacks its tick: ${right}`))
    expect(refusal({ tick: '0.1' })).toThrow(new InputError({}, `A market lacks its lot: ${right}`))
    expect(refusal({ tick: 0.1, lot: '1' })).toThrow(`A market takes its tick as text, not as 0.1: ${right}`)
  })

  test('a strategy that never comes to rest', () => {
    const restless = strategy({
      start: ({ orders, book }) => {
        const take = (): void => {
          if (book.hasAsk) orders.submit({ side: 1, lots: 1, priceTicks: 1, timeInForce: 'ioc' })
        }
        return { onDepth: take, onOrder: take }
      },
    })
    expect(() =>
      market({ tick: '0.1', lot: '1' })
        .book(...BOOK)
        .run(restless),
    ).toThrow('goes round in circles')
    const slower = market({ tick: '0.1', lot: '1', latency: { entry: '1ms' } })
      .book(...BOOK)
      .run(restless)
    expect(slower.advance('5ms').journal('OrderExpired').split('\n')).toHaveLength(5)
  })

  test('what the strategy throws comes out as it was thrown', () => {
    const failing = atFirstSight(() => {
      throw new RangeError('mine')
    })
    expect(() =>
      market({ tick: '0.1', lot: '1' })
        .book(...BOOK)
        .run(failing),
    ).toThrow(RangeError)
  })
})

test('works under node:test', () => {
  const source = join(import.meta.dirname, '../../../src')
  const file = join(temporaryFolder(), 'own.test.ts')
  const text = `
    import assert from 'node:assert/strict'
    import { test } from 'node:test'
    import { strategy } from '${source}/index.ts'
    import { market } from '${source}/testing.ts'
    const join = strategy({ start: ({ book, orders }) => ({ onDepth() {
      if (![...orders.open()].length) orders.submit({ side: 1, lots: 1, priceTicks: book.bestBidTicks }) } }) })
    test('joins the bid', () => {
      const m = market({ tick: '0.5', lot: '1' }).book('bid 10.0: 3', 'ask 10.5: 3').run(join)
      assert.equal(m.orders(), 'buy 1 @ 10.0')
      assert.equal(m.fill('buy 1 @ 10.0').position, 1)
    })`
  writeFileSync(file, text)
  expect(execFileSync(process.execPath, ['--test', '--test-reporter=tap', file], { encoding: 'utf8' })).toContain(
    '# pass 1',
  )
})
