import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ListedIntMap } from '../../src/core/listed-int-map.ts'

test('is a Map of integers with its values in the order in which they came', () => {
  const step = fc.tuple(fc.boolean(), fc.nat(12))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const map = new ListedIntMap<{ key: number }>()
      const plain = new Map<number, { key: number }>()
      for (const [deletes, key] of steps) {
        if (deletes) {
          map.delete(key)
          plain.delete(key)
        } else if (!plain.has(key)) {
          const value = { key }
          map.add(key, value)
          plain.set(key, value)
        }
        expect(map.values).toEqual([...plain.values()])
        for (let each = 0; each <= 12; each++) expect(map.get(each)).toBe(plain.get(each))
      }
    }),
  )
})
