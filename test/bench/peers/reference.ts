/** hftbacktest in a Python process of its own, which keeps the rows in memory and runs on request. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Outcome } from '../loop.ts'

export class Reference {
  readonly version: string
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: AsyncIterator<string>

  private constructor(
    child: ChildProcessByStdio<Writable, Readable, null>,
    lines: AsyncIterator<string>,
    version: string,
  ) {
    this.#child = child
    this.#lines = lines
    this.version = version
  }

  static args(data: string): string[] {
    return [join(import.meta.dirname, 'reference.py'), data, '0.1', '0.001', '60358', '63077']
  }

  static async start(python: string, data: string): Promise<Reference> {
    const child = spawn(python, Reference.args(data), { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const { version } = JSON.parse((await lines.next()).value as string) as { version: string }
    return new Reference(child, lines, version)
  }

  async run(depth: 'hashmap' | 'roi', intervalNs: number): Promise<Outcome> {
    this.#child.stdin.write(`${depth} ${intervalNs}\n`)
    return JSON.parse((await this.#lines.next()).value as string) as Outcome
  }

  stop(): void {
    this.#child.stdin.end()
  }
}
