/** Our fills as `reference.py` tells them, to be compared one by one without sending them all. */
import { createHash } from 'node:crypto'
import type { FillAnswer } from '../../../src/market/orders.ts'
import type { PreparedRun } from '../../../src/scenario/prepare.ts'
import { executeRun } from '../../../src/scenario/run.ts'

/** SHA-256 over the fills by order id: id, tick, lots, exchange time, maker, each as an integer of 64 bits. */
export async function fillsHash(run: PreparedRun): Promise<string> {
  const fills: FillAnswer[] = []
  let entries = 0
  await executeRun(run, {
    append: (kind, _ts, _cause, body) => {
      if (kind === 'Fill') fills.push({ ...(body as FillAnswer) })
      return entries++
    },
  })
  const epochNs = BigInt(run.manifest.epochNs)
  const numbers = fills
    .toSorted((a, b) => a.order - b.order)
    .flatMap(({ order, priceTicks, lots, exchTs, liquidity }) => {
      const exchNs = epochNs + BigInt(exchTs)
      return [BigInt(order), BigInt(priceTicks), BigInt(lots), exchNs, liquidity === 'maker' ? 1n : 0n]
    })
  return createHash('sha256').update(BigInt64Array.from(numbers)).digest('hex')
}
