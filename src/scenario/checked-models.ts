/**
 * Models of the user's own, held to their ports: what they lack is said when they are made, what they answer wrongly
 * when they answer, each with the file that it stands in. Our own models are held to the same by tests, and pay nothing
 * here.
 */
import { InputError } from '../core/bug.ts'
import type { LatencyModel } from '../kernel/latency/latency-model.ts'
import type { FeeModel } from '../venue/sim/fee/fee-model.ts'
import type { FillModel } from '../venue/sim/fill/fill-model.ts'
import type { QueueModel } from '../venue/sim/queue/queue-model.ts'

export function checkedLatency(made: unknown, file: string): LatencyModel {
  const model = withMethods<LatencyModel>(made, file, 'a latency model', ['delayNs'])
  return {
    delayNs(path, sendTs, rng) {
      const delayNs = model.delayNs(path, sendTs, rng)
      if (Number.isSafeInteger(delayNs) && delayNs >= 0) return delayNs
      throw wrongAnswer(file, `delayNs for ${path}`, delayNs, 'a whole number of nanoseconds of at least 0')
    },
  }
}

export function checkedQueue(made: unknown, file: string): QueueModel {
  const names = ['rest', 'trade', 'depth', 'reachFront', 'leave', 'ahead'] as const
  const model = withMethods<QueueModel>(made, file, 'a queue model', names)
  return {
    rest: (slot, levelQty) => model.rest(slot, levelQty),
    trade: (slot, tradedQty) => model.trade(slot, tradedQty),
    depth: (slot, previousQty, levelQty) => model.depth(slot, previousQty, levelQty),
    reachFront: (slot) => model.reachFront(slot),
    leave: (slot) => model.leave(slot),
    ahead(slot) {
      const ahead = model.ahead(slot)
      if (Number.isFinite(ahead)) return ahead
      throw wrongAnswer(file, 'ahead', ahead, 'a finite quantity')
    },
  }
}

export function checkedFill(made: unknown, file: string): FillModel {
  const model = withMethods<FillModel>(made, file, 'a fill model', ['restingLots', 'take'])
  return {
    restingLots(passedLots, leavesLots) {
      const lots = model.restingLots(passedLots, leavesLots)
      if (Number.isSafeInteger(lots) && lots >= 0 && lots <= leavesLots) return lots
      throw wrongAnswer(file, 'restingLots', lots, `whole lots from 0 to the ${leavesLots} that are open`)
    },
    take(order, lots, opposite) {
      const executions = model.take(order, lots, opposite)
      let left = lots
      for (const { priceTicks, lots: taken } of executions) {
        if (!Number.isSafeInteger(priceTicks)) throw wrongAnswer(file, 'take', priceTicks, 'a price in whole ticks')
        if (!Number.isSafeInteger(taken) || taken <= 0 || taken > left) {
          throw wrongAnswer(file, 'take', taken, `whole lots above 0, at most the ${left} that are left`)
        }
        left -= taken
      }
      return executions
    },
  }
}

export function checkedFee(made: unknown, file: string): FeeModel {
  const model = withMethods<FeeModel>(made, file, 'a fee model', ['feeAtoms'])
  return {
    feeAtoms(fill) {
      const fee = model.feeAtoms(fill)
      if (typeof fee === 'bigint') return fee
      throw wrongAnswer(file, 'feeAtoms', fee, 'a bigint of atoms, such as 1250n')
    },
  }
}

function withMethods<Model>(
  made: unknown,
  file: string,
  what: string,
  names: readonly (keyof Model & string)[],
): Model {
  const model = made as Readonly<Record<string, unknown>> | null
  const missing = names.filter((name) => typeof model?.[name] !== 'function')
  if (missing.length === 0) return made as Model
  throw new InputError({ file }, `what it makes is no ${what.slice(2)}: it has no ${missing.join(', ')}.`)
}

function wrongAnswer(file: string, what: string, value: unknown, right: string): InputError {
  return new InputError({ file }, `${what} gave ${String(value)}: ${right} is right.`)
}
