import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IntMap } from '../../src/core/int-map.ts'

test('is a Map of integers: any order of setting, reading and deleting, with keys that meet at one place', () => {
  const key = fc.oneof(
    fc.nat(40),
    fc.nat(6).map((n) => n * 16 + 3),
    fc.constantFrom(0, -1, -17, 2 ** 31 - 1, 2 ** 31 - 17, 2 ** 32 - 1),
  )
  const step = fc.tuple(fc.constantFrom('set', 'set', 'delete'), key, fc.nat(99))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const map = new IntMap<number>()
      const plain = new Map<number, number>()
      for (const [what, drawn, value] of steps) {
        // As 32 bits: 2^32 - 1 is -1.
        const at = drawn | 0
        if (what === 'set') {
          map.set(drawn, value)
          plain.set(at, value)
        } else {
          map.delete(drawn)
          plain.delete(at)
        }
        expect(map.size).toBe(plain.size)
        for (const [one, held] of plain) expect(map.get(one)).toBe(held)
        for (const one of [at, at ^ 16, 3, 0]) expect(map.get(one)).toBe(plain.get(one))
      }
    }),
  )
})
