import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InputError } from '../../src/core/bug.ts'
import type { PackageEntries } from '../../src/scenario/bundle.ts'
import { loadCode } from '../../src/scenario/code-loader.ts'
import { loadPlugin, loadStrategy } from '../../src/scenario/strategy-loader.ts'
import type { StrategyContext, StrategyDefinition } from '../../src/trading/strategy.ts'

let folder = ''
let entries: PackageEntries
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'hftsim-loader-')))
  // Stands for the running package.
  await writeFile(
    join(folder, 'entry.mjs'),
    "export const strategy = (s) => ({ hftsim: 'strategy', params: {}, depth: 'message', ...s })",
  )
  entries = new Map([['hftsim', pathToFileURL(join(folder, 'entry.mjs'))]])
})
afterAll(() => rm(folder, { recursive: true }))

/** Writes files below the folder and gives the path of the first. */
const files = async (contents: Record<string, string>): Promise<string> => {
  for (const [name, content] of Object.entries(contents)) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }
  return join(folder, Object.keys(contents)[0]!)
}

const load = async (contents: Record<string, string>) => loadStrategy(await files(contents), entries)

/** Starts a strategy that asks for nothing. */
const start = ({ start }: StrategyDefinition): unknown => start({} as StrategyContext)

const GRID = `import { strategy } from 'hftsim'
import { Side } from './lib/side.ts'

export default strategy({
  start(): string {
    return Side[Side.Sell]
  },
})
`
const SIDE = 'export enum Side { Buy, Sell }\n'

describe('loadStrategy', () => {
  test('TypeScript with syntax that Node alone does not run, over several files, in a folder without an install', async () => {
    const { definition } = await load({ 'a/grid.ts': GRID, 'a/lib/side.ts': SIDE })
    expect(start(definition)).toBe('Sell')
  })

  test('the hash is that of the code: the same in two folders, another after a change anywhere', async () => {
    const { codeHash } = await load({ 'a/grid.ts': GRID, 'a/lib/side.ts': SIDE })
    expect(codeHash).toMatch(/^[0-9a-f]{64}$/)
    expect((await load({ 'b/deeper/grid.ts': GRID, 'b/deeper/lib/side.ts': SIDE })).codeHash).toBe(codeHash)
    expect((await load({ 'c/grid.ts': GRID.replaceAll('\n', '\r\n'), 'c/lib/side.ts': SIDE })).codeHash).toBe(codeHash)
    const changed = await load({ 'd/grid.ts': GRID, 'd/lib/side.ts': SIDE.replace('Buy', 'Bid') })
    expect(changed.codeHash).not.toBe(codeHash)
  })

  test('a changed file is loaded anew', async () => {
    const first = await load({
      'e/s.ts': "import { strategy } from 'hftsim'\nexport default strategy({ start: () => 1 })",
    })
    const second = await load({
      'e/s.ts': "import { strategy } from 'hftsim'\nexport default strategy({ start: () => 2 })",
    })
    expect([start(first.definition), start(second.definition)]).toEqual([1, 2])
  })

  test('an error names the line of the file that the user wrote', async () => {
    const path = await files({
      'f/throws.ts': `import { strategy } from 'hftsim'

interface Unused { readonly field: string }

export default strategy({
  start() {
    const nothing: Unused | undefined = undefined
    throw new Error('from the strategy')
  },
})
`,
    })
    // In a process of its own: the test runner rewrites stacks.
    const loader = pathToFileURL(join(import.meta.dirname, '../../src/scenario/strategy-loader.ts')).href
    const script = `
      import { loadPlugin, loadStrategy } from ${JSON.stringify(loader)}
      const entries = new Map([['hftsim', new URL(${JSON.stringify(entries.get('hftsim')!.href)})]])
      const { definition } = await loadStrategy(${JSON.stringify(path)}, entries)
      try { definition.start() } catch (error) { console.log(error.stack) }`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
    expect(stdout).toContain('Error: from the strategy')
    expect(stdout).toContain(`${path}:8:11`)
  })

  test('syntax errors: all of them, with file, line and column', async () => {
    const loading = load({
      'g/uses.ts': "import './bad.ts'\nimport './worse.ts'\n",
      'g/bad.ts': 'const a = {\n',
      'g/worse.ts': '\nlet b b\n',
    })
    const error = await loading.catch((error: unknown) => error)
    expect(error).toBeInstanceOf(InputError)
    expect((error as InputError).message.replaceAll(folder, '…').split('\n').toSorted()).toMatchInlineSnapshot(`
      [
        "…/g/bad.ts:2:1: Expected identifier but found end of file",
        "…/g/worse.ts:2:7: Expected ";" but found "b"",
      ]
    `)
  })

  test('what is no strategy', async () => {
    const made = 'const grid = { hftsim: "strategy", params: {}, start() {} }\n'
    const cases = {
      'h/none.ts': 'export const a = 1',
      'h/other.ts': 'export default { start() {} }',
      'h/named.ts': `${made}export { grid }`,
      'h/import.ts': "import { strategi } from 'hftsim'\nexport default strategi({})",
      'h/package.ts': "import 'no-such-package'",
    }
    // With a project's node_modules the test runner leaves the bundle to Node, whose errors are what is tested.
    await files({ 'h/node_modules/.keep': '' })
    const messages = []
    for (const [name, content] of Object.entries(cases)) {
      const error = await load({ [name]: content }).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(InputError)
      messages.push((error as InputError).message.replaceAll(folder, '…'))
    }
    expect(messages).toMatchInlineSnapshot(`
      [
        "…/h/none.ts: There is no default export: write "export default strategy({ … })", with strategy from "hftsim".",
        "…/h/other.ts: The default export is not a strategy: write "export default strategy({ … })", with strategy from "hftsim".",
        "…/h/named.ts: "grid" is a strategy but not the default export: "export default grid".",
        "…/h/import.ts: "hftsim" has no export "strategi". Did you mean "strategy"?",
        "…/h/package.ts:1:8: Could not resolve "no-such-package"",
      ]
    `)
  })

  test('a missing file names the one that was meant', async () => {
    await load({ 'a/grid.ts': GRID, 'a/lib/side.ts': SIDE })
    await expect(loadStrategy(join(folder, 'a/gird.ts'), entries)).rejects.toThrow('Did you mean "grid.ts"?')
  })

  test('an error while the module runs is passed on as it is', async () => {
    await expect(load({ 'i/top.ts': "throw new RangeError('at the top')" })).rejects.toThrow(RangeError)
  })
})

describe('loadCode', () => {
  test('packages are resolved from the folder of the user and are no part of the hash', async () => {
    const contents = {
      'p/uses.ts': "import { seven } from 'counting'\nexport const value: number = seven",
      'p/node_modules/counting/package.json': '{ "name": "counting", "type": "module", "exports": "./index.js" }',
      'p/node_modules/counting/index.js': 'export const seven = 7',
    }
    const path = await files(contents)
    const { exports, codeHash } = await loadCode(path, entries)
    expect(exports['value']).toBe(7)
    await files({ 'p/node_modules/counting/index.js': 'export const seven = 7 // changed' })
    expect((await loadCode(path, entries)).codeHash).toBe(codeHash)
  })

  test('bundles are kept in the node_modules of the project, once for one content', async () => {
    const path = await files({ 'q/model.ts': 'export default () => 1', 'q/node_modules/.keep': '' })
    await loadCode(path, entries)
    await loadCode(path, entries)
    expect(await readdir(join(folder, 'q/node_modules/.cache/hftsim'))).toEqual([
      expect.stringMatching(/^model-\w+\.mjs$/),
    ])
  })

  test('a project that cannot be written to works all the same', async () => {
    // A file where the cache folder would be: refused to every user, the superuser included.
    const path = await files({ 'r/model.ts': 'export default () => 1', 'r/node_modules/.cache': '' })
    expect((await loadCode(path, entries)).exports['default']).toBeTypeOf('function')
  })

  test('two copies of one file have each its own module', async () => {
    const path = await files({ 's/a/counter.ts': 'export const state = { count: 0 }', 's/node_modules/.keep': '' })
    await cp(join(folder, 's/a'), join(folder, 's/b'), { recursive: true })
    const a = await loadCode(path, entries)
    const b = await loadCode(join(folder, 's/b/counter.ts'), entries)
    expect(a.exports['state']).not.toBe(b.exports['state'])
    expect(a.codeHash).toBe(b.codeHash)
  })
})

test('a plug-in is a function and nothing else', async () => {
  const good = await files({ 't/queue.ts': 'export default (params: { depth: number }) => params.depth' })
  const { factory } = await loadPlugin<(params: { depth: number }) => number>(good, 'a queue model', entries)
  expect(factory({ depth: 3 })).toBe(3)
  const bad = await files({ 't/object.ts': 'export default { depth: 3 }' })
  await expect(loadPlugin(bad, 'a queue model', entries)).rejects.toThrow(
    'The default export is not a function: write "export default (params, deps) => …", which makes a queue model.',
  )
})
