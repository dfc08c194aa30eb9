/**
 * Drives a built run to its end: the asynchronous shell around the synchronous kernel. It reads more rows when a lane
 * runs dry, shows progress, and stops at the caller's signal; the result does not depend on when any of that happens.
 */
import { NEVER } from '../core/units.ts'
import type { DataSource } from '../data/data-source.ts'
import type { JournalSink } from '../journal/entries.ts'
import type { RunEnd } from '../market/orders.ts'
import { type BuildOptions, type BuiltRun, buildRun } from './build.ts'
import type { PreparedRun } from './prepare.ts'

/** Row visits per call of the kernel: between calls the outside world may get its turn. */
const STEP_ROWS = 4096
const BREATH_MS = 50

export interface RunOptions extends BuildOptions {
  /** Rows read by the venues so far; called some times a second. */
  readonly onProgress?: (rows: number) => void
  /** Ends the run at the next instant. */
  readonly signal?: AbortSignal
  /** Ends the run as if it had been interrupted at this instant: for replays of interrupted runs. */
  readonly interruptedTs?: number
}

export interface RunOutcome extends BuiltRun {
  readonly end: RunEnd
  /** Rows of market data that were processed. */
  readonly rows: number
  readonly wallSeconds: number
}

/**
 * Runs to the end of data, to the strategy's own stop or to the signal. What a strategy or a plug-in throws comes out
 * of here as it was thrown, after the journal has been brought to its end.
 */
export async function executeRun(
  prepared: PreparedRun,
  journal: JournalSink,
  options: RunOptions = {},
): Promise<RunOutcome> {
  const built = buildRun(prepared, journal, options)
  const { kernel, trader } = built
  if (options.interruptedTs !== undefined) kernel.endTs = options.interruptedTs
  const startedMs = performance.now()
  let end: RunEnd
  try {
    end = await drive(prepared, built, options)
  } catch (error) {
    // A journal that failed itself takes no last entry; what it holds is valid as it is.
    try {
      trader.end('failed', kernel.nowTs)
    } catch {}
    throw error
  }
  // An interrupted run ends where a replay finds the same instant, whoever looked on.
  trader.end(end, end === 'interrupted' ? kernel.endTs : kernel.nowTs)
  return { ...built, end, rows: rowsOf(built), wallSeconds: (performance.now() - startedMs) / 1000 }
}

async function drive(prepared: PreparedRun, built: BuiltRun, { onProgress, signal }: RunOptions): Promise<RunEnd> {
  const { kernel, trader } = built
  const sources = prepared.instruments.map((_, instrument) => prepared.source(instrument))
  let breathMs = performance.now()
  try {
    for (;;) {
      const result = kernel.step(STEP_ROWS)
      if (result === 'ended') {
        if (trader.stopped) return 'strategy-stopped'
        return kernel.endTs === NEVER ? 'end-of-data' : 'interrupted'
      }
      if (result === 'dry') await refill(built, sources)
      if (performance.now() - breathMs < BREATH_MS) continue
      // Signals and timers of the outside world get their turn.
      await new Promise((resolve) => setImmediate(resolve))
      breathMs = performance.now()
      onProgress?.(rowsOf(built))
      if (signal?.aborted && kernel.endTs === NEVER) kernel.endSoon()
    }
  } finally {
    for (const source of sources) await source.close()
  }
}

async function refill({ kernel, feeds }: BuiltRun, sources: readonly DataSource[]): Promise<void> {
  for (const [i, lane] of kernel.lanes.entries()) {
    if (!lane.dry) continue
    lane.compact()
    const before = lane.columns.length
    if (!(await sources[i]!.read(lane.columns))) lane.exhausted = true
    feeds[i]?.apply(lane.columns, before)
    lane.settle()
  }
}

function rowsOf({ kernel }: BuiltRun): number {
  let rows = 0
  for (const lane of kernel.lanes) rows += lane.droppedRows + Math.max(lane.venueRow, lane.traderRow)
  return rows
}
