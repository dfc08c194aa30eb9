/** How a failure is told and what exit code it has. */
import { InputError, type InputPlace } from '../core/bug.ts'
import { didYouMean } from '../core/nearest-name.ts'
import { Interrupted } from './interrupt.ts'

/** An option with a value that the command does not understand. */
export class UsageError extends InputError {
  override name = 'UsageError'
}

/** `value` is not among the values that an option takes. */
export function noSuchValue(place: InputPlace, value: string, what: string, values: readonly string[]): UsageError {
  return new UsageError(place, `"${value}" is ${what}. One of: ${values.join(', ')}.${didYouMean(value, values)}`)
}

/** Tells it on standard error: bad input in its own words, everything else with its stack. Returns the exit code. */
export function reportError(error: unknown): number {
  if (error instanceof Interrupted || error instanceof InputError) console.error(error.message)
  else console.error(error instanceof Error ? (error.stack ?? error.message) : error)
  return error instanceof Interrupted ? 130 : error instanceof UsageError ? 2 : 1
}
