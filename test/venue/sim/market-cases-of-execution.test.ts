/** More small markets whose outcome in hftbacktest is known: executions in part, journeys of orders, books. */
import { createInterpolatedRefusals } from '../../../src/kernel/fault/interpolated-refusals.ts'
import { createInterpolatedLatency, type LatencyRows } from '../../../src/kernel/latency/interpolated.ts'
import { PartialFill } from '../../../src/venue/sim/fill/partial-fill.ts'
import { describeCases, MAKER_AND_TAKER_FEES as FEES, type MarketCase } from '../../fakes/market-case.ts'
import { unitInstrument } from '../../fakes/market-text.ts'
import type { Script } from '../../fakes/play.ts'

const B0 = ['bid(1000) 100x5 99x7', 'ask(1000) 101x4 102x3']
const UNTIL_3000 = 'idle(3000)'
const PARTIAL = new PartialFill()

const PARTS: readonly MarketCase[] = [
  {
    name: '21: two trades fill an order in two parts',
    reference: 'books the last part alone',
    fill: PARTIAL,
    given: [...B0, 'bid(1200) 100x0', 'sell-trade(1500) 100x3', 'sell-trade(1600) 100x9', UNTIL_3000],
    when: [[1250, 'buy 100x5']],
    hears: ['1330 #1 accepted at 1300, 0 ahead', '1530 #1 maker 100x3 at 1500, 2 open', '1630 #1 maker 100x2 at 1600'],
  },
  {
    name: '22: an order that a trade fills exactly is gone',
    reference: 'it stays at the venue and stops the run at the next trade',
    fill: PARTIAL,
    given: [...B0, 'bid(1200) 100x0', 'sell-trade(1500) 100x2', 'sell-trade(1600) 100x1', UNTIL_3000],
    when: [[1250, 'buy 100x2']],
    hears: ['1330 #1 accepted at 1300, 0 ahead', '1530 #1 maker 100x2 at 1500'],
  },
  {
    name: '23: a good-till-cancel order takes level by level, and the rest at its limit',
    reference: 'answers and books the last level alone',
    fill: PARTIAL,
    given: [...B0, UNTIL_3000],
    when: [
      [1100, 'buy 102x10'],
      [1200, 'sell 99x20'],
    ],
    hears: [
      '1180 #1 taker 101x4 at 1150, 6 open',
      '1180 #1 taker 102x3 at 1150, 3 open',
      '1180 #1 taker 102x3 at 1150',
      '1280 #2 taker 100x5 at 1250, 15 open',
      '1280 #2 taker 99x7 at 1250, 8 open',
      '1280 #2 taker 99x8 at 1250',
    ],
  },
  {
    name: '24: immediate-or-cancel, fill-or-kill and market orders sweep what is there',
    reference: 'books the last level alone, and nothing of an order that expires',
    fill: PARTIAL,
    given: [...B0, UNTIL_3000],
    when: [
      [1100, 'buy 102x10 ioc'],
      [1200, 'buy 102x7 fok'],
      [1300, 'buy 102x8 fok'],
      [1400, 'buy x10 market'],
      [1500, 'sell x6 market'],
    ],
    hears: [
      '1180 #1 taker 101x4 at 1150, 6 open',
      '1180 #1 taker 102x3 at 1150, 3 open',
      '1180 #1 expired at 1150, 3 open: unfilled-remainder',
      '1280 #2 taker 101x4 at 1250, 3 open',
      '1280 #2 taker 102x3 at 1250',
      '1380 #3 expired at 1350, 8 open: nothing-to-match',
      '1480 #4 taker 101x4 at 1450, 6 open',
      '1480 #4 taker 102x3 at 1450, 3 open',
      '1480 #4 expired at 1450, 3 open: unfilled-remainder',
      '1580 #5 taker 100x5 at 1550, 1 open',
      '1580 #5 taker 99x1 at 1550',
    ],
  },
  {
    name: '25: a market order against an empty side expires',
    reference: 'filled at the mark of no price',
    given: ['bid(1000) 100x5', UNTIL_3000],
    when: [[1100, 'buy x2 market']],
    hears: ['1180 #1 expired at 1150, 2 open: nothing-to-match'],
  },
]

const ROUND_TRIPS = latencyRows([
  [1000, 1100, 1150],
  [2000, 2040, 2300],
  [3000, 0, 3070],
  [4000, 4010, 4020],
])

const JOURNEYS: readonly MarketCase[] = [
  {
    name: '26: measured round trips, with refusals between rows of which one was refused',
    reference: 'equal',
    entry: createInterpolatedLatency(ROUND_TRIPS),
    response: createInterpolatedLatency(ROUND_TRIPS),
    fault: createInterpolatedRefusals(ROUND_TRIPS),
    given: [...B0, 'idle(9000)'],
    when: [
      [1333, 'buy 100x1'],
      [2500, 'buy 100x1'],
      [3500, 'cancel 1'],
      [4500, 'cancel 1'],
    ],
    hears: [
      '1534 #1 accepted at 1414, 5 ahead',
      '2685 #2 rejected at 2500: lost-on-entry',
      '3545 #1 cancel refused at 3500: lost-on-entry',
      '4520 #1 canceled at 4510, 1 open',
    ],
  },
  {
    name: '27: an answer does not overtake the one before it',
    reference: 'equal',
    ...roundTrips([
      [1000, 1010, 1510],
      [1100, 1110, 1111],
    ]),
    given: [...B0, UNTIL_3000],
    when: [
      [1020, 'buy 100x1'],
      [1120, 'buy 100x1'],
    ],
    hears: ['1431 #1 accepted at 1030, 5 ahead', '1431 #2 accepted at 1130, 5 ahead'],
  },
  {
    name: '28: a request that never arrives',
    reference: 'equal, but for the word: rejected, not expired',
    fault: { verdict: () => 'refuse', refusalDelayNs: () => 70 },
    given: [...B0, UNTIL_3000],
    when: [[1100, 'buy 100x1']],
    hears: ['1170 #1 rejected at 1100: lost-on-entry'],
  },
]

const BOOKS: readonly MarketCase[] = [
  {
    name: '29: clears up to a price: the next level is the best',
    reference: 'skips the level next to the price',
    given: [
      'bid(1000) 100x5 99x7 98x7 97x7',
      'ask(1000) 101x1 102x1 103x1 104x1',
      'bid-clear(1100) 99',
      'ask-clear(1200) 102',
      UNTIL_3000,
    ],
    when: [[1300, 'look']],
    hears: ['1300 bid 98 ask 103'],
  },
  {
    name: '30: a clear keeps our orders; the snapshot that follows fills those it crosses',
    reference: 'equal',
    given: [...B0, 'clear(1500)', 'snapshot-ask(1500) 100x3', UNTIL_3000],
    when: [[1100, 'buy 100x2']],
    hears: ['1180 #1 accepted at 1150, 5 ahead', '1530 #1 maker 100x2 at 1500'],
  },
  {
    name: '32: an answer and a message that arrive together: the answer is known when the message is heard',
    reference: 'equal',
    given: ['bid(1000) 100x1', 'bid(1080) 100x1', UNTIL_3000],
    when: [
      [1010, 'buy 90x1'],
      [1090, 'look'],
    ],
    hears: ['1090 #1 accepted at 1060, 0 ahead', '1090 bid 100 ask -'],
  },
  {
    name: '34: an answer is not there before it is',
    reference: 'equal',
    given: [...B0, UNTIL_3000],
    when: [
      [1100, 'buy 100x1'],
      [1179, 'look'],
      [1180, 'look'],
    ],
    hears: ['1179 bid 100 ask 101', '1180 #1 accepted at 1150, 5 ahead', '1180 bid 100 ask 101'],
  },
  {
    name: '38: an inverse contract costs and pays in its base coin',
    reference: 'equal to its last atom',
    instrument: unitInstrument({ contract: 'inverse', contractSize: '100' }),
    given: [...B0, 'idle(2000)'],
    when: [[1100, 'buy 101x2']],
    fee: FEES,
    // 100 * 2 / 101 = 1.980198019802 coins, of which 5 bp.
    hears: ['1180 #1 taker 101x2 at 1150, fee 0.000990099010'],
  },
]

describeCases('executions in part', PARTS)
describeCases('journeys', JOURNEYS)
describeCases('books', BOOKS)

function roundTrips(rows: [number, number, number][]): Pick<Script, 'entry' | 'response'> {
  return { entry: createInterpolatedLatency(latencyRows(rows)), response: createInterpolatedLatency(latencyRows(rows)) }
}

function latencyRows(rows: readonly (readonly [number, number, number])[]): LatencyRows {
  return {
    length: rows.length,
    requestTs: Float64Array.from(rows, (row) => row[0]),
    exchTs: Float64Array.from(rows, (row) => row[1]),
    responseTs: Float64Array.from(rows, (row) => row[2]),
    refused: Uint8Array.from(rows, (row) => (row[1] === 0 ? 1 : 0)),
  }
}
