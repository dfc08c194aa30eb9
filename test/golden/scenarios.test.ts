/**
 * The project's own scenarios are what they expect and give the result that stands beside them. A golden result changes
 * only as a reviewed diff: `npx hftsim test --update`.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { testScenarios } from '../../src/scenario/expect/suite.ts'
import { GOLDEN_JOURNAL_BYTES_MAX, goldenFiles, openGoldenJournal } from '../../src/scenario/golden.ts'
import { hftsim, ROOT } from '../fakes/command-line.ts'

const FOLDER = join(ROOT, 'scenarios')
// Scenarios on recordings of the user's own have no golden result here.
const NEEDS_IMPORT = ['btcusdt-grid.yaml', 'btcusdt-taker.yaml']
const own = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml') && !NEEDS_IMPORT.includes(name))

test('hftsim test passes on all of them', async () => {
  const { code, out, err } = await hftsim('test', FOLDER)
  expect({ code, out, err }).toMatchObject({ code: 0, err: '' })
  expect(stripVTControlCharacters(out)).toContain(`${own.length} passed, ${NEEDS_IMPORT.length} not tested`)
})

test('verdicts do not depend on the number of threads', async () => {
  const verdicts = async (threads: number): Promise<unknown> => {
    const found = await testScenarios([FOLDER], { threads, filter: '-maker' })
    return found.map(({ seconds: _, ...verdict }) => verdict)
  }
  const alone = await verdicts(1)
  expect(alone).toHaveLength(2)
  expect(await verdicts(2)).toEqual(alone)
})

describe.each(own)('%s', (name) => {
  const files = goldenFiles(join(FOLDER, name))

  test('expects something and has the journal of its golden result, small enough for a repository', () => {
    expect(readFileSync(join(FOLDER, name), 'utf8')).toMatch(/^expect:$/m)
    expect(statSync(files.journal).size).toBeLessThan(GOLDEN_JOURNAL_BYTES_MAX)
    const journal = openGoldenJournal(files.journal)!
    const entries = [...journal].length
    expect(JSON.parse(readFileSync(files.result, 'utf8'))).toMatchObject({ entries, rootHash: journal.rootSoFar })
  })
})
