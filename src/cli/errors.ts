/** How a failure is told: bad input in one line or a few, everything else with its stack. */
import { InputError } from '../core/bug.ts'

export function reportError(error: unknown): void {
  if (error instanceof InputError) console.error(error.message)
  else console.error(error instanceof Error ? (error.stack ?? error.message) : error)
}
