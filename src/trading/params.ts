/**
 * The parameters of a strategy: declared with their defaults and limits, given as plain values by a scenario or a test,
 * and checked before the strategy starts. Declarations are plain objects, so that they mean the same to another copy of
 * this module.
 */
import { InputError, Misuse } from '../core/bug.ts'
import { didYouMean } from '../core/nearest-name.ts'
import { formatDuration, parseDuration, show } from '../core/quantity.ts'

type NumericKind = 'integer' | 'number' | 'ticks' | 'lots'

/**
 * `ticks` and `lots` are integers that count the instrument's price and quantity steps; `lots` is at least 0 by
 * default.
 */
export interface NumericParam {
  readonly kind: NumericKind
  readonly default: number
  readonly min?: number
  readonly max?: number
  readonly description?: string
}

/** Given and limited as text such as "100ms"; the strategy sees nanoseconds. */
export interface DurationParam {
  readonly kind: 'duration'
  readonly default: string
  readonly min?: string
  readonly max?: string
  readonly description?: string
}

export interface BooleanParam {
  readonly kind: 'boolean'
  readonly default: boolean
  readonly description?: string
}

export interface ChoiceParam<Choice extends string = string> {
  readonly kind: 'choice'
  readonly choices: readonly Choice[]
  readonly default: Choice
  readonly description?: string
}

export interface TextParam {
  readonly kind: 'text'
  readonly default: string
  readonly description?: string
}

export type Param = NumericParam | DurationParam | BooleanParam | ChoiceParam | TextParam

/** The declared parameters of one strategy, by name. */
export type ParamSpecs = Readonly<Record<string, Param>>

/** What the strategy sees: durations in nanoseconds, everything else as given. */
export type Params<S extends ParamSpecs> = { readonly [K in keyof S]: ValueOf<S[K]> }
type ValueOf<P> = P extends BooleanParam
  ? boolean
  : P extends ChoiceParam<infer Choice>
    ? Choice
    : P extends TextParam
      ? string
      : number

/** What a scenario or a test may give: durations as text, and only what differs from the defaults. */
export type GivenParams<S extends ParamSpecs> = { readonly [K in keyof S]?: GivenOf<S[K]> }
type GivenOf<P> = P extends DurationParam ? string : ValueOf<P>

type Options<P extends Param> = Omit<P, 'kind'>

/**
 * Makes the declarations of parameters. A default outside its own limits throws at once, in the lines of the author.
 */
export const param: {
  readonly integer: (options: Options<NumericParam>) => NumericParam
  readonly number: (options: Options<NumericParam>) => NumericParam
  readonly ticks: (options: Options<NumericParam>) => NumericParam
  readonly lots: (options: Options<NumericParam>) => NumericParam
  readonly duration: (options: Options<DurationParam>) => DurationParam
  readonly boolean: (options: Options<BooleanParam>) => BooleanParam
  readonly choice: <const C extends string>(options: Options<ChoiceParam<C>>) => ChoiceParam<C>
  readonly text: (options: Options<TextParam>) => TextParam
} = {
  integer: (options) => declared({ kind: 'integer', ...options }),
  number: (options) => declared({ kind: 'number', ...options }),
  ticks: (options) => declared({ kind: 'ticks', ...options }),
  lots: (options) => declared({ kind: 'lots', min: 0, ...options }),
  duration: (options) => declared({ kind: 'duration', ...options }),
  boolean: (options) => declared({ kind: 'boolean', ...options }),
  choice: (options) => declared({ kind: 'choice', ...options }),
  text: (options) => declared({ kind: 'text', ...options }),
}

/** One thing that is wrong with the given values. `unknown`: no such parameter, so it is the name that is wrong. */
export interface ParamProblem {
  readonly param: string
  readonly kind: 'unknown' | 'invalid'
  readonly value: unknown
  readonly message: string
}

/** All that is wrong with the given values, so that each can be shown where it was written. */
export class ParamsError extends InputError {
  override name = 'ParamsError'
  readonly problems: readonly ParamProblem[]

  constructor(problems: readonly ParamProblem[]) {
    super({}, problems.map(({ param, message }) => `params.${param}: ${message}`).join('\n'))
    this.problems = problems
  }
}

/**
 * The values of all declared parameters, in their declared order. Throws `ParamsError` with everything that is wrong.
 */
export function resolveParams<S extends ParamSpecs>(specs: S, given: Readonly<Record<string, unknown>>): Params<S> {
  const problems: ParamProblem[] = []
  const names = Object.keys(specs)
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(specs, name)) continue
    const accepted = names.length === 0 ? 'The strategy has no parameters.' : `One of: ${names.join(', ')}.`
    const message = `The strategy has no parameter "${name}". ${accepted}${didYouMean(name, names)}`
    problems.push({ param: name, kind: 'unknown', value: given[name], message })
  }
  const values: [string, unknown][] = []
  for (const [name, spec] of Object.entries(specs)) {
    const value = Object.hasOwn(given, name) ? given[name] : spec.default
    const read = readParam(spec, value)
    if ('problem' in read) problems.push({ param: name, kind: 'invalid', value, message: read.problem })
    else values.push([name, read.value])
  }
  if (problems.length > 0) throw new ParamsError(problems)
  return Object.fromEntries(values) as Params<S>
}

type Read = { readonly value: unknown } | { readonly problem: string }

function readParam(spec: Param, value: unknown): Read {
  switch (spec.kind) {
    case 'integer':
    case 'ticks':
    case 'lots':
    case 'number':
      return readNumber(spec, value)
    case 'duration':
      return readDuration(spec, value)
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { problem: `${show(value)} is not true or false.` }
    case 'choice':
      return readChoice(spec, value)
    case 'text':
      return typeof value === 'string' ? { value } : { problem: `${show(value)} is not text.` }
  }
}

const NOUNS: Readonly<Record<NumericKind, string>> = {
  integer: 'a whole number',
  number: 'a number',
  ticks: 'a whole number of ticks',
  lots: 'a whole number of lots',
}

function readNumber(spec: NumericParam, value: unknown): Read {
  const fits = spec.kind === 'number' ? Number.isFinite(value) : Number.isSafeInteger(value)
  const number = fits ? Number(value) : Number.NaN
  if (number >= (spec.min ?? Number.NEGATIVE_INFINITY) && number <= (spec.max ?? Number.POSITIVE_INFINITY)) {
    // -0 would be another value than 0 to a hash.
    return { value: number + 0 }
  }
  return { problem: `${show(value)} is not ${NOUNS[spec.kind]}${formatRange(spec.min, spec.max)}.` }
}

function readDuration(spec: DurationParam, value: unknown): Read {
  const parsed = parseDuration(value)
  if ('problem' in parsed) return parsed
  const min = limitNs(spec.min) ?? 0
  const max = limitNs(spec.max) ?? Number.POSITIVE_INFINITY
  if (parsed.value >= min && parsed.value <= max) return parsed
  return { problem: `${show(formatDuration(parsed.value))} is not a duration${formatRange(spec.min, spec.max)}.` }
}

function limitNs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const parsed = parseDuration(text)
  if ('problem' in parsed) throw new Misuse(`Cannot declare a parameter: its limit ${parsed.problem}`)
  return parsed.value
}

function readChoice(spec: ChoiceParam, value: unknown): Read {
  if (typeof value === 'string' && spec.choices.includes(value)) return { value }
  const near = typeof value === 'string' ? didYouMean(value, spec.choices) : ''
  return { problem: `${show(value)} is not a choice. One of: ${spec.choices.join(', ')}.${near}` }
}

function formatRange(min: number | string | undefined, max: number | string | undefined): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`
  if (min !== undefined) return ` of at least ${min}`
  return max === undefined ? '' : ` of at most ${max}`
}

function declared<P extends Param>(spec: P): P {
  const read = readParam(spec, spec.default)
  if ('problem' in read) throw new Misuse(`Cannot declare a parameter: its default ${read.problem}`)
  return spec
}
