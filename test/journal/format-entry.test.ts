import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NO_ASK, NO_BID } from '../../src/core/units.ts'
import type { EntryKind, JournalEntry } from '../../src/journal/entries.ts'
import { matches, selectEntries } from '../../src/journal/entry-filter.ts'
import { formatEntry } from '../../src/journal/format-entry.ts'
import { formatTimeOfDay, parseTimeOfDay } from '../../src/journal/time-of-day.ts'
import { instrumentFrom } from '../../src/market/instrument.ts'
import { type Draft, drafts, entryOf } from './journal-bytes.ts'

const INSTRUMENTS = [
  instrumentFrom(
    {
      symbol: 'BTCUSDT',
      venue: 'binance-usdm',
      tickSize: '0.10',
      lotSize: '0.001',
      contract: 'linear',
      base: 'BTC',
      settle: 'USDT',
    },
    0,
  ),
  instrumentFrom(
    {
      symbol: 'ETHUSD_PERP',
      venue: 'binance-coinm',
      tickSize: '0.01',
      lotSize: '1',
      contract: 'inverse',
      contractSize: '10',
      base: 'contracts',
      settle: 'ETH',
    },
    1,
  ),
]

const MS = 1_000_000
const order = { instrument: 0, order: 7 }
const STORY: readonly (readonly [EntryKind, number, number, object])[] = [
  ['RunStarted', 0, -1, {}],
  ['TimerFired', 10_000 * MS, -1, { timer: 2 }],
  ['MarketMarked', 10_000 * MS, -1, { instrument: 0, bidTicks: 616597, askTicks: NO_ASK, row: 40 }],
  ['MarketMarked', 10_000 * MS, -1, { instrument: 1, bidTicks: NO_BID, askTicks: 312345, row: 2 }],
  [
    'SubmitOrder',
    10_100 * MS,
    1,
    { ...order, side: 1, type: 'limit', timeInForce: 'gtc', postOnly: 1, priceTicks: 616597, lots: 3, row: 41 },
  ],
  ['OrderAccepted', 10_105 * MS, 4, { ...order, exchTs: 10_103 * MS, aheadSteps: 1500.25 }],
  ['Fill', 10_106 * MS, 4, { ...order, exchTs: 10_104 * MS, ...fill(616597, 1, 2), feeAtoms: -30829850n }],
  ['ModifyOrder', 10_110 * MS, 1, { ...order, priceTicks: 616590, lots: 5, row: 44 }],
  ['OrderModified', 10_115 * MS, 7, { ...order, exchTs: 10_113 * MS, priceTicks: 616590, leavesLots: 5 }],
  ['CancelOrder', 10_120 * MS, 1, { ...order, row: 50 }],
  ['OrderCanceled', 10_125 * MS, 9, { ...order, exchTs: 10_123 * MS, leavesLots: 5 }],
  ['CancelRejected', 10_126 * MS, 9, { ...order, exchTs: 10_124 * MS, reason: 'unknown-order' }],
  ['ModifyRejected', 10_126 * MS, 9, { ...order, exchTs: 10_124 * MS, reason: 'unknown-order' }],
  [
    'SubmitOrder',
    10_130 * MS,
    1,
    {
      instrument: 1,
      order: 8,
      side: -1,
      type: 'market',
      timeInForce: 'ioc',
      postOnly: 0,
      priceTicks: 0,
      lots: 2,
      row: 9,
    },
  ],
  [
    'OrderExpired',
    10_135 * MS,
    13,
    { instrument: 1, order: 8, exchTs: 10_133 * MS, leavesLots: 2, reason: 'nothing-to-match' },
  ],
  ['OrderRejected', 10_135 * MS, 13, { ...order, exchTs: 10_133 * MS, reason: 'post-only-would-cross' }],
  ['CommandRefused', 10_140 * MS, 13, { ...order, command: 'SubmitOrder', reason: 'price-band' }],
  ['RunEnded', 86_400_000 * MS + 1, -1, { reason: 'end-of-data' }],
]

function fill(priceTicks: number, lots: number, leavesLots: number): object {
  return { priceTicks, lots, leavesLots, liquidity: 'maker' }
}

function story(): JournalEntry[] {
  return STORY.map(([kind, ts, cause, body], seq) => entryOf({ kind, ts, cause, body: body as Draft['body'] }, seq))
}

test('one line an entry, of every kind', async () => {
  const lines = story().map((entry) => formatEntry(entry, INSTRUMENTS))
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./format-entry.lines.txt')
  expect(new Set(STORY.map(([kind]) => kind)).size).toBe(16)
})

test('any entry has a line, and it stays one', () => {
  fc.assert(
    fc.property(drafts({ minLength: 1, maxLength: 5 }), (all) => {
      all.forEach((draft, seq) => {
        const body = 'instrument' in draft.body ? { ...draft.body, instrument: 1 } : draft.body
        const line = formatEntry(entryOf({ ...draft, body }, seq), INSTRUMENTS)
        expect(line).toContain(`#${seq}`)
        expect(line).not.toMatch(/\n|undefined|NaN|\s$/)
      })
    }),
  )
})

test('names that are no plain text are escaped, and columns line up all the same', () => {
  const [btc, eth] = INSTRUMENTS
  const hostile = [
    { ...btc!, symbol: 'B\u001b[2J', settle: '\u001b]0;x\u0007' },
    { ...eth!, symbol: 'ETH' },
  ]
  const lines = story().map((entry) => formatEntry(entry, hostile))
  expect(lines.join('\n')).not.toMatch(/\p{Cc}(?<!\n)/u)
  expect(lines.find((line) => line.includes('fee'))).toContain('fee -0.3082985 \\u{1b}]0;x\\u{7}  at venue')
  expect(lines[2]!.indexOf('bid')).toBe(lines[3]!.indexOf('bid'))
})

test('an instrument that the run does not have', () => {
  const entry = story()[4]!
  expect(() => formatEntry(entry, [])).toThrow('entry 4: the run has no instrument 0.')
})

test('times of day, there and back', () => {
  expect(formatTimeOfDay(0)).toBe('00:00:00.000000000')
  expect(formatTimeOfDay(2 * 86_400_000 * MS + 3_661 * 1000 * MS + 5)).toBe('2d 01:01:01.000000005')
  expect(parseTimeOfDay('09:30')).toBe(34_200_000 * MS)
  expect(parseTimeOfDay('00:00:10.1')).toBe(10_100 * MS)
  for (const text of [
    '',
    '9:30',
    '24:00',
    '00:60',
    '00:00:60',
    '00:00:00.',
    '00:00:00.0000000001',
    '-1d 00:00',
    'noon',
  ]) {
    expect(parseTimeOfDay(text)).toBeUndefined()
  }
  fc.assert(
    fc.property(fc.maxSafeNat(), (ts) => {
      expect(parseTimeOfDay(formatTimeOfDay(ts))).toBe(ts)
    }),
  )
})

const seqsOf = (entries: Iterable<JournalEntry>): number[] => [...entries].map(({ seq }) => seq)

test('entries are chosen by kind, order, instrument, time and number', () => {
  const all = story()
  expect(seqsOf(selectEntries(all, {}))).toEqual(all.map((_, seq) => seq))
  expect(seqsOf(selectEntries(all, { kinds: new Set(['Fill', 'SubmitOrder']) }))).toEqual([4, 6, 13])
  expect(seqsOf(selectEntries(all, { order: 8 }))).toEqual([13, 14])
  expect(seqsOf(selectEntries(all, { instrument: 1 }))).toEqual([3, 13, 14])
  expect(seqsOf(selectEntries(all, { fromTs: 10_105 * MS, toTs: 10_110 * MS }))).toEqual([5, 6, 7])
  expect(seqsOf(selectEntries(all, { order: 7 }, 2))).toEqual([4, 5])
  expect(seqsOf(selectEntries(all, {}, 0))).toEqual([])
  expect(seqsOf(selectEntries(all, { order: 7, kinds: new Set(['RunEnded']) }))).toEqual([])
})

test('choosing reads no further than it must, and misses nothing', () => {
  fc.assert(
    fc.property(drafts({ maxLength: 40 }), fc.nat({ max: 10 }), fc.nat({ max: 10 ** 10 }), (raw, limit, toTs) => {
      const all = raw.map(entryOf)
      let read = 0
      function* counted(): Generator<JournalEntry> {
        for (const entry of all) {
          read++
          yield entry
        }
      }
      const chosen = [...selectEntries(counted(), { toTs }, limit)]
      expect(chosen).toEqual(all.filter((entry) => matches(entry, { toTs })).slice(0, limit))
      expect(read).toBeLessThanOrEqual(chosen.length === limit ? limit : chosen.length + 1)
    }),
  )
})
