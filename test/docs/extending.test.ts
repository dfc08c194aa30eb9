/** The examples in docs/extending.md are files of test/docs/extending, which compile, and a scenario of them runs. */
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { JournalSink } from '../../src/journal/entries.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { prepareRun } from '../../src/scenario/prepare.ts'
import { executeRun } from '../../src/scenario/run.ts'

const ROOT = join(import.meta.dirname, '../..')
const EXAMPLES = join(import.meta.dirname, 'extending')
const page = readFileSync(join(ROOT, 'docs/extending.md'), 'utf8')
const names = readdirSync(EXAMPLES)

test.each(names)('%s stands in the page as it is', (name) => {
  expect(page).toContain(`\`\`\`ts\n// ${name}\n${readFileSync(join(EXAMPLES, name), 'utf8')}\`\`\``)
})

test('every block of code in the page is one of them, or the scenario', () => {
  expect(page.match(/^```\w+$/gm)).toEqual([...names.map(() => '```ts'), '```yaml'])
})

test.each([
  ['maker', []],
  ['taker', [`strategy={ use: ${join(ROOT, 'strategies/imbalance-taker.ts')} }`]],
] as const)('the scenario in the page runs with all of them, and a %s', async (liquidity, overrides) => {
  const folder = mkdtempSync(join(tmpdir(), 'extending-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['data', 'mine']) mkdirSync(join(folder, name))
  copyFileSync(join(ROOT, 'data/btcusdt-sample.arrow'), join(folder, 'data/btcusdt-sample.arrow'))
  cpSync(EXAMPLES, join(folder, 'mine'), { recursive: true })
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []
  writeFileSync(join(folder, 'mine/scenario.yaml'), yaml)
  const prepared = await prepareRun(await loadScenario(join(folder, 'mine/scenario.yaml'), overrides))
  expect(Object.keys(prepared.manifest.code)).toHaveLength(names.length)
  let fills = 0
  const journal: JournalSink = {
    append(kind, _ts, _cause, body) {
      if (kind === 'Fill' && 'liquidity' in body && body.liquidity === liquidity) fills++
      return 0
    },
  }
  expect((await executeRun(prepared, journal)).end).toBe('end-of-data')
  expect(fills).toBeGreaterThan(10)
})
