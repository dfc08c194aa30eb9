/** Readers of option values. What they refuse is shown with the option's name, and ends the command with code 2. */
import { InvalidArgumentError } from 'commander'
import { decimalStep } from '../core/decimal.ts'
import { parseDuration } from '../core/quantity.ts'

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text)))
    throw new InvalidArgumentError('It is a whole number.')
  return Number(text)
}

/** A length of time with its unit, such as "250us", in nanoseconds. */
export function durationNs(text: string): number {
  const parsed = parseDuration(text)
  if ('problem' in parsed) throw new InvalidArgumentError(parsed.problem)
  return parsed.value
}

/** The decimal text of a step, as it was written. */
export function stepText(text: string): string {
  if (!decimalStep(text)) throw new InvalidArgumentError('It is a decimal above 0, such as 0.01.')
  return text
}

/** Collects an option that may be repeated; each takes one value, so that it cannot swallow an argument behind it. */
export function oneMore(value: string, before: readonly string[]): string[] {
  return [...before, value]
}
