/** The modules in the repository are those that their sources make. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ASSEMBLIES, assemble, fromRoot } from '../../tools/assemble.ts'

test.each(ASSEMBLIES)('$target is what npm run assemble makes of $source', async (assembly) => {
  const kept = readFileSync(fromRoot(assembly.target), 'utf8')
  expect(kept === (await assemble(assembly)), 'Run: npm run assemble').toBe(true)
})
