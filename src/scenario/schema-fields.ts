/** The kinds of value that a scenario's fields hold, each read from text and written back as text by one codec. */
import * as z from 'zod'
import { didYouMean } from '../core/nearest-name.ts'
import {
  DURATION_PATTERN,
  formatDuration,
  formatRate,
  type Parsed,
  parseDuration,
  parseRate,
  RATE_PATTERN,
  show,
} from '../core/quantity.ts'
import type { DurationNs, ModuleUse, RatePpb } from './full-scenario.ts'
import { AMOUNT_PATTERN, type Amount, formatAmount, parseAmount } from './quantities.ts'

// Choices are `z.xor`, not `z.union`: of a failed union zod may show one branch of its own choosing, of a xor it shows
// all, and `schema-problems.ts` takes the branch that was meant.

/** A module path is told from a model's name by its slash or its ending. */
const MODULE_PATH = /[\\/]|\.[cm]?[jt]s$/
const DECIMAL = /^\d+(\.\d+)?$/
const NAME = /^[A-Za-z][\w.-]*$/

export type Field<T> = z.ZodType<T, unknown>

export const duration: Field<DurationNs> = textField(
  'Duration',
  ['250us', '100ms'],
  DURATION_PATTERN,
  z.int(),
  parseDuration,
  formatDuration,
)

export const positiveDuration: Field<DurationNs> = duration
  .refine((ns) => ns > 0, { error: 'Must be longer than 0ns.' })
  .meta({ pattern: aboveZero(DURATION_PATTERN) })

export const rate: Field<RatePpb> = textField(
  'Rate',
  ['2bp', '-0.5bp', '0.02%'],
  RATE_PATTERN,
  z.int(),
  parseRate,
  formatRate,
)

export const positiveRate: Field<RatePpb> = rate
  .refine((ppb) => ppb > 0, { error: 'Must be more than 0bp.' })
  .meta({ pattern: aboveZero(RATE_PATTERN) })

const amountValue: z.ZodType<Amount, Amount> = z.strictObject({ amount: z.string(), unit: z.string() })

/** Money, which may be negative (a rebate). */
export const money: Field<Amount> = textField(
  'Money',
  ['0.0004 USDT'],
  AMOUNT_PATTERN,
  amountValue,
  parseMoney,
  formatAmount,
)

/** A quantity of the instrument, above 0. */
export const size: Field<Amount> = textField(
  'Size',
  ['0.5 BTC', '20 lots'],
  aboveZero(AMOUNT_PATTERN),
  amountValue,
  parseSize,
  formatAmount,
)

/** Decimal text; a YAML number is taken as the text that it is written as. */
export const decimal: Field<string> = z.codec(
  z
    .union([
      z.string().meta({ title: 'Decimal', pattern: DECIMAL.source }),
      z.number().meta({ title: 'Decimal', minimum: 0 }),
    ])
    .meta({ title: 'Decimal' }),
  z.string().regex(DECIMAL, { error: (issue) => `"${String(issue.input)}" is not a decimal such as "0.01".` }),
  { decode: (value) => `${value}`, encode: (value) => value },
)

/**
 * A name that people choose: used as a key, in paths and in file names, so it starts with a letter and has no spaces.
 */
export const name: z.ZodString = z.string().regex(NAME, {
  error: (issue) =>
    `"${String(issue.input)}" is not a name: start with a letter, go on with letters, digits, ".", "_", "-".`,
})

export const path: z.ZodString = z.string().min(1, { error: 'The path is empty.' })

export const modulePath: z.ZodString = path.regex(MODULE_PATH, {
  error: (issue) => `"${String(issue.input)}" is not a path to a module, such as "./my-model.ts".`,
})

interface ModelNames {
  readonly enum?: readonly string[]
  readonly pattern?: string
}

/** A part of a JSON Schema: where `field` is given, the model must be one that takes it. */
export function needsModel(field: string, model: ModelNames): Readonly<Record<string, unknown>> {
  return { anyOf: [{ not: { required: [field] } }, { required: ['model'], properties: { model } }] }
}

/** Parameters are for a module of the user's own alone. */
export const PARAMS_NEED_MODULE: Readonly<Record<string, unknown>> = needsModel('params', {
  pattern: MODULE_PATH.source,
})

export const params: z.ZodType<Readonly<Record<string, unknown>>> = z.record(z.string(), z.unknown())

export const ownModule: z.ZodType<ModuleUse> = z.strictObject({
  use: modulePath.describe('Path to a module of yours, relative to this file.'),
  params: params.prefault({}).describe('What the module is given, by name.'),
})

/** The name of one of our models, or a path to a module in its place. */
export function modelOrPath(what: string, names: readonly string[]): z.ZodType<string> {
  const forEditors = [{ enum: names }, { pattern: MODULE_PATH.source, description: 'Path to a module of yours.' }]
  return z
    .string()
    .refine((model) => names.includes(model) || isModulePath(model), {
      error: ({ input }) => {
        const accepted = `One of: ${names.join(', ')}, or a path to a module of yours.`
        return `${show(input)} is not ${what}. ${accepted}${didYouMean(String(input), names)}`
      },
    })
    .meta({ anyOf: forEditors })
}

export function isModulePath(model: string): boolean {
  return MODULE_PATH.test(model)
}

function textField<T>(
  title: string,
  examples: string[],
  pattern: string,
  value: z.ZodType<T, T>,
  parse: (text: unknown) => Parsed<T>,
  format: (value: T) => string,
): Field<T> {
  // Anything is let in, to be refused by `parse`, which says for example that a number lacks its unit.
  const input = z.unknown().meta({ title, examples, type: 'string', pattern })
  return z.codec(input, value, {
    decode: (text, context) => {
      const parsed = parse(text)
      if ('value' in parsed) return parsed.value
      context.issues.push({ code: 'custom', message: parsed.problem, input: text })
      return z.NEVER
    },
    encode: format,
  })
}

/** The same form with a number above 0: no minus sign, and a digit other than 0 before the unit. */
function aboveZero(pattern: string): string {
  return pattern.replace(/^\^(\[\+-\]\?|\\\+\?)/, '^\\+?(?=[\\d.]*[1-9])')
}

function parseMoney(value: unknown): Parsed<Amount> {
  const parsed = parseAmount(value)
  return 'problem' in parsed ? { problem: `${parsed.problem} Such as "0.0004 USDT".` } : parsed
}

function parseSize(value: unknown): Parsed<Amount> {
  const parsed = parseAmount(value)
  if ('problem' in parsed) return { problem: `${parsed.problem} Such as "0.5 BTC", "10 contracts" or "20 lots".` }
  if (/^-|^[0.]+$/.test(parsed.value.amount)) return { problem: `"${formatAmount(parsed.value)}" is not more than 0.` }
  return parsed
}
