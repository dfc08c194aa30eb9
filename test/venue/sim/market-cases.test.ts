/**
 * Small markets whose outcome in hftbacktest is known. Each says whether ours is equal to it or deliberately different,
 * and why. A message reaches the trader 10 after the venue, a command takes 50, an answer 30, unless a case says so.
 */
import { ProbabilityQueue, powerProb, powerProb3 } from '../../../src/venue/sim/queue/probability-queue.ts'
import { describeCases, MAKER_AND_TAKER_FEES as FEES, type MarketCase } from '../../fakes/market-case.ts'
import { unitInstrument } from '../../fakes/market-text.ts'

const B0 = ['bid(1000) 100x5 99x7', 'ask(1000) 101x4 102x3']
const UNTIL_3000 = 'idle(3000)'
const TENTHS = unitInstrument({ qtyStep: '0.1' })
const HUNDREDTHS = unitInstrument({ qtyStep: '0.01' })

const ARRIVALS: readonly MarketCase[] = [
  {
    name: '1: what is known when: nothing, then the first message',
    reference: 'equal',
    given: [...B0, 'idle(2000)'],
    when: [
      [1000, 'look'],
      [1010, 'look'],
      [2009, 'look'],
    ],
    hears: ['1000 bid - ask -', '1010 bid 100 ask 101', '2009 bid 100 ask 101'],
  },
  {
    name: '2: a post-only order rests',
    reference: 'equal',
    given: [...B0, 'idle(2000)'],
    when: [[1100, 'buy 100x2 post-only']],
    hears: ['1180 #1 accepted at 1150, 5 ahead'],
  },
  {
    name: '3: a post-only order that would cross',
    reference: 'the answer is a rejection with its reason, not an expiry',
    given: [...B0, 'idle(2000)'],
    when: [[1100, 'buy 101x2 post-only']],
    hears: ['1180 #1 rejected at 1150: post-only-would-cross'],
  },
  {
    name: '4: a crossing order takes everything at the best price',
    reference: 'equal',
    given: [...B0, 'idle(2000)'],
    when: [[1100, 'buy 105x20']],
    fee: FEES,
    hears: ['1180 #1 taker 101x20 at 1150, fee 1.01000000'],
  },
  {
    name: '5: a trade below our bid fills it at its own price',
    reference: 'equal',
    given: [...B0, 'sell-trade(1500) 99x1', UNTIL_3000],
    when: [[1100, 'buy 100x2']],
    fee: FEES,
    hears: ['1180 #1 accepted at 1150, 5 ahead', '1530 #1 maker 100x2 at 1500, fee -0.02000000'],
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
    hears: ['1180 #1 accepted at 1150, 50 ahead', '1830 #1 maker 100x2 at 1800'],
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
    hears: [
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
    hears: ['1180 #1 taker 100x2 at 1150, fee 0.10000000'],
  },
  {
    name: '9: a trade that happens as our order arrives does not fill it',
    reference: 'equal',
    given: [...B0, 'sell-trade(1150) 99x4', UNTIL_3000],
    when: [[1100, 'buy 100x2']],
    hears: ['1180 #1 accepted at 1150, 5 ahead'],
  },
  {
    name: '10: a buyer that pays the best bid says nothing about our ask',
    reference: 'equal',
    given: ['ask(1000) 101x4', 'bid(1000) 100x4', 'buy-trade(1500) 100x1', UNTIL_3000],
    when: [[1100, 'sell 101x1']],
    hears: ['1180 #1 accepted at 1150, 4 ahead'],
  },
]

const QUEUES: readonly MarketCase[] = [
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
    hears: ['1180 #1 accepted at 1150, 10 ahead', '1530 #1 maker 100x1 at 1500'],
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
    hears: ['1180 #1 accepted at 1150, 10 ahead', '1430 #1 maker 100x1 at 1400'],
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
    hears: ['1180 #1 accepted at 1150, 100 ahead', '1630 #1 maker 100x1 at 1600'],
  },
]

const CHANGES: readonly MarketCase[] = [
  {
    name: '14: a cancel that loses the race against a fill',
    reference: 'equal',
    given: [...B0, 'sell-trade(1500) 99x1', UNTIL_3000],
    when: [
      [1100, 'buy 100x2'],
      [1480, 'cancel 1'],
    ],
    hears: [
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
    hears: ['1180 #1 accepted at 1150, 5 ahead', '1280 #1 canceled at 1250, 2 open'],
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
    hears: ['1180 #1 accepted at 1150, 5 ahead', '1180 #1 canceled at 1150, 2 open'],
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
    hears: ['1180 #1 taker 101x2 at 1150'],
  },
  {
    name: '18: a new price and a new quantity: rests anew with the new quantity',
    reference: 'keeps the old open quantity',
    given: [...B0, 'sell-trade(1900) 97x1', UNTIL_3000],
    when: [
      [1100, 'buy 100x2'],
      [1180, 'modify 1 99x5'],
    ],
    hears: ['1180 #1 accepted at 1150, 5 ahead', '1260 #1 modified at 1230 to 99x5', '1930 #1 maker 99x5 at 1900'],
  },
  {
    name: '19: a smaller quantity at the same price keeps its place',
    reference: 'equal',
    given: [...B0, 'bid(1200) 100x9', 'sell-trade(1900) 100x6', UNTIL_3000],
    when: [
      [1100, 'buy 100x5'],
      [1230, 'modify 1 100x3'],
    ],
    hears: ['1180 #1 accepted at 1150, 5 ahead', '1310 #1 modified at 1280 to 100x3', '1930 #1 maker 100x3 at 1900'],
  },
  {
    name: '20: a modification that crosses is confirmed and takes, with its new quantity',
    reference: 'takes the old quantity and answers with the fill alone',
    given: [...B0, UNTIL_3000],
    when: [
      [1100, 'buy 100x2'],
      [1180, 'modify 1 101x9'],
    ],
    hears: ['1180 #1 accepted at 1150, 5 ahead', '1260 #1 modified at 1230 to 101x9', '1260 #1 taker 101x9 at 1230'],
  },
]

describeCases('orders arrive', ARRIVALS)
describeCases('queues', QUEUES)
describeCases('changes', CHANGES)
