import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDuration, formatRate, parseDuration, parseRate } from '../../src/core/quantity.ts'

describe('durations', () => {
  test.each([
    ['0ns', 0],
    ['50ns', 50],
    ['250us', 250_000],
    ['250µs', 250_000],
    ['1.5 ms', 1_500_000],
    ['10s', 10_000_000_000],
    ['5m', 300_000_000_000],
    ['1h', 3_600_000_000_000],
  ])('%s is %d ns', (text, ns) => {
    expect(parseDuration(text)).toEqual({ value: ns })
  })

  test.each([
    [100, '100 has no unit: write "250us", "100ms" or "10s". Units: ns, us, ms, s, m, h.'],
    ['100', '"100" has no unit: write "250us", "100ms" or "10s". Units: ns, us, ms, s, m, h.'],
    ['5 sec', '"sec" in "5 sec" is not a unit of a duration. One of: ns, us, ms, s, m, h.'],
    ['0.5ns', '"0.5ns" is finer than one nanosecond.'],
    ['-1ms', '"-1ms" is negative: a duration is at least 0ns.'],
    ['9999999h', '"9999999h" is too large to be exact.'],
    ['soon', '"soon" is not a duration: write a number and its unit, such as "250us", "100ms" or "10s".'],
    [undefined, 'nothing is not a duration: write a number and its unit, such as "250us", "100ms" or "10s".'],
  ])('%j is refused in words', (value, problem) => {
    expect(parseDuration(value)).toEqual({ problem })
  })

  test('parsing undoes formatting', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (ns) => {
        expect(parseDuration(formatDuration(ns))).toEqual({ value: ns })
      }),
    )
  })

  test('the largest whole unit is written', () => {
    expect([0, 1, 1500, 100_000_000, 90_000_000_000, 120_000_000_000].map(formatDuration)).toEqual([
      '0ns',
      '1ns',
      '1500ns',
      '100ms',
      '90s',
      '2m',
    ])
  })
})

describe('rates', () => {
  test.each([
    ['2bp', 200_000],
    ['-0.5bp', -50_000],
    ['0.02%', 200_000],
    ['50ppm', 50_000],
    ['7ppb', 7],
    ['-0bp', 0],
  ])('%s is %d parts per billion', (text, ppb) => {
    expect(parseRate(text)).toStrictEqual({ value: ppb })
  })

  test('a bare number is refused', () => {
    expect(parseRate(0.0002)).toEqual({
      problem: '0.0002 has no unit: write "2bp", "0.02%" or "50ppm". Units: ppb, ppm, bp, %.',
    })
  })

  test('parsing undoes formatting', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (ppb) => {
        expect(parseRate(formatRate(ppb))).toEqual({ value: ppb })
      }),
    )
  })
})
