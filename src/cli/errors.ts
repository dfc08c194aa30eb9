/** How a failure is told and what exit code it has. */
import { fileURLToPath } from 'node:url'
import { InputError, type InputPlace, Misuse } from '../core/bug.ts'
import { didYouMean } from '../core/nearest-name.ts'
import { MODULES } from '../disk/own-files.ts'
import { Interrupted } from './interrupt.ts'

// Where this package's own modules are, as stacks name them. Strategies of the user's may lie beside them.
const OWN = [MODULES.href, fileURLToPath(MODULES)]

/** An option with a value that the command does not understand. */
export class UsageError extends InputError {
  override name = 'UsageError'
}

/** `value` is not among the values that an option takes. */
export function noSuchValue(place: InputPlace, value: string, what: string, values: readonly string[]): UsageError {
  return new UsageError(place, `"${value}" is ${what}. One of: ${values.join(', ')}.${didYouMean(value, values)}`)
}

/** Tells it on standard error and returns the exit code. */
export function reportError(error: unknown): number {
  console.error(errorText(error))
  return error instanceof Interrupted ? 130 : error instanceof UsageError ? 2 : 1
}

/** Bad input in its own words, everything else with its stack. */
export function errorText(error: unknown): string {
  if (error instanceof Interrupted || error instanceof InputError) return error.message
  return error instanceof Error ? userStack(error) : String(error)
}

/**
 * The stack of an error. Where lines of the user's own stand in it, the ones of this package and of Node say nothing
 * more about the mistake and are left out.
 */
function userStack(error: Error): string {
  const lines = (error.stack ?? error.message).split('\n')
  const isFrame = (line: string): boolean => /^\s+at /.test(line)
  const isOurs = (line: string): boolean =>
    OWN.some((folder) => line.includes(folder)) || /node:|node_modules\/(?!\.cache)|bin\/hftsim\.js/.test(line)
  const theirs = lines.filter((line) => !isFrame(line) || !isOurs(line))
  return theirs.some(isFrame) || error instanceof Misuse ? theirs.join('\n') : lines.join('\n')
}
