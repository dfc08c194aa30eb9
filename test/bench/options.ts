/** The command line of a bench. What it does not understand ends it with 2, before anything was measured. */
import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** One of the parts; undefined for all of them. */
  readonly only: string | undefined
  readonly quick: boolean
  readonly rounds: number
}

export function benchOptions(parts: readonly string[], { rounds, quickRounds = rounds }: Defaults): BenchOptions {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        quick: { type: 'boolean', default: false },
        rounds: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    const { only, quick, help } = values
    if (help) return end(0, usage(parts))
    if (only !== undefined && !parts.includes(only)) throw new Error(`--only=${only} is none of the parts.`)
    const count = Number(values.rounds ?? (quick ? quickRounds : rounds))
    if (!Number.isSafeInteger(count) || count < 1)
      throw new Error(`--rounds=${values.rounds} is no whole number above 0.`)
    return { only, quick, rounds: count }
  } catch (error) {
    return end(2, `${(error as Error).message}\n${usage(parts)}`)
  }
}

interface Defaults {
  readonly rounds: number
  readonly quickRounds?: number
}

function usage(parts: readonly string[]): string {
  return `Options: --only=${parts.join('|')}, --quick, --rounds=N (how often each counts)`
}

function end(code: number, text: string): never {
  console[code === 0 ? 'log' : 'error'](text)
  process.exit(code)
}
