/** Rows that are in memory already, as a source: for tests and benches. */

import type { DataSource } from '../../src/data/data-source.ts'
import { appendRows, type MarketColumns } from '../../src/market/columns.ts'

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
