/**
 * Errors on their way between threads, where a class is lost: what they are, what they say and where is carried over,
 * so that bad input is told as bad input whichever thread found it.
 */
import { Bug, InputError, type InputPlace, Misuse } from '../../core/bug.ts'
import { ScenarioError, type ScenarioProblem } from '../problems.ts'

/** An error as plain data. */
export interface CarriedError {
  readonly kind: 'scenario' | 'input' | 'misuse' | 'bug' | 'other'
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  readonly place?: InputPlace
  readonly problems?: readonly ScenarioProblem[]
}

export function carryError(thrown: unknown): CarriedError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const { name, message, stack } = error
  const plain = { name, message, stack }
  if (error instanceof ScenarioError) return { kind: 'scenario', ...plain, problems: error.problems }
  if (error instanceof InputError) return { kind: 'input', ...plain, place: error.place }
  if (error instanceof Misuse) return { kind: 'misuse', ...plain }
  return { kind: error instanceof Bug ? 'bug' : 'other', ...plain }
}

/** The error again, of the class that it had; a class of somebody else's is an `Error` with its name. */
export function reviveError(carried: CarriedError): Error {
  const { name, message, stack } = carried
  const error = newError(carried)
  Object.defineProperty(error, 'message', { value: message })
  Object.defineProperty(error, 'stack', { value: stack })
  if (error.name !== name) error.name = name
  return error
}

function newError({ kind, message, place = {}, problems = [] }: CarriedError): Error {
  switch (kind) {
    case 'scenario':
      return new ScenarioError(problems)
    case 'input':
      // The message has the place in it already: it is put back as it was.
      return new InputError(place, message)
    case 'misuse':
      return new Misuse(message)
    case 'bug':
      return new Bug(message)
    case 'other':
      return new Error(message)
  }
}
