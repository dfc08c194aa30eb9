/** Finds the folder of real recordings that some tests need. It is not part of the project: see docs/testing.md. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, test } from 'vitest'

const root = process.env['HFTSIM_SHARED'] ?? resolve(import.meta.dirname, '../../../shared')

/** The path of a file in the folder of recordings, or undefined where that folder is absent. */
export function sharedPath(...parts: string[]): string | undefined {
  const path = join(root, ...parts)
  return existsSync(path) ? path : undefined
}

/** Like `describe`, for tests on real recordings: skipped with a word where they are absent, a failure in CI. */
export function describeWithShared(name: string, body: (root: string) => void): void {
  if (existsSync(root)) {
    describe(name, () => body(root))
  } else if (process.env['CI'] === 'true') {
    test(name, () => {
      throw new Error(`No recordings at ${root}: in CI these tests may not be skipped (set HFTSIM_SHARED).`)
    })
  } else {
    console.log(`SKIPPED ${name}: no recordings at ${root}. Set HFTSIM_SHARED to their folder to run it.`)
    describe.skip(name, () => test('needs recordings', () => {}))
  }
}
