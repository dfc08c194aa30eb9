import { market, type TestMarket } from 'hftsim/testing'
import { describe, expect, test } from 'vitest'
import grid from './grid.ts'

const given = (): TestMarket => market({ tick: '0.1', lot: '0.001' }).book('bid 100.0: 7', 'ask 100.1: 4')

describe('the grid', () => {
  test('rests its levels outwards from the touch, spacing apart', () => {
    const m = given().run(grid, { levels: 3, spacing: 2 }).advance('100ms')
    expect(m.orders()).toMatchInlineSnapshot(`
      "sell 1 @ 100.5 post-only
      sell 1 @ 100.3 post-only
      sell 1 @ 100.1 post-only
      buy 1 @ 100.0 post-only
      buy 1 @ 99.8 post-only
      buy 1 @ 99.6 post-only"
    `)
  })

  test('leans against a long position', () => {
    const m = given().run(grid, { levels: 1 }).advance('100ms')
    m.fill('buy 1 @ 100.0').advance('100ms')
    expect(m.position).toBe(1)
    expect(m.orders()).toMatchInlineSnapshot(`
      "sell 1 @ 100.1 post-only
      buy 1 @ 99.8 post-only"
    `)
  })

  test('keeps what still stands, and its place in the queue', () => {
    const m = given().run(grid, { levels: 2, spacing: 1 }).advance('100ms')
    m.depth('bid 100.0: 0', 'bid 99.9: 5').advance('100ms')
    expect(m.orders()).toMatchInlineSnapshot(`
      "sell 1 @ 100.2 post-only
      sell 1 @ 100.1 post-only
      buy 1 @ 99.9 post-only
      buy 1 @ 99.8 post-only"
    `)
    expect(m.journal('CancelOrder')).toContain('order 1 ')
    expect(m.journal('CancelOrder').split('\n')).toHaveLength(1)
  })

  test('stops buying at its largest position', () => {
    const m = given().run(grid, { levels: 5, maxPosition: 1 }).advance('100ms')
    m.fill('buy 1 @ 100.0').advance('100ms')
    expect(m.orders()).toMatchInlineSnapshot(`
      "sell 1 @ 100.3 post-only
      sell 1 @ 100.1 post-only"
    `)
  })

  test('takes everything back when a side of the book is gone', () => {
    const m = given().run(grid).advance('100ms')
    expect(m.book('ask 100.1: 4').advance('100ms').orders()).toBe('')
  })
})
