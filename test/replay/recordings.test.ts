/** Real recordings, from the exchange's own messages to a verified, re-executed run. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importBinance } from '../../src/data/import/binance.ts'
import type { BinanceVenue } from '../../src/data/import/binance-instruments.ts'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import { parseScenario } from '../../src/scenario/load.ts'
import { prepareRun } from '../../src/scenario/prepare.ts'
import { replayRun } from '../../src/scenario/replay.ts'
import { reporting } from '../../src/scenario/reporting.ts'
import { executeRun } from '../../src/scenario/run.ts'
import { openJournalFile, sha256, verifyJournalFile } from '../../src/stores/journal-file.ts'
import { ROOT, temporaryFolder } from '../fakes/runs.ts'
import { describeWithShared } from '../fakes/shared-data.ts'

const RECORDINGS: readonly { readonly venue: BinanceVenue; readonly names: readonly string[] }[] = [
  { venue: 'binance-usdm', names: ['btcusdt_20240808.gz'] },
  { venue: 'binance-usdm', names: ['ethusdt_20240718.gz', 'ethusdt_20240719.gz'] },
  { venue: 'binance-usdm', names: ['btcusdt_20230404.dat.gz', 'btcusdt_20230405.dat.gz'] },
  { venue: 'binance-coinm', names: ['btcusd_perp_20240808.gz', 'btcusd_perp_20240809.gz'] },
  { venue: 'binance-spot', names: ['btcusdt_20240808.gz', 'btcusdt_20240809.gz'] },
]

describeWithShared('recordings', (shared) => {
  test.each(RECORDINGS)('$venue $names: imported, run, verified and replayed', async ({ venue, names }) => {
    const folder = temporaryFolder()
    const paths = names.map((name) => join(shared, 'data', venue, name))
    const market = join(folder, 'market.arrow')
    const { rows } = await importBinance(venue, paths, { out: market, overwrite: false })
    const text = `name: recording
data: { market: ${market} }
venues: { ${venue}: { latency: { family: cloud, profile: realistic }, queue: { model: PowerProb3, n: 3 } } }
strategy: { use: strategies/grid.ts, params: { levels: 5, every: 100ms } }
risk: { priceBand: 100bp, maxOrdersPerSecond: 500 }
`
    const prepared = await prepareRun(parseScenario(text, join(ROOT, 'recording.yaml')))
    const file = openJournalFile(folder, prepared.manifest, { overwrite: false })
    const journal = new JournalWriter(prepared.manifest, sha256, (bytes) => file.append(bytes))
    const { sink, summarise } = reporting(prepared, journal)
    const summary = summarise(await executeRun(prepared, sink), journal.seal())
    file.close()
    expect(summary.rows).toBe(rows)
    expect(summary.fills).toBeGreaterThan(20)
    expect(summary.end).toBe('end-of-data')
    expect(verifyJournalFile(folder)).toMatchObject({ root: summary.rootHash, sealed: true })
    const replay = await replayRun(prepared, folder)
    expect(replay).toMatchObject({ divergence: undefined, record: 'whole', rootHash: summary.rootHash })
  })
})
