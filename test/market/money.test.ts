import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDecimal } from '../../src/core/decimal.ts'
import type { Instrument } from '../../src/market/instrument.ts'
import {
  atomsFloat,
  cashSign,
  divideHalfEven,
  formatAtoms,
  moneyScale,
  notionalAtoms,
  rateAtoms,
} from '../../src/market/money.ts'
import { unitInstrument } from '../fakes/market-text.ts'

/** An exact fraction: the plain twin of the scale factors. */
interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

function fraction(text: string): Fraction {
  const { mantissa, decimals } = parseDecimal(text)!
  return { over: mantissa, under: 10n ** BigInt(decimals) }
}

const times = (a: Fraction, b: Fraction): Fraction => ({ over: a.over * b.over, under: a.under * b.under })
const inverse = ({ over, under }: Fraction): Fraction => ({ over: under, under: over })
const whole = (count: number | bigint): Fraction => ({ over: BigInt(count), under: 1n })

/** Whether `atoms` is the nearest integer to the fraction, and the even one on a tie. */
function isRoundedHalfEven(atoms: bigint, { over, under }: Fraction): boolean {
  const [n, d] = under < 0n ? [-over, -under] : [over, under]
  const twiceError = 2n * (n - atoms * d)
  const distance = twiceError < 0n ? -twiceError : twiceError
  return distance < d || (distance === d && atoms % 2n === 0n)
}

function exactNotional(priceTicks: number, lots: number, instrument: Instrument): Fraction {
  const price = times(whole(priceTicks), fraction(instrument.tick.text))
  const quantity = times(whole(lots), fraction(instrument.lot.text))
  const value = times(quantity, fraction(instrument.contractSize.text))
  const inCurrency = instrument.contract === 'linear' ? times(value, price) : times(value, inverse(price))
  return times(inCurrency, whole(10n ** BigInt(instrument.moneyDecimals)))
}

const steps = fc.constantFrom('0.1', '0.01', '0.00001', '1', '0.25', '5', '0.0000001', '10')

const instruments = fc
  .record({
    tickSize: steps,
    lotSize: steps,
    contractSize: fc.constantFrom('1', '100', '0.001', '10'),
    contract: fc.constantFrom('linear' as const, 'inverse' as const),
  })
  .map((spec) => unitInstrument(spec))

describe('the value of a fill', () => {
  test('is exact, rounded half to even where a quotient is not whole', () => {
    const price = fc.integer({ min: -2147483647, max: 2147483646 }).filter((ticks) => ticks !== 0)
    const lots = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }))
    fc.assert(
      fc.property(instruments, price, lots, (instrument, priceTicks, count) => {
        const atoms = notionalAtoms(priceTicks, count, moneyScale(instrument))
        expect(isRoundedHalfEven(atoms, exactNotional(priceTicks, count, instrument))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('in figures: 0.003 BTC at 27168.5, and 5 contracts of 100 USD at 61234.5', () => {
    const linear = unitInstrument({ tickSize: '0.1', lotSize: '0.001' })
    expect(formatAtoms(notionalAtoms(271685, 3, moneyScale(linear)), linear)).toBe('81.50550000')
    const coin = unitInstrument({ tickSize: '0.1', lotSize: '1', contractSize: '100', contract: 'inverse' })
    expect(formatAtoms(notionalAtoms(612345, 5, moneyScale(coin)), coin)).toBe('0.008165331635')
    expect([cashSign(linear), cashSign(coin)]).toEqual([1n, -1n])
    expect(atomsFloat(8_150_550_000n, linear)).toBe(81.5055)
  })
})

describe('division', () => {
  test.each([
    [1n, 2n, 0n],
    [3n, 2n, 2n],
    [5n, 2n, 2n],
    [-1n, 2n, 0n],
    [-3n, 2n, -2n],
    [-5n, 2n, -2n],
    [7n, -2n, -4n],
    [-7n, -2n, 4n],
    [10n, 4n, 2n],
    [11n, 4n, 3n],
    [-11n, 4n, -3n],
    [0n, 5n, 0n],
  ])('%d / %d is %d', (over, under, quotient) => {
    expect(divideHalfEven(over, under)).toBe(quotient)
  })

  test('is to the nearest, to the even on a tie, with either sign of either', () => {
    const divisors = fc.bigInt({ min: -50n, max: 50n }).filter((each) => each !== 0n)
    fc.assert(
      fc.property(fc.bigInt({ min: -1000n, max: 1000n }), divisors, (over, under) => {
        expect(isRoundedHalfEven(divideHalfEven(over, under), { over, under })).toBe(true)
      }),
    )
  })

  test('a rate in parts per billion', () => {
    expect(rateAtoms(1_000_000_000n, 500_000)).toBe(500_000n)
    expect(rateAtoms(1_000_000_000n, -100_000)).toBe(-100_000n)
    expect([rateAtoms(1n, 500_000_000), rateAtoms(3n, 500_000_000), rateAtoms(-1n, 500_000_000)]).toEqual([0n, 2n, 0n])
  })
})
