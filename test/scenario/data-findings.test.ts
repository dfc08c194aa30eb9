import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeMarketFile, formatInfo } from '../../src/data/check.ts'
import type { MarketRepair } from '../../src/data/manifest.ts'
import { type MarketFile, openMarketFile } from '../../src/data/market-file-reader.ts'
import { createMarketFile } from '../../src/data/market-file-writer.ts'
import { dataFindings } from '../../src/scenario/data-findings.ts'
import { BTCUSDT, EPOCH_NS, makeRows, temporaryFolder } from '../fakes/market-rows.ts'

async function marketFile(name: string, repairs: readonly MarketRepair[]): Promise<MarketFile> {
  const path = join(temporaryFolder(), name)
  const writer = createMarketFile(path, { instrument: BTCUSDT, epochNs: EPOCH_NS, overwrite: false })
  writer.append(makeRows(20))
  await writer.close({ sources: [], repairs, gaps: [{ afterRow: 3, what: 'a broken chain' }], health: {} })
  return openMarketFile(path)
}

test('what the import repaired is found beside what the check finds, in the words of data info', async () => {
  const split = { policy: 'event-order', did: 'split rows', rows: 4 }
  const shift = { policy: 'clock-skew', did: 'added one shift', rows: 20, shiftNs: '-1234567' }
  const files = [await marketFile('a.arrow', [split, shift]), await marketFile('b.arrow', [{ ...split, rows: 3 }])]
  const [repaired, sound] = await dataFindings({
    instruments: [{ files }, { files: [] }],
  })
  expect(sound).toEqual([])
  expect(repaired!.filter(({ kind }) => kind === 'damage')).toContainEqual({
    kind: 'damage',
    count: 2,
    what: 'gap noted by the importer: a broken chain',
  })
  expect(repaired!.filter(({ kind }) => kind === 'repair')).toEqual([
    { kind: 'repair', count: 7, what: 'event-order: split rows' },
    { kind: 'repair', count: 20, what: 'clock-skew: added one shift, by -1,234,567 ns' },
  ])
  const info = formatInfo(await describeMarketFile(files[0]!.path)).join('\n')
  expect(info).toContain('clock-skew: added one shift, by -1,234,567 ns (20 rows)')
})
