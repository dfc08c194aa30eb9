/** What `hftsim data check` finds in the files of a run, by instrument, in words. */
import { checkMarketFile } from '../data/check.ts'
import type { DataHealth } from '../report/run-report.ts'
import type { PreparedRun } from './prepare.ts'

export async function dataFindings({ instruments }: PreparedRun): Promise<DataHealth['findings'][]> {
  const byInstrument: DataHealth['findings'][] = []
  for (const { files } of instruments) {
    const found: { count: number; what: string }[] = []
    for (const { path } of files) {
      const { findings } = await checkMarketFile(path)
      // Several files with the same flaw have one line, unless the words differ.
      for (const { count, what } of findings) {
        const same = found.find((other) => other.what === what)
        if (same === undefined) found.push({ count, what })
        else same.count += count
      }
    }
    byInstrument.push(found)
  }
  return byInstrument
}
