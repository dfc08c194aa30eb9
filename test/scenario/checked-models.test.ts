import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/bug.ts'
import { Rng } from '../../src/core/rng.ts'
import { checkedFee, checkedFill, checkedLatency, checkedQueue } from '../../src/scenario/checked-models.ts'

const FILE = 'my/model.ts'
const refusal = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    expect(error).toBeInstanceOf(InputError)
    return (error as InputError).message
  }
  throw new Error('Nothing was refused')
}

describe("models of a user's own", () => {
  test('say what they lack, in which file', () => {
    expect(refusal(() => checkedQueue({ rest() {} }, FILE))).toBe(
      'my/model.ts: what it makes is no queue model: it has no trade, depth, reachFront, leave, ahead.',
    )
    expect(refusal(() => checkedFee(null, FILE))).toContain('feeAtoms')
  })

  test.each([1.5, -1, Number.NaN])('a latency of %s is refused', (delay) => {
    const model = checkedLatency({ delayNs: () => delay }, FILE)
    expect(refusal(() => model.delayNs('entry', 0, new Rng(1)))).toContain(
      `my/model.ts: delayNs for entry gave ${delay}`,
    )
  })

  test('a queue that is no number is refused', () => {
    const rest = { rest() {}, trade() {}, depth() {}, reachFront() {}, leave() {} }
    expect(refusal(() => checkedQueue({ ...rest, ahead: () => Number.NaN }, FILE).ahead(0))).toContain('ahead gave NaN')
    expect(checkedQueue({ ...rest, ahead: () => -2.5 }, FILE).ahead(0)).toBe(-2.5)
  })

  test('fills beyond what is open are refused', () => {
    const opposite = { bestTicks: 10, lotsAt: () => 1, nextTicks: () => undefined }
    const order = { type: 'limit', timeInForce: 'gtc', side: 1, priceTicks: 10 } as const
    const model = checkedFill({ restingLots: () => 3, take: () => [{ priceTicks: 10, lots: 9 }] }, FILE)
    expect(refusal(() => model.restingLots(1, 2))).toContain('restingLots gave 3')
    expect(refusal(() => model.take(order, 4, opposite))).toContain('take gave 9')
    expect(model.restingLots(1, 3)).toBe(3)
  })

  test('a fee that is no bigint is refused', () => {
    const fill = { side: 1, liquidity: 'maker', lots: 1, notionalAtoms: 5n } as const
    expect(refusal(() => checkedFee({ feeAtoms: () => 0.5 }, FILE).feeAtoms(fill))).toContain('feeAtoms gave 0.5')
    expect(checkedFee({ feeAtoms: () => -3n }, FILE).feeAtoms(fill)).toBe(-3n)
  })
})
