import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Rng } from '../../src/core/rng.ts'
import { ModelledFeed } from '../../src/kernel/feed.ts'
import type { LatencyModel } from '../../src/kernel/latency/latency-model.ts'
import { allocateColumns, TRADER_SEES, VENUE_SEES } from '../../src/market/columns.ts'
import { marketRows, pushRow, rowAt } from '../fakes/market-text.ts'
import { randomRows } from '../fakes/random-run.ts'

const DRAWN: LatencyModel = { delayNs: (_path, _ts, rng) => rng.integer(3, 40) }

test('one draw a message, never out of order; what the venue did not see is hidden', () => {
  const rows = marketRows([
    'bid(100,105) 1x1 2x1',
    'bid(110,111) 3x1',
    'bid(90,112) 4x1 trader',
    'bid(120,300) 5x1 venue',
  ])
  const delays = [20, 5, 7]
  new ModelledFeed({ delayNs: () => delays.shift()! }, new Rng(1)).apply(rows, 0)
  const seen = Array.from({ length: rows.length }, (_, row) => rowAt(rows, row))
  expect(seen.map(({ localTs, flags }) => ((flags & TRADER_SEES) === 0 ? 'hidden' : localTs))).toEqual([
    120,
    120,
    120,
    'hidden',
    127,
  ])
})

test('arrivals never decrease, never come before their time, and do not depend on batches', () => {
  fc.assert(
    fc.property(randomRows(40), fc.nat(50), (rows, cut) => {
      const whole = allocateColumns(0)
      const parts = allocateColumns(0)
      for (let row = 0; row < rows.length; row++) pushRow(whole, rowAt(rows, row))
      const feed = new ModelledFeed(DRAWN, new Rng(5))
      const first = Math.min(cut, rows.length)
      for (let row = 0; row < first; row++) pushRow(parts, rowAt(rows, row))
      feed.apply(parts, 0)
      for (let row = first; row < rows.length; row++) pushRow(parts, rowAt(rows, row))
      feed.apply(parts, first)
      new ModelledFeed(DRAWN, new Rng(5)).apply(whole, 0)
      let lastTs = 0
      for (let row = 0; row < rows.length; row++) {
        const { exchTs, localTs, flags } = rowAt(whole, row)
        expect(rowAt(parts, row)).toEqual(rowAt(whole, row))
        expect((flags & TRADER_SEES) !== 0).toBe((flags & VENUE_SEES) !== 0)
        if ((flags & TRADER_SEES) === 0) continue
        expect(localTs).toBeGreaterThanOrEqual(Math.max(lastTs, exchTs + 3))
        lastTs = localTs
      }
    }),
  )
})
