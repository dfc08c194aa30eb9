import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/bug.ts'
import { JournalWriter } from '../../src/journal/journal-writer.ts'
import { openJournalFile, readJournal, sha256, verifyJournalFile } from '../../src/stores/journal-file.ts'
import { testOnLinux, testUnlessRoot } from '../fakes/where-possible.ts'
import { appendAll, entryOf, manyDrafts } from '../journal/journal-bytes.ts'

const MANIFEST = { strategy: 'grid', seed: 7 }
let root = ''
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), 'hftsim-journal-'))
})
afterEach(() => fs.rmSync(root, { recursive: true }))

function writeRun(folder: string, count: number, overwrite = false, manifest: unknown = MANIFEST): string {
  const file = openJournalFile(folder, manifest, { overwrite })
  const writer = new JournalWriter(manifest, sha256, (bytes) => file.append(bytes))
  appendAll(writer, manyDrafts(count))
  const hash = writer.seal()
  file.close()
  return hash
}

const listing = (folder: string): Record<string, string> =>
  Object.fromEntries(fs.readdirSync(folder).map((name) => [name, fs.readFileSync(join(folder, name), 'latin1')]))

test('a run is written to its folder and read from it', () => {
  const folder = join(root, 'runs', 'a')
  const hash = writeRun(folder, 3000)
  expect(fs.readdirSync(folder).sort()).toEqual(['journal.bin', 'manifest.json'])
  expect(fs.readFileSync(join(folder, 'manifest.json'), 'utf8')).toBe('{\n  "seed": 7,\n  "strategy": "grid"\n}\n')
  const journal = readJournal(folder)
  expect(journal.manifest).toEqual(MANIFEST)
  expect([...journal.reader]).toEqual(manyDrafts(3000).map(entryOf))
  journal.close()
  expect(verifyJournalFile(folder)).toEqual({
    path: join(folder, 'journal.bin'),
    manifestText: '{"seed":7,"strategy":"grid"}',
    entries: 3000,
    root: hash,
    sealed: true,
    manifestCopy: 'same',
  })
})

test('what was flushed stands in the file before it is closed', () => {
  const file = openJournalFile(root, MANIFEST, { overwrite: false })
  const writer = new JournalWriter(MANIFEST, sha256, (bytes) => file.append(bytes))
  appendAll(writer, manyDrafts(10))
  expect(verifyJournalFile(root)).toMatchObject({ entries: 0, problem: { kind: 'torn' } })
  writer.flush()
  file.flush()
  expect(verifyJournalFile(root)).toMatchObject({ entries: 10, sealed: false, recovered: { entries: 10 } })
  file.close()
  file.close()
  expect(() => file.append(new Uint8Array(1))).toThrow('the journal was closed.')
})

describe('nothing is overwritten unless asked', () => {
  test.each(['journal.bin', 'manifest.json', 'summary.json'])('a folder with a %s', (name) => {
    fs.writeFileSync(join(root, name), 'mine')
    expect(() => openJournalFile(root, MANIFEST, { overwrite: false })).toThrow(
      new InputError(
        { file: join(root, name) },
        'exists already and is not overwritten: choose another folder, or say --force.',
      ),
    )
    expect(listing(root)).toEqual({ [name]: 'mine' })
  })

  test('asked, the run takes the place of the other and other files stay', () => {
    writeRun(root, 2000)
    fs.writeFileSync(join(root, 'summary.json'), '{}')
    fs.writeFileSync(join(root, 'notes.txt'), 'mine')
    const hash = writeRun(root, 5, true, { seed: 8 })
    expect(verifyJournalFile(root)).toMatchObject({ entries: 5, root: hash, sealed: true, manifestCopy: 'same' })
    expect(fs.readdirSync(root).sort()).toEqual(['journal.bin', 'manifest.json', 'notes.txt'])
  })

  test('a manifest that cannot be written leaves the other run as it was', () => {
    writeRun(root, 5)
    const before = listing(root)
    expect(() => openJournalFile(root, { seed: 1n }, { overwrite: true })).toThrow('$.seed')
    expect(listing(root)).toEqual(before)
  })
})

describe('what the system refuses is an answer', () => {
  test('a folder below a file', () => {
    fs.writeFileSync(join(root, 'file'), '')
    const folder = join(root, 'file', 'run')
    expect(() => openJournalFile(folder, MANIFEST, { overwrite: true })).toThrow(
      new InputError({ file: folder }, 'the folder cannot be made: a part of this path is a file, not a folder.'),
    )
  })

  testUnlessRoot('a folder without permission', () => {
    fs.chmodSync(root, 0o500)
    expect(() => openJournalFile(join(root, 'run'), MANIFEST, { overwrite: false })).toThrow('no permission')
    fs.chmodSync(root, 0o700)
  })

  test('a manifest.json that is a folder: the journal is not left behind', () => {
    fs.mkdirSync(join(root, 'manifest.json'))
    expect(() => openJournalFile(root, MANIFEST, { overwrite: true })).toThrow(InputError)
    expect(() => openJournalFile(root, MANIFEST, { overwrite: false })).toThrow(InputError)
  })

  testOnLinux('a folder in which nothing can be made', () => {
    expect(() => openJournalFile('/proc/hftsim/run', MANIFEST, { overwrite: false })).toThrow(
      '/proc/hftsim/run: the folder cannot be made: nothing can be made in /proc.',
    )
    expect(() => openJournalFile('', MANIFEST, { overwrite: false })).toThrow('The name of the output is empty')
  })

  testOnLinux('a full disk stops the writer', () => {
    fs.symlinkSync('/dev/full', join(root, 'journal.bin'))
    const file = openJournalFile(root, MANIFEST, { overwrite: true })
    const write = (): JournalWriter => new JournalWriter(MANIFEST, sha256, (bytes) => file.append(bytes))
    expect(write).toThrow(new InputError({ file: join(root, 'journal.bin') }, 'the disk is full.'))
  })
})

describe('what is no journal', () => {
  test('an empty folder, no folder, another file, a torn header', () => {
    const empty = `${root}: is no run folder: it has no journal.bin.`
    expect(() => readJournal(root)).toThrow(empty)
    expect(() => verifyJournalFile(join(root, 'absent'))).toThrow('is no run folder')
    fs.writeFileSync(join(root, 'journal.bin'), 'not a journal, only a text of some length')
    expect(() => readJournal(root)).toThrow('cannot be read: it does not begin with HFTSIMJ1')
    expect(verifyJournalFile(root)).toMatchObject({
      problem: { kind: 'corrupt', byteOffset: 0 },
      manifestCopy: 'absent',
    })
    fs.writeFileSync(join(root, 'journal.bin'), 'HFTSIMJ1')
    expect(() => readJournal(root)).toThrow('cannot be read: the file ends within the header.')
  })

  test('a manifest.json that was edited is told apart from the journal', () => {
    writeRun(root, 5)
    fs.writeFileSync(join(root, 'manifest.json'), '{"seed":8,"strategy":"grid"}')
    expect(verifyJournalFile(root)).toMatchObject({ sealed: true, manifestCopy: 'differs' })
    fs.writeFileSync(join(root, 'manifest.json'), '{')
    expect(verifyJournalFile(root)).toMatchObject({ sealed: true, manifestCopy: 'differs' })
  })
})
