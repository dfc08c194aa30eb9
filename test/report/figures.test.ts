import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDecimal } from '../../src/core/decimal.ts'
import {
  decimalsFor,
  formatAmount,
  formatCount,
  formatDuration,
  formatDurationPair,
  formatMoney,
  formatQuantity,
  formatRatio,
  formatRough,
  formatShare,
} from '../../src/report/figures.ts'

test('durations have a unit that keeps one to three digits', () => {
  const shown = [0, 110, 999.6, 1000, 2345, 9_960, 12_000_000, 1_200_000_000, 99e9, 150e9, 5400e9].map(formatDuration)
  expect(shown).toEqual([
    '0 ns',
    '110 ns',
    '1 us',
    '1 us',
    '2.3 us',
    '10 us',
    '12 ms',
    '1.2 s',
    '99 s',
    '2.5 min',
    '90 min',
  ])
  expect(formatDuration(null)).toBe('n/a')
})

test('two durations share their unit where they can', () => {
  expect(formatDurationPair(12e6, 31e6)).toBe('12 / 31 ms')
  expect(formatDurationPair(900e3, 3.1e6)).toBe('900 us / 3.1 ms')
  expect(formatDurationPair(null, null)).toBe('n/a')
  expect(formatDurationPair(5, null)).toBe('5 ns / n/a')
})

test('counts, shares, ratios, rough numbers and quantities', () => {
  expect([0, 999, 1000, 1_204_332].map(formatCount)).toEqual(['0', '999', '1,000', '1,204,332'])
  expect([0, 0.0003, 0.0512, 0.9996, 1, null].map(formatShare)).toEqual([
    '0%',
    '0.03%',
    '5.1%',
    '>99.9%',
    '100%',
    'n/a',
  ])
  // An order may be larger than what the market showed, and a share of a profit may be a loss.
  expect([1.82, 1.194667, 1.0001, 10, -0.3, -0.0003].map(formatShare)).toEqual([
    '182%',
    '119%',
    '>100%',
    '1,000%',
    '-30.0%',
    '-0.03%',
  ])
  expect([-0.4, -0.001, 12.34, -1234.4, null].map(formatRatio)).toEqual(['-0.40', '0.00', '12.3', '-1,234', 'n/a'])
  expect([13_006_000, 950_000, 120, 2.25e9].map(formatRough)).toEqual(['13 M', '950 k', '120', '2.3 G'])
  expect([3.4, 0.2123, 12_400.4, 0, null].map(formatQuantity)).toEqual(['3.4', '0.212', '12,400', '0', 'n/a'])
})

test('money keeps three digits of the largest amount, rounded half to even, thousands apart', () => {
  expect([['12.5', '-3'], ['0.00123'], ['0.5', null], ['0'], ['0.000000000001']].map(decimalsFor)).toEqual([
    2, 5, 3, 2, 12,
  ])
  expect(formatMoney('-1234567.125', 2)).toBe('-1,234,567.12')
  expect(formatMoney('1.135', 2)).toBe('1.14')
  expect(formatMoney('3', 2)).toBe('3.00')
  expect(formatMoney('0.001', 2)).toBe('0.00')
  expect(formatMoney(null, 2)).toBe('n/a')
})

test('an amount that is not zero is not shown as zero', () => {
  expect(['-0.00026', '0', '4.5', null].map((amount) => formatAmount(amount, 2))).toEqual([
    '-0.000260',
    '0.00',
    '4.50',
    'n/a',
  ])
})

test('shown money is never further from the amount than half its last digit', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
      fc.integer({ min: 0, max: 12 }),
      (atoms, decimals) => {
        const digits = (atoms < 0n ? -atoms : atoms).toString().padStart(9, '0')
        const text = `${atoms < 0n ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`
        const shown = parseDecimal(formatMoney(text, decimals).replaceAll(',', ''))!
        const scale = 10n ** 12n
        const away = (shown.mantissa * scale) / 10n ** BigInt(shown.decimals) - atoms * 10n ** 4n
        expect(shown.decimals).toBe(decimals)
        expect((away < 0n ? -away : away) * 2n <= scale / 10n ** BigInt(decimals)).toBe(true)
      },
    ),
  )
})
