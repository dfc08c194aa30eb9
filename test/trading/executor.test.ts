import { describe, expect, test } from 'vitest'
import { Bug } from '../../src/core/bug.ts'
import type { Side } from '../../src/core/units.ts'
import { ACCEPTED, deskRig, fillOf } from '../fakes/desk.ts'

describe('commands', () => {
  test('ids count up; each is in the journal before it is sent, under the cause that the desk is acting on', () => {
    const { executor, desk, entries, sent } = deskRig()
    desk.cause = 17
    desk.send = (_instrument, command) => {
      expect(entries.at(-1)).toMatchObject({ kind: command.kind, order: command.order })
      sent.push(command)
    }
    expect(executor.submit({ side: 1, priceTicks: 100, lots: 2 })).toBe(1)
    expect(executor.submit({ side: -1, priceTicks: 101, lots: 3, postOnly: true })).toBe(2)
    executor.modify(1, { lots: 1 })
    executor.cancel(2)
    expect(entries.map(({ kind, cause }) => [kind, cause])).toEqual([
      ['SubmitOrder', 17],
      ['SubmitOrder', 17],
      ['ModifyOrder', 17],
      ['CancelOrder', 17],
    ])
    expect(sent.map(({ kind }) => kind)).toEqual(['SubmitOrder', 'SubmitOrder', 'ModifyOrder', 'CancelOrder'])
    expect(sent[2]).toEqual({ kind: 'ModifyOrder', order: 1, priceTicks: 100, lots: 1 })
  })

  test('one change of a kind at a time; a cancel may follow a modification, not the other way', () => {
    const { executor, sent } = deskRig()
    executor.submit({ side: 1, priceTicks: 100, lots: 2 })
    expect(executor.modify(1, { lots: 1 })).toBe(true)
    expect(executor.modify(1, { lots: 1 })).toBe(false)
    expect(executor.cancel(1)).toBe(true)
    expect(executor.cancel(1)).toBe(false)
    expect(executor.modify(1, { lots: 1 })).toBe(false)
    expect([executor.modify(9, { lots: 1 }), executor.cancel(9)]).toEqual([false, false])
    expect(sent).toHaveLength(3)
  })

  test('a cancel is sent again on demand; each answer is that of its own cancel', () => {
    const { executor, entries, answer } = deskRig()
    executor.submit({ side: 1, priceTicks: 100, lots: 2 })
    answer(1, ACCEPTED)
    expect(executor.cancel(1, { again: true })).toBe(true)
    expect(executor.cancel(1)).toBe(false)
    expect(executor.cancel(1, { again: true })).toBe(true)
    const cancels = entries.filter(({ kind }) => kind === 'CancelOrder').map(({ seq }) => seq)
    expect(cancels).toHaveLength(2)
    expect(answer(1, { kind: 'CancelRejected', reason: 'lost-on-entry' }).pending).toBe('cancel')
    expect(answer(1, { kind: 'OrderCanceled', leavesLots: 2 })).toMatchObject({ state: 'canceled', pending: 'none' })
    expect(entries.slice(-2).map(({ cause }) => cause)).toEqual(cancels)
    expect(executor.cancel(1, { again: true })).toBe(false)
  })

  test('the refusal of a cancel that was sent again may come after the end of the order', () => {
    const { executor, entries, answer } = deskRig()
    executor.submit({ side: 1, priceTicks: 100, lots: 2 })
    executor.cancel(1)
    executor.cancel(1, { again: true })
    const cancels = entries.filter(({ kind }) => kind === 'CancelOrder').map(({ seq }) => seq)
    answer(1, ACCEPTED)
    answer(1, { kind: 'OrderCanceled', leavesLots: 2 })
    expect(answer(1, { kind: 'CancelRejected', reason: 'unknown-order' }).state).toBe('canceled')
    expect(entries.slice(-2).map(({ cause }) => cause)).toEqual(cancels)
  })

  test('cancelAll cancels what is open and not being cancelled', () => {
    const { executor, sent, answer } = deskRig()
    for (const priceTicks of [100, 99, 98]) executor.submit({ side: 1, priceTicks, lots: 1 })
    answer(1, ACCEPTED)
    answer(1, fillOf(1, 0))
    executor.cancel(2)
    executor.cancelAll()
    expect(sent.slice(3)).toEqual([
      { kind: 'CancelOrder', order: 2 },
      { kind: 'CancelOrder', order: 3 },
    ])
  })

  test.each([
    ['no lots', { side: 1 as Side, priceTicks: 100, lots: 0 }],
    ['half a lot', { side: 1 as Side, priceTicks: 100, lots: 0.5 }],
    ['negative lots', { side: 1 as Side, priceTicks: 100, lots: -1 }],
    ['more lots than are exact', { side: 1 as Side, priceTicks: 100, lots: 2 ** 53 }],
    ['no price', { side: 1 as Side, lots: 1 }],
    ['half a tick', { side: 1 as Side, priceTicks: 100.5, lots: 1 }],
    ['a price beyond 32 bits', { side: 1 as Side, priceTicks: 2 ** 31, lots: 1 }],
    ['no side', { side: 0 as Side, priceTicks: 100, lots: 1 }],
    ['a post-only market order', { side: 1 as Side, lots: 1, type: 'market' as const, postOnly: true }],
    [
      'a post-only order at once or never',
      { side: 1 as Side, priceTicks: 1, lots: 1, timeInForce: 'ioc' as const, postOnly: true },
    ],
  ])('%s is a bug of the strategy, and nothing is sent', (_name, order) => {
    const { executor, entries, sent } = deskRig()
    expect(() => executor.submit(order)).toThrow(Bug)
    expect([entries.length, sent.length]).toEqual([0, 0])
  })
})

describe('answers', () => {
  test('name the command they answer as their cause, and become the cause of what follows', () => {
    const { executor, desk, entries, answer } = deskRig()
    executor.submit({ side: 1, priceTicks: 100, lots: 5 })
    answer(1, ACCEPTED)
    executor.modify(1, { lots: 3 })
    executor.cancel(1)
    answer(1, { kind: 'OrderModified', priceTicks: 100, leavesLots: 3 })
    answer(1, fillOf(1, 2))
    answer(1, { kind: 'OrderCanceled', leavesLots: 2 })
    expect(entries.map(({ seq, kind, cause }) => `${seq} ${kind} <- ${cause}`)).toEqual([
      '0 SubmitOrder <- -1',
      '1 OrderAccepted <- 0',
      '2 ModifyOrder <- 1',
      '3 CancelOrder <- 1',
      '4 OrderModified <- 2',
      '5 Fill <- 0',
      '6 OrderCanceled <- 3',
    ])
    expect(desk.cause).toBe(6)
  })

  test('a cancel that lost the race is refused after the end, once', () => {
    const { executor, position, answer } = deskRig()
    executor.submit({ side: -1, priceTicks: 100, lots: 5 })
    answer(1, ACCEPTED)
    executor.cancel(1)
    expect(answer(1, fillOf(5, 0))).toMatchObject({ state: 'filled', leavesLots: 0, filledLots: 5 })
    expect(executor.get(1)).toBeUndefined()
    answer(1, { kind: 'CancelRejected', reason: 'unknown-order' })
    expect(position.lots).toBe(-5)
    expect(() => answer(1, { kind: 'CancelRejected', reason: 'unknown-order' })).toThrow('nothing is open or asked')
  })

  test('both of two changes that lost the race are refused after the end', () => {
    const { executor, answer } = deskRig()
    executor.submit({ side: 1, priceTicks: 100, lots: 5 })
    answer(1, ACCEPTED)
    executor.modify(1, { priceTicks: 99 })
    executor.cancel(1)
    answer(1, fillOf(5, 0))
    answer(1, { kind: 'ModifyRejected', reason: 'unknown-order' })
    answer(1, { kind: 'CancelRejected', reason: 'unknown-order' })
    expect(() => answer(1, { kind: 'CancelRejected', reason: 'unknown-order' })).toThrow(Bug)
  })

  test('a modified order that crossed: the change, then the fill', () => {
    const { executor, position, answer } = deskRig()
    executor.submit({ side: 1, priceTicks: 100, lots: 2 })
    answer(1, ACCEPTED)
    executor.modify(1, { priceTicks: 101, lots: 9 })
    expect(answer(1, { kind: 'OrderModified', priceTicks: 101, leavesLots: 9 })).toMatchObject({
      priceTicks: 101,
      lots: 9,
      pending: 'none',
    })
    expect(answer(1, fillOf(9, 0, 101))).toMatchObject({ state: 'filled', filledLots: 9 })
    expect(position.lots).toBe(9)
  })

  test('a modification after a part was filled: lots are what was filled and what is open', () => {
    const { executor, answer } = deskRig()
    executor.submit({ side: 1, priceTicks: 100, lots: 10 })
    answer(1, ACCEPTED)
    answer(1, fillOf(4, 6))
    executor.modify(1, { lots: 2 })
    expect(answer(1, { kind: 'OrderModified', priceTicks: 100, leavesLots: 2 })).toMatchObject({
      lots: 6,
      leavesLots: 2,
    })
  })

  test('after a refused cancel of an open order another may be sent', () => {
    const { executor, answer } = deskRig()
    executor.submit({ side: 1, priceTicks: 100, lots: 1 })
    answer(1, ACCEPTED)
    executor.cancel(1)
    answer(1, { kind: 'CancelRejected', reason: 'lost-on-entry' })
    expect(executor.get(1)).toMatchObject({ state: 'working', pending: 'none' })
    expect(executor.cancel(1)).toBe(true)
  })
})

test('a refusal of the risk gate is journaled with its reason, told, and never sent', () => {
  const { executor, entries, sent, refused } = deskRig([{ check: ({ lots }) => (lots > 5 ? 'order-size' : undefined) }])
  expect(executor.submit({ side: 1, priceTicks: 100, lots: 6 })).toBe(1)
  expect(executor.get(1)).toBeUndefined()
  expect(refused[0]).toMatchObject({ id: 1, state: 'refused', leavesLots: 0 })
  executor.submit({ side: 1, priceTicks: 100, lots: 5 })
  expect(executor.modify(2, { lots: 7 })).toBe(true)
  expect(executor.get(2)).toMatchObject({ lots: 5, pending: 'none' })
  expect(sent.map(({ order }) => order)).toEqual([2])
  expect(entries.filter((entry) => entry.kind === 'CommandRefused')).toMatchObject([
    { order: 1, command: 'SubmitOrder', reason: 'order-size', cause: 0 },
    { order: 2, command: 'ModifyOrder', reason: 'order-size', cause: 3 },
  ])
})
