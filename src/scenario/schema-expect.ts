/**
 * The part of the schema that says what is expected of a run: `hftsim test` holds the run to it. It is no part of what
 * a run is made of.
 */
import * as z from 'zod'
import { didYouMean } from '../core/nearest-name.ts'
import { show } from '../core/quantity.ts'
import type { RunEnd } from '../market/orders.ts'
import { type Band, bandSchema, type EditorForm, parseBand, writtenBand } from './expect/bounds.ts'
import type { Expectations } from './expect/expectations.ts'
import { FIGURES, type FigureKind, figureNamed, GROUPS } from './expect/figures.ts'
import { formatStep, parseStep, type Sequence, STEP_PATTERN, type Step } from './expect/sequence.ts'
import type { Path } from './problems.ts'
import type { Field } from './schema-fields.ts'

/** How a run can end that comes to a result: one that fails or is interrupted has none to expect anything of. */
const ENDS: readonly RunEnd[] = ['end-of-data', 'strategy-stopped']
const ROOT_HASH = /^[0-9a-f]{8,64}$/
const ORDER_FORM = '{ order: any, entries: [SubmitOrder, Fill] }'

/** Says what is wrong at a path within the section: with the value there, or with the name itself. */
type Report = (path: Path, message: string, at?: 'key' | 'value') => void

export const expectations: Field<Expectations> = z.codec(
  z.record(z.string(), z.unknown()).meta(editorForm()),
  z.custom<Expectations>(),
  {
    decode: (written, context) => {
      const report: Report = (path, message, at = 'value') => {
        context.issues.push({ code: 'custom', path: [...path], message, input: written, params: { at } })
      }
      return read(written, report)
    },
    // Also called for a scenario that expects nothing.
    encode: (expected: Expectations | undefined) => (expected && write(expected)) as Readonly<Record<string, unknown>>,
  },
)

/** The names that do not fit the instruments of the scenario, each with why. */
export function misnamedFigures({ figures }: Expectations, aliases: readonly string[]): [name: string, why: string][] {
  return Object.keys(figures).flatMap((name): [string, string][] => {
    const { figure, alias } = figureNamed(name)!
    if (alias !== undefined && !aliases.includes(alias)) {
      const accepted = `One of: ${aliases.join(', ')}.${didYouMean(alias, aliases)}`
      return [[name, `"${alias}" is not an instrument of this scenario. ${accepted}`]]
    }
    if (alias !== undefined && figure.of === 'run') {
      return [[name, `"${figure.name}" is a figure of the whole run: write it without "${alias}.".`]]
    }
    if (alias !== undefined || figure.of !== 'instrument' || aliases.length === 1) return []
    const one = `"${aliases[0]}.${name}"`
    return [[name, `There are ${aliases.length} instruments: say which one is meant, such as ${one}.`]]
  })
}

function read(written: Readonly<Record<string, unknown>>, report: Report): Expectations {
  const figures: Record<string, Band> = {}
  const others: { end?: RunEnd; sequence?: readonly Sequence[]; rootHash?: string } = {}
  for (const [name, value] of Object.entries(written)) {
    if (name === 'end') {
      const end = ENDS.find((known) => known === value)
      if (end) others.end = end
      else report([name], notAnEnd(value))
    } else if (name === 'rootHash') {
      if (typeof value === 'string' && ROOT_HASH.test(value)) others.rootHash = value
      else
        report(
          [name],
          `${show(value)} is not a root hash: 64 digits of 0-9 and a-f, or its first 8 or more, in quotes.`,
        )
    } else if (name === 'sequence') {
      others.sequence = readSequences(value, report)
    } else {
      const named = figureNamed(name)
      if (!named) {
        report([name], notAFigure(name), 'key')
        continue
      }
      const { band, problems } = parseBand(value, named.figure.kind)
      for (const { path, message, at } of problems) report([name, ...path], message, at)
      figures[name] = band
    }
  }
  return { figures, ...others }
}

function write({ figures, end, sequence, rootHash }: Expectations): Record<string, unknown> {
  const bands = Object.entries(figures).map(([name, band]) => [name, writtenBand(band, figureNamed(name)!.figure.kind)])
  return {
    ...Object.fromEntries(bands),
    ...(end && { end }),
    ...(sequence && { sequence: writtenSequences(sequence) }),
    ...(rootHash && { rootHash }),
  }
}

function readSequences(value: unknown, report: Report): Sequence[] {
  const isMap = (item: unknown): boolean => typeof item === 'object' && item !== null && !Array.isArray(item)
  if (isMap(value)) return [readOrderSequence(value as object, ['sequence'], report)]
  if (Array.isArray(value) && value.length > 0 && value.every(isMap)) {
    return value.map((item: object, i) => readOrderSequence(item, ['sequence', i], report))
  }
  return [{ of: 'run', steps: readSteps(value, ['sequence'], report) }]
}

function readOrderSequence(written: object, path: Path, report: Report): Sequence {
  const { order, entries, ...others } = written as Readonly<Record<string, unknown>>
  for (const key of Object.keys(others)) {
    const names = ['order', 'entries']
    report([...path, key], `"${key}" is not a field. One of: ${names.join(', ')}.${didYouMean(key, names)}`, 'key')
  }
  const steps = readSteps(entries, entries === undefined ? path : [...path, 'entries'], report)
  if (order === 'any' || (typeof order === 'number' && Number.isInteger(order) && order >= 0))
    return { of: order, steps }
  const message = `${show(order)} is not an order: "any", or the number that the strategy's order has in the journal.`
  report([...path, ...(order === undefined ? [] : ['order'])], message)
  return { of: 'any', steps }
}

function readSteps(value: unknown, path: Path, report: Report): Step[] {
  if (!Array.isArray(value) || value.length === 0) {
    const what = value === undefined ? 'Missing: a' : `${show(value)} is not a`
    report(path, `${what} list of entries, such as [SubmitOrder, OrderAccepted, Fill]. Or ${ORDER_FORM}.`)
    return []
  }
  return value.flatMap((text: unknown, i) => {
    const parsed = parseStep(text)
    if ('value' in parsed) return [parsed.value]
    report([...path, i], parsed.problem)
    return []
  })
}

function writtenSequences(sequences: readonly Sequence[]): unknown {
  const written = sequences.map(({ of, steps }) => {
    const entries = steps.map(formatStep)
    return of === 'run' ? entries : { order: of, entries }
  })
  return written.length === 1 ? written[0] : written
}

function notAnEnd(value: unknown): string {
  return `${show(value)} is not an end. One of: ${ENDS.join(', ')}.${didYouMean(String(value), ENDS)}`
}

function notAFigure(name: string): string {
  const names = [...FIGURES.keys(), 'end', 'sequence', 'rootHash']
  const group = GROUPS.find((word) => name === word || name.startsWith(`${word}.`))
  const accepted = group
    ? names.filter((known) => known.startsWith(`${group}.`))
    : [...names.filter((known) => !known.includes('.')), ...GROUPS.map((word) => `${word}.…`)]
  // What stands behind an instrument's alias may be meant as well.
  const dots = [...name.matchAll(/\./g)].map(({ index }) => name.slice(0, index + 1))
  const near = [...dots.map((alias) => nearBehind(alias, name, names)), didYouMean(name, names)].find(Boolean)
  return `"${name}" is not a figure. One of: ${accepted.join(', ')}.${near ?? ''}`
}

function nearBehind(alias: string, name: string, names: readonly string[]): string {
  if (GROUPS.includes(alias.slice(0, -1))) return ''
  return didYouMean(name.slice(alias.length), names).replace('"', `"${alias}`)
}

/** For editors: names and meanings of the run's figures to complete, and the form of each kind of value. */
function editorForm(): EditorForm {
  const step = { type: 'string', pattern: STEP_PATTERN, examples: ['SubmitOrder', 'Fill maker'] }
  const steps = { type: 'array', items: step, minItems: 1 }
  const ofOrder = {
    type: 'object',
    properties: {
      order: {
        anyOf: [{ const: 'any' }, { type: 'integer', minimum: 0 }],
        description: 'The number of an order, or any: it is enough that one order has these.',
      },
      entries: { ...steps, description: 'Entries about the order, in this order; others may stand between.' },
    },
    required: ['order', 'entries'],
    additionalProperties: false,
  }
  const figures = [...FIGURES.values()]
  return {
    properties: {
      ...Object.fromEntries(figures.map(({ name, meaning }) => [name, { description: meaning }])),
      end: { enum: ENDS, description: 'Why the run ended.' },
      sequence: {
        anyOf: [steps, ofOrder, { type: 'array', items: ofOrder, minItems: 1 }],
        description: 'Entries that stand in the journal in this order, of the run or of an order.',
      },
      rootHash: { type: 'string', pattern: ROOT_HASH.source, description: 'Identity of the run, or its first digits.' },
    },
    patternProperties: Object.fromEntries(
      [...Map.groupBy(figures, ({ kind }) => kind)].map(([kind, members]) => [patternOf(members), bandSchema(kind)]),
    ),
    additionalProperties: false,
  }
}

function patternOf(figures: readonly { readonly name: string; readonly kind: FigureKind }[]): string {
  const names = figures.map(({ name }) => name.replaceAll('.', '\\.')).join('|')
  return `^((?!(${GROUPS.join('|')})\\.).+\\.)?(${names})$`
}
