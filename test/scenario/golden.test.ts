import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import type { Result } from '../../src/report/summary.ts'
import { RunTest } from '../../src/scenario/expect/run-test.ts'
import {
  GOLDEN_JOURNAL_BYTES_MAX,
  goldenFiles,
  hasGolden,
  openGoldenJournal,
  packJournal,
  readGoldenResult,
  writeGolden,
} from '../../src/scenario/golden.ts'
import { parseScenario } from '../../src/scenario/load.ts'
import { prepareRun } from '../../src/scenario/prepare.ts'
import { sha256 } from '../../src/stores/journal-file.ts'
import { ROOT, temporaryFolder } from '../fakes/runs.ts'

const RESULT = readGoldenResult(join(ROOT, 'scenarios/quickstart.golden.json'))

function journalOf(timers: number): { readonly chunks: Uint8Array[]; readonly root: string } {
  const chunks: Uint8Array[] = []
  const writer = new JournalWriter({ name: 'x' }, sha256, (chunk) => chunks.push(chunk.slice()))
  for (let i = 0; i < timers; i++) writer.append('TimerFired', i, -1, { timer: i })
  return { chunks, root: writer.seal() }
}

test('stands beside its scenario, and is read as it was written', () => {
  const scenario = join(temporaryFolder(), 'a.b.yml')
  const files = goldenFiles(scenario)
  expect([files.result, files.journal].map((file) => file.slice(-13))).toEqual(['b.golden.json', 'olden.journal'])
  expect(hasGolden(scenario)).toBe(false)
  const { chunks, root } = journalOf(3000)
  expect(writeGolden(files, RESULT, packJournal(chunks))).toBe(true)
  expect(hasGolden(scenario)).toBe(true)
  expect(readGoldenResult(files.result)).toEqual(RESULT)
  const journal = openGoldenJournal(files.journal)!
  expect([...journal]).toHaveLength(3000)
  expect(journal.rootSoFar).toBe(root)
  expect(statSync(files.journal).size).toBeLessThan(0.5 * Buffer.concat(chunks).length)
})

test('without its journal where that is too large; one from before goes', () => {
  const files = goldenFiles(join(temporaryFolder(), 'a.yaml'))
  expect(openGoldenJournal(files.journal)).toBeUndefined()
  const small = packJournal(journalOf(1).chunks)
  for (const large of [null, new Uint8Array(GOLDEN_JOURNAL_BYTES_MAX + 1)]) {
    expect(writeGolden(files, RESULT, small)).toBe(true)
    expect(writeGolden(files, RESULT, large)).toBe(false)
    expect([existsSync(files.result), existsSync(files.journal)]).toEqual([true, false])
  }
})

test.each(['', '{', 'null', '{}', '[]'])('%j is no golden result', (text) => {
  const file = join(temporaryFolder(), 'x.golden.json')
  writeFileSync(file, text)
  expect(() => readGoldenResult(file)).toThrow(/x\.golden\.json: is no golden result: .* --update writes it anew/)
})

test('a damaged golden journal is told as one', () => {
  const file = join(temporaryFolder(), 'x.golden.journal')
  writeFileSync(file, 'text')
  expect(() => openGoldenJournal(file)).toThrow('is no golden journal')
  writeFileSync(file, packJournal([new TextEncoder().encode('HFTSIM?? and more than a header')]))
  expect(() => openGoldenJournal(file)).toThrow('does not begin with HFTSIMJ1')
})

test('a journal that outgrows every golden one is dropped while it is written', async () => {
  const file = join(ROOT, 'scenarios/quickstart.yaml')
  const loaded = parseScenario(
    readFileSync(file, 'utf8').replace(/^expect:[\s\S]*/m, ''),
    join(ROOT, 'scenarios/x.yaml'),
  )
  const prepared = await prepareRun(loaded)
  const run = new RunTest(loaded, prepared, { keepJournal: true })
  let seq = 0
  const sink = run.through({ append: () => seq++ })
  for (let i = 0; i < 300_000; i++) sink.append('TimerFired', i, -1, { timer: i })
  const findings = run.findings(RESULT satisfies Result)
  expect(findings).toMatchObject({ expectations: [], golden: undefined, packedJournal: null })
})
