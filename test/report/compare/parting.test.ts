import { expect, test } from 'vitest'
import type { JournalEntry } from '../../../src/journal/entries.ts'
import { type Instrument, instrumentFrom } from '../../../src/market/instrument.ts'
import { partingOf, type ReadableRun } from '../../../src/report/compare/parting.ts'
import type { SettingDifference } from '../../../src/report/compare/setting-differences.ts'

const BTC: Instrument = instrumentFrom(
  {
    symbol: 'BTC',
    venue: 'v',
    tickSize: '1',
    lotSize: '1',
    qtyStep: '1',
    contract: 'linear',
    contractSize: '1',
    base: 'BTC',
    settle: 'USDT',
  },
  0,
)

type Written = Omit<JournalEntry, 'seq'> & Record<string, unknown>

const entry = (kind: JournalEntry['kind'], ts: number, body: object = {}, cause = -1): Written => {
  return { kind, ts, cause, ...body } as Written
}
const order = (id: number): object => ({ instrument: 0, order: id })
const start = entry('RunStarted', 0)
const timer = (ts: number): Written => entry('TimerFired', ts, { timer: 1 })
const submit = (ts: number, id: number, priceTicks: number, cause: number): Written =>
  entry(
    'SubmitOrder',
    ts,
    { ...order(id), side: 1, type: 'limit', timeInForce: 'gtc', postOnly: 0, priceTicks, lots: 2, row: 4 },
    cause,
  )
const fill = (ts: number, id: number, cause: number): Written =>
  entry(
    'Fill',
    ts,
    { ...order(id), exchTs: ts - 5, priceTicks: 9, lots: 2, leavesLots: 0, liquidity: 'maker', feeAtoms: 0n },
    cause,
  )
const mark = (ts: number): Written => entry('MarketMarked', ts, { instrument: 0, bidTicks: 8, askTicks: 10, row: 1 })

function run(label: string, ...entries: readonly Written[]): ReadableRun {
  const numbered = entries.map((one, seq) => ({ ...one, seq }) as unknown as JournalEntry)
  return { label, instruments: [BTC], read: (look) => look(numbered) }
}

const SEED: SettingDifference = { path: 'scenario.seed', first: '1', second: '2' }

test('a fill that the other run does not have, with what led to it', () => {
  const before = [start, timer(10), submit(10, 1, 9, 1)]
  const parting = partingOf(run('a', ...before, fill(1000, 1, 2), timer(2000)), run('b', ...before, timer(2000)), [
    SEED,
  ])
  expect(parting).toMatchInlineSnapshot(`
    {
      "entry": {
        "firstCauses": [
          "00:00:00.000000010       #2  submit           BTC  order 1        buy 2 @ 9 gtc  row 4  <- #1",
          "00:00:00.000000010       #1  timer                                timer 1",
        ],
        "firstLine": "00:00:00.000001000       #3  fill             BTC  order 1        2 @ 9 maker  leaves 0  fee 0 USDT  at venue 00:00:00.000000995  <- #2",
        "secondCauses": [],
        "secondLine": "00:00:00.000002000       #3  timer                                timer 1",
        "seq": 3,
        "words": "The 3 entries before are the same. Then a has a fill of order 1 at 00:00:00.000001000, and b has a timer 1 us later.",
      },
      "first": "a",
      "second": "b",
      "settings": [
        {
          "first": "1",
          "path": "scenario.seed",
          "second": "2",
        },
      ],
    }
  `)
})

test('the same entry with other fields says which', () => {
  const a = run('a', start, timer(10), submit(10, 1, 9, 1))
  const { entry: found } = partingOf(a, run('b', start, timer(10), submit(12, 1, 8, 1)), [])
  expect(found!.words).toMatchInlineSnapshot(
    `"The 2 entries before are the same. In both a submission of order 1 is next, but at 00:00:00.000000010 against 00:00:00.000000012, the price in ticks is 9 against 8."`,
  )
})

test('a journal that ends before the other', () => {
  const { entry: found } = partingOf(run('a', start), run('b', start, timer(10)), [])
  expect(found).toMatchObject({ seq: 1, firstLine: null, firstCauses: [] })
  expect(found!.words).toBe(
    'The entry before is the same. Then a has ended, and b goes on: a timer at 00:00:00.000000010.',
  )
})

test('equal journals do not part', () => {
  expect(partingOf(run('a', start, timer(1)), run('b', start, timer(1)), []).entry).toBeNull()
})

test('samples taken at other times are passed over where the sampling differs', () => {
  const a = run('a', start, mark(5), mark(10), timer(11), submit(11, 1, 9, 3))
  const b = run('b', start, mark(10), timer(11), submit(11, 1, 8, 2))
  expect(partingOf(a, b, [SEED]).entry).toMatchObject({ seq: 1 })
  const sampling = { path: 'scenario.metrics.sampleEvery', first: '5', second: '10' }
  const { entry: found } = partingOf(a, b, [sampling])
  expect(found).toMatchObject({ seq: 2 })
  expect(found!.words).toMatchInlineSnapshot(
    `"The 2 entries before, samples left out, are the same. In both a submission of order 1 is next, but the price in ticks is 9 against 8."`,
  )
  expect(found!.firstCauses).toHaveLength(1)
})
