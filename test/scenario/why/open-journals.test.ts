import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { tellWhy } from '../../../src/scenario/why/why.ts'
import { readJournal } from '../../../src/stores/journal-file.ts'
import { hftsim, ROOT } from '../../fakes/command-line.ts'
import { temporaryFolder } from '../../fakes/market-rows.ts'

const opened = vi.hoisted(() => ({ times: 0, now: 0, most: 0 }))

vi.mock(import('../../../src/stores/journal-file.ts'), async (original) => {
  const real = await original()
  return {
    ...real,
    readJournal(folder) {
      const journal = real.readJournal(folder)
      opened.times++
      opened.most = Math.max(opened.most, ++opened.now)
      const close = (): void => {
        opened.now--
        journal.close()
      }
      return { ...journal, close }
    },
  }
})

test('many refusals: the journal is opened for the records and for all pictures, one at a time', async () => {
  const run = join(temporaryFolder(), 'run')
  const limit = ['--set', 'risk.maxOrdersPerSecond=2']
  const { code, err } = await hftsim(
    'backtest',
    join(ROOT, 'scenarios/quickstart.yaml'),
    ...limit,
    '--out',
    run,
    '--quiet',
  )
  expect([code, err]).toEqual([0, ''])
  const { reader, close } = readJournal(run)
  const refused: number[] = []
  for (const entry of reader) {
    if (entry.kind === 'CommandRefused' && entry.command === 'SubmitOrder') refused.push(entry.order)
    if (refused.length === 20) break
  }
  close()
  expect(refused).toHaveLength(20)
  Object.assign(opened, { times: 0, now: 0, most: 0 })
  const stories = await tellWhy(run, join(ROOT, 'scenarios'), refused)
  for (const { commands } of stories) {
    const [{ gate }] = commands as [(typeof commands)[0]]
    expect(gate).toMatchObject({ verdict: 'refused', reason: 'order-rate', numbers: { sentInLastSecond: 2, limit: 2 } })
  }
  expect(opened).toEqual({ times: 2, now: 0, most: 1 })
})
