/**
 * Bounds on a figure, as a scenario writes them: one exact value, or the least and the most that it may be. Values are
 * written with their unit, as everywhere in a scenario; counts and ratios have none.
 */
import { type Decimal, parseDecimal, trimDecimal } from '../../core/decimal.ts'
import { didYouMean } from '../../core/nearest-name.ts'
import { DURATION_PATTERN, type Parsed, parseDuration, parseRate, RATE_PATTERN, show } from '../../core/quantity.ts'
import { AMOUNT_PATTERN, parseAmount } from '../quantities.ts'
import type { FigureKind } from './figures.ts'

/** A bound: exact decimal text in the unit that the summary has the figure in, and the unit of amounts. */
export interface Bound {
  readonly value: string
  /** Of money and quantities: their currency, base or "lots". */
  readonly unit?: string
  /** As it was written, for messages. */
  readonly text: string
}

/** At least one of them; `equals` stands alone. */
export interface Band {
  readonly equals?: Bound
  readonly min?: Bound
  readonly max?: Bound
}

export const BAND_FIELDS = ['equals', 'min', 'max'] as const

/** A mistake within a band: of the whole, or of one of its fields. */
export interface BandProblem {
  readonly path: readonly string[]
  readonly at: 'key' | 'value'
  readonly message: string
}

/** A part of a JSON Schema. */
export type EditorForm = Readonly<Record<string, unknown>>

interface Kind {
  readonly example: string
  readonly schema: EditorForm
  parse(value: unknown): Parsed<Omit<Bound, 'text'>>
}

const KINDS: Readonly<Record<FigureKind, Kind>> = {
  count: {
    example: '100',
    schema: { type: 'integer', minimum: 0 },
    parse: (value) =>
      typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
        ? { value: { value: String(value) } }
        : { problem: `${show(value)} is not a count: write a whole number such as 100.` },
  },
  ratio: {
    example: '1.5',
    schema: { type: 'number' },
    parse: (value) =>
      typeof value === 'number' && parseDecimal(String(value))
        ? { value: { value: String(value) } }
        : { problem: `${show(value)} is not a ratio: write a number such as 1.5.` },
  },
  share: {
    example: '5%',
    schema: { type: 'string', pattern: RATE_PATTERN, examples: ['5%'] },
    parse: (value) => {
      const parsed = parseRate(value)
      return 'problem' in parsed ? parsed : { value: { value: scaled(parsed.value, 9) } }
    },
  },
  duration: {
    example: '12ms',
    schema: { type: 'string', pattern: DURATION_PATTERN, examples: ['12ms'] },
    parse: (value) => {
      const parsed = parseDuration(value)
      return 'problem' in parsed ? parsed : { value: { value: String(parsed.value) } }
    },
  },
  money: { example: '5 USDT', schema: amounts('5 USDT'), parse: (value) => parseAmounts(value, '5 USDT') },
  quantity: { example: '0.5 BTC', schema: amounts('0.5 BTC'), parse: (value) => parseAmounts(value, '0.5 BTC') },
}

export interface ParsedBand {
  readonly band: Band
  readonly problems: readonly BandProblem[]
}

/** Reads what is written behind a figure's name. */
export function parseBand(value: unknown, kind: FigureKind): ParsedBand {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return exactly(value, kind)
  const band: { -readonly [K in keyof Band]: Band[K] } = {}
  const problems: BandProblem[] = []
  for (const [key, written] of Object.entries(value)) {
    const field = BAND_FIELDS.find((name) => name === key)
    if (field === undefined) {
      const message = `"${key}" is not a bound. One of: ${BAND_FIELDS.join(', ')}.${didYouMean(key, BAND_FIELDS)}`
      problems.push({ path: [key], at: 'key', message })
      continue
    }
    const parsed = KINDS[kind].parse(written)
    if ('problem' in parsed) problems.push({ path: [key], at: 'value', message: parsed.problem })
    else band[field] = { ...parsed.value, text: textOf(written) }
  }
  const why = problems.length > 0 ? undefined : contradiction(band, kind)
  if (why !== undefined) problems.push({ path: [], at: 'value', message: why })
  return { band, problems }
}

/** The band as it was written: the short form of an exact value. */
export function writtenBand({ equals, min, max }: Band, kind: FigureKind): unknown {
  const written = ({ text }: Bound): unknown => (kind === 'count' || kind === 'ratio' ? Number(text) : text)
  if (equals) return written(equals)
  return { ...(min && { min: written(min) }), ...(max && { max: written(max) }) }
}

/** In words: "exactly 212", "5% to 20%", "at most 12ms". */
export function bandWords({ equals, min, max }: Band): string {
  if (equals) return `exactly ${equals.text}`
  if (min && max) return `${min.text} to ${max.text}`
  return min ? `at least ${min.text}` : `at most ${max?.text ?? 'anything'}`
}

/** Whether a value lies within the band; both in the same unit, as decimal text or as a number. */
export function isWithin(value: string | number, { equals, min, max }: Band): boolean {
  const differs = (bound: Bound): number => compare(value, bound.value)
  if (equals && differs(equals) !== 0) return false
  return !(min && differs(min) < 0) && !(max && differs(max) > 0)
}

/** What may stand behind a figure of the kind, for editors. */
export function bandSchema(kind: FigureKind): EditorForm {
  const { schema } = KINDS[kind]
  const described = (description: string): EditorForm => ({ ...schema, description })
  const properties = {
    equals: described('Exactly this.'),
    min: described('At least this.'),
    max: described('At most this.'),
  }
  return {
    anyOf: [
      schema,
      { type: 'object', properties: { equals: properties.equals }, required: ['equals'], additionalProperties: false },
      {
        type: 'object',
        properties: { min: properties.min, max: properties.max },
        minProperties: 1,
        additionalProperties: false,
      },
    ],
  }
}

function exactly(value: unknown, kind: FigureKind): ParsedBand {
  const { parse, example } = KINDS[kind]
  const parsed = value === null ? { problem: 'Nothing is expected of it.' } : parse(value)
  if ('value' in parsed) return { band: { equals: { ...parsed.value, text: textOf(value) } }, problems: [] }
  const message = `${parsed.problem} Or bounds: { min: ${example} }, { max: ${example} }.`
  return { band: {}, problems: [{ path: [], at: 'value', message }] }
}

function contradiction({ equals, min, max }: Band, kind: FigureKind): string | undefined {
  const { example } = KINDS[kind]
  if (!equals && !min && !max) return `Nothing is expected of it: { min: ${example} }, { max: ${example} } or both.`
  if (equals) return min || max ? '"equals" says it all: leave out min and max.' : undefined
  if (!min || !max) return undefined
  if (min.unit !== max.unit) return `"${min.text}" and "${max.text}" have different units: state both in one.`
  return compare(min.value, max.value) > 0 ? `Nothing lies from ${min.text} to ${max.text}.` : undefined
}

function parseAmounts(value: unknown, example: string): Parsed<Omit<Bound, 'text'>> {
  const parsed = parseAmount(value)
  if ('problem' in parsed) return { problem: `${parsed.problem} Such as "${example}".` }
  return { value: { value: parsed.value.amount, unit: parsed.value.unit } }
}

function amounts(example: string): EditorForm {
  return { type: 'string', pattern: AMOUNT_PATTERN, examples: [example] }
}

function textOf(value: unknown): string {
  return String(value).trim()
}

function scaled(count: number, decimals: number): string {
  const text = String(Math.abs(count)).padStart(decimals + 1, '0')
  return `${count < 0 ? '-' : ''}${trimDecimal(`${text.slice(0, -decimals)}.${text.slice(-decimals)}`)}`
}

/** Exactly where both are decimals; by their nearest doubles where one is a number that has no plain decimal. */
function compare(a: string | number, b: string): number {
  const [left, right] = [parseDecimal(String(a)), parseDecimal(b)]
  if (!left || !right) return Math.sign(Number(a) - Number(b))
  const decimals = Math.max(left.decimals, right.decimals)
  const count = ({ mantissa, decimals: own }: Decimal): bigint => mantissa * 10n ** BigInt(decimals - own)
  const difference = count(left) - count(right)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** In the largest unit that it fills, with as many decimals as it takes. */
function exactDuration(ns: number): string {
  const [unit, decimals] = ns >= 1e9 ? ['s', 9] : ns >= 1e6 ? ['ms', 6] : ns >= 1e3 ? ['us', 3] : ['ns', 0]
  return `${decimals === 0 ? ns : scaled(ns, Number(decimals))}${unit}`
}

/** A figure as a message shows it beside its bounds. */
export function formatFigure(value: string | number | null, kind: FigureKind, unit = ''): string {
  if (value === null) return 'n/a'
  if (kind === 'share') return `${Number((Number(value) * 100).toPrecision(12))}%`
  if (kind === 'duration') return exactDuration(Number(value))
  return unit === '' ? String(value) : `${value} ${unit}`
}
