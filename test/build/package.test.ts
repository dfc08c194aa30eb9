/** What `npm run build` makes: few files that hold everything once, start with little, and do what the sources do. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT, runScenario, temporaryFolder } from '../fakes/runs.ts'

/** What esbuild tells about a file that it wrote. */
interface Output {
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>
  readonly imports: readonly { readonly path: string; readonly kind: string; readonly external?: boolean }[]
  readonly entryPoint?: string
}

interface Metafile {
  readonly outputs: Readonly<Record<string, Output>>
}

/** A package as npm installs it: other packages are found from it, and files that come along lie beside its modules. */
const PACKAGE = join(ROOT, `package-${process.pid}.tmp`)
const DIST = join(PACKAGE, 'dist')
const QUICKSTART = join(ROOT, 'scenarios/quickstart.yaml')

let outputs: ReadonlyMap<string, Output>

beforeAll(async () => {
  const { makePackage } = (await import(pathToFileURL(join(ROOT, 'tools/make-package.js')).href)) as {
    makePackage(folder: string): Promise<Metafile>
  }
  rmSync(PACKAGE, { recursive: true, force: true })
  for (const name of ['package.json', 'bin', 'starter', 'data/btcusdt-sample.arrow']) {
    cpSync(join(ROOT, name), join(PACKAGE, name), { recursive: true })
  }
  const made = await makePackage(DIST)
  outputs = new Map(Object.entries(made.outputs).map(([path, output]) => [relative(DIST, join(ROOT, path)), output]))
})

afterAll(() => rmSync(PACKAGE, { recursive: true, force: true }))

describe('what is in the files', () => {
  test('every module is in one file alone: a class is the same for strategies and for the command line', () => {
    const places = Map.groupBy(
      [...outputs].flatMap(([file, { inputs }]) => Object.keys(inputs).map((input) => ({ input, file }))),
      ({ input }) => input,
    )
    expect([...places.values()].filter(({ length }) => length > 1)).toEqual([])
    expect(places.has('src/core/bug.ts')).toBe(true)
  })

  test('a start reads few files, and no package but those that parse and colour', () => {
    const start = loadedWith('cli/main.js')
    expect(start.length).toBeLessThan(12)
    expect(packagesIn(start)).toEqual(['commander', 'picocolors'])
    expect(outsideOf(start)).toEqual([])
  })

  test('a run reads a few more', () => {
    const run = loadedWith(lateFile('scenario/jobs/execute-job.ts'))
    expect(run.length).toBeLessThan(30)
    expect(packagesIn(run)).toEqual(['yaml', 'zod'])
    expect(outsideOf(run)).toEqual(['esbuild'])
  })

  test('strategies and threads load nothing of the command line', () => {
    for (const entry of ['index.js', 'testing.js', 'scenario/jobs/job-worker.js']) {
      expect(packagesIn(loadedWith(entry))).not.toContain('commander')
    }
    expect(packagesIn(loadedWith('index.js'))).toEqual([])
    expect(packagesIn(loadedWith(lateFile('scenario/jobs/execute-job.ts')))).not.toContain('commander')
  })

  test('what is outside is a dependency, what is inside comes with its licence', () => {
    const { dependencies } = ownPackage()
    const all = [...outputs.keys()]
    const outside = outsideOf(all).map((name) => name.split('/')[0]!)
    expect(outside.filter((name) => !(name in dependencies))).toEqual([])
    const inside = packagesIn(all)
    expect(inside).toEqual(['commander', 'picocolors', 'yaml', 'zod'])
    const licences = readFileSync(join(DIST, 'licences.txt'), 'utf8')
    for (const name of inside) {
      expect(name in dependencies).toBe(false)
      expect(licences).toContain(`== ${name} `)
      expect(licences).toContain(readFileSync(join(ROOT, 'node_modules', name, 'LICENSE'), 'utf8').trim())
    }
  })

  test('a package without a licence cannot be inside', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'node_modules/bare'), { recursive: true })
    writeFileSync(join(folder, 'node_modules/bare/package.json'), '{"name":"bare","version":"1.0.0"}')
    const { licencesOf } = (await import(pathToFileURL(join(ROOT, 'tools/licences.js')).href)) as {
      licencesOf(metafile: Metafile, root: string): string
    }
    const inputs = { 'node_modules/bare/index.js': { bytesInOutput: 1 } }
    expect(() => licencesOf({ outputs: { 'a.js': { inputs, imports: [] } } }, folder)).toThrow('bare has no licence')
  })

  test('types of the package ask for no other package, and are those that users reach', () => {
    const seen = new Set<string>()
    const others = new Set<string>()
    const walk = (file: string): void => {
      if (seen.has(file)) return
      seen.add(file)
      for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()'([^']+)'/g)) {
        if (from.startsWith('.')) walk(join(file, '..', from.replace(/\.[jt]s$/, '.d.ts')))
        else others.add(from)
      }
    }
    for (const entry of ['index.d.ts', 'testing.d.ts']) walk(join(DIST, entry))
    expect(seen.size).toBeGreaterThan(10)
    expect([...others]).toEqual([])
    const written = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.d.ts'))
    expect(written.map((file) => join(DIST, file)).sort()).toEqual([...seen].sort())
  })
})

describe('what it does', () => {
  test('every file loads, whichever comes first', () => {
    const files = [...outputs.keys()].map((file) => pathToFileURL(join(DIST, file)).href)
    const script = `await Promise.all(${JSON.stringify(files)}.map((file) => import(file)))`
    for (const code of [script, script.replace('.map', '.reverse().map')]) {
      const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
      expect([status, stderr]).toEqual([0, ''])
    }
  })

  test('a run has the result that it has from sources', async () => {
    const { status, out, err } = built(
      'backtest',
      QUICKSTART,
      '--json',
      '--quiet',
      '--out',
      join(temporaryFolder(), 'a'),
    )
    expect([status, err]).toEqual([0, ''])
    expect(JSON.parse(out).rootHash).toBe((await runScenario(QUICKSTART)).rootHash)
  })

  test('an error in a strategy shows its own lines alone', () => {
    const folder = temporaryFolder()
    const levels = 'export default strategy({ params: { levels: param.integer({ default: 0, min: 1 }) }, start() {} })'
    writeFileSync(join(folder, 'levels.ts'), `import { param, strategy } from 'hftsim'\n${levels}\n`)
    const data = join(ROOT, 'data/btcusdt-sample.arrow')
    writeFileSync(join(folder, 's.yaml'), `name: s\ndata: { btc: ${data} }\nstrategy: { use: ./levels.ts }\n`)
    const { status, err } = built('backtest', join(folder, 's.yaml'), '--quiet', '--out', join(folder, 'run'))
    expect([status, err]).toEqual([1, expect.stringMatching(/^Misuse: .*\n +at .*levels\.ts:2:\d+\)?\n$/)])
  })

  test('threads, pages and a new folder find the files of the package', () => {
    const folder = temporaryFolder()
    const sweep = ['--param', 'levels=2,3', '--threads', '2', '--quiet', '--out', join(folder, 'sweep')]
    expect(built('sweep', QUICKSTART, ...sweep)).toMatchObject({ status: 0, err: '' })
    expect(readdirSync(join(folder, 'sweep'))).toContain('sweep.html')
    const report = ['--report', '--quiet', '--out', join(folder, 'run')]
    expect(built('backtest', QUICKSTART, ...report)).toMatchObject({ status: 0, err: '' })
    expect(existsSync(join(folder, 'run/report.html'))).toBe(true)
    expect(built('init', join(folder, 'new'))).toMatchObject({ status: 0, err: '' })
  })
})

function ownPackage(): { readonly files: readonly string[]; readonly dependencies: Record<string, string> } {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
}

function built(...args: string[]): { status: number | null; out: string; err: string } {
  const command = [join(PACKAGE, 'bin/hftsim.js'), ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', cwd: ROOT })
  return { status, out: stdout, err: stderr }
}

/** A file and those that Node reads with it, without what is loaded late. */
function loadedWith(file: string): string[] {
  const seen = new Set([file])
  for (const path of seen) {
    for (const { path: target, kind, external } of outputs.get(path)!.imports) {
      if (kind === 'import-statement' && !external) seen.add(relative(DIST, join(ROOT, target)))
    }
  }
  return [...seen]
}

/** The file that `import()` of a module reads. */
function lateFile(module: string): string {
  return [...outputs].find(([, { entryPoint }]) => entryPoint?.endsWith(module))![0]
}

/** Packages whose code the files hold. */
function packagesIn(files: readonly string[]): string[] {
  const paths = files.flatMap((file) => Object.keys(outputs.get(file)!.inputs))
  const names = paths.map((path) => /^.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
  return [...new Set(names)].filter((name) => name !== undefined).sort()
}

/** Packages that the files import when they are loaded. */
function outsideOf(files: readonly string[]): string[] {
  const all = files.flatMap((file) => outputs.get(file)!.imports)
  const others = all.filter(({ kind, external }) => kind === 'import-statement' && external)
  return [...new Set(others.map(({ path }) => path))].filter((path) => !isBuiltin(path)).sort()
}
