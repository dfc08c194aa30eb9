import { describe, expect, test } from 'vitest'
import { bandWords, formatFigure, isWithin, parseBand, writtenBand } from '../../../src/scenario/expect/bounds.ts'
import type { FigureKind } from '../../../src/scenario/expect/figures.ts'

const band = (written: unknown, kind: FigureKind) => {
  const { band, problems } = parseBand(written, kind)
  expect(problems).toEqual([])
  return band
}

const problem = (written: unknown, kind: FigureKind): string => {
  const { problems } = parseBand(written, kind)
  return problems.map(({ path, message }) => [...path, message].join(': ')).join('\n')
}

describe('a band', () => {
  test.each<[unknown, FigureKind, readonly (string | number)[], readonly (string | number)[]]>([
    [212, 'count', [212], [211, 213]],
    [{ min: 100 }, 'count', [100, 1e9], [99, 0]],
    [{ max: 0 }, 'count', [0], [1]],
    [{ min: -0.5, max: 1.5 }, 'ratio', [-0.5, 0, 1.5], [-0.50001, 1.50001, 1e300]],
    [{ min: '5%', max: '20%' }, 'share', [0.05, 0.2, 1 / 9], [0.049999, 0.2000001, 3e-10]],
    ['100%', 'share', [1], [0.999999]],
    [{ max: '12ms' }, 'duration', [12_000_000, 0], [12_000_001]],
    [{ min: '-0.10 USDT' }, 'money', ['-0.1', '-0.09999999', '5'], ['-0.10000001']],
    ['0 USDT', 'money', ['0'], ['0.00000001']],
    [{ equals: '-0.004 BTC' }, 'quantity', ['-0.004'], ['0.004', 0]],
    [{ max: '0.3 BTC' }, 'quantity', [0.3, 0.1 + 0.1], [0.1 + 0.2]],
  ])('%j of a %s', (written, kind, inside, outside) => {
    const parsed = band(written, kind)
    expect(inside.filter((value) => !isWithin(value, parsed))).toEqual([])
    expect(outside.filter((value) => isWithin(value, parsed))).toEqual([])
    expect(band(writtenBand(parsed, kind), kind)).toEqual(parsed)
  })

  test('money beyond the precision of a double is compared exactly', () => {
    expect(isWithin('90071992547409.93', band({ max: '90071992547409.92 USDT' }, 'money'))).toBe(false)
  })

  test('says itself in words', () => {
    expect(bandWords(band(212, 'count'))).toBe('exactly 212')
    expect(bandWords(band({ min: '5%', max: '20%' }, 'share'))).toBe('5% to 20%')
    expect(bandWords(band({ min: '1 USDT' }, 'money'))).toBe('at least 1 USDT')
    expect(bandWords(band({ max: '12ms' }, 'duration'))).toBe('at most 12ms')
  })

  test.each<[unknown, FigureKind, string]>([
    [1.5, 'count', '1.5 is not a count'],
    [-1, 'count', '-1 is not a count'],
    ['many', 'count', '"many" is not a count'],
    [5, 'share', '5 has no unit'],
    [{ max: 12 }, 'duration', 'max: 12 has no unit'],
    [{ min: 0 }, 'money', 'min: 0 has no unit'],
    [{ min: '1 USDT', max: '2 USDC' }, 'money', 'different units'],
    [{ min: 3, max: 2 }, 'count', 'Nothing lies from 3 to 2'],
    [{ equals: 3, max: 2 }, 'count', 'leave out min and max'],
    [{ mix: 3 }, 'count', 'mix: "mix" is not a bound. One of: equals, min, max.'],
    [{ atLeast: 3 }, 'count', '"atLeast" is not a bound'],
    [{}, 'count', 'Nothing is expected of it'],
    [null, 'count', 'Nothing is expected of it'],
    [[1, 2], 'count', '[1,2] is not a count'],
  ])('%j is none of a %s', (written, kind, why) => {
    expect(problem(written, kind)).toContain(why)
  })
})

test('figures are shown as bounds are written', () => {
  expect(formatFigure(0.0657, 'share')).toBe('6.57%')
  expect(formatFigure(455_081_983, 'duration')).toBe('455.081983ms')
  expect(formatFigure(5_000_000, 'duration')).toBe('5ms')
  expect(formatFigure(90e9, 'duration')).toBe('90s')
  expect(formatFigure(999, 'duration')).toBe('999ns')
  expect(formatFigure(0, 'duration')).toBe('0ns')
  expect(formatFigure('-0.03585', 'money', 'USDT')).toBe('-0.03585 USDT')
  expect(formatFigure(null, 'ratio')).toBe('n/a')
})
