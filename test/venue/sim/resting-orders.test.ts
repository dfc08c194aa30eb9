import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocateColumns, BUY, RowKind, SELL, VENUE_SEES } from '../../../src/market/columns.ts'
import { L2Book } from '../../../src/market/l2-book.ts'
import { MarketMemory } from '../../../src/market/market-memory.ts'
import type { SubmitOrder } from '../../../src/market/orders.ts'
import { type RestingOrder, RestingSide } from '../../../src/venue/sim/resting-orders.ts'

const MEMORY = new MarketMemory()
const ROW = allocateColumns(1, MEMORY)

/** Whether the venue's pass over rows hands back a level of that side at a tick; else it is in the book afterwards. */
function isHandedBack(book: L2Book, side: number, tick: number): boolean {
  ROW.flags[0] = RowKind.Depth | side | VENUE_SEES
  ROW.priceTicks[0] = tick
  ROW.qtySteps[0] = 1
  return book.venuePass(ROW, 0, 1, Number.POSITIVE_INFINITY) < 0
}

test('orders by price and arrival, and the rows that concern them, as a plain list has them', () => {
  const steps = fc.array(fc.record({ priceTicks: fc.integer({ min: -4, max: 4 }), place: fc.option(fc.nat(9)) }), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(fc.constantFrom(1 as const, -1 as const), steps, (sideOf, all) => {
      const book = new L2Book(1, MEMORY)
      const levels = sideOf > 0 ? book.bids : book.asks
      const side = new RestingSide(sideOf, levels)
      const orders: RestingOrder[] = []
      all.forEach(({ priceTicks, place }, slot) => {
        const leaving = place === null ? undefined : orders[place]
        if (leaving === undefined) {
          const order: RestingOrder = { submit: { order: slot } as SubmitOrder, slot, priceTicks, leavesLots: 1 }
          orders.push(order)
          side.add(order)
        } else {
          orders.splice(orders.indexOf(leaving), 1)
          side.remove(leaving)
          // Leaving twice changes nothing.
          side.remove(leaving)
        }
        const prices = orders.map((order) => order.priceTicks)
        for (let tick = -5; tick <= 5; tick++) {
          const there = orders.filter((order) => order.priceTicks === tick)
          expect(side.at(tick) ?? []).toEqual(there)
          const reached = [...new Set(prices.filter((price) => (price - tick) * sideOf >= 0))]
          expect(side.reachedBy(tick)).toBe(reached.toSorted((a, b) => (b - a) * sideOf)[0])
          expect(isHandedBack(book, sideOf > 0 ? BUY : SELL, tick)).toBe(there.length > 0)
          expect(isHandedBack(book, sideOf > 0 ? SELL : BUY, tick)).toBe(reached.length > 0)
        }
      })
    }),
  )
})
