/** The module in the repository is the one that its source makes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { assemble, codeFile } from '../../tools/assemble.ts'

test('market-code.ts is what npm run assemble makes of assembly/', async () => {
  const kept = readFileSync(join(import.meta.dirname, '../../src/market/market-code.ts'), 'utf8')
  expect(kept === codeFile(await assemble()), 'Run: npm run assemble').toBe(true)
})
