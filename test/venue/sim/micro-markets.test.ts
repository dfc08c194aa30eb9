/**
 * The hand-made markets of the parity material, all but the order-level ones: our fills, and what our trader is shown
 * after every action (answer, clock, best prices, account, orders, latencies), against what hftbacktest did and showed,
 * or, where we differ on purpose, against what is right.
 */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeWithShared } from '../../fakes/shared-data.ts'
import { readMicros, withoutStep } from './micro/case.ts'
import { DIFFERENT } from './micro/differences.ts'
import { expectedOf } from './micro/expected.ts'
import { playMicro } from './micro/play.ts'

/** Fields of a step that tell of the market and of what was booked. */
const MARKET_AND_ACCOUNT = ['bid', 'ask', 'position', 'balance', 'fee', 'trades'] as const

describeWithShared('micro markets', (root) => {
  const theirs = readMicros(join(root, 'parity', 'micro'))
  // Its cancel of an order under way is refused there and sent here, and then nothing is left for the steps behind it.
  const requests = theirs.filter(({ name }) => name === 'request-errors').map((micro) => withoutStep(micro, 3))
  const markets = [...theirs, ...requests]
  const names = markets.map(({ name }) => name)
  const wrong = markets.filter(({ reference_defect, asset }) => reference_defect ?? asset.depth.kind === 'roi')

  test('are all there', () => expect(theirs.length).toBeGreaterThanOrEqual(63))

  test('where the reference is known to be wrong, or where its book has bounds, the difference is named', () => {
    expect(Object.keys(DIFFERENT)).toEqual(expect.arrayContaining(wrong.map(({ name }) => name)))
    expect(names).toEqual(expect.arrayContaining(Object.keys(DIFFERENT)))
  })

  test('elsewhere fills, best prices and accounts are the same: only what the trader is told of requests differs', () => {
    const others = Object.entries(DIFFERENT).filter(([name]) => !wrong.some((micro) => micro.name === name))
    const beyond = others.filter(([, { fills, steps }]) => {
      return (
        fills !== undefined || Object.values(steps).some((step) => MARKET_AND_ACCOUNT.some((field) => field in step))
      )
    })
    expect(beyond).toEqual([])
  })

  test.each(markets.map((micro) => [micro.name, DIFFERENT[micro.name]?.why ?? 'equal', micro] as const))(
    '%s (hftbacktest: %s)',
    (name, _, micro) => {
      expect(playMicro(micro)).toEqual(expectedOf(micro, DIFFERENT[name]))
    },
  )
})
