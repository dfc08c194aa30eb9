import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Rng } from '../../src/core/rng.ts'
import { hashText } from '../../src/core/state-hash.ts'
import { naiveHash, naiveXoshiro } from '../naive/rng.ts'

describe('randomness', () => {
  test('is xoshiro128++, word for word', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string({ maxLength: 8 }), (seed, name) => {
        const rng = new Rng(seed, name)
        const twin = naiveXoshiro(seed, name)
        for (let i = 0; i < 50; i++) expect(rng.uint32()).toBe(twin.next().value)
      }),
      { numRuns: 30 },
    )
    expect(hashText('latency.entry')).toBe(Number(BigInt.asIntN(32, naiveHash('latency.entry'))))
  })

  test('its first words stay what they are: journals depend on them', () => {
    const rng = new Rng(7, 'latency')
    expect([rng.uint32(), rng.uint32(), rng.uint32()]).toMatchInlineSnapshot(`
      [
        559401760,
        1916448924,
        4087091833,
      ]
    `)
  })

  test('streams are named by their path, and do not depend on what other streams draw', () => {
    const root = new Rng(7)
    const before = root.fork('latency').fork('entry').uint32()
    root.uint32()
    root.fork('queue').uint32()
    expect(root.fork('latency').fork('entry').uint32()).toBe(before)
    expect(new Rng(7, 'latency.entry').uint32()).toBe(before)
    expect(root.fork('latency').fork('response').uint32()).not.toBe(before)
    expect(new Rng(8).fork('latency').fork('entry').uint32()).not.toBe(before)
  })

  test('doubles and integers keep to their bounds and reach them evenly', () => {
    const rng = new Rng(1)
    const counts = new Map<number, number>()
    let sum = 0
    for (let i = 0; i < 60_000; i++) {
      const drawn = rng.integer(-2, 3)
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1)
      const unit = rng.float()
      expect(unit >= 0 && unit < 1).toBe(true)
      sum += unit
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2, 3])
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(500)
    expect(Math.abs(sum / 60_000 - 0.5)).toBeLessThan(0.01)
    expect(rng.integer(4, 4)).toBe(4)
  })
})
