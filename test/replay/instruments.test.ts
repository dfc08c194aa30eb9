import { expect, test } from 'vitest'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import { parseScenario } from '../../src/scenario/load.ts'
import { prepareRun } from '../../src/scenario/prepare.ts'
import { recordedScenario, replayRun } from '../../src/scenario/replay.ts'
import { executeRun } from '../../src/scenario/run.ts'
import { openJournalFile, sha256 } from '../../src/stores/journal-file.ts'
import { ROOT, temporaryFolder } from '../fakes/runs.ts'

test('a run of several instruments replays whatever the order of their names', async () => {
  const folder = temporaryFolder()
  const text = `name: several
data: { zeta: data/ethusdt-sample.arrow, alpha: data/btcusdt-sample.arrow }
strategy: { use: strategies/multi-grid.ts }
`
  const prepared = await prepareRun(parseScenario(text, `${ROOT}/several.yaml`))
  const file = openJournalFile(folder, prepared.manifest, { overwrite: false })
  const journal = new JournalWriter(prepared.manifest, sha256, (bytes) => file.append(bytes))
  await executeRun(prepared, journal)
  const rootHash = journal.seal()
  file.close()
  const again = await prepareRun(recordedScenario(folder, ROOT))
  expect(await replayRun(again, folder)).toMatchObject({ divergence: undefined, rootHash })
})

test('a scenario written out in full is the same run', async () => {
  const short =
    'name: a\ndata: { b: data/btcusdt-sample.arrow }\nstrategy: { use: strategies/grid.ts, params: { every: 0.1s } }\n'
  const long = short.replace('every: 0.1s', 'every: 100ms, levels: 10, spacing: 2, size: 1, maxPosition: 20')
  const [a, b] = await Promise.all([short, long].map((text) => prepareRun(parseScenario(text, `${ROOT}/a.yaml`))))
  expect(b!.manifest).toEqual(a!.manifest)
})
