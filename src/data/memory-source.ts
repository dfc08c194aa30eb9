/** Rows that are in memory already, as a source: for tests, benches and the generator's preview. */
import { type MarketColumns, reserveColumns } from '../market/columns.ts'
import type { DataSource } from './data-source.ts'

/** Gives one batch a call. The batches are copied on reading, so the same ones may feed several sources. */
export function memorySource(batches: readonly MarketColumns[]): DataSource {
  let next = 0
  return {
    read: async (into) => {
      const batch = batches[next]
      if (!batch) return false
      next++
      appendRows(into, batch)
      return true
    },
    close: async () => {
      next = batches.length
    },
  }
}

/** Appends all rows of `rows` to `into`. */
export function appendRows(into: MarketColumns, rows: MarketColumns): void {
  const { length } = rows
  const at = into.length
  reserveColumns(into, at + length)
  into.exchTs.set(rows.exchTs.subarray(0, length), at)
  into.localTs.set(rows.localTs.subarray(0, length), at)
  into.flags.set(rows.flags.subarray(0, length), at)
  into.priceTicks.set(rows.priceTicks.subarray(0, length), at)
  into.qtySteps.set(rows.qtySteps.subarray(0, length), at)
  into.length = at + length
}
