/**
 * The micro markets in which ours shows something else than the reference, on purpose, and what is right here; all
 * others are equal in every step. `docs/differences-from-hftbacktest.md` has the reasons.
 */
import type { Shown, ShownOrder } from './shown.ts'

export interface Difference {
  readonly why: string
  /** Our fills: [order, ticks, lots, exchTs, maker]. Default: those of the reference. */
  readonly fills?: readonly (readonly [number, number, number, number, boolean])[]
  /** What is shown by number of step, from 0, the look before the first action. Default: as the reference shows. */
  readonly steps: Readonly<Record<number, StepChange>>
}

export interface StepChange extends Partial<Omit<Shown, 'orders'>> {
  readonly orders?: Readonly<Record<number, Partial<ShownOrder>>>
}

const FILLED_ONCE = { position: 2, balance: -202, fee: 0.101, trades: 1, latency: [1100, 1150, 1180] }
const CANCELED_FIRST = { status: 'canceled', req: 'none', open: 0 }

export const DIFFERENT: Readonly<Record<string, Difference>> = {
  'cancel-filled-books-again': {
    why: 'a filled order takes no requests, and a fill is booked once',
    steps: {
      3: { ret: 12, orders: { 1: { req: 'none' } } },
      4: FILLED_ONCE,
      5: { ...FILLED_ONCE, ret: 12, orders: { 1: { req: 'none', price: 101, lots: 2 } } },
      6: { ...FILLED_ONCE, orders: { 1: { price: 101, lots: 2 } } },
    },
  },
  'cancel-races-fill': {
    why: 'a cancel under way is marked until it is answered',
    steps: { 4: { orders: { 1: { req: 'cancel' } } } },
  },
  'cancel-wins': {
    why: 'the answer to a cancel counts from the cancel',
    steps: { 4: { latency: [1449, 1499, 1529] }, 5: { latency: [1449, 1499, 1529] } },
  },
  'clear-upto': {
    why: 'the level behind the price of a clear is the best',
    steps: { 1: { bid: 98 }, 2: { bid: 98, ask: 103 } },
  },
  'end-of-data': { why: 'the clock follows the last event', steps: { 3: { ts: 2010 }, 4: { ts: 2010 } } },
  'interpolated-reject': {
    why: 'a cancel that never arrived measures nothing; the answer to one counts from the cancel',
    steps: {
      6: { latency: [1333, 1414, 1534] },
      7: { latency: [1333, 1414, 1534] },
      8: { latency: [4500, 4510, 4520] },
    },
  },
  'market-empty-book': {
    why: 'there is no price to take: the order expires; it has no price itself',
    fills: [],
    steps: {
      1: { orders: { 1: { price: 0 } } },
      2: {
        position: 0,
        balance: 0,
        fee: 0,
        trades: 0,
        orders: { 1: { status: 'expired', price: 0, left: 2, exec: '' } },
      },
    },
  },
  'market-order': {
    why: 'a market order has no price',
    steps: {
      1: { orders: { 1: { price: 0 } } },
      2: { orders: { 1: { price: 0 }, 2: { price: 0 } } },
      3: { orders: { 1: { price: 0 }, 2: { price: 0 } } },
    },
  },
  'modify-into-cross': {
    why: 'an order changes when the venue says so; its fill and its expiry count from the submission',
    steps: {
      3: { orders: { 1: { price: 100 } } },
      4: { orders: { 1: { price: 100 }, 2: { price: 99 } } },
      5: { latency: [1100, 1250, 1280] },
    },
  },
  'modify-loses-place': {
    why: 'an order changes when the venue says so; its fill counts from the submission',
    steps: {
      2: { orders: { 1: { price: 100 } } },
      3: { orders: { 1: { price: 99 } } },
      6: { latency: [1100, 1800, 1830] },
    },
  },
  'modify-price': {
    why: 'an order changes when the venue says so; its fill counts from the submission',
    steps: { 2: { orders: { 1: { price: 100 } } }, 4: { latency: [1100, 1900, 1930] } },
  },
  'modify-quantity-and-price': {
    why: 'the new quantity counts, from when the venue says so; the fill counts from the submission',
    fills: [[1, 99, 5, 1900, true]],
    steps: {
      2: { orders: { 1: { price: 100, lots: 2 } } },
      3: { orders: { 1: { left: 5, open: 5 } } },
      4: {
        position: 5,
        balance: -495,
        fee: -0.0495,
        latency: [1100, 1900, 1930],
        orders: { 1: { exec: '5 @ 99 maker' } },
      },
    },
  },
  'modify-races-fill': {
    why: 'an order changes when the venue says so, and a modify under way is marked until it is answered',
    steps: {
      2: { orders: { 1: { price: 100 } } },
      3: { orders: { 1: { price: 100 } } },
      4: { orders: { 1: { req: 'modify' } } },
    },
  },
  'modify-reduce-in-place': {
    why: 'an order changes when the venue says so',
    steps: { 2: { orders: { 1: { lots: 5 } } } },
  },
  'partial-exact-leaves': {
    why: 'an order leaves with its last lot, and the run goes on',
    steps: { 3: { ret: 0, ts: 1650, feed: [1600, 1610] }, 4: { ret: 0, ts: 1650, feed: [1600, 1610] } },
  },
  'partial-maker': {
    why: 'each part is booked',
    fills: [
      [1, 100, 3, 1500, true],
      [1, 100, 2, 1600, true],
    ],
    steps: {
      2: { position: 3, balance: -300, fee: -0.03, trades: 1 },
      3: { position: 5, balance: -500, fee: -0.05, trades: 2 },
    },
  },
  'partial-taker-sweep': {
    why: 'each level is a fill, and is booked',
    fills: [
      [1, 101, 4, 1150, false],
      [1, 102, 3, 1150, false],
      [1, 102, 3, 1150, false],
      [2, 100, 5, 1250, false],
      [2, 99, 7, 1250, false],
      [2, 99, 8, 1250, false],
      [3, 101, 4, 1350, false],
      [3, 102, 3, 1350, false],
    ],
    steps: {
      2: { position: 10, balance: -1016, fee: 0.508, trades: 3, orders: { 1: { exec: '3 @ 102 taker' } } },
      3: { position: 10, balance: -1016, fee: 0.508, trades: 3, orders: { 1: { exec: '3 @ 102 taker' } } },
      4: { position: -10, balance: 969, fee: 1.5005, trades: 6, orders: { 1: { exec: '3 @ 102 taker' } } },
      5: { position: -10, balance: 969, fee: 1.5005, trades: 6, orders: { 1: { exec: '3 @ 102 taker' } } },
      6: { position: -3, balance: 259, fee: 1.8555, trades: 8, orders: { 1: { exec: '3 @ 102 taker' } } },
    },
  },
  'queue-probability-nan': {
    why: 'who has no probability keeps its place',
    fills: [[1, 100, 1, 1600, true]],
    steps: {
      2: {
        position: 1,
        balance: -100,
        fee: -0.01,
        trades: 1,
        latency: [1100, 1600, 1630],
        orders: { 1: { status: 'filled', left: 0, open: 0, exec: '1 @ 100 maker', exchTs: 1600 } },
      },
      3: { latency: [1100, 1600, 1630], orders: { 1: { exchTs: 1600 } } },
    },
  },
  'request-errors': {
    why: 'a cancel may follow its order at once, which then ends earlier; ids are ours to give',
    steps: {
      2: { ret: null },
      3: { ret: 0, orders: { 1: { req: 'cancel' } } },
      4: { orders: { 1: { req: 'cancel' } } },
      5: { orders: { 1: { req: 'cancel' } } },
      6: { orders: { 1: { status: 'canceled', open: 0 } } },
      7: { ret: 12, orders: { 1: CANCELED_FIRST } },
      8: { ret: 12, orders: { 1: CANCELED_FIRST } },
      9: { latency: [1100, 1150, 1180], orders: { 1: { exchTs: 1150 } } },
      10: { latency: [1100, 1150, 1180] },
      11: { latency: [1100, 1150, 1180] },
    },
  },
  'request-errors, without step 3': {
    why: 'ids are ours to give; the answer to a cancel counts from the cancel',
    steps: {
      2: { ret: null },
      8: { latency: [1200, 1250, 1280] },
      9: { latency: [1200, 1250, 1280] },
      10: { latency: [1200, 1250, 1280] },
    },
  },
  'response-between-feed-rows': { why: 'the clock follows the last event', steps: { 6: { ts: 3010 } } },
  'roi-clear-upto': {
    why: 'a clear removes up to its price in the one book that there is',
    steps: { 1: { ask: 103 }, 3: { ask: 103 } },
  },
  'roi-outside-range': {
    why: 'a book has no bounds: what stands at 89 is seen',
    steps: { 2: { bid: 89 }, 3: { bid: 89 }, 4: { bid: 89 } },
  },
  'stale-level-comes-back': { why: 'crossed levels are gone', steps: { 7: { ask: 105 } } },
}
