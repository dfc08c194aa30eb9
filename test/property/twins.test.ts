import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Rng } from '../../src/core/rng.ts'
import { StateHash } from '../../src/core/state-hash.ts'
import { randomInstrument, randomMarket, randomStrategy, randomTemper, type Temper } from '../fakes/random-run.ts'
import { type Simulation, simulate } from '../fakes/simulation.ts'
import { type NaiveMarket, type NaiveSimulation, simulateNaively } from '../naive/kernel.ts'

const markets: fc.Arbitrary<NaiveMarket[]> = fc
  .array(fc.constant(0), { minLength: 1, maxLength: 3 })
  .chain((ids) => fc.tuple(...ids.map((_, id) => randomInstrument(id).chain((each) => randomMarket(each, 30)))))

function hashOf(book: { hashInto(hash: StateHash): void }): string {
  const hash = new StateHash()
  book.hashInto(hash)
  return hash.digest()
}

function expectSameWorld(fast: Simulation, naive: NaiveSimulation): void {
  expect(fast.entries).toEqual(naive.entries)
  fast.venues.forEach((venue, i) => {
    const twin = naive.venues[i]!
    venue.book.check()
    expect(hashOf(venue.book)).toBe(hashOf(twin.book))
    const resting = [...venue.resting].map((order) => ({
      order: order.submit.order,
      priceTicks: order.priceTicks,
      leavesLots: order.leavesLots,
      ahead: venue.aheadOf(order.submit.order),
    }))
    const expected = twin.orders.map(({ submit, priceTicks, leavesLots, front }) => ({
      order: submit.order,
      priceTicks,
      leavesLots,
      ahead: front,
    }))
    expect(resting).toEqual(expected)
  })
}

describe('kernel, links, venue, queue and fill models against their naive twins', () => {
  const sameWorld = (drawn: NaiveMarket[], temper: Temper): void => {
    const fast = simulate(drawn, randomStrategy(temper), { sampleEveryNs: 25 })
    expectSameWorld(fast, simulateNaively(drawn, randomStrategy(temper), 25))
  }

  test('the same journal, books and queues, with one instrument or several', () => {
    fc.assert(fc.property(markets, randomTemper, sameWorld), { numRuns: 500 })
  })
})

describe("where the data and the kernel pause is nobody's business", () => {
  test('row budgets, chunks of data and dropped rows leave the journal as it is', () => {
    const chunks = fc.record({ seed: fc.nat(1000), most: fc.constantFrom(1, 2, 5, 40) })
    const budgets = fc.constantFrom(1, 7, 4096, Number.POSITIVE_INFINITY)
    fc.assert(
      fc.property(
        markets,
        randomTemper,
        chunks,
        budgets,
        fc.boolean(),
        (drawn, temper, { seed, most }, budget, compact) => {
          const rng = new Rng(seed)
          // A strategy that is done early leaves long runs of rows with nothing in between.
          const whole = simulate(drawn, randomStrategy(temper), { sampleEveryNs: 25 })
          const chunkRows = (): number => rng.integer(1, most)
          const pieces = simulate(drawn, randomStrategy(temper), { sampleEveryNs: 25, budget, chunkRows, compact })
          expect(pieces.entries).toEqual(whole.entries)
        },
      ),
      { numRuns: 300 },
    )
  })
})
