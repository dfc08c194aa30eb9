import { market, type TestMarket } from 'hftsim/testing'
import { describe, expect, test } from 'vitest'
import taker from './imbalance-taker.ts'

/** The taker in a balanced market; orders take 2 ms to the venue and answers 1 ms back. */
const given = (): TestMarket =>
  market({ tick: '0.1', lot: '0.001', latency: { entry: '2ms', response: '1ms' } })
    .book('bid 100.0: 10', 'ask 100.1: 10')
    .run(taker, { threshold: 0.6 })

describe('the imbalance taker', () => {
  test('takes the lighter side of the touch', () => {
    const m = given().depth('bid 100.0: 90')
    expect(m.orders()).toBe('buy 1 @ 100.1 ioc (sent)')
    m.advance('3ms')
    expect(m.fills()).toBe('buy 1 @ 100.1 taker')
    expect(m.position).toBe(1)
  })

  test('comes too late when the level has gone meanwhile', () => {
    const m = given().depth('bid 100.0: 90').advance('1ms').depth('ask 100.1: 0', 'ask 100.2: 3').advance('2ms')
    expect(m.fills()).toBe('')
    expect(m.journal('OrderExpired')).toContain('leaves 0.001: nothing-to-match')
  })

  test('pauses between two orders', () => {
    const m = given().depth('bid 100.0: 90').advance('10ms').depth('bid 100.0: 95').advance('10ms')
    expect(m.position).toBe(1)
    expect(m.advance('250ms').depth('bid 100.0: 96').advance('3ms').position).toBe(2)
  })

  test('gives the position back when the imbalance is gone', () => {
    const m = given().depth('bid 100.0: 90').advance('300ms').depth('bid 100.0: 10').advance('3ms')
    expect(m.fills()).toMatchInlineSnapshot(`
      "buy 1 @ 100.1 taker
      sell 1 @ 100.0 taker"
    `)
  })
})
