/**
 * Small markets whose outcome in hftbacktest is known. Each says whether ours is equal to it or deliberately different, and why.
 * A message reaches the trader 10 after the venue, a command takes 50, an answer 30, unless a case says otherwise.
 */
import { describe, expect, test } from 'vitest'
import { createInterpolatedRefusals } from '../../../src/kernel/fault/interpolated-refusals.ts'
import { createInterpolatedLatency, type LatencyRows } from '../../../src/kernel/latency/interpolated.ts'
import { valueFee } from '../../../src/venue/sim/fee/fees.ts'
import { PartialFill } from '../../../src/venue/sim/fill/partial-fill.ts'
import { ProbabilityQueue, powerProb, powerProb3 } from '../../../src/venue/sim/queue/probability-queue.ts'
import { unitInstrument } from '../../fakes/market-text.ts'
import { play, type Script } from '../../fakes/play.ts'

const B0 = ['bid(1000) 100x5 99x7', 'ask(1000) 101x4 102x3']
const UNTIL_3000 = 'idle(3000)'
/** Maker -1 bp, taker 5 bp. */
const FEES = valueFee(-100_000, 500_000, { buyerPpb: 0, sellerPpb: 0 })
const TENTHS = unitInstrument({ qtyStep: '0.1' })
const HUNDREDTHS = unitInstrument({ qtyStep: '0.01' })
const PARTIAL = new PartialFill()

interface Case extends Script {
  readonly name: string
  /** Against hftbacktest: `equal`, or the reason of the difference. */
  readonly reference: 'equal' | string
  readonly then: readonly string[]
}

const ARRIVALS: readonly Case[] = [
  {
    name: '1: what is known when: nothing, then the first message',
    reference: 'equal',
    given: [...B0, 'idle(2000)'],
    when: [
      [1000, 'look'],
      [1010, 'look'],
      [2009, 'look'],
    ],
    then: ['1000 bid - ask -', '1010 bid 100 ask 101', '2009 bid 100 ask 101'],
  },
  {
    name: '2: a post-only order rests',
    reference: 'equal',
    given: [...B0, 'idle(2000)'],
    when: [[1100, 'buy 100x2 post-only']],
    then: ['1180 #1 accepted at 1150, 5 ahead'],
  },
  {
    name: '3: a post-only order that would cross',
    reference: 'the answer is a rejection with its reason, not an expiry',
    given: [...B0, 'idle(2000)'],
    when: [[1100, 'buy 101x2 post-only']],
    then: ['1180 #1 rejected at 1150: post-only-would-cross'],
  },
  {
    name: '4: a crossing order takes everything at the best price',
    reference: 'equal',
    given: [...B0, 'idle(2000)'],
    when: [[1100, 'buy 105x20']],
    fee: FEES,
    then: ['1180 #1 taker 101x20 at 1150, fee 1.01000000'],
  },
  {
    name: '5: a trade below our bid fills it at its own price',
    reference: 'equal',
    given: [...B0, 'sell-trade(1500) 99x1', UNTIL_3000],
    when: [[1100, 'buy 100x2']],
    fee: FEES,
    then: ['1180 #1 accepted at 1150, 5 ahead', '1530 #1 maker 100x2 at 1500, fee -0.02000000'],
  },
  {
    name: '6: five ahead; trades and a cancel bring us to the front; half a lot past us fills',
    reference: 'equal',
    instrument: TENTHS,
    given: [
      ...B0,
      'sell-trade(1500) 100x3',
      'bid(1501) 100x2',
      'sell-trade(1600) 100x2',
      'sell-trade(1700) 100x0.4',
      'sell-trade(1800) 100x0.1',
      UNTIL_3000,
    ],
    when: [[1100, 'buy 100x2']],
    then: ['1180 #1 accepted at 1150, 50 ahead', '1830 #1 maker 100x2 at 1800'],
  },
  {
    name: '7: an ask that comes down to our bid fills it',
    reference: 'equal',
    given: [...B0, 'ask(1500) 100x1', UNTIL_3000],
    when: [
      [1100, 'buy 100x2'],
      [1100, 'buy 99x2'],
      [1600, 'look'],
    ],
    then: [
      '1180 #1 accepted at 1150, 5 ahead',
      '1180 #2 accepted at 1150, 7 ahead',
      '1530 #1 maker 100x2 at 1500',
      '1600 bid 99 ask 100',
    ],
  },
  {
    name: '8: an ask that arrives with our order is in the book first',
    reference: 'equal',
    given: [...B0, 'ask(1150) 100x4', UNTIL_3000],
    when: [[1100, 'buy 100x2']],
    fee: FEES,
    then: ['1180 #1 taker 100x2 at 1150, fee 0.10000000'],
  },
  {
    name: '9: a trade that happens as our order arrives does not fill it',
    reference: 'equal',
    given: [...B0, 'sell-trade(1150) 99x4', UNTIL_3000],
    when: [[1100, 'buy 100x2']],
    then: ['1180 #1 accepted at 1150, 5 ahead'],
  },
  {
    name: '10: a buyer that pays the best bid says nothing about our ask',
    reference: 'equal',
    given: ['ask(1000) 101x4', 'bid(1000) 100x4', 'buy-trade(1500) 100x1', UNTIL_3000],
    when: [[1100, 'sell 101x1']],
    then: ['1180 #1 accepted at 1150, 4 ahead'],
  },
]

const QUEUES: readonly Case[] = [
  {
    name: '11: a trade before the level change that shows it counts once',
    reference: 'equal',
    queue: () => new ProbabilityQueue(powerProb3(3)),
    given: [
      'bid(1000) 100x10',
      'ask(1000) 101x4',
      'sell-trade(1300) 100x4',
      'bid(1300) 100x6',
      'sell-trade(1400) 100x6',
      'sell-trade(1500) 100x1',
      UNTIL_3000,
    ],
    when: [[1100, 'buy 100x1']],
    then: ['1180 #1 accepted at 1150, 10 ahead', '1530 #1 maker 100x1 at 1500'],
  },
  {
    name: '12: a trade after the level change that shows it counts twice',
    reference: 'equal',
    queue: () => new ProbabilityQueue(powerProb3(3)),
    given: [
      'bid(1000) 100x10',
      'ask(1000) 101x4',
      'bid(1300) 100x6',
      'sell-trade(1300) 100x4',
      'sell-trade(1400) 100x3',
      UNTIL_3000,
    ],
    when: [[1100, 'buy 100x1']],
    then: ['1180 #1 accepted at 1150, 10 ahead', '1430 #1 maker 100x1 at 1400'],
  },
  {
    name: '13: no number for a probability: the order keeps its place at the front',
    reference: 'thrown to the back of the level there',
    instrument: HUNDREDTHS,
    queue: () => new ProbabilityQueue(powerProb(1.5)),
    given: [
      'bid(1000) 100x1',
      'ask(1000) 101x4',
      'sell-trade(1300) 100x1.25',
      'bid(1400) 100x9',
      'bid(1500) 100x8',
      'sell-trade(1600) 100x0.25',
      UNTIL_3000,
    ],
    when: [[1100, 'buy 100x1']],
    then: ['1180 #1 accepted at 1150, 100 ahead', '1630 #1 maker 100x1 at 1600'],
  },
]

const CHANGES: readonly Case[] = [
  {
    name: '14: a cancel that loses the race against a fill',
    reference: 'equal',
    given: [...B0, 'sell-trade(1500) 99x1', UNTIL_3000],
    when: [
      [1100, 'buy 100x2'],
      [1480, 'cancel 1'],
    ],
    then: [
      '1180 #1 accepted at 1150, 5 ahead',
      '1530 #1 maker 100x2 at 1500',
      '1560 #1 cancel refused at 1530: unknown-order',
    ],
  },
  {
    name: '15: a cancel; a second one is not sent, for the order has ended',
    reference: 'a request for an ended order travels, until the order is cleared',
    given: [...B0, UNTIL_3000],
    when: [
      [1100, 'buy 100x2'],
      [1200, 'cancel 1'],
      [1280, 'cancel 1'],
    ],
    then: ['1180 #1 accepted at 1150, 5 ahead', '1280 #1 canceled at 1250, 2 open'],
  },
  {
    name: '16: a second cancel while one is under way, and changes of unknown orders, are not sent',
    reference: 'a cancel behind a submission that is under way is refused there; ours travels behind it',
    given: [...B0, UNTIL_3000],
    when: [
      [1100, 'buy 100x2'],
      [1100, 'cancel 1'],
      [1100, 'cancel 1'],
      [1100, 'modify 9 99x1'],
    ],
    then: ['1180 #1 accepted at 1150, 5 ahead', '1180 #1 canceled at 1150, 2 open'],
  },
  {
    name: '17: cancelling and modifying a filled order changes nothing',
    reference: 'books the fill again for each such request',
    given: [...B0, UNTIL_3000],
    when: [
      [1100, 'buy 101x2'],
      [1200, 'cancel 1'],
      [1300, 'modify 1 90x7'],
    ],
    then: ['1180 #1 taker 101x2 at 1150'],
  },
  {
    name: '18: a new price and a new quantity: rests anew with the new quantity',
    reference: 'keeps the old open quantity',
    given: [...B0, 'sell-trade(1900) 97x1', UNTIL_3000],
    when: [
      [1100, 'buy 100x2'],
      [1180, 'modify 1 99x5'],
    ],
    then: ['1180 #1 accepted at 1150, 5 ahead', '1260 #1 modified at 1230 to 99x5', '1930 #1 maker 99x5 at 1900'],
  },
  {
    name: '19: a smaller quantity at the same price keeps its place',
    reference: 'equal',
    given: [...B0, 'bid(1200) 100x9', 'sell-trade(1900) 100x6', UNTIL_3000],
    when: [
      [1100, 'buy 100x5'],
      [1230, 'modify 1 100x3'],
    ],
    then: ['1180 #1 accepted at 1150, 5 ahead', '1310 #1 modified at 1280 to 100x3', '1930 #1 maker 100x3 at 1900'],
  },
  {
    name: '20: a modification that crosses is confirmed and takes, with its new quantity',
    reference: 'takes the old quantity and answers with the fill alone',
    given: [...B0, UNTIL_3000],
    when: [
      [1100, 'buy 100x2'],
      [1180, 'modify 1 101x9'],
    ],
    then: ['1180 #1 accepted at 1150, 5 ahead', '1260 #1 modified at 1230 to 101x9', '1260 #1 taker 101x9 at 1230'],
  },
]

const PARTS: readonly Case[] = [
  {
    name: '21: two trades fill an order in two parts',
    reference: 'books the last part alone',
    fill: PARTIAL,
    given: [...B0, 'bid(1200) 100x0', 'sell-trade(1500) 100x3', 'sell-trade(1600) 100x9', UNTIL_3000],
    when: [[1250, 'buy 100x5']],
    then: ['1330 #1 accepted at 1300, 0 ahead', '1530 #1 maker 100x3 at 1500, 2 open', '1630 #1 maker 100x2 at 1600'],
  },
  {
    name: '22: an order that a trade fills exactly is gone',
    reference: 'it stays at the venue and stops the run at the next trade',
    fill: PARTIAL,
    given: [...B0, 'bid(1200) 100x0', 'sell-trade(1500) 100x2', 'sell-trade(1600) 100x1', UNTIL_3000],
    when: [[1250, 'buy 100x2']],
    then: ['1330 #1 accepted at 1300, 0 ahead', '1530 #1 maker 100x2 at 1500'],
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
    then: [
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
    then: [
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
    then: ['1180 #1 expired at 1150, 2 open: nothing-to-match'],
  },
]

const ROUND_TRIPS = latencyRows([
  [1000, 1100, 1150],
  [2000, 2040, 2300],
  [3000, 0, 3070],
  [4000, 4010, 4020],
])

const JOURNEYS: readonly Case[] = [
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
    then: [
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
    then: ['1431 #1 accepted at 1030, 5 ahead', '1431 #2 accepted at 1130, 5 ahead'],
  },
  {
    name: '28: a request that never arrives',
    reference: 'equal, but for the word: rejected, not expired',
    fault: { verdict: () => 'refuse', refusalDelayNs: () => 70 },
    given: [...B0, UNTIL_3000],
    when: [[1100, 'buy 100x1']],
    then: ['1170 #1 rejected at 1100: lost-on-entry'],
  },
]

const BOOKS: readonly Case[] = [
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
    then: ['1300 bid 98 ask 103'],
  },
  {
    name: '30: a clear keeps our orders; the snapshot that follows fills those it crosses',
    reference: 'equal',
    given: [...B0, 'clear(1500)', 'snapshot-ask(1500) 100x3', UNTIL_3000],
    when: [[1100, 'buy 100x2']],
    then: ['1180 #1 accepted at 1150, 5 ahead', '1530 #1 maker 100x2 at 1500'],
  },
  {
    name: '32: an answer and a message that arrive together: the answer is known when the message is heard',
    reference: 'equal',
    given: ['bid(1000) 100x1', 'bid(1080) 100x1', UNTIL_3000],
    when: [
      [1010, 'buy 90x1'],
      [1090, 'look'],
    ],
    then: ['1090 #1 accepted at 1060, 0 ahead', '1090 bid 100 ask -'],
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
    then: ['1179 bid 100 ask 101', '1180 #1 accepted at 1150, 5 ahead', '1180 bid 100 ask 101'],
  },
  {
    name: '38: an inverse contract costs and pays in its base coin',
    reference: 'equal to its last atom',
    instrument: unitInstrument({ contract: 'inverse', contractSize: '100' }),
    given: [...B0, 'idle(2000)'],
    when: [[1100, 'buy 101x2']],
    fee: FEES,
    // 100 * 2 / 101 = 1.980198019802 coins, of which 5 bp.
    then: ['1180 #1 taker 101x2 at 1150, fee 0.000990099010'],
  },
]

describe.each([
  ['orders arrive', ARRIVALS],
  ['queues', QUEUES],
  ['changes', CHANGES],
  ['executions in part', PARTS],
  ['journeys', JOURNEYS],
  ['books', BOOKS],
])('%s', (_name, cases) => {
  test.each(cases.map((each) => [each.name, each.reference, each] as const))('%s (hftbacktest: %s)', (_n, _r, each) => {
    expect(play(each).heard).toEqual(each.then)
  })
})

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
