import { describe, expect, test } from 'vitest'
import { Bug } from '../../src/core/bug.ts'
import { type StrategyDefinition, strategy } from '../../src/trading/strategy.ts'
import { marketRows, unitInstrument } from '../fakes/market-text.ts'
import { type Simulation, simulate } from '../fakes/simulation.ts'

const QUIET = 'idle(3000,3000)'

function run(rows: readonly string[], strategy: StrategyDefinition, sampleEveryNs = 1_000_000): Simulation {
  return simulate([{ instrument: unitInstrument(), rows: marketRows(rows) }], strategy, { sampleEveryNs })
}

/** Writes down what the strategy hears of depth, with the best prices as they are then. */
function listener(depth: 'message' | 'row', heard: string[]): StrategyDefinition {
  return strategy({
    depth,
    start({ book, clock }) {
      return {
        onDepth: () => {
          const bid = book.hasBid ? book.bestBidTicks : '-'
          heard.push(`${clock.nowTs} ${bid}/${book.hasAsk ? book.bestAskTicks : '-'}`)
        },
      }
    },
  })
}

describe('depth', () => {
  const rows = ['bid(1000,1010) 100x1 99x1', 'ask(1000,1010) 101x1', 'bid(1005,1015) 100x2', QUIET]

  test('is heard once a message, when all of it is in the book', () => {
    const heard: string[] = []
    run(rows, listener('message', heard))
    expect(heard).toEqual(['1010 100/101', '1015 100/101'])
  })

  test('or once a row', () => {
    const heard: string[] = []
    run(rows, listener('row', heard))
    expect(heard).toEqual(['1010 100/-', '1010 100/-', '1010 100/101', '1015 100/101'])
  })

  test.each(['message', 'row'] as const)('rows that change no book are not heard (%s)', (depth) => {
    const heard: string[] = []
    run(['buy-trade(1000) 100x1', 'idle(1001)', 'trade(1002) 100x1', QUIET], listener(depth, heard))
    expect(heard).toEqual([])
  })

  test('a message is heard whatever its rows say, once an instant', () => {
    const heard: string[] = []
    const hearing = strategy({
      start: ({ clock }) => ({ onMessage: (instrument) => heard.push(`${clock.nowTs} #${instrument}`) }),
    })
    run([...rows.slice(0, 3), 'idle(1006,1015)', 'trade(1007,1020) 100x1', 'idle(1008,1030)', QUIET], hearing)
    expect(heard).toEqual(['1010 #0', '1015 #0', '1020 #0', '1030 #0'])
  })

  test('a stop in the middle of a message is heeded at once where rows are heard', () => {
    let calls = 0
    const stopping = strategy({
      depth: 'row',
      start: ({ stop }) => ({
        onDepth: () => {
          calls++
          stop()
        },
      }),
    })
    run(rows, stopping)
    expect(calls).toBe(1)
  })
})

test('trades are heard with their aggressor, fills and orders as they arrive', () => {
  const heard: unknown[] = []
  const trader = strategy({
    start({ after, orders, clock }) {
      after(100, () => orders.submit({ side: 1, priceTicks: 100, lots: 2 }))
      return {
        onTrade: ({ aggressor, priceTicks, lots }) => heard.push([clock.nowTs, 'trade', aggressor, priceTicks, lots]),
        onOrder: ({ state, leavesLots }) => heard.push([clock.nowTs, state, leavesLots]),
        onFill: ({ lots, order }) => heard.push([clock.nowTs, 'fill', lots, order.state]),
        onStop: () => heard.push([clock.nowTs, 'stop']),
      }
    },
  })
  run(['bid(1000) 100x1', 'ask(1000) 101x1', 'sell-trade(1200,1230) 99x3', 'trade(1300) 5x1', QUIET], trader)
  expect(heard).toEqual([
    [1180, 'working', 2],
    [1230, 'fill', 2, 'filled'],
    [1230, 'trade', -1, 99, 3],
    [1310, 'trade', 0, 5, 1],
    [3000, 'stop'],
  ])
})

test('a refusal of the risk gate is told at the end of its instant', () => {
  const heard: string[] = []
  const eager = strategy({
    start({ after, orders }) {
      after(10, () => {
        const id = orders.submit({ side: 1, priceTicks: 100, lots: 2 })
        heard.push(`asked ${id} ${orders.get(id)?.state}`)
      })
      return { onOrder: ({ id, state }) => heard.push(`${id} ${state}`) }
    },
  })
  const rules = [{ check: () => 'order-size' as const }]
  simulate([{ instrument: unitInstrument(), rows: marketRows(['idle(1000)', QUIET]), rules }], eager)
  expect(heard).toEqual(['asked 1 undefined', '1 refused'])
})

describe('timers', () => {
  test('fire every so often until they are cancelled, once otherwise, and are in the journal', () => {
    const fired: string[] = []
    const timed = strategy({
      start({ every, after, cancelTimer, clock }) {
        const id = every(100, () => {
          fired.push(`every ${clock.nowTs}`)
          if (clock.nowTs === 1300) cancelTimer(id)
        })
        after(150, () => fired.push(`after ${clock.nowTs}`))
      },
    })
    const { entries } = run(['idle(1000,1000)', QUIET], timed)
    expect(fired).toEqual(['every 1100', 'after 1150', 'every 1200', 'every 1300'])
    const journaled = entries.filter((entry) => entry.kind === 'TimerFired').map(({ timer, ts }) => [timer, ts])
    expect(journaled).toEqual([
      [1, 1100],
      [2, 1150],
      [1, 1200],
      [1, 1300],
    ])
  })

  test.each([
    ['every', 0],
    ['every', -1],
    ['every', 0.5],
    ['after', -1],
    ['after', Number.NaN],
  ] as const)('%s %d ns is a bug', (verb, delayNs) => {
    const wrong = strategy({ start: (context) => void context[verb](delayNs, () => {}) })
    expect(() => run(['idle(1000)', QUIET], wrong)).toThrow(Bug)
  })
})

test('the market is marked at multiples of the interval, with the rows seen, and once more at the end', () => {
  const rows = ['bid(1000,1010) 100x1', 'ask(1040,1050) 101x1', 'bid(1090,1100) 99x1', 'idle(1120,1130)']
  const { entries } = run(rows, strategy({ start: () => {} }), 50)
  const marks = entries.filter((entry) => entry.kind === 'MarketMarked').map(({ ts, row }) => [ts, row])
  // Those of an instant after its rows.
  expect(marks).toEqual([
    [1050, 2],
    [1100, 3],
    [1130, 4],
  ])
})
