/** The README shows files as they are and output as it comes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatSummary } from '../../src/report/terminal.ts'
import { ROOT, runScenario } from '../fakes/runs.ts'

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8').trimEnd()

test.each(['strategies/grid.ts', 'scenarios/quickstart.yaml'])('shows %s as it is', (path) => {
  expect(read('README.md')).toContain(read(path))
})

test('shows what the first command prints, but for its speed and folder', async () => {
  const printed = formatSummary(await runScenario(join(ROOT, 'scenarios/quickstart.yaml')), { color: false })
  const [, ...lines] = printed.split('\n').filter((line) => !/rows in|^Journal|hftsim replay/.test(line))
  expect(lines.length).toBeGreaterThan(5)
  for (const line of lines) expect(read('README.md')).toContain(line)
})
