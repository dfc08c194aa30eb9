/** One run of the replay loop over rows in memory: with journal and projections, and without. */
import { READ_ROWS } from '../../src/data/market-file-reader.ts'
import type { JournalSink } from '../../src/journal/entries.ts'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import { allocateColumns, type MarketColumns } from '../../src/market/columns.ts'
import { MarketMemory } from '../../src/market/market-memory.ts'
import type { PreparedRun } from '../../src/scenario/prepare.ts'
import { reporting } from '../../src/scenario/reporting.ts'
import { executeRun } from '../../src/scenario/run.ts'
import { openJournalFile, sha256 } from '../../src/stores/journal-file.ts'
import { memorySource } from '../fakes/memory-source.ts'

export interface Outcome {
  readonly seconds: number
  readonly orders: number
  readonly fills: number
  readonly positionLots: number
}

/** The same run from memory, in as many rows a read as a file gives: it costs what it does there, less the decoding. */
export async function inMemory(run: PreparedRun): Promise<PreparedRun> {
  const blocks = inBlocks(await readAll(run))
  return { ...run, source: () => memorySource(blocks) }
}

export async function readAll(run: PreparedRun): Promise<MarketColumns> {
  const source = run.source(0)
  const columns = allocateColumns(run.totalRows + READ_ROWS)
  while (await source.read(columns));
  await source.close()
  return columns
}

/** The journal goes to disk and every projection is folded. */
export async function journalOn(run: PreparedRun, folder: string): Promise<Outcome> {
  const file = openJournalFile(folder, run.manifest, { overwrite: true })
  const journal = new JournalWriter(run.manifest, sha256, (bytes) => file.append(bytes))
  const { sink, summarise } = reporting(run, journal)
  const memory = MarketMemory.borrow()
  const outcome = await executeRun(run, sink, { memory })
  // The last block is written and folded when the journal is sealed.
  const startedMs = performance.now()
  const root = journal.seal()
  const seconds = outcome.wallSeconds + (performance.now() - startedMs) / 1000
  const { totals } = summarise(outcome, root)
  file.close()
  memory.giveBack()
  const positionLots = outcome.trader.viewOf(0).position.lots
  return { seconds, orders: totals.orders.sent, fills: totals.fills, positionLots }
}

/** Nothing is kept of the entries but counts. */
export async function journalOff(run: PreparedRun): Promise<Outcome & { readonly entries: number }> {
  const counted = { entries: 0, orders: 0, fills: 0 }
  const memory = MarketMemory.borrow()
  const sink: JournalSink = {
    append: (kind) => {
      if (kind === 'SubmitOrder') counted.orders++
      else if (kind === 'Fill') counted.fills++
      return counted.entries++
    },
  }
  const outcome = await executeRun(run, sink, { memory })
  memory.giveBack()
  return { ...counted, seconds: outcome.wallSeconds, positionLots: outcome.trader.viewOf(0).position.lots }
}

function inBlocks(columns: MarketColumns): MarketColumns[] {
  const blocks: MarketColumns[] = []
  for (let from = 0; from < columns.length; from += READ_ROWS) {
    const to = Math.min(columns.length, from + READ_ROWS)
    blocks.push({
      length: to - from,
      exchTs: columns.exchTs.subarray(from, to),
      localTs: columns.localTs.subarray(from, to),
      flags: columns.flags.subarray(from, to),
      priceTicks: columns.priceTicks.subarray(from, to),
      qtySteps: columns.qtySteps.subarray(from, to),
    })
  }
  return blocks
}
