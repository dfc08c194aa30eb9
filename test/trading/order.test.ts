import { describe, expect, test } from 'vitest'
import { Bug } from '../../src/core/bug.ts'
import { isOpen, move, NEXT_STATES, type OrderState } from '../../src/trading/order.ts'
import { ACCEPTED, type DeskRig, deskRig, fillOf, type Saying } from '../fakes/desk.ts'

/** How an order of 5 at 100 comes to each state. */
const PATHS: Readonly<Record<OrderState, readonly Saying[] | 'refused'>> = {
  sent: [],
  working: [ACCEPTED],
  filled: [ACCEPTED, fillOf(5, 0)],
  canceled: [ACCEPTED, { kind: 'OrderCanceled', leavesLots: 5 }],
  expired: [{ kind: 'OrderExpired', leavesLots: 5, reason: 'nothing-to-match' }],
  rejected: [{ kind: 'OrderRejected', reason: 'post-only-would-cross' }],
  refused: 'refused',
}

const ANSWERS: Readonly<Record<string, Saying>> = {
  accepted: ACCEPTED,
  'filled in part': fillOf(2, 3),
  'filled in full': fillOf(5, 0),
  expired: { kind: 'OrderExpired', leavesLots: 5, reason: 'unfilled-remainder' },
  rejected: { kind: 'OrderRejected', reason: 'lost-on-entry' },
  canceled: { kind: 'OrderCanceled', leavesLots: 5 },
  modified: { kind: 'OrderModified', priceTicks: 99, leavesLots: 4 },
  'cancel refused': { kind: 'CancelRejected', reason: 'unknown-order' },
  'modify refused': { kind: 'ModifyRejected', reason: 'unknown-order' },
}

/** State and open lots after each answer, or what is impossible; a cancel and a modification are under way. */
const OPEN_OUTCOMES: Readonly<Record<string, { readonly sent: string; readonly working: string }>> = {
  accepted: { sent: 'working 5', working: 'working 5' },
  'filled in part': { sent: 'working 3', working: 'working 3' },
  'filled in full': { sent: 'filled 0', working: 'filled 0' },
  expired: { sent: 'expired 0', working: 'expired 0' },
  rejected: { sent: 'rejected 0', working: 'bug' },
  canceled: { sent: 'canceled 0', working: 'canceled 0' },
  modified: { sent: 'working 4', working: 'working 4' },
  'cancel refused': { sent: 'sent 5', working: 'working 5' },
  'modify refused': { sent: 'sent 5', working: 'working 5' },
}

function orderIn(state: OrderState, changesUnderWay: boolean): DeskRig {
  const path = PATHS[state]
  const rig = deskRig(path === 'refused' ? [{ check: () => 'position' }] : [])
  rig.executor.submit({ side: 1, priceTicks: 100, lots: 5 })
  if (changesUnderWay && path !== 'refused') {
    rig.executor.modify(1, { priceTicks: 99, lots: 4 })
    rig.executor.cancel(1)
  }
  if (path !== 'refused') for (const saying of path) rig.answer(1, saying)
  return rig
}

function outcome(rig: DeskRig, saying: Saying): string {
  try {
    const { state, leavesLots } = rig.answer(1, saying)
    return `${state} ${leavesLots}`
  } catch (error) {
    if (error instanceof Bug) return 'bug'
    throw error
  }
}

describe('every answer in every state', () => {
  const open: OrderState[] = ['sent', 'working']
  const ended: OrderState[] = ['filled', 'canceled', 'expired', 'rejected', 'refused']

  for (const [name, saying] of Object.entries(ANSWERS)) {
    test.each(open)(`${name}, when %s`, (state) => {
      expect(outcome(orderIn(state, true), saying)).toBe(OPEN_OUTCOMES[name]![state as 'sent' | 'working'])
    })

    test.each(ended)(`${name}, when %s and nothing more was asked: a bug`, (state) => {
      expect(outcome(orderIn(state, false), saying)).toBe('bug')
    })

    test.each(['filled', 'expired', 'rejected'] as const)(`${name}, when %s with changes under way`, (state) => {
      const isLateRefusal = saying.kind === 'CancelRejected' || saying.kind === 'ModifyRejected'
      expect(outcome(orderIn(state, true), saying)).toBe(isLateRefusal ? `${state} 0` : 'bug')
    })
  }
})

describe('the table', () => {
  const states = Object.keys(NEXT_STATES) as OrderState[]

  test.each(states)('from %s', (from) => {
    for (const to of states) {
      const order = { id: 1, state: from } as Parameters<typeof move>[0]
      if (NEXT_STATES[from].includes(to)) {
        move(order, to)
        expect(order.state).toBe(to)
      } else expect(() => move(order, to)).toThrow(`Cannot move order 1 from ${from} to ${to}`)
    }
  })

  test('what is open may move on, what is not may not', () => {
    for (const state of states) {
      const order = { state } as Parameters<typeof isOpen>[0]
      expect(isOpen(order)).toBe(NEXT_STATES[state].length > 0)
    }
  })
})
