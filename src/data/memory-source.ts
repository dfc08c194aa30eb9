/** Rows that are in memory already, as a source: for tests, benches and the generator's preview. */
import { appendRows, type MarketColumns } from '../market/columns.ts'
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
