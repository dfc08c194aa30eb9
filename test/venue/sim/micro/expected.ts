/** What ours is to show: what the reference did, with the differences that are named. */
import type { Micro } from './case.ts'
import type { Difference, StepChange } from './differences.ts'
import type { PlayedMicro } from './play.ts'
import { type Shown, shownByTheReference } from './shown.ts'

export function expectedOf(micro: Micro, different: Difference | undefined): PlayedMicro {
  const steps = micro.observed.steps.map((step) => shownByTheReference(micro, step))
  for (const [number, change] of Object.entries(different?.steps ?? {})) {
    const at = Number(number)
    steps[at] = changed(steps[at]!, change, `Step ${number} of ${micro.name}`)
  }
  return { shown: steps, fills: different?.fills ?? fillsOfTheReference(micro) }
}

function changed(shown: Shown, { orders = {}, ...change }: StepChange, where: string): Shown {
  const changedOrders = { ...shown.orders }
  for (const [id, orderChange] of Object.entries(orders)) {
    changedOrders[Number(id)] = merged(changedOrders[Number(id)]!, orderChange, `${where}, order ${id}`)
  }
  return { ...merged(shown, change, where), orders: changedOrders }
}

/** A difference that is none would hide one to come: it is refused. */
function merged<T extends object>(shown: T, change: Partial<T>, where: string): T {
  for (const name of Object.keys(change) as (keyof T & string)[]) {
    if (JSON.stringify(shown[name]) === JSON.stringify(change[name])) throw new Error(`${where}: ${name} is the same`)
  }
  return { ...shown, ...change }
}

function fillsOfTheReference({ asset, observed }: Micro): PlayedMicro['fills'] {
  return observed.fills.map(({ order_id, exec_price_tick, exec_qty, exch_ts, maker }) => {
    return [order_id, exec_price_tick, Math.round(exec_qty / asset.instrument.lot_size), exch_ts, maker]
  })
}
