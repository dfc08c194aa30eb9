/** Commands that no trader of ours sends. */
import { expect, test } from 'vitest'
import { MarketMemory } from '../../../src/market/market-memory.ts'
import type { Command } from '../../../src/market/orders.ts'
import { NoPartialFill } from '../../../src/venue/sim/fill/no-partial-fill.ts'
import { RiskAverseQueue } from '../../../src/venue/sim/queue/risk-averse.ts'
import { SimulatedVenue } from '../../../src/venue/sim/simulated-venue.ts'
import { unitInstrument } from '../../fakes/market-text.ts'
import { NO_FEE } from '../../fakes/simulation.ts'

const SUBMIT: Command = {
  kind: 'SubmitOrder',
  order: 1,
  side: 1,
  type: 'limit',
  timeInForce: 'gtc',
  postOnly: false,
  priceTicks: 5,
  lots: 2,
}

test.each<[string, Command]>([
  ['a submission under an id that rests', SUBMIT],
  ['a submission of nothing', { ...SUBMIT, order: 2, lots: 0 }],
  ['a modification to nothing', { kind: 'ModifyOrder', order: 1, priceTicks: 5, lots: 0 }],
  ['a modification to no number', { kind: 'ModifyOrder', order: 1, priceTicks: 5, lots: Number.NaN }],
])('%s is a bug', (_, command) => {
  const models = { queue: new RiskAverseQueue(), fill: new NoPartialFill(), fee: NO_FEE }
  const venue = new SimulatedVenue(unitInstrument(), models, () => {}, undefined, new MarketMemory())
  venue.receive(SUBMIT, 1000)
  expect(() => venue.receive(command, 1001)).toThrow(/^Cannot (submit|take)/)
  expect([...venue.resting]).toMatchObject([{ priceTicks: 5, leavesLots: 2 }])
})
