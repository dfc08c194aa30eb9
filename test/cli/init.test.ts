import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { hftsim, ROOT } from '../fakes/command-line.ts'
import { temporaryFolder } from '../fakes/runs.ts'
// The starter's own tests of its strategy are part of this file.
import '../../starter/strategies/maker.test.ts'

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'))

describe('hftsim init', () => {
  test('writes a folder whose scenario passes and runs', async () => {
    const folder = join(temporaryFolder(), 'My Strategies')
    const made = await hftsim('init', folder)
    expect(made).toMatchObject({ code: 0, err: '' })
    expect(made.out).toContain('golden result written')
    const files = readdirSync(folder, { recursive: true }).map(String)
    expect(files.filter((name) => /\.\w+$/.test(name) && !name.startsWith('node_modules')).sort()).toEqual([
      '.gitignore',
      'README.md',
      'data/btcusdt-sample.arrow',
      'package.json',
      'scenarios/maker.golden.journal',
      'scenarios/maker.golden.json',
      'scenarios/maker.yaml',
      'strategies/maker.test.ts',
      'strategies/maker.ts',
      'tsconfig.json',
    ])
    const tested = await hftsim('test', join(folder, 'scenarios'))
    expect(stripVTControlCharacters(tested.out)).toMatch(/ok .* 6 expectations, golden\n/)
    expect(tested.code).toBe(0)
    const ran = await hftsim('backtest', join(folder, 'scenarios/maker.yaml'), '--out', join(folder, 'runs/a'))
    expect(ran.code).toBe(0)
    expect(stripVTControlCharacters(ran.out)).toMatch(/^Fills {5}\d+ of /m)
  })

  test('what is in it names this package, its schema and the versions that it is tested with', async () => {
    const folder = temporaryFolder()
    await hftsim('init', folder)
    const { name, devDependencies } = json(join(folder, 'package.json'))
    const own = json(join(ROOT, 'package.json'))
    expect(name).toMatch(/^[a-z0-9][a-z0-9._-]*$/)
    expect(join(folder, devDependencies.hftsim.replace('file:', ''))).toBe(ROOT)
    for (const [dependency, version] of Object.entries(devDependencies)) {
      if (dependency !== 'hftsim') expect([dependency, version]).toEqual([dependency, own.devDependencies[dependency]])
    }
    expect(own.files).toContain('starter')
    const yaml = readFileSync(join(folder, 'scenarios/maker.yaml'), 'utf8')
    const [, schema = ''] = /\$schema=(\S+)/.exec(yaml) ?? []
    if (process.platform !== 'win32') expect(existsSync(join(folder, 'scenarios', schema))).toBe(true)
    expect(parse(yaml)).toHaveProperty('expect')
    expect(readFileSync(join(folder, 'README.md'), 'utf8').trimEnd().split('\n')).toHaveLength(10)
  })

  test('the compiler accepts it', async () => {
    const folder = temporaryFolder()
    await hftsim('init', folder)
    const at = (...path: string[]): string[] => [join(ROOT, ...path)]
    const paths = { hftsim: at('src/index.ts'), 'hftsim/testing': at('src/testing.ts') }
    symlinkSync(join(ROOT, 'node_modules/vitest'), join(folder, 'node_modules/vitest'), 'junction')
    // The sources stand in for the built package; they need the types of Node.
    const compilerOptions = { paths, types: ['node'], typeRoots: at('node_modules/@types') }
    const config = join(folder, 'tsconfig.sources.json')
    writeFileSync(config, JSON.stringify({ extends: './tsconfig.json', compilerOptions }))
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const check = (): string => spawnSync(process.execPath, [tsc, '-p', config], { encoding: 'utf8' }).stdout
    expect(check()).toBe('')
    const strategy = join(folder, 'strategies/maker.ts')
    writeFileSync(strategy, readFileSync(strategy, 'utf8').replace('book.bestBidTicks, size', 'book.bestBid, size'))
    expect(check()).toContain("Property 'bestBid' does not exist")
  })

  test('overwrites nothing, and says what is there', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'strategies'))
    writeFileSync(join(folder, 'strategies/maker.ts'), 'mine')
    writeFileSync(join(folder, 'README.md'), 'mine')
    const { code, err } = await hftsim('init', folder)
    expect([code, err]).toEqual([1, expect.stringContaining('has README.md, strategies/maker.ts already')])
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('mine')
    expect(existsSync(join(folder, 'package.json'))).toBe(false)
    writeFileSync(join(folder, 'a-file'), '')
    expect(await hftsim('init', join(folder, 'a-file'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('a-file'),
    })
  })
})
