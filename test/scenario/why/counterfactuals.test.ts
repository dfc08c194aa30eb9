/**
 * What stories claim of other latencies, against brute force: the naive venue, the order's commands with the latency
 * really set, every nanosecond of the window.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LatencyModel } from '../../../src/kernel/latency/latency-model.ts'
import { VENUE_SEES } from '../../../src/market/columns.ts'
import type { Answer, Command } from '../../../src/market/orders.ts'
import type { LatencyMargin } from '../../../src/report/story/order-story.ts'
import { type Life, lifeOf, type Placement } from '../../../src/scenario/why/life.ts'
import { readOrders } from '../../../src/scenario/why/order-record.ts'
import { randomInstrument, randomMarket, randomStrategy, randomTemper, type Temper } from '../../fakes/random-run.ts'
import { NO_FEE, simulate } from '../../fakes/simulation.ts'
import { recordedEntries, storyIn } from '../../fakes/told.ts'
import type { NaiveMarket } from '../../naive/kernel.ts'
import { NaiveVenue } from '../../naive/venue.ts'

const HORIZON_NS = 60

/** What the venue answers when these commands arrive then; rows up to `untilTs`. */
function answersOf(market: NaiveMarket, commands: readonly (readonly [Command, number])[], untilTs: number): Answer[] {
  const { instrument, rows, naiveQueue, partial, fee = NO_FEE } = market
  const answers: Answer[] = []
  const venue = new NaiveVenue({ instrument, queue: naiveQueue, partial, fee }, (answer) => answers.push(answer))
  const due = [...commands]
  const receive = (beforeTs: number): void => {
    while (due[0] !== undefined && due[0][1] < beforeTs) venue.receive(...due.shift()!)
  }
  for (let row = 0; row < rows.length && rows.exchTs[row]! <= untilTs; row++) {
    if ((rows.flags[row]! & VENUE_SEES) === 0) continue
    receive(rows.exchTs[row]!)
    venue.applyRow(rows, row)
  }
  receive(untilTs + 1)
  return answers
}

interface Case {
  readonly market: NaiveMarket
  readonly life: Life
  readonly placement: Placement
  /** How far the order's life is known. */
  readonly deadlineTs: number
}

/** The commands of an order when the one that placed it takes `latencyNs`; none overtakes another. */
function commandsWith({ life, placement }: Case, latencyNs: number): [Command, number][] {
  let lastTs = 0
  return life.arrived.map(({ command, of, arrivalTs }) => {
    const ts = of === placement.of ? placement.sentTs + latencyNs : arrivalTs
    lastTs = Math.max(lastTs, ts)
    return [command, lastTs]
  })
}

/** Whether it comes to what the margin speaks of. */
function holds({ outcome }: LatencyMargin, each: Case, latencyNs: number): boolean {
  const { life, placement, market } = each
  const arrivalTs = placement.sentTs + latencyNs
  const onArrival = outcome.startsWith('rests') || life.outcome === 'expired' || life.filledSince.taker
  const answers = answersOf(market, commandsWith(each, latencyNs), onArrival ? arrivalTs : each.deadlineTs)
  const isModify = placement.of.entry.kind === 'ModifyOrder'
  // The last one: modifications before it kept or lost the place as they did.
  const from = isModify ? answers.findLastIndex((answer) => answer.kind === 'OrderModified') : 0
  const since = answers.slice(from)
  if (outcome.startsWith('rests')) {
    if (isModify) return !since.some(({ kind }) => kind === 'OrderExpired')
    return since.some(({ kind }) => kind === 'OrderAccepted')
  }
  let lots = 0
  for (const answer of since) {
    if (answer.kind !== 'Fill') continue
    // It still fills the way it did.
    const liquidity = life.filledSince.taker ? 'taker' : 'maker'
    if (outcome !== 'still-fills' || answer.liquidity === liquidity) lots += answer.lots
  }
  if (outcome === 'fills') return lots > 0
  return lots >= life.filledSince.lots + (outcome === 'fills-in-full' ? life.leavesLots : 0)
}

/** The boundary by trying every nanosecond. */
function bruteForce(margin: LatencyMargin, each: Case): number | undefined {
  const { placement, deadlineTs } = each
  const { earliestTs, arrivalTs, sentTs } = placement
  const actualNs = arrivalTs - sentTs
  if (margin.outcome === 'rests-later') {
    for (let ns = actualNs; ns <= actualNs + HORIZON_NS; ns++) if (holds(margin, each, ns)) return ns
    return undefined
  }
  if (margin.outcome === 'still-fills') {
    const lastNs = each.life.filledSince.taker ? actualNs + HORIZON_NS : deadlineTs - sentTs
    for (let ns = actualNs; ns <= lastNs; ns++) if (!holds(margin, each, ns)) return ns - 1
    return undefined
  }
  for (let ns = actualNs - 1; ns >= earliestTs - sentTs; ns--) if (holds(margin, each, ns)) return ns
  return undefined
}

function bruteStay({ market, life }: Case): number | undefined {
  const stayed = life.arrived.filter(({ command }) => command.kind !== 'CancelOrder')
  const commands = stayed.map(({ command, arrivalTs }): [Command, number] => [command, arrivalTs])
  const answers = answersOf(market, commands, life.endTs! + HORIZON_NS)
  const fill = answers.find(({ kind, exchTs }) => kind === 'Fill' && exchTs > life.endTs!)
  return fill && fill.exchTs - life.endTs!
}

/** Commands take long, so that much may happen on their way. */
const slowEntry: fc.Arbitrary<LatencyModel> = fc
  .record({ leastNs: fc.constantFrom(0, 10, 40), mostNs: fc.constantFrom(0, 20, 60) })
  .map(({ leastNs, mostNs }) => ({ delayNs: (_path, _ts, rng) => leastNs + rng.integer(0, mostNs) }))

const markets: fc.Arbitrary<NaiveMarket> = randomInstrument(0)
  .chain((each) => fc.tuple(randomMarket(each, 40), slowEntry))
  .map(([market, entry]) => ({ ...market, entry }))

async function check(
  market: NaiveMarket,
  temper: Temper,
  phantomsMax: number,
  each: (margin: LatencyMargin, of: Case) => void,
): Promise<void> {
  const { entries } = simulate([market], randomStrategy(temper), { sampleEveryNs: 25 })
  for (const { order } of entries.filter((entry) => entry.kind === 'SubmitOrder')) {
    const story = await storyIn([market], entries, order, { horizonNs: HORIZON_NS, phantomsMax })
    const life = lifeOf(readOrders(recordedEntries(entries), [order], '')[0]!)
    const { placement } = life
    if (placement === undefined) continue
    const deadlineTs = life.endTs ?? story.runEnd!.ts
    const of: Case = { market, life, placement, deadlineTs }
    for (const margin of story.whatIf.latency) each(margin, of)
    if (story.whatIf.stay !== undefined) expect(story.whatIf.stay.longerNs).toBe(bruteStay(of))
  }
}

describe('counterfactuals against brute force', () => {
  test('every boundary, to the nanosecond', async () => {
    const found = new Set<string>()
    await fc.assert(
      fc.asyncProperty(markets, randomTemper, (market, temper) =>
        check(market, temper, 512, (margin, of) => {
          expect(margin).toEqual({ ...margin, latencyNs: bruteForce(margin, of) })
          found.add(`${margin.command} ${margin.outcome} ${margin.latencyNs === undefined ? 'never' : 'at'}`)
        }),
      ),
      { numRuns: 100 },
    )
    for (const outcome of ['fills', 'still-fills', 'rests']) expect(found).toContain(`SubmitOrder ${outcome} at`)
    for (const outcome of ['fills', 'rests']) expect(found).toContain(`SubmitOrder ${outcome} never`)
    expect(found).toContain('ModifyOrder fills never')
  })

  test('where there are more instants than can be tried at once, what is claimed is a boundary', async () => {
    let narrowed = 0
    await fc.assert(
      fc.asyncProperty(markets, randomTemper, (market, temper) =>
        check(market, temper, 4, (margin, of) => {
          const { latencyNs, outcome } = margin
          if (latencyNs === undefined) return
          narrowed++
          const isLast =
            outcome !== 'still-fills' ||
            of.life.filledSince.taker ||
            latencyNs < of.deadlineTs - of.placement.sentTs - 1
          const beyond = outcome === 'rests-later' ? latencyNs - 1 : latencyNs + 1
          expect(holds(margin, of, latencyNs)).toBe(true)
          if (isLast) expect(holds(margin, of, beyond)).toBe(false)
        }),
      ),
      { numRuns: 100 },
    )
    expect(narrowed).toBeGreaterThan(20)
  })
})
