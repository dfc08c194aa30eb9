/**
 * JSON with one possible text for one value: members sorted by the code units of their names, no white space unless
 * asked, numbers and strings as `JSON.stringify` writes them. What a run was made of goes through here before it is
 * hashed.
 */
import { Bug } from '../core/bug.ts'

/**
 * The canonical text of a JSON value; with `indent`, the same members in the same order over several lines, for people.
 * Members that are undefined are left out, as in `JSON.stringify`. What JSON cannot hold exactly (a bigint, NaN, a
 * function, a class instance) is a Bug that names its path.
 */
export function canonicalJson(value: unknown, indent = ''): string {
  return write(value, '$', indent, indent ? '\n' : '')
}

function write(value: unknown, path: string, indent: string, newLine: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  const inner = newLine + indent
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    const items = value.map((item: unknown, i) => inner + write(item, `${path}[${i}]`, indent, inner))
    return `[${items.join(',')}${newLine}]`
  }
  if (!isPlainObject(value)) throw new Bug(`Cannot write ${path} as JSON: ${String(value)} is no JSON value`)
  const space = newLine ? ' ' : ''
  const members: string[] = []
  for (const name of Object.keys(value).sort(byCodeUnits)) {
    const member = value[name]
    if (member === undefined) continue
    members.push(`${inner}${JSON.stringify(name)}:${space}${write(member, `${path}.${name}`, indent, inner)}`)
  }
  return members.length === 0 ? '{}' : `{${members.join(',')}${newLine}}`
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
