/** The JSON Schema of a scenario, for editors that complete and check YAML by it. */
import * as z from 'zod'
import { scenarioSchema } from './schema.ts'

/** The parts of JSON Schema that ours uses. */
export interface JsonSchema {
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}

let made: JsonSchema | undefined

export function scenarioJsonSchema(): JsonSchema {
  made ??= z.toJSONSchema(scenarioSchema, { io: 'input' }) as JsonSchema
  return made
}

/** The schemas that may hold at a path, one for each branch that leads there. */
export function schemasAt(root: JsonSchema, path: readonly PropertyKey[]): JsonSchema[] {
  let here = branches(root)
  for (const key of path) {
    here = here.flatMap((schema) => {
      const property = schema.properties?.[String(key)]
      const byPattern = Object.entries(schema.patternProperties ?? {})
        .filter(([pattern]) => new RegExp(pattern, 'u').test(String(key)))
        .map(([, found]) => found)
      if (byPattern.length > 0) return byPattern.flatMap(branches)
      const next = property ?? (typeof key === 'number' ? schema.items : undefined) ?? schema.additionalProperties
      return typeof next === 'object' ? branches(next) : []
    })
  }
  return here
}

function branches(schema: JsonSchema): JsonSchema[] {
  const choices = schema.anyOf ?? schema.oneOf
  return choices ? choices.flatMap(branches) : [schema]
}
