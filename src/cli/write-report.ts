/** Puts a report beside its run: `report.json` with the figures and `report.html` to read. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { shellWord } from '../core/shell-word.ts'
import { writeWhole } from '../disk/write-file.ts'
import { type Band, REPORT_FILE } from '../report/run-report.ts'
import type { Result } from '../report/summary.ts'
import type { MadeReport } from '../scenario/reported-run.ts'

const PAGE_FILE = 'report.html'

/** A run that takes the place of another leaves no report of the other. */
export function removeReport(folder: string): void {
  for (const file of [REPORT_FILE, PAGE_FILE]) rmSync(join(folder, file), { force: true })
}

/** Writes both into the run's folder, or the page alone to `elsewhere`; returns where the page is. */
export async function writeReport(folder: string, { report, series }: MadeReport, elsewhere?: string): Promise<string> {
  const { renderReport } = await import('../report/html/page.ts')
  const text = renderReport(report, series)
  const page = elsewhere ?? join(folder, PAGE_FILE)
  // The two in the folder say the same: a page elsewhere, with other options perhaps, leaves them as they are.
  if (elsewhere === undefined) writeWhole(join(folder, REPORT_FILE), `${JSON.stringify(report, null, 2)}\n`)
  writeWhole(page, text)
  return page
}

/**
 * The band around the result of a run in a folder; null where there can be none: the run did not come to an end of its
 * own, fails under other models, or the signal came first. The latter two are told on standard error.
 */
export async function bandOfRun(
  folder: string,
  from: string,
  base: Result,
  signal?: AbortSignal,
): Promise<readonly Band[] | null> {
  if (base.end === null || base.end === 'failed') return null
  const { bandOf } = await import('../scenario/band.ts')
  try {
    return (await bandOf({ recorded: folder, from }, { base, signal })).bands
  } catch (error) {
    if (signal?.aborted) {
      const again = reproduction(folder).at(-1)
      console.error(`Interrupted: the run is whole, its report is without a band. With one: ${again}`)
      return null
    }
    console.error(`There is no band, for the run fails under other models: ${(error as Error).message}`)
    return null
  }
}

/** Commands that make the run in `folder` and its report again. */
export function reproduction(folder: string): string[] {
  return ['replay', 'report'].map((command) => `hftsim ${command} ${shellWord(folder)}`)
}
