/** hftbacktest in a Python process of its own, which keeps the rows in memory and runs on request. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Outcome } from '../loop.ts'
import { INSTRUMENT, type Recording } from './recordings.ts'
import type { Pace } from './scenario.ts'

export type Depth = 'hashmap' | 'roi'

interface Hello {
  readonly version: string
  readonly rows: number
  /** Bounds of the ROIVector depth. */
  readonly roi: readonly [number, number]
}

export interface ReferenceOutcome extends Outcome {
  /** What `fillsHash` is of ours. */
  readonly fillsHash: string
}

export class Reference {
  readonly hello: Hello
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: AsyncIterator<string>

  private constructor(
    child: ChildProcessByStdio<Writable, Readable, null>,
    lines: AsyncIterator<string>,
    hello: Hello,
  ) {
    this.#child = child
    this.#lines = lines
    this.hello = hello
  }

  static async start(python: string, recording: Recording): Promise<Reference> {
    const child = spawn(python, referenceArgs(recording), { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(child, 'spawn').catch((error: Error) => {
      throw new Error(`HFTSIM_HFTBACKTEST=${python} cannot be started: ${error.message}`)
    })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    return new Reference(child, lines, (await nextOf(lines)) as Hello)
  }

  async run(depth: Depth, pace: Pace): Promise<ReferenceOutcome> {
    this.#child.stdin.write(requestLine(depth, pace))
    return (await nextOf(this.#lines)) as ReferenceOutcome
  }

  stop(): void {
    this.#child.stdin.end()
  }
}

async function nextOf(lines: AsyncIterator<string>): Promise<unknown> {
  const line = await lines.next()
  if (line.done) throw new Error('hftbacktest ended before it had answered: what it said stands above')
  return JSON.parse(line.value)
}

export function referenceArgs({ files, copies }: Recording, roi?: Hello['roi']): string[] {
  const { tickSize, lotSize } = INSTRUMENT
  const bounds = roi === undefined ? [] : ['--roi', ...roi.map(String)]
  const script = join(import.meta.dirname, 'reference.py')
  return [script, ...files, '--tick', tickSize, '--lot', lotSize, '--copies', String(copies), ...bounds]
}

export function requestLine(depth: Depth, { strategy, intervalNs }: Pace): string {
  return `${depth} ${strategy} ${intervalNs}\n`
}
