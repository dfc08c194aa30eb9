import { market, type TestMarket } from 'hftsim/testing'
import { describe, expect, test } from 'vitest'
import maker from './imbalance-maker.ts'

/** Ten seconds in which the bid goes from 40 to 60 lots and back, against 50 lots asked: a deviation of 10 lots. */
function measured(params: { depth?: number; maxPosition?: number } = {}): TestMarket {
  const m = market({ tick: '0.1', lot: '0.001' }).book('bid 100.0: 40', 'ask 100.1: 50')
  m.run(maker, { warmUp: '10s', shift: 2, halfSpread: 3, skew: 1, ...params })
  for (let i = 0; i < 100; i++) m.depth(`bid 100.0: ${i % 2 === 0 ? 60 : 40}`).advance('100ms')
  return m
}

describe('the imbalance maker', () => {
  test('measures before it quotes', () => {
    const m = market({ tick: '0.1', lot: '0.001' }).book('bid 100.0: 40', 'ask 100.1: 50').run(maker)
    expect(m.advance('59s').orders()).toBe('')
  })

  test('quotes around the mid while the imbalance is the usual one', () => {
    expect(measured().depth('bid 100.0: 50').advance('100ms').orders()).toMatchInlineSnapshot(`
      "sell 1 @ 100.4 post-only
      buy 1 @ 99.7 post-only"
    `)
  })

  test('moves both quotes up when more is bid than usual, and down when less is', () => {
    expect(measured().depth('bid 100.0: 65').advance('100ms').orders()).toMatchInlineSnapshot(`
      "sell 1 @ 100.7 post-only
      buy 1 @ 100.0 post-only"
    `)
    expect(measured().depth('bid 100.0: 35').advance('100ms').orders()).toMatchInlineSnapshot(`
      "sell 1 @ 100.1 post-only
      buy 1 @ 99.4 post-only"
    `)
  })

  test('hears only levels near the mid', () => {
    const m = measured({ depth: 0.001 }).depth('bid 100.0: 50', 'bid 99.0: 5000').advance('100ms')
    expect(m.orders()).toBe(measured().depth('bid 100.0: 50').advance('100ms').orders())
  })

  test('leans against its position, and stops at the largest one', () => {
    const m = measured({ maxPosition: 1 }).depth('bid 100.0: 50').advance('100ms')
    m.fill('buy 1 @ 99.7').advance('100ms')
    expect(m.position).toBe(1)
    expect(m.orders()).toMatchInlineSnapshot(`"sell 1 @ 100.3 post-only"`)
  })
})
