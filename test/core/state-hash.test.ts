import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashText, StateHash } from '../../src/core/state-hash.ts'

function digestOf(values: readonly number[]): string {
  const hash = new StateHash()
  for (const value of values) hash.add(value)
  return hash.digest()
}

test('16 hexadecimal digits that depend on every value and on their order', () => {
  const value = fc.oneof(fc.integer(), fc.double({ noNaN: true }))
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 10 }), fc.nat(9), value, (values, at, other) => {
      const digest = digestOf(values)
      expect(digest).toMatch(/^[0-9a-f]{16}$/)
      expect(digestOf(values)).toBe(digest)
      expect(digestOf([...values, 0])).not.toBe(digest)
      const changed = [...values]
      changed[at % values.length] = other
      const isSame = values[at % values.length] === other
      expect(digestOf(changed) === digest).toBe(isSame)
    }),
  )
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]))
})

test('minus nothing is nothing; the smallest difference is one', () => {
  expect(digestOf([-0])).toBe(digestOf([0]))
  expect(digestOf([0.1 + 0.2])).not.toBe(digestOf([0.3]))
  expect(digestOf([])).not.toBe(digestOf([0]))
})

test('its digest stays what it is: stored hashes depend on it', () => {
  expect([digestOf([]), digestOf([1, -2, 0.5]), hashText('hftsim')]).toMatchInlineSnapshot(`
    [
      "a183f3bbab3e7c0b",
      "e47051ebbb87d3b4",
      1725650088,
    ]
  `)
})

test('no collision among a hundred thousand states that differ little', () => {
  const seen = new Set<string>()
  for (let i = 0; i < 100_000; i++) seen.add(digestOf([100, i % 317, Math.trunc(i / 317)]))
  expect(seen.size).toBe(100_000)
})
