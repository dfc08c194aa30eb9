/** What a venue tells its witness: each rule with its evidence, in its place, and without any effect. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocateColumns, appendRows, VENUE_SEES } from '../../../src/market/columns.ts'
import { MarketMemory } from '../../../src/market/market-memory.ts'
import type { Answer, Command, SubmitOrder } from '../../../src/market/orders.ts'
import { passRows } from '../../../src/scenario/why/market-pass.ts'
import { NoPartialFill } from '../../../src/venue/sim/fill/no-partial-fill.ts'
import { PartialFill } from '../../../src/venue/sim/fill/partial-fill.ts'
import { RiskAverseQueue } from '../../../src/venue/sim/queue/risk-averse.ts'
import { SimulatedVenue, type VenueModels } from '../../../src/venue/sim/simulated-venue.ts'
import type { VenueWitness } from '../../../src/venue/sim/venue-witness.ts'
import { marketRows, unitInstrument } from '../../fakes/market-text.ts'
import { randomInstrument, randomMarket } from '../../fakes/random-run.ts'
import { modelsOf, NO_FEE, type SimulatedMarket } from '../../fakes/simulation.ts'

/** Everything that a venue says to its witness and on its link, one line each, in order. */
interface Said {
  readonly lines: string[]
  readonly answers: Answer[]
  readonly witness: VenueWitness
}

function saying(): Said {
  const lines: string[] = []
  const witness: VenueWitness = {
    rested: (order, priceTicks, lots, ahead, ts) =>
      lines.push(`${ts} #${order} rested ${priceTicks}x${lots} behind ${ahead}`),
    queueMoved: (order, by, qty, before, after, ts) =>
      lines.push(`${ts} #${order} ${by} ${qty}: ahead ${before} -> ${after}`),
    filled: (order, lots, { rule, throughTicks, availableLots }, ts) =>
      lines.push(`${ts} #${order} filled ${lots}: ${rule}, ${throughTicks} through, ${availableLots} available`),
  }
  return { lines, answers: [], witness }
}

interface Told {
  readonly given: readonly string[]
  /** Commands by the instant at which they arrive. */
  readonly when: readonly (readonly [at: number, command: Command])[]
  readonly partial?: boolean
  readonly qtyStep?: string
}

const MEMORY = new MarketMemory()

/** Plays rows and commands to a venue: a row of an instant comes before a command of it. */
function drive(venue: SimulatedVenue, given: SimulatedMarket['rows'], when: Told['when']): void {
  const rows = allocateColumns(0, MEMORY)
  appendRows(rows, given)
  const due = [...when]
  for (let row = 0; row < rows.length; row++) {
    if ((rows.flags[row]! & VENUE_SEES) === 0) continue
    while (due[0] !== undefined && due[0][0] < rows.exchTs[row]!) receive(venue, due.shift()!)
    passRows(venue, rows, row, row + 1, rows.exchTs[row]! + 1)
  }
  for (const command of due) receive(venue, command)
}

function receive(venue: SimulatedVenue, [at, command]: readonly [number, Command]): void {
  venue.receive(command, at)
}

function told({ given, when, partial = false, qtyStep = '1' }: Told): string[] {
  const instrument = unitInstrument({ qtyStep })
  const said = saying()
  const fill = partial ? new PartialFill() : new NoPartialFill()
  const models: VenueModels = { queue: new RiskAverseQueue(), fill, fee: NO_FEE }
  const answer = ({ kind, order, exchTs }: Answer): void => {
    if (kind === 'Fill') said.lines.push(`${exchTs} #${order} Fill`)
  }
  drive(new SimulatedVenue(instrument, models, answer, said.witness, MEMORY), marketRows(given, instrument), when)
  return said.lines
}

const submit = (order: number, side: 1 | -1, priceTicks: number, lots: number): SubmitOrder => {
  return { kind: 'SubmitOrder', order, side, type: 'limit', timeInForce: 'gtc', postOnly: false, priceTicks, lots }
}

const BOOK = ['bid(1000) 100x5 99x7', 'ask(1000) 101x4 102x9']

describe('each rule, with its evidence right before the fill', () => {
  test('the best of the other side comes to the price, or through it: all that it shows up to there', () => {
    const given = [...BOOK, 'ask(1200) 99x2 100x3', 'idle(1300)']
    expect(told({ given, when: [[1100, submit(1, 1, 100, 1)]] })).toEqual([
      '1100 #1 rested 100x1 behind 5',
      '1200 #1 filled 1: best-crossed, 1 through, 2 available',
      '1200 #1 Fill',
    ])
    const selling = [...BOOK, 'bid(1200) 101x6', 'idle(1300)']
    expect(told({ given: selling, when: [[1100, submit(1, -1, 101, 2)]] })).toEqual([
      '1100 #1 rested 101x2 behind 4',
      '1200 #1 filled 2: best-crossed, 0 through, 6 available',
      '1200 #1 Fill',
    ])
  })

  test('a trade beyond the price: its size, and how far beyond it was', () => {
    const given = [...BOOK, 'sell-trade(1200) 97x6', 'idle(1300)']
    expect(told({ given, when: [[1100, submit(1, 1, 100, 9)]] })).toEqual([
      '1100 #1 rested 100x9 behind 5',
      '1200 #1 filled 9: traded-through, 3 through, 6 available',
      '1200 #1 Fill',
    ])
  })

  test('trades at the price: what went past the place in the queue, not rounded', () => {
    const given = [...BOOK, 'sell-trade(1200) 100x4', 'sell-trade(1300) 100x3.25', 'idle(1400)']
    expect(told({ given, when: [[1100, submit(1, 1, 100, 4)]], partial: true, qtyStep: '0.25' })).toEqual([
      '1100 #1 rested 100x4 behind 20',
      '1200 #1 trade 4: ahead 5 -> 1',
      '1300 #1 trade 3.25: ahead 1 -> -2.25',
      '1300 #1 filled 2: queue, 0 through, 2.25 available',
      '1300 #1 Fill',
    ])
  })

  test('on arrival: what stands at the price of each execution', () => {
    expect(told({ given: [...BOOK, 'idle(1300)'], when: [[1100, submit(1, 1, 102, 6)]], partial: true })).toEqual([
      '1100 #1 filled 4: on-arrival, 0 through, 4 available',
      '1100 #1 Fill',
      '1100 #1 filled 2: on-arrival, 0 through, 9 available',
      '1100 #1 Fill',
    ])
  })
})

describe('the queue', () => {
  test('shrinking and growth of the level; other levels, and orders of others, are not told', () => {
    const given = [...BOOK, 'bid(1200) 100x9', 'bid(1300) 100x3 99x1', 'sell-trade(1400) 100x1', 'idle(1500)']
    expect(told({ given, when: [[1100, submit(1, 1, 100, 1)]] })).toEqual([
      '1100 #1 rested 100x1 behind 5',
      '1200 #1 depth 4: ahead 5 -> 5',
      '1300 #1 depth -6: ahead 5 -> 3',
      '1400 #1 trade 1: ahead 3 -> 2',
    ])
  })

  test('a modification that loses the place is told as a rest; one that keeps it, a cancel or a refusal is not', () => {
    const when: Told['when'] = [
      [1100, submit(1, 1, 100, 3)],
      [1110, { kind: 'ModifyOrder', order: 1, priceTicks: 100, lots: 2 }],
      [1120, { kind: 'ModifyOrder', order: 1, priceTicks: 99, lots: 2 }],
      [1130, { kind: 'CancelOrder', order: 1 }],
      [1140, { kind: 'CancelOrder', order: 1 }],
    ]
    expect(told({ given: [...BOOK, 'idle(1300)'], when })).toEqual([
      '1100 #1 rested 100x3 behind 5',
      '1120 #1 rested 99x2 behind 7',
    ])
  })
})

const side = fc.constantFrom<(1 | -1)[]>(1, -1)
const tick = fc.integer({ min: -6, max: 6 })
const lots = fc.integer({ min: 1, max: 6 })
const order = fc.integer({ min: 1, max: 12 })
const at = fc.integer({ min: 90, max: 260 })
const change: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ kind: fc.constant('ModifyOrder' as const), order, priceTicks: tick, lots }),
  fc.record({ kind: fc.constant('CancelOrder' as const), order }),
)

/** Orders 1 to 12, each once, and changes of them. */
const commands: fc.Arbitrary<Told['when']> = fc
  .tuple(fc.array(fc.tuple(at, side, tick, lots), { minLength: 12, maxLength: 12 }), fc.array(fc.tuple(at, change)))
  .map(([submits, changes]) =>
    [...submits.map(([ts, s, t, n], i) => [ts, submit(i + 1, s, t, n)] as const), ...changes].sort(
      (a, b) => a[0] - b[0],
    ),
  )

describe('on random markets', () => {
  const markets = randomInstrument(0).chain((instrument) => randomMarket(instrument, 60))

  test('a venue with a witness answers as one without', () => {
    let fills = 0
    fc.assert(
      fc.property(markets, commands, (market, when) => {
        const [plain, watched]: [Answer[], Answer[]] = [[], []]
        const { instrument, rows } = market
        const alone = new SimulatedVenue(
          instrument,
          modelsOf(market),
          (answer) => plain.push(answer),
          undefined,
          MEMORY,
        )
        const { witness } = saying()
        const seen = new SimulatedVenue(instrument, modelsOf(market), (answer) => watched.push(answer), witness, MEMORY)
        drive(alone, rows, when)
        drive(seen, rows, when)
        expect(watched).toEqual(plain)
        fills += watched.filter(({ kind }) => kind === 'Fill').length
      }),
      { numRuns: 300 },
    )
    expect(fills).toBeGreaterThan(100)
  })

  test('the n-th fill told of an order is its n-th Fill, and comes right before it', () => {
    fc.assert(
      fc.property(markets, commands, (market, when) => {
        const heard: { readonly told: boolean; readonly order: number; readonly lots: number }[] = []
        const witness: VenueWitness = {
          rested: () => {},
          queueMoved: () => {},
          filled: (order, lots) => heard.push({ told: true, order, lots }),
        }
        const answer = (given: Answer): void => {
          if (given.kind === 'Fill') heard.push({ told: false, order: given.order, lots: given.lots })
        }
        drive(new SimulatedVenue(market.instrument, modelsOf(market), answer, witness, MEMORY), market.rows, when)
        heard.forEach(({ told, order, lots }, i) => {
          if (told) expect(heard[i + 1]).toEqual({ told: false, order, lots })
          else expect(heard[i - 1]).toEqual({ told: true, order, lots })
        })
      }),
      { numRuns: 300 },
    )
  })

  test('where it rests is what it was told to rest behind, and the estimate moves without gaps', () => {
    fc.assert(
      fc.property(markets, commands, (market, when) => {
        const { instrument, rows } = market
        const ahead = new Map<number, number>()
        const rested = new Map<number, number>()
        const witness: VenueWitness = {
          rested(order, _price, _lots, aheadSteps) {
            rested.set(order, aheadSteps)
            ahead.set(order, (aheadSteps * instrument.qtyStep.numerator) / instrument.qtyStep.scale)
          },
          queueMoved(order, by, qty, before, after) {
            // What went past an order at the front has been executed, or was less than half a lot.
            expect(before === ahead.get(order) || before === 0).toBe(true)
            if (by === 'trade') expect(after).toBe(before - qty)
            ahead.set(order, after)
          },
          filled: () => {},
        }
        const answer = (given: Answer): void => {
          if (given.kind === 'OrderAccepted') expect(given.aheadSteps).toBe(rested.get(given.order))
        }
        drive(new SimulatedVenue(instrument, modelsOf(market), answer, witness, MEMORY), rows, when)
      }),
      { numRuns: 300 },
    )
  })
})
