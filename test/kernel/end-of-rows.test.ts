/** What happens when the market's rows have ended and orders are still under way. */
import { expect, test } from 'vitest'
import { strategy } from '../../src/trading/strategy.ts'
import { marketRows, unitInstrument } from '../fakes/market-text.ts'
import { simulate } from '../fakes/simulation.ts'

const market = {
  instrument: unitInstrument(),
  rows: marketRows(['bid(1000) 100x5', 'ask(1000) 101x5', 'idle(1200)']),
}

/** Buys at the best ask as soon as the order before is on its way: something is under way all the time. */
const restless = strategy({
  start({ book, orders, every }) {
    every(40, () => {
      if (book.hasAsk) orders.submit({ side: 1, priceTicks: 101, lots: 1, timeInForce: 'ioc' })
    })
  },
})

test('what was under way arrives; what is sent after that ends with the run', () => {
  // Commands take 50, answers 30: the last order before the end at 1200 arrives at 1250, its fill is known at 1280.
  const { entries } = simulate([market], restless)
  const sent = entries.filter(({ kind }) => kind === 'SubmitOrder').map(({ ts }) => ts)
  const filled = entries.filter(({ kind }) => kind === 'Fill').map(({ ts }) => ts)
  expect(sent).toEqual([1040, 1080, 1120, 1160, 1200, 1240, 1280])
  expect(filled).toEqual([1120, 1160, 1200, 1240, 1280])
  expect(entries.at(-1)).toMatchObject({ kind: 'RunEnded', ts: 1280 })
})

test('a strategy that sends an order for every answer comes to its end too', () => {
  const answering = strategy({
    start({ orders, after }) {
      const buy = (): void => void orders.submit({ side: 1, priceTicks: 101, lots: 1, timeInForce: 'ioc' })
      after(150, buy)
      return { onFill: buy }
    },
  })
  const { entries } = simulate([market], answering)
  expect(entries.filter(({ kind }) => kind === 'SubmitOrder').map(({ ts }) => ts)).toEqual([1150, 1230])
})
