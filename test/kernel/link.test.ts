import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Bug } from '../../src/core/bug.ts'
import { Rng } from '../../src/core/rng.ts'
import { NEVER } from '../../src/core/units.ts'
import type { LatencyModel } from '../../src/kernel/latency/latency-model.ts'
import { Link } from '../../src/kernel/link.ts'

function linkOf(delays: readonly number[]): Link<number> {
  let next = 0
  const model: LatencyModel = { delayNs: () => delays[next++]! }
  return new Link('entry', model, new Rng(1))
}

test('a message that would overtake the one before it arrives together with it', () => {
  const link = linkOf([50, 10, 10])
  link.send(1, 100)
  link.send(2, 110)
  link.send(3, 145)
  const arrivals: [number, number][] = []
  while (link.due.ts !== NEVER) arrivals.push([link.due.ts, link.take()])
  expect(arrivals).toEqual([
    [150, 1],
    [150, 2],
    [155, 3],
  ])
})

test('first in, first out, never early, whatever the delays; takes and sends in any order', () => {
  const steps = fc.array(fc.record({ waitNs: fc.nat(5), delayNs: fc.nat(30), takes: fc.nat(2) }), { maxLength: 3000 })
  fc.assert(
    fc.property(steps, (all) => {
      const link = linkOf(all.map(({ delayNs }) => delayNs))
      const queue: { message: number; dueTs: number }[] = []
      let ts = 0
      let lastTs = 0
      all.forEach(({ waitNs, delayNs, takes }, message) => {
        ts += waitNs
        lastTs = Math.max(lastTs, ts + delayNs)
        link.send(message, ts)
        queue.push({ message, dueTs: lastTs })
        for (let i = 0; i < takes && queue.length > 0; i++) {
          const first = queue.shift()!
          expect([link.due.ts, link.take()]).toEqual([first.dueTs, first.message])
        }
        expect([link.underWay, link.due.ts]).toEqual([queue.length, queue[0]?.dueTs ?? NEVER])
      })
    }),
    { numRuns: 30 },
  )
})

test('keeps its order over thousands of messages under way', () => {
  const link = linkOf(Array.from({ length: 5000 }, () => 7))
  for (let i = 0; i < 5000; i++) link.send(i, i)
  for (let i = 0; i < 5000; i++) expect([link.due.ts, link.take()]).toEqual([i + 7, i])
  expect(link.underWay).toBe(0)
})

describe('refuses', () => {
  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('a delay of %d', (delay) => {
    expect(() => linkOf([delay]).send(1, 0)).toThrow(Bug)
  })

  test('to give what it does not have', () => {
    expect(() => linkOf([]).take()).toThrow('empty link')
  })
})
