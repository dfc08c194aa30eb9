import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/bug.ts'
import { writeWhole } from '../../src/disk/write-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hftsim-write-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What `writeWhole` throws. */
function refusal(path: string): InputError {
  try {
    writeWhole(path, 'text')
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error(`${path} was written`)
}

describe('a file written at one go', () => {
  test('takes the place of the one before, and leaves nothing beside it', () => {
    const path = join(folder, 'figures.csv')
    writeWhole(path, 'one\n')
    writeWhole(path, Buffer.from('two\n'))
    expect(readFileSync(path, 'utf8')).toBe('two\n')
    expect(readdirSync(folder)).toEqual(['figures.csv'])
  })

  test('a name that is too long for its neighbour leaves what was there', () => {
    // With what a temporary file's name has besides, 250 letters are too many.
    const path = join(folder, 'n'.repeat(250))
    writeFileSync(path, 'before')
    expect(refusal(path).message).toBe(`${path}: cannot be written: the name is too long.`)
    expect(readFileSync(path, 'utf8')).toBe('before')
    expect(readdirSync(folder)).toHaveLength(1)
  })

  test('a link stays one, and the file that it leads to is replaced', () => {
    const [target, link] = [join(folder, 'target'), join(folder, 'link')]
    writeFileSync(target, 'before')
    symlinkSync(target, link)
    writeWhole(link, 'after')
    expect(readFileSync(target, 'utf8')).toBe('after')
    expect(readdirSync(folder).sort()).toEqual(['link', 'target'])
  })

  test('a missing folder, a file for a folder and a folder for a file are told with the path', () => {
    const missing = join(folder, 'none', 'figures.csv')
    expect(refusal(missing).message).toBe(`${missing}: cannot be written: there is no folder ${join(folder, 'none')}.`)
    writeFileSync(join(folder, 'file'), '')
    const under = join(folder, 'file', 'figures.csv')
    expect(refusal(under).message).toBe(`${under}: cannot be written: a part of this path is a file, not a folder.`)
    mkdirSync(join(folder, 'sub'))
    expect(refusal(join(folder, 'sub')).message).toContain('it is a folder, not a file')
    expect(refusal('').message).toBe('The name of the output is empty: give the name of a file.')
  })

  test.skipIf(!existsSync('/dev/null'))('what is no file is written to, not replaced', () => {
    writeWhole('/dev/null', 'text')
    expect(readFileSync('/dev/null', 'utf8')).toBe('')
  })
})
