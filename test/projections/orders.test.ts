import { describe, expect, test } from 'vitest'
import type { Reason } from '../../src/market/orders.ts'
import { OrderStatistics } from '../../src/projections/orders.ts'
import { foldJournal } from '../../src/projections/run-projections.ts'
import { Script } from './script.ts'

const at = { instrument: 0 }

function folded(script: Script): ReturnType<OrderStatistics['view']>[number] {
  return foldJournal(script.entries, new OrderStatistics(1)).view()[0]!
}

describe('orders', () => {
  test('counts each end, refusals of orders and of modifications, and races lost', () => {
    const script = new Script()
    const seqs = [1, 2, 3, 4, 5].map((order) => script.submit(0, order))
    script.append('CommandRefused', 0, seqs[0]!, { ...at, order: 1, command: 'SubmitOrder', reason: 'position' })
    script.append('OrderRejected', 5, seqs[1]!, { ...at, order: 2, exchTs: 3, reason: 'post-only-would-cross' })
    script.append('OrderExpired', 5, seqs[2]!, {
      ...at,
      order: 3,
      exchTs: 3,
      leavesLots: 5,
      reason: 'nothing-to-match',
    })
    for (const order of [4, 5]) script.append('OrderAccepted', 5, -1, { ...at, order, exchTs: 3, aheadSteps: 7 })
    const modify = script.append('ModifyOrder', 6, -1, { ...at, order: 5, priceTicks: 1001, lots: 9, row: 0 })
    script.append('CommandRefused', 6, modify, { ...at, order: 5, command: 'ModifyOrder', reason: 'order-size' })
    script.append('CancelOrder', 6, -1, { ...at, order: 4, row: 0 })
    script.fill(7, 4, seqs[3]!, { exchTs: 5, lots: 2, leavesLots: 3 })
    script.fill(8, 4, seqs[3]!, { exchTs: 6, lots: 3, leavesLots: 0 })
    script.append('CancelRejected', 9, -1, { ...at, order: 4, exchTs: 8, reason: 'unknown-order' })
    const view = folded(script)
    expect(view).toMatchObject({
      submitted: 5,
      refused: 1,
      rejected: 1,
      expired: 1,
      accepted: 2,
      filled: 1,
      touched: 1,
      canceled: 0,
      open: 1,
      cancels: 1,
      cancelsRejected: 1,
      cancelsLost: 1,
      modifies: 1,
      modifiesRefused: 1,
      modified: 0,
    })
    expect([...view.refusals]).toEqual([
      ['position', 1],
      ['order-size', 1],
    ])
    expect([...view.rejects]).toEqual([['post-only-would-cross', 1]])
    expect([...view.expiries]).toEqual([['nothing-to-match', 1]])
    expect(view.aheadSteps.count).toBe(2)
    expect(view.aheadSteps.quantile(0.5)).toBe(7)
  })

  test('of cancels that came too late, those that found the order filled', () => {
    const script = new Script()
    for (const order of [1, 2]) {
      script.submit(0, order)
      script.append('OrderAccepted', 5, -1, { ...at, order, exchTs: 3, aheadSteps: 7 })
      // Two cancels of each: the first order is filled before either arrives, the second is ended by the first of them.
      for (const ts of [6, 7]) script.append('CancelOrder', ts, -1, { ...at, order, row: 0 })
    }
    script.fill(8, 1, -1, { exchTs: 7, lots: 5, leavesLots: 0 })
    script.append('OrderCanceled', 9, -1, { ...at, order: 2, exchTs: 8, leavesLots: 5 })
    const reject = (ts: number, order: number, reason: Reason): unknown =>
      script.append('CancelRejected', ts, -1, { ...at, order, exchTs: ts - 1, reason })
    reject(10, 1, 'unknown-order')
    reject(11, 2, 'unknown-order')
    expect(folded(script)).toMatchObject({ cancels: 4, cancelsRejected: 2, cancelsLost: 1 })
    // The other one never arrived: it raced nothing.
    reject(12, 1, 'lost-on-entry')
    expect(folded(script)).toMatchObject({ cancels: 4, cancelsRejected: 3, cancelsLost: 1 })
  })

  test('waits from acceptance to each maker fill, by the venue clock', () => {
    const script = new Script()
    const seq = script.submit(0, 1)
    script.append('OrderAccepted', 90, seq, { ...at, order: 1, exchTs: 50, aheadSteps: -1 })
    script.fill(200, 1, seq, { exchTs: 150, lots: 1, leavesLots: 4 })
    script.fill(300, 1, seq, { exchTs: 250, lots: 4, leavesLots: 0 })
    const { queueWaitNs, aheadSteps } = folded(script)
    expect([queueWaitNs.count, queueWaitNs.quantile(0.5), queueWaitNs.max]).toEqual([2, 100, 200])
    expect(aheadSteps.count).toBe(0)
  })

  test('a smaller quantity keeps the place in the queue; another price or a larger quantity starts anew', () => {
    const waits = (priceTicks: number, leavesLots: number): number => {
      const script = new Script()
      const seq = script.submit(0, 1, { priceTicks: 1000, lots: 5 })
      script.append('OrderAccepted', 50, seq, { ...at, order: 1, exchTs: 50, aheadSteps: 0 })
      script.append('OrderModified', 120, -1, { ...at, order: 1, exchTs: 100, priceTicks, leavesLots })
      script.fill(200, 1, seq, { exchTs: 180, lots: leavesLots, leavesLots: 0 })
      return folded(script).queueWaitNs.max
    }
    expect(waits(1000, 3)).toBe(130)
    expect(waits(1000, 6)).toBe(80)
    expect(waits(1001, 5)).toBe(80)
  })

  test('a taker fill is no wait; what it leaves over queues from then on', () => {
    const script = new Script()
    const seq = script.submit(0, 1)
    script.fill(60, 1, seq, { exchTs: 50, lots: 1, leavesLots: 4, liquidity: 'taker' })
    script.fill(90, 1, seq, { exchTs: 80, lots: 4, leavesLots: 0 })
    const { queueWaitNs } = folded(script)
    expect([queueWaitNs.count, queueWaitNs.max]).toEqual([1, 30])
  })
})
