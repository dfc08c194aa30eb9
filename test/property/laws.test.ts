import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JournalEntry } from '../../src/journal/entries.ts'
import { createConstantLatency } from '../../src/kernel/latency/constant.ts'
import type { RiskRule } from '../../src/trading/risk/risk-rule.ts'
import { strategy } from '../../src/trading/strategy.ts'
import { unitInstrument } from '../fakes/market-text.ts'
import { randomInstrument, randomMarket, randomRows, randomStrategy, randomTemper } from '../fakes/random-run.ts'
import { type Simulation, simulate } from '../fakes/simulation.ts'

/** What the journal alone says, entry by entry, in integers; throws where an entry contradicts those before it. */
class Ledger {
  readonly positions: number[] = []
  readonly #orders = new Map<number, { side: number; lots: number; filledLots: number }>()
  #read = 0

  readTo(entries: readonly JournalEntry[]): void {
    for (; this.#read < entries.length; this.#read++) this.#apply(entries[this.#read]!)
  }

  #apply(entry: JournalEntry): void {
    if (entry.kind === 'SubmitOrder') {
      this.#orders.set(entry.order, { side: entry.side, lots: entry.lots, filledLots: 0 })
    } else if (entry.kind === 'OrderModified') {
      const order = this.#orders.get(entry.order)!
      order.lots = order.filledLots + entry.leavesLots
    } else if (entry.kind === 'Fill') {
      const order = this.#orders.get(entry.order)!
      order.filledLots += entry.lots
      expect(entry.lots).toBeGreaterThan(0)
      expect(order.filledLots + entry.leavesLots).toBe(order.lots)
      this.positions[entry.instrument] = (this.positions[entry.instrument] ?? 0) + order.side * entry.lots
    } else if (entry.kind === 'OrderCanceled' || entry.kind === 'OrderExpired') {
      const order = this.#orders.get(entry.order)!
      expect(order.filledLots + entry.leavesLots).toBe(order.lots)
    }
  }
}

/** Lots asked for by modifications that passed the gate and are not answered, by order. */
function modificationsUnderWay(entries: readonly JournalEntry[]): Map<number, number> {
  const lots = new Map<number, number>()
  for (const entry of entries) {
    if (entry.kind === 'ModifyOrder') lots.set(entry.order, entry.lots)
    else if (entry.kind === 'OrderModified' || entry.kind === 'ModifyRejected') lots.delete(entry.order)
    else if (entry.kind === 'CommandRefused' && entry.command === 'ModifyOrder') lots.delete(entry.order)
  }
  return lots
}

/** The venue's orders are the trader's when nothing is under way between them. */
function expectOneTruth({ lanes, venues, trader }: Simulation): void {
  lanes.forEach((lane, i) => {
    if (lane.entry.underWay > 0 || lane.response.underWay > 0) return
    const atVenue = [...venues[i]!.resting].map(({ submit, priceTicks, leavesLots }) => {
      return [submit.order, priceTicks, leavesLots]
    })
    const atTrader = [...trader.viewOf(i).orders.open()].map((order) => [order.id, order.priceTicks, order.leavesLots])
    expect(atVenue.sort(byFirst)).toEqual(atTrader.sort(byFirst))
  })
}

const byFirst = (a: number[], b: number[]): number => a[0]! - b[0]!

const twoMarkets = fc.tuple(
  ...([0, 1] as const).map((id) => randomInstrument(id).chain((instrument) => randomMarket(instrument, 40))),
)

describe('conservation', () => {
  test('after every step: positions are sums of fills, orders are never overfilled, and both sides agree', () => {
    let runs = 0
    let fills = 0
    fc.assert(
      fc.property(twoMarkets, randomTemper, (markets, temper) => {
        const ledger = new Ledger()
        runs++
        const { entries } = simulate(markets, randomStrategy(temper), {
          budget: 1,
          watch: (simulation) => {
            ledger.readTo(simulation.entries)
            markets.forEach((_, i) => {
              expect(simulation.trader.viewOf(i).position.lots).toBe(ledger.positions[i] ?? 0)
              simulation.venues[i]!.book.check()
            })
            expectOneTruth(simulation)
          },
        })
        fills += entries.filter((entry) => entry.kind === 'Fill').length
      }),
      { numRuns: 120 },
    )
    // The random strategies do trade.
    expect(fills).toBeGreaterThan(runs)
  })

  test('the lots that the risk gate counts as open are the most that the other orders can come to', () => {
    fc.assert(
      fc.property(twoMarkets, randomTemper, (markets, temper) => {
        let running: Simulation | undefined
        let asked = 0
        const spy = (instrument: number): RiskRule => ({
          check(_command, order, view) {
            if (running === undefined) return undefined
            asked++
            const open = [...running.trader.viewOf(instrument).orders.open()].filter(({ id }) => id !== order.id)
            const asks = modificationsUnderWay(running.entries)
            const lotsOf = (side: number): number =>
              open.reduce((sum, { id, side: its, leavesLots }) => {
                return its === side ? sum + Math.max(leavesLots, asks.get(id) ?? 0) : sum
              }, 0)
            expect([view.openBuyLots, view.openSellLots]).toEqual([lotsOf(1), lotsOf(-1)])
            return asked % 5 === 0 ? 'position' : undefined
          },
        })
        const ruled = markets.map((market, i) => ({ ...market, rules: [spy(i)] }))
        simulate(ruled, randomStrategy(temper), {
          budget: 1,
          watch: (simulation) => {
            running = simulation
          },
        })
      }),
      { numRuns: 100 },
    )
  })
})

describe('queue', () => {
  test('what is ahead of a resting order never grows, and is a number', () => {
    fc.assert(
      fc.property(twoMarkets, randomTemper, (markets, temper) => {
        // A modified order that gives up its place is another object.
        const ahead = new WeakMap<object, number>()
        simulate(markets, randomStrategy(temper), {
          budget: 1,
          chunkRows: () => 1,
          watch: ({ venues }) => {
            for (const venue of venues) {
              for (const order of venue.resting) {
                const now = Math.max(venue.aheadOf(order.submit.order)!, 0)
                expect(now).toBeLessThanOrEqual(ahead.get(order) ?? Number.MAX_VALUE)
                ahead.set(order, now)
              }
            }
          },
        })
      }),
      { numRuns: 150 },
    )
  })
})

describe('latency', () => {
  test('more entry latency never brings an order to the venue earlier, more response latency never its answer', () => {
    const delays = fc.integer({ min: 0, max: 40 })
    fc.assert(
      fc.property(randomRows(40), delays, delays, delays, (rows, entryNs, responseNs, moreNs) => {
        const submits = strategy({
          start({ after, orders }) {
            for (let i = 0; i < 6; i++) after(i * 7, () => orders.submit({ side: 1, priceTicks: i - 4, lots: 1 }))
          },
        })
        const first = (entry: number, response: number): Map<number, JournalEntry & { exchTs: number }> => {
          const latency = createConstantLatency({ feedNs: 0, entryNs: entry, responseNs: response })
          const market = { instrument: unitInstrument(), rows, entry: latency, response: latency }
          const answers = new Map<number, JournalEntry & { exchTs: number }>()
          for (const entry of simulate([market], submits).entries) {
            if ('exchTs' in entry && !answers.has(entry.order)) answers.set(entry.order, entry)
          }
          return answers
        }
        const base = first(entryNs, responseNs)
        const slowThere = first(entryNs + moreNs, responseNs)
        const slowBack = first(entryNs, responseNs + moreNs)
        for (const [order, answer] of base) {
          const later = slowThere.get(order)
          if (later !== undefined) expect(later.exchTs).toBeGreaterThanOrEqual(answer.exchTs + moreNs)
          const heard = slowBack.get(order)
          if (heard !== undefined) expect([heard.exchTs, heard.ts]).toEqual([answer.exchTs, answer.ts + moreNs])
        }
      }),
      { numRuns: 100 },
    )
  })
})
