/**
 * The command line: arguments to commands, errors to answers, outcomes to exit codes. Commands are registered with
 * their words alone; what does the work is loaded by the one that runs.
 */
import { Command, CommanderError } from 'commander'
import { VERSION } from '../version.ts'
import { addBacktest } from './backtest.ts'
import { addCompare } from './compare.ts'
import { addData } from './data.ts'
import { reportError } from './errors.ts'
import { addInit } from './init.ts'
import { addJournal } from './journal.ts'
import { addReplay } from './replay.ts'
import { addReport } from './report.ts'
import { addScenario } from './scenario.ts'
import { addSweep } from './sweep.ts'
import { addTest } from './test.ts'
import { addWhy } from './why.ts'

/** Runs one command line and returns the exit code: 0 done, 1 failed, 2 not understood, 130 interrupted. */
export async function main(args: readonly string[]): Promise<number> {
  const program = new Command('hftsim')
    .description('Event-sourced backtesting for high-frequency trading.')
    .version(VERSION)
    .showSuggestionAfterError()
    .showHelpAfterError('(--help says what there is)')
    .exitOverride()
  let code = 0
  const done = (exitCode: number): void => {
    code = exitCode
  }
  for (const add of [
    addBacktest,
    addReplay,
    addReport,
    addCompare,
    addSweep,
    addTest,
    addInit,
    addJournal,
    addScenario,
    addData,
    addWhy,
  ])
    add(program, done)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    return reportError(error)
  }
  return code
}
