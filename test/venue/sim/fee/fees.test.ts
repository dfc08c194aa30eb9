import { describe, expect, test } from 'vitest'
import { parseDecimal } from '../../../../src/core/decimal.ts'
import type { FeeableFill } from '../../../../src/venue/sim/fee/fee-model.ts'
import { flatFee, quantityFee, valueFee } from '../../../../src/venue/sim/fee/fees.ts'
import { unitInstrument } from '../../../fakes/market-text.ts'

const NO_SIDES = { buyerPpb: 0, sellerPpb: 0 }
/** A stamp duty of 0.1% on sales. */
const DUTY = { buyerPpb: 0, sellerPpb: 1_000_000 }

/** 3 lots for 200 units of money. */
function fill(change: Partial<FeeableFill> = {}): FeeableFill {
  return { side: 1, liquidity: 'taker', lots: 3, notionalAtoms: 20_000_000_000n, ...change }
}

describe('a share of the value', () => {
  // Maker -0.5 bp, taker 4 bp.
  const fee = valueFee(-50_000, 400_000, NO_SIDES)

  test('maker and taker; a rebate is negative', () => {
    expect(fee.feeAtoms(fill())).toBe(8_000_000n)
    expect(fee.feeAtoms(fill({ liquidity: 'maker' }))).toBe(-1_000_000n)
  })

  test('half an atom goes to the even one', () => {
    const half = valueFee(0, 500_000_000, NO_SIDES)
    expect([1n, 2n, 3n, 5n].map((notionalAtoms) => half.feeAtoms(fill({ notionalAtoms })))).toEqual([0n, 1n, 2n, 2n])
  })

  test('with an extra share by side', () => {
    const both = valueFee(-50_000, 400_000, DUTY)
    expect([both.feeAtoms(fill()), both.feeAtoms(fill({ side: -1 }))]).toEqual([8_000_000n, 28_000_000n])
  })
})

describe('an amount per unit of quantity', () => {
  const instrument = unitInstrument({ lotSize: '0.001' })
  const fee = quantityFee(parseDecimal('-0.5')!, parseDecimal('2.25')!, instrument, DUTY)

  test('of lots of a thousandth: 0.003 units', () => {
    expect(fee.feeAtoms(fill())).toBe(675_000n)
    expect(fee.feeAtoms(fill({ liquidity: 'maker' }))).toBe(-150_000n)
    expect(fee.feeAtoms(fill({ side: -1 }))).toBe(675_000n + 20_000_000n)
  })
})

test('an amount per fill, whatever its size', () => {
  const fee = flatFee(25n, 50n, DUTY)
  expect([fee.feeAtoms(fill()), fee.feeAtoms(fill({ lots: 99, liquidity: 'maker' }))]).toEqual([50n, 25n])
  expect(fee.feeAtoms(fill({ side: -1 }))).toBe(20_000_050n)
})
