import { market, type TestMarket } from 'hftsim/testing'
import { expect, test } from 'vitest'
import maker from './maker.ts'

const given = (): TestMarket => market({ tick: '0.1', lot: '0.001' }).book('bid 100.0: 7', 'ask 100.1: 4')

test('quotes both sides at the touch', () => {
  const m = given().run(maker).advance('100ms')
  expect(m.orders()).toBe('sell 1 @ 100.1 post-only\nbuy 1 @ 100.0 post-only')
})

test('follows the touch', () => {
  const m = given().run(maker).advance('100ms')
  m.book('bid 100.3: 2', 'ask 100.4: 2').advance('100ms')
  expect(m.orders()).toBe('sell 1 @ 100.4 post-only\nbuy 1 @ 100.3 post-only')
})

test('stops buying at its largest position', () => {
  const m = given().run(maker, { maxPosition: 1 }).advance('100ms')
  m.fill('buy 1 @ 100.0').advance('100ms')
  expect(m.position).toBe(1)
  expect(m.orders()).toBe('sell 1 @ 100.1 post-only')
})
