/** What the gate looked at, found again from the journal: it must explain each refusal and each command that passed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JournalEntry } from '../../../src/journal/entries.ts'
import { gatePictures } from '../../../src/scenario/why/gate-picture.ts'
import { maxOrdersPerSecond, maxPosition } from '../../../src/trading/risk/rules.ts'
import { randomInstrument, randomMarket, randomStrategy, randomTemper } from '../../fakes/random-run.ts'
import { simulate } from '../../fakes/simulation.ts'

const POSITION_MAX = 9
const RATE_MAX = 14

test('limits of position and rate: refused if and only if the picture passes them', () => {
  const seen = { position: 0, 'order-rate': 0, passed: 0 }
  const markets = fc.tuple(randomInstrument(0), randomInstrument(1)).chain(([a, b]) => {
    return fc.tuple(randomMarket(a, 40), randomMarket(b, 40))
  })
  fc.assert(
    fc.property(markets, randomTemper, (drawn, temper) => {
      const rules = [maxPosition(POSITION_MAX), maxOrdersPerSecond(RATE_MAX)]
      const { entries } = simulate(
        drawn.map((market) => ({ ...market, rules })),
        randomStrategy(temper),
        { sampleEveryNs: 1000 },
      )
      const sides = new Map<number, number>()
      const refusals = new Map<number, JournalEntry & { kind: 'CommandRefused' }>()
      for (const entry of entries) if (entry.kind === 'CommandRefused') refusals.set(entry.cause, entry)
      for (const entry of entries) if (entry.kind === 'SubmitOrder') sides.set(entry.order, entry.side)
      const asked = entries.flatMap((entry) => {
        const isAsked = entry.kind === 'SubmitOrder' || entry.kind === 'ModifyOrder'
        return isAsked ? [{ entry, side: sides.get(entry.order)! }] : []
      })
      const pictures = gatePictures(entries, asked)
      for (const entry of entries) {
        if (entry.kind !== 'SubmitOrder' && entry.kind !== 'ModifyOrder') continue
        const side = sides.get(entry.order)!
        const { positionLots, openLots, sentInLastSecond } = pictures.get(entry.seq)!
        const passesPosition = positionLots * side + openLots + entry.lots > POSITION_MAX
        const expected = passesPosition ? 'position' : sentInLastSecond >= RATE_MAX ? 'order-rate' : undefined
        expect(refusals.get(entry.seq)?.reason).toBe(expected)
        seen[expected === 'position' || expected === 'order-rate' ? expected : 'passed']++
      }
    }),
    { numRuns: 100 },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20)
})
