import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IntMap } from '../../src/core/int-map.ts'

test('is a Map of integers: any order of setting, reading and deleting, with keys that meet at one place', () => {
  const key = fc.oneof(
    fc.nat(40),
    fc.nat(6).map((n) => n * 16 + 3),
    fc.constantFrom(0, 2 ** 31 - 1, 2 ** 31 - 17),
  )
  const step = fc.tuple(fc.constantFrom('set', 'set', 'delete'), key, fc.nat(99))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const map = new IntMap<number>()
      const plain = new Map<number, number>()
      for (const [what, at, value] of steps) {
        if (what === 'set') {
          map.set(at, value)
          plain.set(at, value)
        } else {
          map.delete(at)
          plain.delete(at)
        }
        expect(map.size).toBe(plain.size)
        expect([...map.values()].sort()).toEqual([...plain.values()].sort())
        for (const one of [at, at ^ 16, 3, 0]) expect(map.get(one)).toBe(plain.get(one))
      }
    }),
  )
})
