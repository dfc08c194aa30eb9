/**
 * What a sweep's `--param name=values` says: a list ("1,2,5"), or a range with both ends ("1..10", in steps
 * "0..1:0.25", with a unit "50ms..200ms:50ms"). Values are YAML, so lists and maps may stand among them:
 * "{ model: PowerProb, n: 2 }".
 */
import { parseDocument } from 'yaml'
import { formatDecimal, parseDecimal, trimDecimal } from '../../core/decimal.ts'
import type { Parsed } from '../../core/quantity.ts'
import { show } from '../../core/quantity.ts'

export interface ParamValue {
  /** As it is shown, and put into the scenario. */
  readonly text: string
  /** What it is to YAML. */
  readonly value: unknown
}

export interface ParamText {
  /** A parameter of the strategy, or a path in the scenario. */
  readonly name: string
  readonly values: readonly ParamValue[]
}

/** More values of one parameter than this are a slip. */
const VALUES_MAX = 10_000
const NUMBER = String.raw`\d+(?:\.\d+)?`
const UNIT = '[a-zA-Z%µμ]*'
const RANGE = new RegExp(`^(-?${NUMBER})(${UNIT})\\.\\.(-?${NUMBER})(${UNIT})(?::(${NUMBER})(${UNIT}))?$`)

export function parseParam(text: string): Parsed<ParamText> {
  const equals = text.indexOf('=')
  if (equals <= 0) return { problem: 'Not "name=values", such as "levels=1,2,5" or "spacing=1..10".' }
  const parts = splitList(text.slice(equals + 1))
  if (parts === undefined) return { problem: 'A quote or a bracket in it is not closed.' }
  const values: ParamValue[] = []
  const given = new Set<string>()
  for (const part of parts) {
    const read = valuesOf(part)
    if ('problem' in read) return read
    for (const value of read.value) {
      const key = JSON.stringify(value.value)
      if (given.has(key)) return { problem: `${show(value.text)} is given twice.` }
      given.add(key)
      values.push(value)
    }
  }
  return { value: { name: text.slice(0, equals).trim(), values } }
}

function valuesOf(part: string): Parsed<ParamValue[]> {
  if (part === '') return { problem: 'A value is empty: write "" for empty text.' }
  const range = RANGE.exec(part)
  if (range !== null) return rangeOf(part, range)
  const document = parseDocument(part, { prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) return { problem: `${show(part)} is not a YAML value: ${error.message}.` }
  return { value: [{ text: part, value: document.toJS() }] }
}

function rangeOf(part: string, range: RegExpExecArray): Parsed<ParamValue[]> {
  const [, first = '', unit = '', last = '', lastUnit, step = '1', stepUnit] = range
  if (lastUnit !== unit || (range[5] !== undefined && stepUnit !== unit)) {
    return { problem: `The ends and the step of ${show(part)} are not of one unit.` }
  }
  const numbers = [first, last, step].map((text) => parseDecimal(text)!)
  const decimals = Math.max(...numbers.map((number) => number.decimals))
  const [from, to, by] = numbers.map((number) => number.mantissa * 10n ** BigInt(decimals - number.decimals))
  if (by === 0n) return { problem: `The step of ${show(part)} is 0.` }
  if (to! < from!) return { problem: `${show(part)} ends below where it begins.` }
  const count = (to! - from!) / by! + 1n
  if (count > VALUES_MAX) return { problem: `${show(part)} has ${count} values: at most ${VALUES_MAX} are of use.` }
  return {
    value: Array.from({ length: Number(count) }, (_, i) => {
      const text = `${trimDecimal(formatDecimal(from! + BigInt(i) * by!, decimals))}${unit}`
      return { text, value: unit === '' ? Number(text) : text }
    }),
  }
}

/** Parts between the commas that stand in no bracket and no quotes; undefined where one of these is not closed. */
function splitList(text: string): string[] | undefined {
  const parts: string[] = []
  let depth = 0
  let quote = ''
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  parts.push(text.slice(start).trim())
  return depth === 0 && quote === '' ? parts : undefined
}
