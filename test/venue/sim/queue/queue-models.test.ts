import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CancelsAheadQueue } from '../../../../src/venue/sim/queue/cancels-ahead.ts'
import {
  type BackProbability,
  logProb,
  logProb2,
  ProbabilityQueue,
  powerProb,
  powerProb2,
  powerProb3,
} from '../../../../src/venue/sim/queue/probability-queue.ts'
import type { QueueModel } from '../../../../src/venue/sim/queue/queue-model.ts'
import { RiskAverseQueue } from '../../../../src/venue/sim/queue/risk-averse.ts'

/** A level of 10 when we arrive; then it shows 14, 11; 1 is traded; it shows 7, 3; 4 are traded. */
function trace(queue: QueueModel): number[] {
  const ahead: number[] = []
  const look = (): void => void ahead.push(queue.ahead(0))
  queue.rest(0, 10)
  queue.depth(0, 10, 14)
  queue.depth(0, 14, 11)
  look()
  queue.trade(0, 1)
  look()
  queue.depth(0, 11, 7)
  look()
  queue.depth(0, 7, 3)
  look()
  queue.trade(0, 4)
  look()
  return ahead
}

describe('the published traces, to the last bit', () => {
  test.each<[string, BackProbability, number[]]>([
    ['PowerProb', powerProb(3), [7.180451127819548, 6.180451127819548, 4.145444701135687, 1.1300226584682886]],
    ['PowerProb2', powerProb2(3), [7.06997084548105, 6.06997084548105, 3.340050370963186, -0.08821934588771363]],
    ['PowerProb3', powerProb3(3), [8.906705539358601, 7.906705539358601, 6.792590864478352, 3]],
    ['LogProb', logProb(), [8.204869551425183, 7.204869551425183, 5.485474604435729, 2.8066780236818385]],
    ['LogProb2', logProb2(), [8.782948386753361, 7.782948386753361, 6.520401438529467, 3]],
  ])('%s', (_name, probability, expected) => {
    expect(trace(new ProbabilityQueue(probability))).toEqual([...expected, expected[3]! - 4])
  })

  test('RiskAverse: trades and the size of the level alone', () => {
    expect(trace(new RiskAverseQueue())).toEqual([10, 9, 7, 3, -1])
  })

  test('CancelsAhead: what left without a trade stood ahead, and what traded is not counted twice', () => {
    // 14 to 11: 3 left. 11 to 7 after a trade of 1: 3 more. 7 to 3: the last 3 ahead of us and one behind.
    expect(trace(new CancelsAheadQueue())).toEqual([7, 6, 3, 0, -4])
  })
})

describe.each<[string, () => QueueModel]>([
  ['RiskAverse', () => new RiskAverseQueue()],
  ['CancelsAhead', () => new CancelsAheadQueue()],
  ['PowerProb 1.5', () => new ProbabilityQueue(powerProb(1.5))],
  ['LogProb2', () => new ProbabilityQueue(logProb2())],
])('%s', (_name, create) => {
  test('asking changes nothing, slots do not know of one another, and a slot may be used again', () => {
    const queue = create()
    queue.rest(0, 5)
    queue.rest(1, 8)
    queue.trade(0, 2)
    expect([queue.ahead(0), queue.ahead(0), queue.ahead(1)]).toEqual([3, 3, 8])
    queue.leave(0)
    queue.rest(0, 7)
    queue.depth(0, 7, 9)
    expect(queue.ahead(0)).toBe(7)
  })

  test('a level that shows less than stood ahead is the most that can stand ahead, also when it has grown', () => {
    const queue = create()
    queue.rest(0, 10)
    queue.depth(0, 2, 5)
    expect(queue.ahead(0)).toBe(5)
    queue.depth(0, 5, 7)
    expect(queue.ahead(0)).toBe(5)
  })

  test('trades that went past us leave us at the front', () => {
    const queue = create()
    queue.rest(0, 5)
    queue.trade(0, 7)
    expect(queue.ahead(0)).toBe(-2)
    queue.reachFront(0)
    expect(queue.ahead(0)).toBe(0)
  })
})

test('no number for a probability keeps the place, bounded by the level', () => {
  const queue = new ProbabilityQueue(powerProb(1.5))
  queue.rest(0, 1)
  queue.trade(0, 1.25)
  queue.depth(0, 1, 9)
  queue.depth(0, 9, 8)
  expect(queue.ahead(0)).toBe(-0.25)
  const never = new ProbabilityQueue(() => Number.NaN)
  never.rest(0, 10)
  never.depth(0, 10, 6)
  expect(never.ahead(0)).toBe(6)
})

test('an infinite probability is 1: all of it left behind us', () => {
  const queue = new ProbabilityQueue(() => Number.NEGATIVE_INFINITY)
  queue.rest(0, 10)
  queue.depth(0, 30, 28)
  expect(queue.ahead(0)).toBe(10)
})

test('for comparisons with hftbacktest: no number for a probability throws the order to the back', () => {
  const queue = new ProbabilityQueue(powerProb(1.5), 'to-the-back')
  queue.rest(0, 1)
  queue.trade(0, 1.25)
  queue.depth(0, 1, 9)
  expect(queue.ahead(0)).toBe(-0.25)
  queue.depth(0, 9, 8)
  expect(queue.ahead(0)).toBe(8)
})

const OTHERS: readonly (() => QueueModel)[] = [
  () => new RiskAverseQueue(),
  ...[1, 1.5, 3, 0.5].flatMap((n) =>
    [powerProb, powerProb2, powerProb3].map((family) => () => new ProbabilityQueue(family(n))),
  ),
  () => new ProbabilityQueue(logProb()),
  () => new ProbabilityQueue(logProb2()),
]

const happenings = fc.array(
  fc.record({ kind: fc.constantFrom('trade', 'depth'), qty: fc.integer({ min: 0, max: 30 }) }),
  { maxLength: 40 },
)

test('CancelsAhead never has more ahead than any other model, and never less than nothing by cancels', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30 }), happenings, (arrival, events) => {
      const bound = new CancelsAheadQueue()
      const others = OTHERS.map((create) => create())
      const all = [bound, ...others]
      let level = arrival
      for (const queue of all) queue.rest(0, level)
      for (const { kind, qty } of events) {
        for (const queue of all) {
          if (kind === 'trade') queue.trade(0, qty)
          else queue.depth(0, level, qty)
          // A trade that goes past an order fills it; some formulas go past it by cancels too, which no order can.
          const passed = queue.ahead(0) < 0
          if (queue === bound) expect(passed && kind === 'depth').toBe(false)
          if (passed) queue.reachFront(0)
        }
        if (kind === 'depth') level = qty
        for (const queue of others) expect(bound.ahead(0)).toBeLessThanOrEqual(queue.ahead(0) + 1e-9)
      }
    }),
    { numRuns: 2000 },
  )
})
