import { expect, test } from 'vitest'
import { scenarioJsonSchema, schemasAt } from '../../src/scenario/json-schema.ts'

// After a change of the schema: npx vitest run test/scenario/json-schema.test.ts --update
test('schema/scenario.json is that of the code', async () => {
  await expect(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../schema/scenario.json')
})

test('every field that a scenario may have says what it means', () => {
  const silent: string[] = []
  const visit = (path: string[]): void => {
    for (const schema of schemasAt(scenarioJsonSchema(), path)) {
      for (const [key, property] of Object.entries(schema.properties ?? {})) {
        if (!property.description) silent.push([...path, key].join('.'))
        visit([...path, key])
      }
      if (typeof schema.additionalProperties === 'object' && !path.includes('params')) visit([...path, 'any'])
    }
  }
  visit([])
  expect(silent).toEqual([])
})
