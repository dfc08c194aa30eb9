import { market, type TestMarket } from 'hftsim/testing'
import { describe, expect, test } from 'vitest'
import maker from './queue-maker.ts'

const given = (): TestMarket => market({ tick: '0.001', lot: '0.1' }).book('bid 0.300: 60', 'ask 0.301: 40').run(maker)

describe('the queue maker', () => {
  test('joins the side that presses, and leaves the other alone', () => {
    expect(given().orders()).toBe('buy 1 @ 0.300 post-only')
    expect(given().depth('ask 0.301: 60').orders()).toMatchInlineSnapshot(`
      "sell 1 @ 0.301 post-only
      buy 1 @ 0.300 post-only"
    `)
  })

  test('gives up a place at the end of the queue sooner than one at its front', () => {
    const end = given()
    // Sellers take 50 of the 60 lots ahead and as many join behind us: the level is the same, and we are in front.
    const front = given().trade('sell 50 @ 0.300').depth('bid 0.300: 60')
    for (const m of [end, front]) m.depth('ask 0.301: 120')
    expect(end.orders()).toBe('sell 1 @ 0.301 post-only')
    expect(front.orders()).toBe('sell 1 @ 0.301 post-only\nbuy 1 @ 0.300 post-only')
    expect(front.depth('ask 0.301: 400').orders()).toBe('sell 1 @ 0.301 post-only')
  })

  test('takes what leaves the level without a trade to stand behind it', () => {
    const m = given().depth('bid 0.300: 30').depth('ask 0.301: 55')
    expect(m.orders()).toBe('sell 1 @ 0.301 post-only')
  })

  test('follows the best price', () => {
    const m = given().depth('bid 0.300: 0', 'bid 0.299: 80', 'ask 0.301: 0', 'ask 0.300: 30')
    expect(m.orders()).toBe('buy 1 @ 0.299 post-only')
  })

  test('asks for more pressure on the side that would add to its position', () => {
    const m = given().fill('buy 1 @ 0.300')
    expect(m.position).toBe(1)
    expect(m.depth('ask 0.301: 55').orders()).toBe('sell 1 @ 0.301 post-only')
  })
})
