import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type DecimalStep,
  decimalStep,
  formatDecimal,
  formatSteps,
  parseDecimal,
  parseSteps,
  toFloat,
  trimDecimal,
} from '../../src/core/decimal.ts'

const STEPS = ['1', '0.1', '0.01', '0.00001', '0.25', '0.5', '5', '10', '0.05', '2.5', '0.0000001', '0.125']

function step(text: string): DecimalStep {
  const parsed = decimalStep(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}

/** The count of steps in exact arithmetic: undefined for what is no decimal, NaN for what is no whole count. */
function naiveSteps(text: string, stepText: string): number | undefined {
  const value = parseDecimal(text)
  if (value === undefined) return undefined
  const unit = parseDecimal(stepText)!
  const over = value.mantissa * 10n ** BigInt(unit.decimals)
  const under = unit.mantissa * 10n ** BigInt(value.decimals)
  return over % under === 0n ? Number(over / under) : Number.NaN
}

describe('decimal text', () => {
  test.each([
    ['27168.50', { mantissa: 2716850n, decimals: 2 }],
    ['-12.5', { mantissa: -125n, decimals: 1 }],
    ['+3', { mantissa: 3n, decimals: 0 }],
    ['007.', { mantissa: 7n, decimals: 0 }],
    ['', undefined],
    ['.5', undefined],
    ['1e5', undefined],
    ['1.2.3', undefined],
    ['--1', undefined],
    [' 1', undefined],
    ['٣', undefined],
  ])('%j', (text, decimal) => {
    expect(parseDecimal(text)).toEqual(decimal)
  })

  test('written and read again is the same', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat(20), (mantissa, decimals) => {
        expect(parseDecimal(formatDecimal(mantissa, decimals))).toEqual({ mantissa, decimals })
      }),
    )
  })

  test.each([
    ['0.100', '0.1'],
    ['5.000', '5'],
    ['100', '100'],
    ['0.0', '0'],
    ['10.010', '10.01'],
  ])('%s without trailing zeros is %s', (text, trimmed) => {
    expect(trimDecimal(text)).toBe(trimmed)
  })
})

describe('steps', () => {
  test.each(['0', '-1', 'x', '', '0.0000000000000001', '1000000001', '1e-8'])('%j is none', (text) => {
    expect(decimalStep(text)).toBeUndefined()
  })

  test('a written step drops its zeros', () => {
    expect(decimalStep('0.10')).toEqual({ text: '0.1', numerator: 1, decimals: 1, scale: 10 })
    expect(decimalStep('2.50')).toEqual({ text: '2.5', numerator: 25, decimals: 1, scale: 10 })
  })

  test('counts of steps are read as exact arithmetic reads them', () => {
    const digits = fc.stringMatching(/^[+-]?\d{1,7}(\.\d{0,9})?$/)
    fc.assert(
      fc.property(digits, fc.constantFrom(...STEPS), (text, stepText) => {
        const expected = naiveSteps(text, stepText)
        expect(parseSteps(text, step(stepText))).toBe(expected === 0 ? 0 : expected)
      }),
      { numRuns: 1000 },
    )
  })

  test('a count written and read again is the same, and its double is that of the text', () => {
    const counts = fc.integer({ min: -(2 ** 31), max: 2 ** 31 })
    fc.assert(
      fc.property(counts, fc.constantFrom(...STEPS), (count, stepText) => {
        const unit = step(stepText)
        const text = formatSteps(count, unit)
        expect(parseSteps(text, unit)).toBe(count)
        expect(toFloat(count, unit)).toBe(Number(text))
      }),
      { numRuns: 500 },
    )
  })

  test('anything else is refused, and nothing is guessed', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.constantFrom(...STEPS), (text, stepText) => {
        const expected = naiveSteps(text, stepText)
        expect(parseSteps(text, step(stepText))).toBe(expected === 0 ? 0 : expected)
      }),
      { numRuns: 1000 },
    )
    expect(parseSteps('1e3', step('1'))).toBeUndefined()
    expect(parseSteps('0.1 ', step('1'))).toBeUndefined()
    expect(parseSteps('NaN', step('1'))).toBeUndefined()
    expect(parseSteps('-0.0', step('0.1'))).toBe(0)
  })

  test('what passes 2^53 is refused, not rounded', () => {
    expect(parseSteps('9007199254740991', step('1'))).toBe(Number.MAX_SAFE_INTEGER)
    expect(parseSteps('9007199254740993', step('1'))).toBeNaN()
    expect(parseSteps('99999999999999999999999999', step('0.1'))).toBeNaN()
  })
})
