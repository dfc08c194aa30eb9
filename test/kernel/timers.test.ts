import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NEVER } from '../../src/core/units.ts'
import { Timers } from '../../src/kernel/timers.ts'

test('first due, first taken; of one instant, first set; cancelled ones are gone', () => {
  const does = fc.constantFrom('set', 'set', 'take', 'cancel')
  const steps = fc.array(fc.record({ does, dueTs: fc.nat(20), id: fc.nat(30) }), { maxLength: 80 })
  fc.assert(
    fc.property(steps, (all) => {
      const timers = new Timers()
      let pending: { dueTs: number; id: number }[] = []
      const first = (): { dueTs: number; id: number } | undefined =>
        pending.reduce<{ dueTs: number; id: number } | undefined>(
          (best, each) => (best === undefined || each.dueTs < best.dueTs ? each : best),
          undefined,
        )
      let nextId = 100
      for (const { does: verb, dueTs, id } of all) {
        const due = first()
        if (verb === 'set') {
          timers.set(dueTs, nextId)
          pending.push({ dueTs, id: nextId++ })
        } else if (verb === 'cancel') {
          timers.cancel(100 + id)
          pending = pending.filter((each) => each.id !== 100 + id)
        } else if (due !== undefined) {
          expect(timers.take()).toBe(due.id)
          pending = pending.filter((each) => each !== due)
        }
        expect(timers.due.ts).toBe(first()?.dueTs ?? NEVER)
      }
    }),
  )
})
