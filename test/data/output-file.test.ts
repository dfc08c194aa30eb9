import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { OutputFile } from '../../src/data/output-file.ts'
import { temporaryFolder } from '../fakes/market-rows.ts'
import { testOnLinux, testOnUnix, testUnlessRoot } from '../fakes/where-possible.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('the file appears under its name on commit, and an aborted one leaves nothing', () => {
  const folder = temporaryFolder()
  const file = new OutputFile(join(folder, 'a'), { overwrite: false })
  file.write(bytes('hello '))
  file.write(bytes('world'))
  file.patch(bytes('J'), 0)
  expect(readdirSync(folder)).not.toContain('a')
  file.commit()
  file.abort()
  expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('Jello world')
  const other = new OutputFile(join(folder, 'b'), { overwrite: false })
  other.write(bytes('half'))
  other.abort()
  other.abort()
  expect(readdirSync(folder)).toEqual(['a'])
})

test('an existing file is refused, also one that appears meanwhile, and replaced only when allowed', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'a')
  const early = new OutputFile(path, { overwrite: false })
  early.write(bytes('new'))
  writeFileSync(path, 'precious')
  expect(() => new OutputFile(path, { overwrite: false })).toThrow(/a: exists already/)
  expect(() => early.commit()).toThrow(/a: exists already/)
  expect(readFileSync(path, 'utf8')).toBe('precious')
  const allowed = new OutputFile(path, { overwrite: true })
  allowed.write(bytes('new'))
  expect(readFileSync(path, 'utf8')).toBe('precious')
  allowed.commit()
  expect(readFileSync(path, 'utf8')).toBe('new')
  expect(readdirSync(folder)).toEqual(['a'])
})

test('a missing folder, a folder in place of a file, a file in place of a folder', () => {
  const folder = temporaryFolder()
  expect(() => new OutputFile(join(folder, 'none', 'a'), { overwrite: false })).toThrow(/there is no folder .*none\./)
  mkdirSync(join(folder, 'sub'))
  expect(() => new OutputFile(join(folder, 'sub'), { overwrite: true })).toThrow(/is a folder/)
  writeFileSync(join(folder, 'plain'), '')
  expect(() => new OutputFile(join(folder, 'plain', 'a'), { overwrite: false })).toThrow(/is not a folder/)
})

testOnLinux('a folder in which nothing can be made, and no name at all', () => {
  expect(() => new OutputFile('/proc/a', { overwrite: false })).toThrow(
    '/proc/a: cannot be written: nothing can be made in /proc.',
  )
  expect(() => new OutputFile('', { overwrite: false })).toThrow('The name of the output is empty')
})

testUnlessRoot('an unwritable folder', () => {
  const folder = temporaryFolder()
  chmodSync(folder, 0o500)
  expect(() => new OutputFile(join(folder, 'a'), { overwrite: false })).toThrow(/no permission to write/)
  chmodSync(folder, 0o700)
})

// A limit on the size of files fails a write halfway as a full disk does, and needs no rights to set.
testOnUnix('no room left: a clear error, nothing left behind, the old file untouched', () => {
  const folder = temporaryFolder()
  const path = join(folder, 'a')
  writeFileSync(path, 'precious')
  const module = resolve(import.meta.dirname, '../../src/data/output-file.ts')
  const script = `
    import { OutputFile } from ${JSON.stringify(module)}
    const file = new OutputFile(${JSON.stringify(path)}, { overwrite: true })
    try {
      for (let i = 0; i < 100; i++) file.write(new Uint8Array(65536))
    } catch (error) {
      console.log(error.name, error.message)
    }`
  const command = `ulimit -f 1000; exec "${process.execPath}" --input-type=module -e '${script}'`
  const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
  expect(stdout.replace(folder, '')).toBe(
    'InputError /a: cannot be written: it grows beyond the largest file allowed here. Nothing was kept.\n',
  )
  expect(readFileSync(path, 'utf8')).toBe('precious')
  expect(readdirSync(folder)).toEqual(['a'])
})
