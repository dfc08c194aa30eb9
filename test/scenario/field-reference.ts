/** The reference of all fields in docs/scenario.md, made from the schema's own words. */
import { FIGURES, type Figure } from '../../src/scenario/expect/figures.ts'
import { type JsonSchema, schemasAt } from '../../src/scenario/json-schema.ts'

/** The figures that an expectation may name. */
export function figureReference(): string {
  const rows = [...FIGURES.values()].map(
    ({ name, kind, of, meaning }) => `| \`${name}\` | ${kind} | ${PER[of]} | ${meaning} |`,
  )
  return ['| figure | value | for | meaning |', '|---|---|---|---|', ...rows].join('\n')
}

const PER: Readonly<Record<Figure['of'], string>> = {
  run: 'the run',
  orders: 'the run, an instrument',
  money: 'a currency, an instrument',
  instrument: 'an instrument',
}

export function fieldReference(root: JsonSchema): string {
  const rows: string[] = []
  collect(root, '', rows)
  return ['| field | value | default | meaning |', '|---|---|---|---|', ...rows].join('\n')
}

function collect(parent: JsonSchema, prefix: string, rows: string[]): void {
  for (const [key, property] of Object.entries(parent.properties ?? {})) {
    // Its figures have a table of their own.
    if (prefix === 'expect.' && property.type === undefined && !property.enum && !property.anyOf) continue
    const path = `${prefix}${key}`
    const forms = schemasAt(property, [])
    const value = [...new Set(forms.map(describeValue))].join(' or ')
    const required = parent.required?.includes(key) ? '**required**' : ''
    const fallback = property.default === undefined ? required : `\`${textOf(property.default)}\``
    const meaning = property.description ?? forms.map((form) => form.description).join(' ')
    const row = `| \`${path}\` | ${value} | ${fallback} | ${meaning} |`.replaceAll('  ', ' ')
    if (!rows.includes(row)) rows.push(row)
    for (const form of forms) collectInside(form, path, rows)
  }
}

function collectInside(form: JsonSchema, path: string, rows: string[]): void {
  collect(form, `${path}.`, rows)
  // Under `params` stands whatever a module asks for.
  if (typeof form.additionalProperties !== 'object' || path.endsWith('params')) return
  const names = path === 'data' || path.startsWith('risk.') ? '<alias>' : '<venue>'
  const inner = schemasAt(form.additionalProperties, [])
  if (path === 'data') {
    for (const one of inner)
      rows.push(`| \`data.${names}\` | ${describeValue(one)} | | ${one.description ?? 'Both in full.'} |`)
  }
  for (const one of inner) collect(one, `${path}.${names}.`, rows)
}

function describeValue({
  title,
  examples,
  type,
  enum: values,
  const: literal,
  items,
  pattern,
  properties,
}: JsonSchema): string {
  if (values) return values.map((value) => `\`${value}\``).join(', ')
  if (literal !== undefined) return `\`${literal}\``
  if (title)
    return examples
      ? `${title.toLowerCase()} such as ${examples.map((e) => `\`${e}\``).join(', ')}`
      : title.toLowerCase()
  if (items) return 'list'
  if (pattern?.includes('[jt]s')) return 'path to a module'
  switch (type) {
    case 'string':
      return 'text'
    case 'integer':
      return 'whole number'
    case 'object':
      return properties ? 'fields below' : 'by name'
    default:
      return type ?? 'text'
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
