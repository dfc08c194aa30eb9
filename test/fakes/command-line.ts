/** The command line in a test: within this process, where output is caught, or as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { vi } from 'vitest'
import { main } from '../../src/cli/main.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export const ROOT: string = resolve(import.meta.dirname, '../..')
export const SAMPLE: string = resolve(ROOT, 'data/btcusdt-sample.arrow')

/** Runs one command line within this process. Its output comes without colours, which `CI` turns on. */
export async function hftsim(...args: string[]): Promise<Ran> {
  const caught = { out: '', err: '' }
  const catching = (to: 'out' | 'err', end: string) => (text: unknown) => {
    caught[to] += `${String(text)}${end}`
    return true
  }
  const spies = [
    vi.spyOn(console, 'log').mockImplementation(catching('out', '\n')),
    vi.spyOn(console, 'error').mockImplementation(catching('err', '\n')),
    vi.spyOn(process.stdout, 'write').mockImplementation(catching('out', '')),
    vi.spyOn(process.stderr, 'write').mockImplementation(catching('err', '')),
  ]
  try {
    const code = await main(args)
    return { code, out: stripVTControlCharacters(caught.out), err: stripVTControlCharacters(caught.err) }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

/** Command and arguments that start hftsim from its sources. */
export function processOf(...args: string[]): [command: string, args: string[]] {
  const from = (file: string): string => JSON.stringify(pathToFileURL(resolve(ROOT, 'src/cli', file)).href)
  const script = `
    import { main } from ${from('main.ts')}
    import { watchStandardOutput } from ${from('standard-output.ts')}
    watchStandardOutput()
    process.exitCode = await main(process.argv.slice(1))`
  return [process.execPath, ['--input-type=module', '-e', script, '--', ...args]]
}

/** Starts hftsim in a process of its own; `ended` gives its exit code and all that it wrote. */
export function startProcess(args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ran> } {
  const child = spawn(...processOf(...args), { stdio: ['ignore', 'pipe', 'pipe'] })
  const caught = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    caught.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    caught.err += chunk
  })
  const ended = new Promise<Ran>((done, failed) => {
    child.on('error', failed)
    child.on('close', (code) => done({ code: code ?? -1, ...caught }))
  })
  return { child, ended }
}
