/** The command line: arguments to commands, errors to answers, outcomes to exit codes. Each command loads what it needs itself. */
import { Command, CommanderError } from 'commander'
import { VERSION } from '../version.ts'
import { addBacktest } from './backtest.ts'
import { reportError } from './errors.ts'
import { addJournal } from './journal.ts'
import { addReplay } from './replay.ts'

/** Runs one command line and returns the exit code: 0 done, 1 failed, 2 not understood. */
export async function main(args: readonly string[]): Promise<number> {
  const program = new Command('hftsim')
    .description('Event-sourced backtesting for high-frequency trading.')
    .version(VERSION)
    .showSuggestionAfterError()
    .exitOverride()
  let code = 0
  const done = (exitCode: number): void => {
    code = exitCode
  }
  for (const add of [addBacktest, addReplay, addJournal]) add(program, done)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    reportError(error)
    return 1
  }
  return code
}
