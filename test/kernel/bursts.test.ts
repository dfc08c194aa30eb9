import { expect, test } from 'vitest'
import { Rng } from '../../src/core/rng.ts'
import { createCloudLatency } from '../../src/kernel/latency/cloud.ts'
import { createColoLatency } from '../../src/kernel/latency/colo.ts'
import type { LatencyModel } from '../../src/kernel/latency/latency-model.ts'
import { Link } from '../../src/kernel/link.ts'

const SECOND = 1_000_000_000

/** Median and 99% quantile of the entry times of 20,000 commands, sent in bursts of one size. */
function entryTimes(model: LatencyModel, burst: number, everyNs: number): [p50: number, p99: number] {
  const link = new Link<number>('entry', model, new Rng(1).fork('x'))
  const times: number[] = []
  const take = (): number => times.push(link.due.ts - link.take())
  for (let sentTs = 0; times.length + link.underWay < 20_000; sentTs += everyNs) {
    for (let i = 0; i < burst; i++) link.send(sentTs, sentTs)
    while (link.due.ts < sentTs + everyNs) take()
  }
  while (link.underWay > 0) take()
  times.sort((a, b) => a - b)
  return [times[10_000]!, times[19_800]!]
}

// These are the figures of docs/latency.md.
test.each([
  [1, 10 * SECOND, 70, 327],
  [2, 10 * SECOND, 77, 360],
  [5, 10 * SECOND, 92, 400],
  [10, 10 * SECOND, 108, 431],
  [20, 10 * SECOND, 130, 455],
  [10, 0.1 * SECOND, 131, 438],
])(
  'commands of the cloud in bursts of %i each %i ns wait for the slowest before them',
  (burst, everyNs, ...expected) => {
    const times = entryTimes(createCloudLatency('realistic'), burst, everyNs)
    expect(times.map((ns) => Math.round(ns / 1_000_000))).toEqual(expected)
  },
)

test.each([
  [1, 100, 120],
  [10, 115, 120],
  [20, 118, 120],
])('and so do those of the colo, in bursts of %i', (burst, ...expected) => {
  expect(entryTimes(createColoLatency('realistic'), burst, SECOND)).toEqual(expected)
})
