/**
 * `hftsim init`: a folder to begin in, with a strategy, its test, a scenario with its golden result, data, and what
 * editors and the compiler need. It works at once, before anything is installed: the package that runs is linked.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { Command } from 'commander'
import { InputError } from '../core/bug.ts'
import { shellWord } from '../core/shell-word.ts'
import { makeFolder } from '../disk/folders.ts'
import { PACKAGE_FOLDER } from '../disk/own-files.ts'
import { systemCode, systemWords } from '../disk/system-errors.ts'

const STARTER = join(PACKAGE_FOLDER, 'starter')
const DATA = 'data/btcusdt-sample.arrow'
const SCENARIO = 'scenarios/maker.yaml'

export function addInit(program: Command, done: (code: number) => void): void {
  program
    .command('init')
    .description('Write a folder to begin in: a strategy, its test, a scenario that passes, data. Overwrites nothing.')
    .argument('[folder]', 'where to (default: here)', '.')
    .action(async (folder: string) => done(await init(folder)))
}

async function init(folder: string): Promise<number> {
  const files = new Map([
    ...filesIn(STARTER).map((name): [string, string] => [targetOf(name), join(STARTER, name)]),
    [DATA, join(PACKAGE_FOLDER, DATA)],
  ])
  refuseExisting(folder, [...files.keys()])
  for (const [name, source] of files) writeOne(join(folder, name), source, folder)
  const isLinked = linkPackage(folder)
  const { testScenarios } = await import('../scenario/expect/suite.ts')
  const { verdictLines } = await import('./test-lines.ts')
  const scenario = join(folder, SCENARIO)
  const verdicts = await testScenarios([scenario], { update: true })
  for (const name of files.keys()) console.log(join(folder, name))
  console.log('')
  for (const verdict of verdicts) console.log(verdictLines(verdict, scenario.length).join('\n'))
  const steps = [
    ...(resolve(folder) === resolve('.') ? [] : [`cd ${shellWord(folder)}`]),
    ...(isLinked ? [] : ['npm install']),
  ]
  console.log(`\nGo on with:  ${[...steps, 'npx hftsim test'].join(' && ')}`)
  return verdicts.every(({ status }) => status === 'passed') ? 0 : 1
}

/** Throws `InputError` with all files that are there already: then nothing is written. */
function refuseExisting(folder: string, names: readonly string[]): void {
  const there = names.filter((name) => existsSync(join(folder, name)))
  if (there.length === 0) return
  const what = `has ${there.join(', ')} already, and nothing is overwritten: choose another folder.`
  throw new InputError({ file: folder }, what)
}

/** A package cannot hold a file of that name: npm would take it for its own. */
function targetOf(name: string): string {
  return name === 'gitignore' ? '.gitignore' : name
}

function filesIn(folder: string, prefix = ''): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const name = `${prefix}${entry.name}`
    return entry.isDirectory() ? filesIn(join(folder, entry.name), `${name}/`) : [name]
  })
}

function writeOne(target: string, source: string, folder: string): void {
  makeFolder(dirname(target))
  try {
    if (basename(target) === 'package.json') writeFileSync(target, packageJson(source, folder), { flag: 'wx' })
    else copyFileSync(source, target)
  } catch (error) {
    if (systemCode(error) === '') throw error
    throw new InputError({ file: target }, `${systemWords(error)}.`)
  }
}

/** The starter's, named after its folder and with the package that runs, by its path: no registry has it. */
function packageJson(source: string, folder: string): string {
  const starter = JSON.parse(readFileSync(source, 'utf8')) as { devDependencies: Record<string, string> }
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
  const hftsim = `file:${relative(resolve(folder), PACKAGE_FOLDER).replaceAll('\\', '/')}`
  const devDependencies = { hftsim, ...starter.devDependencies }
  return `${JSON.stringify({ ...starter, ...(name !== '' && { name }), devDependencies }, null, 2)}\n`
}

/**
 * Makes `npx hftsim` in the folder this package, under this Node, and `import 'hftsim'` its types for editors, until
 * `npm install` does the same. Says whether that worked; what is there already stays.
 */
function linkPackage(folder: string): boolean {
  const modules = join(resolve(folder), 'node_modules')
  if (process.platform === 'win32') return false
  try {
    mkdirSync(join(modules, '.bin'), { recursive: true })
    for (const [name, target] of [
      ['hftsim', PACKAGE_FOLDER],
      ['.bin/hftsim', '../hftsim/bin/hftsim.js'],
      ['.bin/node', process.execPath],
    ] as const) {
      if (!existsSync(join(modules, name))) symlinkSync(target, join(modules, name))
    }
    return true
  } catch {
    return false
  }
}
