/**
 * Turns the issues of a failed check into sentences: which field, what it says, what it may say. A choice between forms
 * is reported for the form that was meant, the one whose fields fit best.
 */
import type * as z from 'zod'
import { didYouMean } from '../core/nearest-name.ts'
import { show } from '../core/quantity.ts'
import { type JsonSchema, scenarioJsonSchema, schemasAt } from './json-schema.ts'
import type { Path } from './problems.ts'

type Issue = z.core.$ZodIssue

/** A problem by its path; `at` says whether the name of the field is wrong or what stands behind it. */
export interface SchemaProblem {
  readonly path: Path
  readonly at: 'key' | 'value'
  readonly message: string
}

export function schemaProblems(issues: readonly Issue[], input: unknown): SchemaProblem[] {
  const schema = scenarioJsonSchema()
  return issues.flatMap((issue) => problemsOf(issue, [], input, schema))
}

function problemsOf(issue: Issue, parent: Path, input: unknown, schema: JsonSchema): SchemaProblem[] {
  const path = [...parent, ...(issue.path as Path)]
  const value = valueAt(input, path)
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], schema))
  if (value === undefined) return [{ path, at: 'value', message: missing(schemasAt(schema, path)) }]
  switch (issue.code) {
    case 'custom':
      return [{ path, at: issue.params?.['at'] === 'key' ? 'key' : 'value', message: issue.message }]
    case 'invalid_union':
      if (issue.message !== 'Invalid input') break
      return bestBranch(issue.errors).flatMap((inner) => problemsOf(inner, path, input, schema))
    case 'invalid_key':
      return [{ path, at: 'key', message: issue.issues[0]!.message }]
    case 'invalid_value':
      return [{ path, at: 'value', message: notOneOf(value, schemasAt(schema, path)) }]
    case 'invalid_type':
      return [{ path, at: 'value', message: wrongType(value, issue.expected, schemasAt(schema, path)) }]
    case 'too_small':
      if (issue.origin !== 'number' && issue.origin !== 'int') break
      return [{ path, at: 'value', message: `${show(value)} is too small: at least ${issue.minimum}.` }]
    case 'too_big':
      return [{ path, at: 'value', message: `${show(value)} is too large: at most ${issue.maximum}.` }]
  }
  return [{ path, at: 'value', message: issue.message }]
}

function unknownKey(path: Path, schema: JsonSchema): SchemaProblem {
  const key = String(path.at(-1))
  const accepted = new Set(schemasAt(schema, path.slice(0, -1)).flatMap((s) => Object.keys(s.properties ?? {})))
  const names = [...accepted]
  // A field of another form of the same thing, such as `constant` beside `profile`.
  const message = accepted.has(key)
    ? `"${key}" does not go with the fields beside it: they are different ways to say the same.`
    : `"${key}" is not a field. One of: ${names.join(', ')}.${didYouMean(key, names)}`
  return { path, at: 'key', message }
}

function missing(schemas: readonly JsonSchema[]): string {
  const [first] = schemas
  const example = first?.examples ? ` Such as "${String(first.examples[0])}".` : ''
  return `Missing. ${first?.description ?? ''}${example}`.trimEnd()
}

function notOneOf(value: unknown, schemas: readonly JsonSchema[]): string {
  const accepted = schemas.flatMap((s) => s.enum ?? (s.const === undefined ? [] : [s.const])).map(String)
  const near = typeof value === 'string' ? didYouMean(value, accepted) : ''
  return `${show(value)} is not accepted. One of: ${accepted.join(', ')}.${near}`
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  object: 'a map of fields',
  record: 'a map of fields',
  array: 'a list',
}

function wrongType(value: unknown, expected: string, schemas: readonly JsonSchema[]): string {
  const fields = expected === 'object' ? schemas.flatMap((schema) => Object.keys(schema.properties ?? {})) : []
  const noun = `${NOUNS[expected] ?? expected}${fields.length > 0 ? ` (${fields.join(', ')})` : ''}`
  return value === null ? `Empty, where ${noun} is due: fill it in or leave it out.` : `${show(value)} is not ${noun}.`
}

/** The form with the fewest foreign fields, then the fewest other issues; of equals the first. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  let best: readonly Issue[] = []
  let bestScore = Number.POSITIVE_INFINITY
  for (const branch of branches) {
    const score = branch.reduce((sum, issue) => sum + distance(issue), 0)
    if (score < bestScore) {
      best = branch
      bestScore = score
    }
  }
  return best
}

function distance(issue: Issue): number {
  // Another kind of value altogether, such as text where the form is a map.
  if (issue.path.length === 0 && issue.code === 'invalid_type') return 1000
  // A field that the form has not; further inside, a slip of the pen in one that it has.
  if (issue.code === 'unrecognized_keys') return issue.path.length === 0 ? 100 * issue.keys.length : 1
  // Text of another form, where something inside the value may be wrong instead.
  if (issue.path.length === 0) return 2
  // A literal names the form, so that another literal means another form.
  if (issue.code === 'invalid_value' && issue.values.length === 1) return 100
  return 1
}

function valueAt(input: unknown, path: Path): unknown {
  let here = input
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = (here as Record<string | number, unknown>)[key]
  }
  return here
}
