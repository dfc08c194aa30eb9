import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../../src/core/bug.ts'
import { Rng } from '../../../src/core/rng.ts'
import { CLOUD_LEGS, createCloudLatency } from '../../../src/kernel/latency/cloud.ts'
import { COLO_JITTER_NS, COLO_NS, createColoLatency } from '../../../src/kernel/latency/colo.ts'
import { createConstantLatency } from '../../../src/kernel/latency/constant.ts'
import type { LatencyModel, LatencyPath } from '../../../src/kernel/latency/latency-model.ts'
import { LATENCY_PROFILES } from '../../../src/kernel/latency/profile.ts'
import { describeWithShared } from '../../fakes/shared-data.ts'
import {
  ENTRY_SHARE,
  FEED_RECORDINGS,
  fitLatency,
  ORDER_RECORDINGS,
  quantile,
  readFeedDelays,
  readRoundTrips,
} from '../../fit/fit-latency.ts'

const PATHS: readonly LatencyPath[] = ['feed', 'entry', 'response']

function draws(model: LatencyModel, path: LatencyPath, seed: number, count: number): number[] {
  const rng = new Rng(seed, path)
  return Array.from({ length: count }, (_, i) => model.delayNs(path, i, rng))
}

describe('laws of every profile', () => {
  const models = LATENCY_PROFILES.flatMap((profile) => [
    { name: `colo ${profile}`, create: () => createColoLatency(profile) },
    { name: `cloud ${profile}`, create: () => createCloudLatency(profile) },
  ])

  test.each(models)('$name: integers of at least 0, the same for the same seed and stream', ({ create }) => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...PATHS), (seed, path) => {
        const first = draws(create(), path, seed, 50)
        expect(first.every((delay) => Number.isSafeInteger(delay) && delay >= 0)).toBe(true)
        expect(draws(create(), path, seed, 50)).toEqual(first)
        expect(draws(create(), path, seed + 1, 50)).not.toEqual(first)
      }),
    )
  })
})

test('constant latency is constant, and refuses what is no latency', () => {
  const model = createConstantLatency({ feedNs: 1, entryNs: 2, responseNs: 0 })
  expect(PATHS.map((path) => model.delayNs(path, 5, new Rng(1)))).toEqual([1, 2, 0])
  expect(() => createConstantLatency({ feedNs: 1, entryNs: -2, responseNs: 0 })).toThrow(InputError)
  expect(() => createConstantLatency({ feedNs: 1.5, entryNs: 2, responseNs: 0 })).toThrow('feedNs: 1.5 is no latency')
})

test.each(LATENCY_PROFILES)('colo %s fills its whole range evenly and stays in it', (profile) => {
  for (const path of PATHS) {
    const counts = new Map<number, number>()
    for (const delay of draws(createColoLatency(profile), path, 3, 41_000))
      counts.set(delay, (counts.get(delay) ?? 0) + 1)
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 2 * COLO_JITTER_NS + 1 }, (_, i) => COLO_NS[profile][path] - COLO_JITTER_NS + i),
    )
    expect(Math.min(...counts.values())).toBeGreaterThan(850)
    expect(Math.max(...counts.values())).toBeLessThan(1150)
  }
})

test('cloud profiles are ordered: pessimistic slower than realistic slower than optimistic at the median', () => {
  for (const path of PATHS) {
    const [optimistic, realistic, pessimistic] = (['optimistic', 'realistic', 'pessimistic'] as const).map((profile) =>
      quantile(
        draws(createCloudLatency(profile), path, 1, 20_000).sort((a, b) => a - b),
        0.5,
      ),
    )
    expect(optimistic).toBeLessThan(realistic!)
    expect(realistic).toBeLessThan(pessimistic!)
  }
})

describeWithShared('cloud profiles and their recordings', (root) => {
  const ORDER_ERRORS = { realistic: [0.02, 0.03], optimistic: [0.07, 0.25], pessimistic: [0.06, 0.04] } as const
  const FEED_ERRORS = { realistic: [0.02, 0.05], optimistic: [0.07, 0.2], pessimistic: [0.17, 0.4] } as const

  test.each(LATENCY_PROFILES)('%s: the table is what the fit gives, within the stated error', (profile) => {
    const legs = CLOUD_LEGS[profile]
    const orders = fitLatency(readRoundTrips(`${root}/data/${ORDER_RECORDINGS[profile]}`), [
      ENTRY_SHARE,
      1 - ENTRY_SHARE,
    ])
    expect([legs.entry, legs.response]).toEqual(orders.legs)
    const feed = fitLatency(readFeedDelays(`${root}/data/${FEED_RECORDINGS[profile]}`), [1])
    expect([legs.feed]).toEqual(feed.legs)
    for (const [fit, [ks, error]] of [
      [orders, ORDER_ERRORS[profile]],
      [feed, FEED_ERRORS[profile]],
    ] as const) {
      expect(fit.ks).toBeLessThan(ks)
      for (const { q, measured, model } of fit.quantiles.filter((at) => [0.5, 0.9, 0.99, 0.999].includes(at.q))) {
        expect(Math.abs(model / measured - 1), `p${q * 100}`).toBeLessThan(error)
      }
    }
  })
})
