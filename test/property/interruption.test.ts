/** Where a run is interrupted is a place in time, whatever the machine was doing. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Rng } from '../../src/core/rng.ts'
import { StateHash } from '../../src/core/state-hash.ts'
import { NEVER } from '../../src/core/units.ts'
import type { JournalEntry } from '../../src/journal/entries.ts'
import { type MarketColumns, TRADER_SEES, VENUE_SEES } from '../../src/market/columns.ts'
import { randomInstrument, randomMarket, randomStrategy, randomTemper } from '../fakes/random-run.ts'
import { type Simulation, type SimulationOptions, simulate } from '../fakes/simulation.ts'
import { LevelBook } from '../naive/level-book.ts'

const SAMPLING = { sampleEveryNs: 25 }

const markets = fc
  .integer({ min: 1, max: 2 })
  .chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_, id) => randomInstrument(id).chain((each) => randomMarket(each, 30)))),
  )

const pauses = fc
  .record({ seed: fc.nat(1000), most: fc.constantFrom(1, 4, 100), budget: fc.constantFrom(1, 9, 4096) })
  .map(({ seed, most, budget }): SimulationOptions => {
    const rng = new Rng(seed)
    return { ...SAMPLING, budget, chunkRows: () => rng.integer(1, most) }
  })

/** Without the marks and the last entry that every end of a run writes. */
function body({ entries, lanes }: Simulation): JournalEntry[] {
  return entries.slice(0, -(lanes.length + 1))
}

function seenUpTo(rows: MarketColumns, sees: number, stamps: Float64Array, ts: number): number[] {
  return Array.from({ length: rows.length }, (_, row) => row).filter(
    (row) => rows.flags[row]! & sees && stamps[row]! <= ts,
  )
}

function hashOf(book: { hashInto(hash: StateHash): void }): string {
  const hash = new StateHash()
  book.hashInto(hash)
  return hash.digest()
}

test('an interrupted run is the whole one up to that instant, and has seen all rows up to there and no other', () => {
  fc.assert(
    fc.property(markets, randomTemper, fc.integer({ min: 100, max: 260 }), pauses, (drawn, temper, ts, options) => {
      const whole = simulate(drawn, randomStrategy(temper), SAMPLING)
      fc.pre(ts >= whole.entries[0]!.ts && ts < whole.entries.at(-1)!.ts)
      const cut = simulate(drawn, randomStrategy(temper), { ...options, interruptedTs: ts })
      expect(body(cut)).toEqual(whole.entries.filter((entry) => entry.ts <= ts))
      drawn.forEach(({ rows, instrument }, i) => {
        const [marked] = cut.entries.slice(-(drawn.length + 1)).filter((e) => 'row' in e && e.instrument === i)
        expect(marked).toMatchObject({ ts, row: seenUpTo(rows, TRADER_SEES, rows.localTs, ts).length })
        const book = new LevelBook(instrument.stepsPerLot)
        for (const row of seenUpTo(rows, VENUE_SEES, rows.exchTs, ts)) {
          book.apply(rows.flags[row]!, rows.priceTicks[row]!, rows.qtySteps[row]!)
        }
        expect(hashOf(cut.venues[i]!.book)).toBe(hashOf(book))
      })
    }),
    { numRuns: 300 },
  )
})

test('a run that is asked to end soon ends where a replay that is told so ends, too', () => {
  fc.assert(
    fc.property(markets, randomTemper, fc.integer({ min: 0, max: 30 }), pauses, (drawn, temper, steps, options) => {
      let left = steps
      const watch = ({ kernel }: Simulation): void => {
        if (left-- <= 0 && kernel.endTs === NEVER) kernel.endSoon()
      }
      const ended = simulate(drawn, randomStrategy(temper), { ...options, watch })
      const { endTs, nowTs } = ended.kernel
      fc.pre(endTs !== NEVER && ended.entries.some(({ kind }) => kind === 'RunStarted'))
      expect(nowTs).toBeLessThanOrEqual(endTs)
      const replayed = simulate(drawn, randomStrategy(temper), { ...SAMPLING, interruptedTs: endTs })
      expect(body(ended)).toEqual(body(replayed))
      for (const [i, venue] of ended.venues.entries()) expect(hashOf(venue.book)).toBe(hashOf(replayed.venues[i]!.book))
    }),
    { numRuns: 300 },
  )
})
