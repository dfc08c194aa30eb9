import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts'
import { parseScenario } from '../../src/scenario/load.ts'
import { fieldReference, figureReference } from './field-reference.ts'

const PAGE = join(import.meta.dirname, '../../docs/scenario.md')
const page = readFileSync(PAGE, 'utf8')

// After a change of the schema: npx vitest run test/scenario/docs.test.ts --update
test('docs/scenario.md lists every field and figure as the schema states it', async () => {
  const fields = `<!-- fields -->\n\n${fieldReference(scenarioJsonSchema())}\n\n<!-- end of fields -->`
  const figures = `<!-- figures -->\n\n${figureReference()}\n\n<!-- end of figures -->`
  const made = page
    .replace(/<!-- fields -->[\s\S]*<!-- end of fields -->/, () => fields)
    .replace(/<!-- figures -->[\s\S]*<!-- end of figures -->/, () => figures)
  await expect(made).toMatchFileSnapshot(PAGE)
})

test('every scenario in docs/scenario.md is one', () => {
  const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) =>
    parseScenario(text!, 'docs/scenario.md'),
  )
  expect(examples.map(({ full }) => full.name)).toEqual([
    'btcusdt-grid',
    'two-days',
    'the-second-five-minutes',
    'own-models',
    'expectations',
  ])
})
