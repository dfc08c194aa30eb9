import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OrderView } from '../../../src/trading/order.ts'
import type { RiskRule, RiskView } from '../../../src/trading/risk/risk-rule.ts'
import { maxOrderSize, maxOrdersPerSecond, maxPosition, priceBand } from '../../../src/trading/risk/rules.ts'
import { SendRate } from '../../../src/trading/risk/send-rate.ts'
import { ACCEPTED, deskRig, fillOf } from '../../fakes/desk.ts'

const FLAT: RiskView = {
  positionLots: 0,
  openBuyLots: 0,
  openSellLots: 0,
  bestBidTicks: 99,
  bestAskTicks: 101,
  sentInLastSecond: 0,
}

interface Asked {
  readonly side?: 1 | -1
  readonly priceTicks?: number
  readonly lots?: number
  readonly type?: 'limit' | 'market'
}

function check(rule: RiskRule, asked: Asked, view: Partial<RiskView> = {}): string {
  const { side = 1, priceTicks = 100, lots = 1, type = 'limit' } = asked
  const order = { id: 1, side, type } as OrderView
  const command = { kind: 'ModifyOrder' as const, order: 1, priceTicks, lots }
  return rule.check(command, order, { ...FLAT, ...view }) ?? 'ok'
}

describe('order size', () => {
  test('at its limit passes, one lot more is refused', () => {
    const rule = maxOrderSize(5)
    expect([check(rule, { lots: 5 }), check(rule, { lots: 6 })]).toEqual(['ok', 'order-size'])
  })
})

describe('position', () => {
  const rule = maxPosition(10)

  test.each([
    ['up to the limit', { lots: 10 }, {}, 'ok'],
    ['beyond', { lots: 11 }, {}, 'position'],
    ['with what is held', { lots: 3 }, { positionLots: 7 }, 'ok'],
    ['with what is held, beyond', { lots: 4 }, { positionLots: 7 }, 'position'],
    ['with what is open', { lots: 3 }, { positionLots: 4, openBuyLots: 3 }, 'ok'],
    ['with what is open, beyond', { lots: 4 }, { positionLots: 4, openBuyLots: 3 }, 'position'],
    ['open orders of the other side do not help', { lots: 11 }, { openSellLots: 5 }, 'position'],
    ['a short position is room to buy', { lots: 14 }, { positionLots: -4 }, 'ok'],
    ['a sale, up to the limit', { side: -1, lots: 13 }, { positionLots: 3 }, 'ok'],
    ['a sale, beyond', { side: -1, lots: 14 }, { positionLots: 3 }, 'position'],
    ['a sale with open sales', { side: -1, lots: 4 }, { positionLots: -3, openSellLots: 4 }, 'position'],
    ['a sale out of too long a position', { side: -1, lots: 5 }, { positionLots: 30 }, 'ok'],
  ] as const)('%s', (_name, asked, view, answer) => {
    expect(check(rule, asked, view)).toBe(answer)
  })

  test('a modification under way counts with what it asks for, until it is answered', () => {
    const { executor, refused, answer } = deskRig([rule])
    executor.submit({ side: 1, priceTicks: 100, lots: 5 })
    answer(1, ACCEPTED)
    executor.modify(1, { lots: 10 })
    executor.submit({ side: 1, priceTicks: 99, lots: 1 })
    expect(refused).toHaveLength(1)
    answer(1, { kind: 'ModifyRejected', reason: 'lost-on-entry' })
    executor.submit({ side: 1, priceTicks: 99, lots: 5 })
    expect(refused).toHaveLength(1)
    // A smaller quantity is not relied upon before the venue has confirmed it.
    executor.modify(1, { lots: 1 })
    executor.submit({ side: 1, priceTicks: 99, lots: 1 })
    expect(refused).toHaveLength(2)
    answer(1, { kind: 'OrderModified', priceTicks: 100, leavesLots: 1 })
    executor.submit({ side: 1, priceTicks: 99, lots: 4 })
    expect(refused).toHaveLength(2)
  })

  test('whatever is filled of what passes, the position stays within the limit', () => {
    const step = fc.record({
      side: fc.constantFrom(1 as const, -1 as const),
      lots: fc.integer({ min: 1, max: 8 }),
      does: fc.constantFrom('submit', 'submit', 'modify', 'fill', 'part', 'cancel'),
      place: fc.nat(4),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const rig = deskRig([rule])
        for (const { side, lots, does, place } of steps) {
          const order = [...rig.executor.open()][place]
          if (does === 'submit') rig.executor.submit({ side, lots, priceTicks: 100 })
          else if (order === undefined) continue
          else if (does === 'modify') {
            if (order.state === 'sent') rig.answer(order.id, ACCEPTED)
            const from = rig.sent.length
            rig.executor.modify(order.id, { lots })
            // The venue answers at once: a fill that overtakes a modification is the venue's affair.
            if (rig.sent.length > from) {
              rig.answer(order.id, { kind: 'OrderModified', priceTicks: 100, leavesLots: lots })
            }
          } else if (does === 'cancel') {
            rig.executor.cancel(order.id)
            rig.answer(order.id, { kind: 'OrderCanceled', leavesLots: order.leavesLots })
          } else {
            const filled = does === 'fill' ? order.leavesLots : 1
            rig.answer(order.id, fillOf(filled, order.leavesLots - filled))
          }
          expect(Math.abs(rig.position.lots)).toBeLessThanOrEqual(10)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('order rate', () => {
  test('the last that fits passes, the next is refused', () => {
    const rule = maxOrdersPerSecond(3)
    expect(check(rule, {}, { sentInLastSecond: 2 })).toBe('ok')
    expect(check(rule, {}, { sentInLastSecond: 3 })).toBe('order-rate')
  })

  test('what was sent exactly a second ago no longer counts', () => {
    const rate = new SendRate()
    for (const ts of [0, 10, 10]) rate.record(ts)
    expect([rate.inLastSecond(10), rate.inLastSecond(999_999_999), rate.inLastSecond(1_000_000_000)]).toEqual([3, 3, 2])
    expect(rate.inLastSecond(1_000_000_010)).toBe(0)
  })

  test('is the count of a plain search, over many sends', () => {
    const waits = fc.array(fc.constantFrom(0, 1, 100_000, 400_000_000, 1_000_000_000), { maxLength: 200 })
    fc.assert(
      fc.property(waits, (all) => {
        const rate = new SendRate()
        const sent: number[] = []
        let ts = 0
        for (const wait of all) {
          ts += wait
          expect(rate.inLastSecond(ts)).toBe(sent.filter((each) => each > ts - 1_000_000_000).length)
          rate.record(ts)
          sent.push(ts)
        }
      }),
    )
  })

  test('counts submissions and modifications that passed, not cancels and not what was refused', () => {
    const { executor, sent, refused, answer } = deskRig([maxOrdersPerSecond(3)])
    executor.submit({ side: 1, priceTicks: 100, lots: 1 })
    answer(1, ACCEPTED)
    executor.submit({ side: 1, priceTicks: 100, lots: 1 })
    executor.cancel(2)
    executor.modify(1, { priceTicks: 99 })
    executor.submit({ side: 1, priceTicks: 100, lots: 1 })
    expect([sent.length, refused.length]).toEqual([4, 1])
  })
})

describe('price band', () => {
  // 1% of a mid of 100.
  const rule = priceBand(10_000_000)

  test.each([
    [101, 'ok'],
    [102, 'price-band'],
    [99, 'ok'],
    [98, 'price-band'],
  ])('%d against a mid of 100: %s', (priceTicks, answer) => {
    expect(check(rule, { priceTicks })).toBe(answer)
    expect(check(rule, { priceTicks, side: -1 })).toBe(answer)
  })

  test('without a mid limit orders are refused; market orders carry no price', () => {
    expect(check(rule, {}, { bestBidTicks: undefined })).toBe('price-band')
    expect(check(rule, {}, { bestAskTicks: undefined })).toBe('price-band')
    expect(check(rule, { type: 'market', priceTicks: 0 }, { bestAskTicks: undefined })).toBe('ok')
  })

  test('is exact at its edge, for prices and bands of any size', () => {
    const price = fc.integer({ min: 1, max: 2_000_000 })
    fc.assert(
      fc.property(price, fc.nat(1000), price, fc.nat(1_000_000_000), (bid, spread, priceTicks, bandPpb) => {
        const ask = bid + spread
        const distance = BigInt(Math.abs(2 * priceTicks - bid - ask)) * 1_000_000_000n
        const isBeyond = distance > BigInt(bandPpb) * BigInt(bid + ask)
        const answer = check(priceBand(bandPpb), { priceTicks }, { bestBidTicks: bid, bestAskTicks: ask })
        expect(answer).toBe(isBeyond ? 'price-band' : 'ok')
      }),
      { numRuns: 500 },
    )
  })
})
