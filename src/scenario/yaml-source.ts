/**
 * A scenario's YAML with the places of everything in it, and what is wrong with its syntax. Values changed from the
 * command line know the option that they came from.
 */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml'
import { show } from '../core/quantity.ts'
import { formatPath, type Path, ScenarioError, type ScenarioProblem } from './problems.ts'

export class YamlSource {
  readonly file: string
  readonly document: Document
  readonly #lines: LineCounter
  readonly #problems: ScenarioProblem[] = []
  readonly #origins = new Map<Node, string>()

  /** Throws `ScenarioError` where the syntax is so broken that nothing further can be said. */
  constructor(text: string, file: string) {
    this.file = file
    this.#lines = new LineCounter()
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, strict: true })
    this.document = document
    const broken: ScenarioProblem[] = []
    for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
      const problem = this.#at(pos[0], '', syntaxMessage(code, message, text.slice(pos[0])))
      if (code === 'DUPLICATE_KEY') this.#problems.push(problem)
      else broken.push(problem)
    }
    if (broken.length > 0) throw new ScenarioError([...broken, ...this.#problems])
  }

  /** What is wrong with the syntax although the rest can be read: names given twice. */
  get problems(): readonly ScenarioProblem[] {
    return this.#problems
  }

  /** The content as plain values. */
  toJson(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: 100 })
    } catch (error) {
      // An alias without its anchor, or one that multiplies beyond reason.
      throw new ScenarioError([
        this.problemAt([], `Cannot be read: ${error instanceof Error ? error.message : error}.`),
      ])
    }
  }

  /** Remembers that a value came from a command line option. */
  setOrigin(node: Node, option: string): void {
    this.#origins.set(node, option)
  }

  /**
   * A problem at the place of a path: of its value, of its name, or of the nearest thing around it that was written.
   */
  problemAt(path: Path, message: string, at: 'key' | 'value' = 'value'): ScenarioProblem {
    let here = this.#follow(this.document.contents)
    let place = here
    for (const [depth, segment] of path.entries()) {
      const pair = findPair(here, segment)
      const value = this.#follow(isSeq(here) ? here.items[Number(segment)] : pair?.value)
      const option = value && this.#origins.get(value)
      if (option) return { file: option, line: 0, column: 0, path: formatPath(path), message }
      const key = isNode(pair?.key) ? pair.key : undefined
      // What is missing inside a map is shown at the map's name.
      const showsKey = depth < path.length - 1 || at === 'key' || !value || isEmptyScalar(value)
      const next = showsKey ? (key ?? value) : value
      if (!next) break
      place = next
      here = value
    }
    return this.#at(place?.range?.[0] ?? 0, formatPath(path), message)
  }

  #at(offset: number, path: string, message: string): ScenarioProblem {
    const { line, col } = this.#lines.linePos(offset)
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1), path, message }
  }

  #follow(node: unknown): Node | undefined {
    if (isAlias(node)) return node.resolve(this.document)
    return isNode(node) ? node : undefined
  }
}

export function findPair(node: unknown, name: string | number): Pair | undefined {
  if (!isMap(node)) return undefined
  // Of a name given twice the last one counts.
  return node.items.findLast((pair) => keyOf(pair) === String(name))
}

export function keyOf(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key)
}

function isEmptyScalar(node: Node): boolean {
  return isScalar(node) && node.value === null && !node.source
}

function syntaxMessage(code: string, message: string, rest: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return `${show(rest.split(/[:\n]/)[0])} is given twice: keep one of them.`
    case 'MULTIPLE_DOCS':
      return 'A second document starts here: a scenario is one.'
    case 'TAB_AS_INDENT':
      return 'A tab indents this line: YAML wants spaces.'
    default:
      return `Not valid YAML: ${message}${/[.!?]$/.test(message) ? '' : '.'}`
  }
}
