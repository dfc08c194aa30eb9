/**
 * Values given on the command line as `path=value`, put into the scenario before it is checked. A path goes by names,
 * or by numbers from 0 that count the entries of a map or a list: `venues.0.latency.profile=optimistic`.
 */
import { isAlias, isCollection, isMap, isSeq, type Node, parseDocument, YAMLMap } from 'yaml'
import { didYouMean } from '../core/nearest-name.ts'
import { show } from '../core/quantity.ts'
import { type JsonSchema, scenarioJsonSchema, schemasAt } from './json-schema.ts'
import type { Path, ScenarioProblem } from './problems.ts'
import { findPair, keyOf, type YamlSource } from './yaml-source.ts'

/** Applies `path=value` texts in order. What cannot be applied is reported, the others are applied all the same. */
export function applyOverrides(source: YamlSource, overrides: readonly string[]): ScenarioProblem[] {
  const problems: ScenarioProblem[] = []
  for (const override of overrides) {
    const message = apply(source, override)
    if (message) problems.push({ file: `--set ${override}`, line: 0, column: 0, path: '', message })
  }
  return problems
}

/** Applies one; returns why it cannot be. */
function apply(source: YamlSource, override: string): string | undefined {
  const equals = override.indexOf('=')
  if (equals <= 0) return 'Not "path=value", such as "venues.0.latency.profile=optimistic".'
  const value = parseDocument(override.slice(equals + 1), { prettyErrors: false })
  if (value.errors.length > 0)
    return `${show(override.slice(equals + 1))} is not a YAML value: ${value.errors[0]!.message}.`
  const segments = override.slice(0, equals).trim().split('.')
  const path: (string | number)[] = []
  let here: unknown = source.document.contents
  for (const segment of segments) {
    const step = stepInto(here, segment, path)
    if ('problem' in step) return step.problem
    path.push(step.key)
    here = ownCopy(source, path, step.node)
  }
  const { document } = source
  if (!document.contents) document.contents = new YAMLMap()
  const node: Node = document.createNode(value.toJS())
  // A map made on the way belongs to the option too, so that what is missing in it is reported there.
  const origin = `--set ${override}`
  const made = createParents(source, path)
  document.setIn(path, node)
  for (const map of [...made, node]) source.setOrigin(map, origin)
  return undefined
}

/** Replaces an alias on the way by a copy of what it names, so that the change is made here only. */
function ownCopy({ document }: YamlSource, path: Path, node: unknown): unknown {
  if (!isAlias(node)) return node
  const copy = node.resolve(document)?.clone() as Node | undefined
  if (isCollection(copy)) delete copy.anchor
  document.setIn(path, copy)
  return copy
}

type Step = { readonly key: string | number; readonly node: unknown } | { readonly problem: string }

function stepInto(here: unknown, segment: string, path: Path): Step {
  const place = path.length === 0 ? 'The scenario' : `"${path.join('.')}"`
  const byNumber = /^\d+$/.test(segment)
  if (isSeq(here)) {
    const index = Number(segment)
    if (byNumber && index < here.items.length) return { key: index, node: here.items[index] }
    return { problem: `${place} is a list of ${here.items.length}, with no entry ${show(segment)}.` }
  }
  const pair = findPair(here, segment)
  if (pair) return { key: segment, node: pair.value }
  if (isMap(here) && byNumber) {
    const nth = here.items[Number(segment)]
    if (nth) return { key: keyOf(nth), node: nth.value }
    const names = here.items.map(keyOf)
    return {
      problem: `${place} has no entry ${segment}. One of: ${names.map((name, i) => `${i} (${name})`).join(', ')}.`,
    }
  }
  return unknownSegment(here, segment, path, place) ?? { key: segment, node: undefined }
}

/** A name that is not in the file is right where the schema knows it, or where names are free. */
function unknownSegment(here: unknown, segment: string, path: Path, place: string): Step | undefined {
  const schemas = schemasAt(scenarioJsonSchema(), path)
  const isFree = (schema: JsonSchema): boolean => typeof schema.additionalProperties === 'object'
  if (schemas.some((schema) => isFree(schema) || schema.properties?.[segment])) return undefined
  const inFile = isMap(here) ? here.items.map(keyOf) : []
  const names = [...new Set([...inFile, ...schemas.flatMap((schema) => Object.keys(schema.properties ?? {}))])]
  if (names.length === 0) return { problem: `${place} is a single value and has no "${segment}" in it.` }
  return { problem: `${place} has no field "${segment}". One of: ${names.join(', ')}.${didYouMean(segment, names)}` }
}

/** Makes the maps on the way to a path that are not there or are not maps. */
function createParents({ document }: YamlSource, path: Path): Node[] {
  const made: Node[] = []
  for (let depth = 1; depth < path.length; depth++) {
    const parent = path.slice(0, depth)
    const node: unknown = document.getIn(parent, true)
    if (isMap(node) || isSeq(node)) continue
    const map = new YAMLMap()
    document.setIn(parent, map)
    made.push(map)
  }
  return made
}
