import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseParam } from '../../../src/scenario/sweep/param-values.ts'

const textsOf = (text: string): string[] | string => {
  const read = parseParam(text)
  return 'problem' in read ? read.problem : read.value.values.map((value) => value.text)
}

describe('lists', () => {
  test('values are YAML, and commas inside of brackets and quotes are theirs', () => {
    const read = parseParam('venues.0.queue={ model: PowerProb, n: 2 }, RiskAverse,"a,b" ,true, 1e3')
    expect(read).toEqual({
      value: {
        name: 'venues.0.queue',
        values: [
          { text: '{ model: PowerProb, n: 2 }', value: { model: 'PowerProb', n: 2 } },
          { text: 'RiskAverse', value: 'RiskAverse' },
          { text: '"a,b"', value: 'a,b' },
          { text: 'true', value: true },
          { text: '1e3', value: 1000 },
        ],
      },
    })
  })

  test.each([
    ['levels', 'Not "name=values", such as "levels=1,2,5" or "spacing=1..10".'],
    ['=1', 'Not "name=values", such as "levels=1,2,5" or "spacing=1..10".'],
    ['levels=', 'A value is empty: write "" for empty text.'],
    ['levels=1,,2', 'A value is empty: write "" for empty text.'],
    ['levels=1,2,1', '"1" is given twice.'],
    ['levels=1,1.0', '"1.0" is given twice.'],
    ['queue={ model: A', 'A quote or a bracket in it is not closed.'],
    ['queue={ a: 1 } }', 'A quote or a bracket in it is not closed.'],
    ['text="a', 'A quote or a bracket in it is not closed.'],
  ])('%s: %s', (text, problem) => {
    expect(textsOf(text)).toBe(problem)
  })

  test('what is no YAML says so', () => {
    expect(textsOf('x=[1, 2]]')).toContain('not closed')
    expect(textsOf('x=a: b: c')).toContain('is not a YAML value')
  })
})

describe('ranges', () => {
  test.each([
    ['x=1..4', ['1', '2', '3', '4']],
    ['x=-2..1', ['-2', '-1', '0', '1']],
    ['x=0..1:0.25', ['0', '0.25', '0.5', '0.75', '1']],
    ['x=0.1..0.35:0.1', ['0.1', '0.2', '0.3']],
    ['x=50ms..200ms:50ms', ['50ms', '100ms', '150ms', '200ms']],
    ['x=1bp..3bp', ['1bp', '2bp', '3bp']],
    ['x=1..3,10,20..40:10', ['1', '2', '3', '10', '20', '30', '40']],
  ])('%s', (text, values) => {
    expect(textsOf(text)).toEqual(values)
  })

  test.each([
    ['x=4..1', '"4..1" ends below where it begins.'],
    ['x=1..4:0', 'The step of "1..4:0" is 0.'],
    ['x=1ms..4s', 'The ends and the step of "1ms..4s" are not of one unit.'],
    ['x=1ms..4ms:1', 'The ends and the step of "1ms..4ms:1" are not of one unit.'],
    ['x=1..1000000', '"1..1000000" has 1000000 values: at most 10000 are of use.'],
  ])('%s: %s', (text, problem) => {
    expect(textsOf(text)).toBe(problem)
  })

  test('steps are exact decimals, both ends included', () => {
    fc.assert(
      fc.property(fc.integer({ min: -500, max: 500 }), fc.integer({ min: 0, max: 60 }), (from, count) => {
        const decimal = (cents: number): string => (cents / 100).toFixed(2)
        const texts = textsOf(`x=${decimal(from)}..${decimal(from + 7 * count)}:0.07`)
        expect((texts as string[]).map(Number)).toEqual(
          Array.from({ length: count + 1 }, (_, i) => Number(decimal(from + 7 * i))),
        )
      }),
    )
  })
})
