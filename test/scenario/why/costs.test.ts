/** What a story costs: rows are read where the venue has them, and each entry of a long life is taken once. */
import { expect, onTestFinished, test, vi } from 'vitest'
import type { DataSource } from '../../../src/data/data-source.ts'
import type { JournalEntry } from '../../../src/journal/entries.ts'
import { allocateColumns, type MarketColumns, reserveColumns } from '../../../src/market/columns.ts'
import { MarketMemory } from '../../../src/market/market-memory.ts'
import { gatePictures } from '../../../src/scenario/why/gate-picture.ts'
import { lifeOf } from '../../../src/scenario/why/life.ts'
import { readOrders } from '../../../src/scenario/why/order-record.ts'
import { storyOf } from '../../../src/scenario/why/why.ts'
import type { VenueModels } from '../../../src/venue/sim/simulated-venue.ts'
import { marketRows, unitInstrument } from '../../fakes/market-text.ts'
import { memorySource } from '../../fakes/memory-source.ts'
import { play } from '../../fakes/play.ts'
import { modelsOf } from '../../fakes/simulation.ts'
import { BOOK, recordedEntries } from '../../fakes/told.ts'

test('rows are not copied for the venue: a pass has one set of columns, in a memory of its own', async () => {
  const instrument = unitInstrument()
  const given = [...BOOK, 'sell-trade(2100) 100x6', 'idle(3000)']
  const rows = marketRows(given, instrument)
  const { entries } = play({ given, when: [[2000, 'buy 100x1']] })
  const [record] = readOrders(recordedEntries(entries), [1], 'a journal')
  const allocate = vi.spyOn(MarketMemory.prototype, 'allocate')
  onTestFinished(() => allocate.mockRestore())
  reserveColumns(allocateColumns(0, new MarketMemory()), rows.length)
  const ofColumns = allocate.mock.calls.length
  allocate.mockClear()
  const readInto = new Set<MarketMemory | undefined>()
  const source = (): DataSource => {
    const { read, close } = memorySource([rows])
    const watched = (into: MarketColumns): Promise<boolean> => {
      readInto.add(into.place?.memory)
      return read(into)
    }
    return { read: watched, close }
  }
  const models = (): VenueModels => modelsOf({ instrument, rows })
  const market = { instrument, alias: 'unit', risk: {}, feedIsModelled: false, source, models }
  const story = await storyOf({ path: '', pictures: new Map(), market: async () => market }, record!)
  expect(story.outcome).toBe('filled')
  expect([...readInto]).toEqual([expect.any(MarketMemory)])
  expect(new Set(allocate.mock.contexts)).toEqual(readInto)
  expect(allocate).toHaveBeenCalledTimes(ofColumns)
})

/** How often entries are looked at. */
function counted(entries: readonly JournalEntry[]): { readonly seen: JournalEntry[]; readonly looks: () => number } {
  let looks = 0
  const seen = entries.map((entry) => {
    return new Proxy(entry, {
      get: (target, field) => {
        looks++
        return Reflect.get(target, field)
      },
    })
  })
  return { seen, looks: () => looks }
}

/** An order that is modified so often, each time twice before the first is answered. */
function modified(times: number): JournalEntry[] {
  const of = { instrument: 0, order: 1 }
  const entries: object[] = [
    { kind: 'SubmitOrder', ts: 0, ...of, side: 1, type: 'limit', priceTicks: 9, lots: 5, row: 0 },
  ]
  const answers: object[] = [{ kind: 'OrderAccepted', ts: 3, ...of, exchTs: 2, aheadSteps: 0 }]
  for (let i = 0; i < times; i++) {
    const asked = { ...of, priceTicks: 9 + (i % 2), lots: 5 }
    entries.push({ kind: 'ModifyOrder', ts: 10 * i + 10, ...asked, row: 0 })
    answers.push({ kind: 'OrderModified', ts: 10 * i + 33, ...of, exchTs: 10 * i + 32, priceTicks: 9, leavesLots: 5 })
  }
  const all = [...entries, ...answers] as { ts: number }[]
  return all.sort((a, b) => a.ts - b.ts).map((entry, seq) => ({ ...entry, seq, cause: -1 })) as JournalEntry[]
}

test('an order of many modifications: twice as many cost twice as much', () => {
  const cost = (times: number): number => {
    const { seen, looks } = counted(modified(times))
    const [record] = readOrders(recordedEntries(seen), [1], 'a journal')
    const { arrived, placement } = lifeOf(record!)
    expect(arrived).toHaveLength(times + 1)
    expect(placement?.of).toBe(record!.commands.at(-1))
    return looks()
  }
  expect(cost(400)).toBeLessThan(2.1 * cost(200))
})

test('many refusals: the journal is read once for all, and no further than the last', () => {
  const given = [...BOOK, 'idle(9000)']
  const when = Array.from({ length: 50 }, (_, i) => [2000 + 10 * i, 'buy 98x1'] as const)
  const { entries } = play({ given, when })
  const asked = entries.flatMap((entry) => (entry.kind === 'SubmitOrder' ? [{ entry, side: 1 }] : []))
  let read = 0
  function* once(): Generator<JournalEntry> {
    for (const entry of entries) {
      read++
      yield entry
    }
  }
  const pictures = gatePictures(once(), asked)
  expect([...pictures.values()].map(({ openLots }) => openLots)).toEqual(when.map((_, i) => i))
  expect(read).toBe(asked.at(-1)!.entry.seq + 1)
})
