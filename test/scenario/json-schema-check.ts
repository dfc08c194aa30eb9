/** Says whether a value fits a JSON Schema: the keywords that ours uses and no other, as the specification has them. */

type Schema = Readonly<Record<string, unknown>>
type Check = (rule: unknown, value: unknown, schema: Schema) => boolean

const WORDS = new Set(['$schema', 'title', 'description', 'default', 'examples'])

const CHECKS: Readonly<Record<string, Check>> = {
  type: (name, value) => hasType(name as string, value),
  enum: (values, value) => (values as unknown[]).includes(value),
  const: (literal, value) => literal === value,
  pattern: (source, value) => typeof value !== 'string' || new RegExp(source as string, 'u').test(value),
  minLength: (least, value) => typeof value !== 'string' || value.length >= (least as number),
  minimum: (least, value) => typeof value !== 'number' || value >= (least as number),
  maximum: (most, value) => typeof value !== 'number' || value <= (most as number),
  exclusiveMinimum: (bound, value) => typeof value !== 'number' || value > (bound as number),
  minItems: (least, value) => !Array.isArray(value) || value.length >= (least as number),
  items: (each, value) => !Array.isArray(value) || value.every((item) => fits(each, item)),
  required: (names, value) => !isMap(value) || (names as string[]).every((name) => Object.hasOwn(value, name)),
  properties: (schemas, value) =>
    !isMap(value) ||
    Object.entries(schemas as Schema).every(([key, schema]) => !Object.hasOwn(value, key) || fits(schema, value[key])),
  patternProperties: (schemas, value) =>
    !isMap(value) ||
    Object.entries(schemas as Schema).every(([pattern, schema]) =>
      Object.keys(value).every((key) => !new RegExp(pattern, 'u').test(key) || fits(schema, value[key])),
    ),
  minProperties: (least, value) => !isMap(value) || Object.keys(value).length >= (least as number),
  propertyNames: (schema, value) => !isMap(value) || Object.keys(value).every((key) => fits(schema, key)),
  additionalProperties: (schema, value, { properties = {}, patternProperties = {} }) => {
    const patterns = Object.keys(patternProperties as Schema).map((pattern) => new RegExp(pattern, 'u'))
    const isNamed = (key: string): boolean =>
      Object.hasOwn(properties as Schema, key) || patterns.some((pattern) => pattern.test(key))
    return !isMap(value) || Object.keys(value).every((key) => isNamed(key) || fits(schema, value[key]))
  },
  anyOf: (schemas, value) => (schemas as unknown[]).some((schema) => fits(schema, value)),
  oneOf: (schemas, value) => (schemas as unknown[]).filter((schema) => fits(schema, value)).length === 1,
  allOf: (schemas, value) => (schemas as unknown[]).every((schema) => fits(schema, value)),
  not: (schema, value) => !fits(schema, value),
}

export function fits(schema: unknown, value: unknown): boolean {
  if (typeof schema === 'boolean') return schema
  return Object.entries(schema as Schema).every(([keyword, rule]) => {
    if (WORDS.has(keyword)) return true
    const check = CHECKS[keyword]
    if (check === undefined) throw new Error(`The schema says "${keyword}", which this check does not know: teach it.`)
    return check(rule, value, schema as Schema)
  })
}

function hasType(name: string, value: unknown): boolean {
  switch (name) {
    case 'object':
      return isMap(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    case 'number':
      return typeof value === 'number'
    case 'string':
      return typeof value === 'string'
    default:
      throw new Error(`The schema has the type "${name}", which this check does not know: teach it.`)
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
