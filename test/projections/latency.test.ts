import { describe, expect, test } from 'vitest'
import type { Histogram } from '../../src/core/histogram.ts'
import { Latency } from '../../src/projections/latency.ts'
import { foldJournal } from '../../src/projections/run-projections.ts'
import { Script } from './script.ts'

const at = { instrument: 0, order: 1 }

function folded(script: Script): { readonly entry: number[]; readonly response: number[]; readonly round: number[] } {
  const shown = ({ count, max }: Histogram): number[] => [count, max]
  const [legs] = foldJournal(script.entries, new Latency(1)).view()
  return { entry: shown(legs!.entryNs), response: shown(legs!.responseNs), round: shown(legs!.roundTripNs) }
}

describe('latency', () => {
  test('the first answer measures the entry leg and the round trip, every answer the response leg', () => {
    const script = new Script()
    const submitted = script.submit(1000, 1)
    script.append('OrderAccepted', 1080, submitted, { ...at, exchTs: 1050, aheadSteps: 0 })
    // A fill much later, with a slower response: no second entry leg.
    script.fill(9040, 1, submitted, { exchTs: 9000, lots: 1, leavesLots: 4 })
    expect(folded(script)).toEqual({ entry: [1, 50], response: [2, 40], round: [1, 80] })
  })

  test('cancels and modifications are measured against their own command', () => {
    const script = new Script()
    const submitted = script.submit(1000, 1)
    script.append('OrderAccepted', 1020, submitted, { ...at, exchTs: 1010, aheadSteps: 0 })
    const modify = script.append('ModifyOrder', 2000, -1, { ...at, priceTicks: 1, lots: 1, row: 0 })
    const cancel = script.append('CancelOrder', 2100, -1, { ...at, row: 0 })
    script.append('OrderModified', 2230, modify, { ...at, exchTs: 2200, priceTicks: 1, leavesLots: 1 })
    script.append('OrderCanceled', 2320, cancel, { ...at, exchTs: 2300, leavesLots: 1 })
    expect(folded(script)).toEqual({ entry: [3, 200], response: [3, 30], round: [3, 230] })
  })

  test('a fill on arrival is the first answer; a second of the same arrival measures its response alone', () => {
    const script = new Script()
    const submitted = script.submit(1000, 1)
    script.fill(1080, 1, submitted, { exchTs: 1050, lots: 2, leavesLots: 3, liquidity: 'taker' })
    script.fill(1080, 1, submitted, { exchTs: 1050, lots: 3, leavesLots: 0, liquidity: 'taker' })
    expect(folded(script)).toEqual({ entry: [1, 50], response: [2, 30], round: [1, 80] })
  })

  test('what the risk gate refused and what was lost on the way measure nothing', () => {
    const script = new Script()
    const refused = script.submit(1000, 1)
    script.append('CommandRefused', 1000, refused, { ...at, command: 'SubmitOrder', reason: 'position' })
    const lost = script.submit(2000, 2)
    script.append('OrderRejected', 2900, lost, { instrument: 0, order: 2, exchTs: 2000, reason: 'lost-on-entry' })
    expect(folded(script)).toEqual({ entry: [0, 0], response: [0, 0], round: [0, 0] })
  })
})
