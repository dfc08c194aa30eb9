import { describe, expect, test } from 'vitest'
import { Misuse } from '../../src/core/bug.ts'
import { checkedHandlers, refuseAsync } from '../../src/trading/handlers.ts'
import { strategy } from '../../src/trading/strategy.ts'

describe('handlers', () => {
  test('are passed on as they are; none are no mistake', () => {
    const handlers = { onDepth: () => {} }
    expect(checkedHandlers(handlers)).toBe(handlers)
    expect(checkedHandlers(undefined)).toEqual({})
  })

  test.each([
    [{ onTade: () => {} }, /"onTade".*Did you mean "onTrade"/],
    [{ onTrade: 3 }, /onTrade: it is no function/],
    [{ onFill: async () => {} }, /async function for onFill/],
    [Promise.resolve({}), /start is synchronous/],
    [7, /Cannot use number as handlers/],
  ])('%o is refused', (returned, message) => {
    expect(() => checkedHandlers(returned as never)).toThrow(Misuse)
    expect(() => checkedHandlers(returned as never)).toThrow(message)
  })

  test('an async start that fails, too, is told as the one mistake that it is', () => {
    const start = async (): Promise<never> => Promise.reject(new Error('a failure of its own'))
    expect(() => checkedHandlers(start() as never)).toThrow(/start is synchronous/)
  })

  test('an async timer is refused', () => {
    expect(() => refuseAsync('a timer', async () => {})).toThrow(Misuse)
    expect(() => refuseAsync('a timer', () => {})).not.toThrow()
  })
})

describe('a declaration', () => {
  test('without a start, or with a parameter that param did not make, is refused where it stands', () => {
    expect(() => strategy({} as never)).toThrow(/without a start function/)
    expect(() => strategy({ params: { a: { default: 1 } }, start() {} } as never)).toThrow(
      /parameter "a": make it with/,
    )
  })
})
