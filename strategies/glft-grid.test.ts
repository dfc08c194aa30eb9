import { math } from 'hftsim'
import { market, type TestMarket } from 'hftsim/testing'
import { describe, expect, test } from 'vitest'
import grid, { createMeasurement } from './glft-grid.ts'

const PARAMS = { gamma: 0.1, levels: 2, warmUp: '60s' } as const

/** A minute in which every tick further out is reached by half as many trades, on both sides: k is near ln(2). */
function measured(spread: 'still' | 'moving'): TestMarket {
  const m = market({ tick: '0.1', lot: '0.001' }).book('bid 100.0: 50', 'ask 100.1: 50').run(grid, PARAMS)
  for (let i = 1; i <= 600; i++) {
    const far = Math.log2(i & -i)
    m.trade(`buy 1 @ ${(100.1 + far / 10).toFixed(1)}`, `sell 1 @ ${(100 - far / 10).toFixed(1)}`)
    if (spread === 'moving')
      m.book(...(i % 2 === 0 ? ['bid 100.0: 50', 'ask 100.1: 50'] : ['bid 100.1: 50', 'ask 100.2: 50']))
    m.advance('100ms')
  }
  return m
}

test.each([
  { a: 2, k: 0.3, sigma: 1 },
  { a: 1, k: 0.15, sigma: 3 },
])('measures a = $a, k = $k and sigma = $sigma where trades come so', ({ a, k, sigma }) => {
  const intervals = 10_000
  const measured = createMeasurement(100e6, 1e15)
  let mid = 1000
  for (let i = 0; i < intervals; i++) {
    measured.interval(mid)
    // The distances of an exponential distribution, from the far ones on, in a share of the intervals.
    const far = -math.log((i + 0.5) / intervals / (a / 10)) / k
    if (far > 0) {
      for (const aggressor of [1, -1] as const)
        measured.trade({ instrument: 0, aggressor, priceTicks: mid + aggressor * far, lots: 1, exchTs: 0 })
    }
    mid += (i % 2 === 0 ? sigma : -sigma) * Math.sqrt(0.1)
  }
  const fit = measured.fit()
  expect(fit.a).toBeCloseTo(a, 1)
  expect(fit.k).toBeCloseTo(k, 2)
  expect(fit.sigma).toBeCloseTo(sigma, 2)
})

describe('the GLFT grid', () => {
  test('measures before it quotes', () => {
    const m = market({ tick: '0.1', lot: '0.001' }).book('bid 100.0: 50', 'ask 100.1: 50').run(grid, PARAMS)
    expect(m.advance('60s').orders()).toBe('')
  })

  test('rests where trades reach: half spread = ln(1 + gamma / k) / gamma, 1.3 ticks, while the mid stands still', () => {
    expect(measured('still').orders()).toMatchInlineSnapshot(`
      "sell 1 @ 100.3 post-only
      sell 1 @ 100.2 post-only
      buy 1 @ 99.9 post-only
      buy 1 @ 99.8 post-only"
    `)
  })

  test('is wider where the mid moves, for the same trades', () => {
    expect(measured('moving').orders()).toMatchInlineSnapshot(`
      "sell 1 @ 100.6 post-only
      sell 1 @ 100.4 post-only
      buy 1 @ 99.8 post-only
      buy 1 @ 99.6 post-only"
    `)
  })

  test('leans against its position', () => {
    const m = measured('moving')
    m.fill('buy 1 @ 99.8').advance('100ms')
    expect(m.position).toBe(1)
    expect(m.orders()).toMatchInlineSnapshot(`
      "sell 1 @ 100.4 post-only
      sell 1 @ 100.2 post-only
      buy 1 @ 99.8 post-only
      buy 1 @ 99.6 post-only"
    `)
  })
})
