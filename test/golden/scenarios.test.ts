/**
 * The project's own scenarios give the result that stands beside them. A golden result changes only as a reviewed diff:
 * `npx vitest run test/golden --update`.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environmentFree } from '../../src/report/summary.ts'
import { ROOT, runScenario } from '../fakes/runs.ts'

const FOLDER = join(ROOT, 'scenarios')
// Scenarios on recordings of the user's own have no golden result here.
const NEEDS_IMPORT = new Set(['btcusdt-grid.yaml', 'btcusdt-taker.yaml'])

const own = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml') && !NEEDS_IMPORT.has(name))

test.each(own)('%s', async (name) => {
  const result = environmentFree(await runScenario(join(FOLDER, name)))
  const text = `${JSON.stringify(result, null, 2)}\n`
  await expect(text).toMatchFileSnapshot(join(FOLDER, name.replace('.yaml', '.golden.json')))
})
