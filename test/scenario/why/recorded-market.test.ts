/** Stories of a run with models of the user's own, over a part of the data: applied as they were in the run. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunManifest } from '../../../src/scenario/prepare.ts'
import { openRecordedMarket } from '../../../src/scenario/why/recorded-market.ts'
import { readJournal } from '../../../src/stores/journal-file.ts'
import { hftsim, ROOT } from '../../fakes/command-line.ts'
import { temporaryFolder } from '../../fakes/market-rows.ts'
import { sampledPrices } from '../../fakes/told.ts'

async function recorded(folder: string): Promise<string> {
  for (const plugin of ['queue', 'latency']) {
    copyFileSync(join(ROOT, `test/fakes/plugins/${plugin}.ts`), join(folder, `${plugin}.ts`))
  }
  const text = `
    name: own-models
    data: { btcusdt: ${join(ROOT, 'data/btcusdt-sample.arrow')} }
    span: { from: "00:01:00", to: "00:02:00" }
    venues:
      binance-usdm: { latency: { use: ./latency.ts }, queue: { model: ./queue.ts }, feed: modelled }
    strategy: { use: ${join(ROOT, 'strategies/grid.ts')}, params: { levels: 2, every: 500ms } }`
  writeFileSync(join(folder, 'own.yaml'), text)
  const run = join(folder, 'run')
  const { code, err } = await hftsim('backtest', join(folder, 'own.yaml'), '--out', run, '--quiet')
  expect([code, err]).toEqual([0, ''])
  return run
}

test('models of the user’s own, a span and a modelled feed; the model must be the one of the run', async () => {
  const folder = temporaryFolder()
  const run = await recorded(folder)
  const { out } = await hftsim('journal', 'show', run, '--kind', 'Fill', '--json', '--limit', '5')
  const fills = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { order: number; ts: number })
  expect(fills).toHaveLength(5)
  const told = await hftsim('why', run, ...fills.map(({ order }) => String(order)), '--json')
  expect([told.code, told.err]).toEqual([0, ''])
  const stories = told.out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  stories.forEach((story, i) => {
    expect(story).toMatchObject({ order: fills[i]!.order, outcome: 'filled' })
  })

  const { manifest, reader, close } = readJournal(run)
  const market = await openRecordedMarket(manifest as RunManifest, 0, folder)
  const { sampled, found } = await sampledPrices(market, reader)
  close()
  expect(sampled.length).toBeGreaterThan(4)
  expect(found).toEqual(sampled)

  const queue = join(folder, 'queue.ts')
  writeFileSync(queue, readFileSync(queue, 'utf8').replace('/ 2', '/ 3'))
  const other = await hftsim('why', run, String(fills[0]!.order))
  expect([other.code, other.err]).toEqual([1, './queue.ts: is not the code that the run was recorded with.\n'])
})
