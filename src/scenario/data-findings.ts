/** What `hftsim data check` finds in the files of a run, and what their imports repaired, by instrument, in words. */
import { checkMarketFile } from '../data/check.ts'
import { repairWords } from '../data/manifest.ts'
import type { DataFinding } from '../report/run-report.ts'
import type { PreparedRun } from './prepare.ts'

/** Of a run, by instrument. */
interface Files {
  readonly instruments: readonly Pick<PreparedRun['instruments'][number], 'files'>[]
}

export async function dataFindings({ instruments }: Files): Promise<(readonly DataFinding[])[]> {
  const byInstrument: (readonly DataFinding[])[] = []
  for (const { files } of instruments) {
    const found: DataFinding[] = []
    for (const { path, manifest } of files) {
      const { findings } = await checkMarketFile(path)
      for (const { severity, count, what } of findings) add(found, { kind: severity, count, what })
      for (const repair of manifest.repairs) {
        add(found, { kind: 'repair', count: repair.rows, what: repairWords(repair) })
      }
    }
    byInstrument.push(found)
  }
  return byInstrument
}

/** Several files with the same flaw have one line, unless the words differ. */
function add(found: DataFinding[], finding: DataFinding): void {
  const at = found.findIndex(({ kind, what }) => kind === finding.kind && what === finding.what)
  if (at < 0) found.push(finding)
  else found[at] = { ...finding, count: found[at]!.count + finding.count }
}
