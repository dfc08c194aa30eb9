/** Our fills as `reference.py` tells them, to be compared one by one without sending them all. */
import { createHash } from 'node:crypto'
import type { EntryOf } from '../../../src/journal/entries.ts'
import { readJournal } from '../../../src/stores/journal-file.ts'

/**
 * SHA-256 over the fills in a run's journal, by order id: id, tick, lots, exchange time, maker, each as an integer of
 * 64 bits.
 */
export function fillsHash(folder: string, epochNs: bigint): string {
  const fills: EntryOf<'Fill'>[] = []
  const { reader, close } = readJournal(folder)
  for (const entry of reader) if (entry.kind === 'Fill') fills.push(entry)
  close()
  const numbers = fills
    .toSorted((a, b) => a.order - b.order)
    .flatMap(({ order, priceTicks, lots, exchTs, liquidity }) => {
      const exchNs = epochNs + BigInt(exchTs)
      return [BigInt(order), BigInt(priceTicks), BigInt(lots), exchNs, liquidity === 'maker' ? 1n : 0n]
    })
  return createHash('sha256').update(BigInt64Array.from(numbers)).digest('hex')
}
