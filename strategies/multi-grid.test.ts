import { market, type TestMarket } from 'hftsim/testing'
import { describe, expect, test } from 'vitest'
import grid from './multi-grid.ts'

const PARAMS = { halfSpread: 0.001, distance: 0.005, skew: 0.001, levels: 2, orderValue: 50 } as const
const given = (): TestMarket => market({ tick: '0.1', lot: '0.01' }).book('bid 100.2: 7', 'ask 100.4: 4')

describe('the grid on several instruments', () => {
  test('is made of shares of the price, at multiples of the distance, with orders of a value', () => {
    expect(given().run(grid, PARAMS).advance('100ms').orders()).toMatchInlineSnapshot(`
      "sell 50 @ 101.0 post-only
      sell 50 @ 100.5 post-only
      buy 50 @ 100.0 post-only
      buy 50 @ 99.5 post-only"
    `)
  })

  test('stands while the market moves within a step', () => {
    const m = given().run(grid, PARAMS).advance('100ms').depth('bid 100.2: 0', 'bid 100.1: 7')
    expect(m.advance('100ms').journal('CancelOrder')).toBe('')
  })

  test('leans against its position, and stops at the largest one', () => {
    const m = given()
      .run(grid, { ...PARAMS, maxOrders: 1 })
      .advance('100ms')
      .fill('buy 50 @ 100.0')
      .advance('100ms')
    expect(m.position).toBe(50)
    expect(m.orders()).toMatchInlineSnapshot(`
      "sell 50 @ 101.0 post-only
      sell 50 @ 100.5 post-only"
    `)
  })

  test('is at least one tick and one lot', () => {
    const small = { halfSpread: 0, distance: 0, orderValue: 0, levels: 2 }
    expect(given().run(grid, small).advance('100ms').orders()).toMatchInlineSnapshot(`
      "sell 1 @ 100.5 post-only
      sell 1 @ 100.4 post-only
      buy 1 @ 100.2 post-only
      buy 1 @ 100.1 post-only"
    `)
  })

  test('refuses contracts whose value it cannot tell', () => {
    const inverse = market({ tick: '0.1', lot: '1', instrument: { contract: 'inverse' } })
    expect(() => inverse.run(grid)).toThrow('TEST is no linear contract.')
  })
})
