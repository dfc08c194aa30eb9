import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { watchScenarios } from '../../src/cli/watch-scenarios.ts'
import { SAMPLE } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/runs.ts'

test('a signal while files are looked up ends the watch, and no round begins', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.yaml'), `name: a\ndata: { btc: ${SAMPLE} }\nstrategy: { use: ./none.ts }\n`)
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  const controller = new AbortController()
  const onChange = vi.fn(async () => {})
  const watching = watchScenarios([folder], undefined, controller.signal, onChange)
  controller.abort()
  await watching
  expect([onChange.mock.calls, log.mock.calls]).toEqual([[], []])
  log.mockRestore()
})
