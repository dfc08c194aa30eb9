import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../src/journal/canonical-json.ts'

test('members are sorted, and nothing else is changed', () => {
  const value = { b: [1, { z: null, a: 'é"' }], 10: 1, 9: 2, a: undefined, A: 1e21, c: {}, d: [], e: -0 }
  expect(canonicalJson(value)).toBe('{"10":1,"9":2,"A":1e+21,"b":[1,{"a":"é\\"","z":null}],"c":{},"d":[],"e":0}')
  expect(canonicalJson({ b: [1, { a: 2 }], a: {} }, '  ')).toBe(
    '{\n  "a": {},\n  "b": [\n    1,\n    {\n      "a": 2\n    }\n  ]\n}',
  )
})

test('any JSON value is read back, from one text whatever its order', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as unknown
      expect(JSON.parse(canonicalJson(value))).toEqual(plain)
      expect(JSON.parse(canonicalJson(value, '  '))).toEqual(plain)
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))
    }),
  )
})

describe('what JSON cannot hold is refused with its place', () => {
  test.each([
    [{ a: [1, Number.NaN] }, '$.a[1] as JSON: NaN'],
    [{ a: 1n }, '$.a as JSON: 1'],
    [[undefined], '$[0] as JSON: undefined'],
    [{ at: new Date(0) }, '$.at as JSON'],
    [new Map(), '$ as JSON'],
    [() => 1, '$ as JSON'],
  ])('%o', (value, message) => {
    expect(() => canonicalJson(value)).toThrow(message)
  })
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  )
}
