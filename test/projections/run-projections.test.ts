import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesFrom } from '../../src/journal/byte-source.ts'
import type { EntryBody } from '../../src/journal/entries.ts'
import { JournalReader } from '../../src/journal/journal-reader.ts'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import { entryFrom } from '../../src/projections/entry-from.ts'
import { foldJournal, PASSED_OVER, projectingSink, RunProjections } from '../../src/projections/run-projections.ts'
import { randomInstrument, randomMarket, randomStrategy, randomTemper } from '../fakes/random-run.ts'
import { simulate } from '../fakes/simulation.ts'
import { drafts, entryOf, sha256 } from '../journal/journal-bytes.ts'
import { BTCUSDT, instruments } from './script.ts'

/** All views, with histograms by what they answer. */
function viewsOf(projections: RunProjections): unknown {
  const { life, ledger, orders, latency, equity } = projections
  return [life, ledger, orders, latency, equity].map((projection) => [projection.name, projection.view()])
}

describe('run projections', () => {
  test('folded entry by entry, a block at a time or from the file afterwards, the views are the same', () => {
    const run = randomInstrument(0).chain((instrument) => fc.tuple(randomMarket(instrument), randomTemper))
    fc.assert(
      fc.property(run, ([market, temper]) => {
        const { entries } = simulate([market], randomStrategy(temper), { sampleEveryNs: 7 })
        const chunks: Uint8Array[] = []
        const writer = new JournalWriter({}, sha256, (chunk) => chunks.push(chunk.slice()))
        const during = new RunProjections([market.instrument], { sampleEveryNs: 7 })
        const sink = projectingSink(writer, during)
        const following = new RunProjections([market.instrument], { sampleEveryNs: 7 })
        writer.follow((entry) => following.apply(entry), PASSED_OVER)
        for (const { kind, seq, ts, cause, ...body } of entries) {
          expect(sink.append(kind, ts, cause, body as unknown as EntryBody<typeof kind>)).toBe(seq)
        }
        writer.seal()
        const reader = new JournalReader(bytesFrom(Buffer.concat(chunks)), sha256)
        const afterwards = foldJournal(reader, new RunProjections([market.instrument], { sampleEveryNs: 7 }))
        expect(reader.sealed).toBe(true)
        expect(viewsOf(afterwards)).toEqual(viewsOf(during))
        expect(viewsOf(following)).toEqual(viewsOf(during))
        expect(during.life.view()).toMatchObject({ entries: entries.length, end: 'end-of-data' })
      }),
      { numRuns: 60 },
    )
  })

  test('an entry made from its body is the entry of the journal, for every kind', () => {
    fc.assert(
      fc.property(drafts({ minLength: 1, maxLength: 40 }), (all) => {
        all.forEach((draft, seq) => {
          const { kind, ts, cause, body } = draft
          expect(entryFrom(kind, seq, ts, cause, body as EntryBody<typeof kind>)).toEqual(entryOf(draft, seq))
        })
      }),
    )
  })

  test('what the sink refuses is not counted', () => {
    const projections = new RunProjections(instruments(BTCUSDT), { sampleEveryNs: 10 })
    const full = {
      append: (): number => {
        throw new Error('disk full')
      },
    }
    expect(() => projectingSink(full, projections).append('RunStarted', 5, -1, {})).toThrow('disk full')
    expect(projections.life.view()).toMatchObject({ entries: 0, end: undefined })
  })

  test('knows when the run began and ended, and the rows that the trader saw', () => {
    const projections = new RunProjections(instruments(BTCUSDT), { sampleEveryNs: 10 })
    let entries = 0
    const sink = projectingSink({ append: () => entries++ }, projections)
    sink.append('RunStarted', 5, -1, {})
    sink.append('MarketMarked', 10, -1, { instrument: 0, bidTicks: 1, askTicks: 2, row: 40 })
    sink.append('MarketMarked', 17, -1, { instrument: 0, bidTicks: 1, askTicks: 2, row: 70 })
    sink.append('RunEnded', 18, -1, { reason: 'interrupted' })
    expect(projections.life.view()).toEqual({
      entries: 4,
      startTs: 5,
      endTs: 18,
      end: 'interrupted',
      rowsSeen: [70],
    })
  })
})
