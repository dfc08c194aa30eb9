/**
 * The order of events that a scenario expects: entries that stand in the journal in this order, of the whole run or of
 * one order; others may stand between them. It is matched while the run is executed, entry by entry.
 */
import { didYouMean } from '../../core/nearest-name.ts'
import { type Parsed, show } from '../../core/quantity.ts'
import { ENTRY_FIELDS, ENTRY_KINDS, type EntryKind } from '../../journal/entries.ts'

/** An entry of this kind; with words, one of whose fields say these: `Fill maker`. */
export interface Step {
  readonly kind: EntryKind
  readonly words: readonly string[]
}

export interface Sequence {
  /** The run, one order by its number from 1, or some order: it is enough that one order's entries are so. */
  readonly of: 'run' | 'any' | number
  readonly steps: readonly Step[]
}

/** Reads "Fill maker": a kind of entry, and values that fields of that kind may have. */
export function parseStep(text: unknown): Parsed<Step> {
  if (typeof text !== 'string') return { problem: `${show(text)} is not a kind of entry, such as Fill.` }
  const [name = '', ...words] = text.trim().split(/\s+/)
  const kind = ENTRY_KINDS.find((known) => known === name)
  if (kind === undefined) {
    return {
      problem: `"${name}" is not a kind of entry. One of: ${ENTRY_KINDS.join(', ')}.${didYouMean(name, ENTRY_KINDS)}`,
    }
  }
  const accepted = wordsOf(kind)
  const wrong = words.find((word) => !accepted.includes(word))
  if (wrong === undefined) return { value: { kind, words } }
  if (accepted.length === 0) return { problem: `${kind} says nothing further: leave out "${wrong}".` }
  return {
    problem: `"${wrong}" is nothing that ${kind} says. One of: ${accepted.join(', ')}.${didYouMean(wrong, accepted)}`,
  }
}

export function formatStep({ kind, words }: Step): string {
  return [kind, ...words].join(' ')
}

/** The form of a step, for editors. */
export const STEP_PATTERN: string = `^\\s*(${ENTRY_KINDS.map((kind) => {
  const words = wordsOf(kind)
  return words.length === 0 ? kind : `${kind}(\\s+(${words.join('|')}))*`
}).join('|')})\\s*$`

/** What a sequence came to. */
export interface SequenceOutcome {
  readonly met: boolean
  /** How far the best went: "SubmitOrder #12, OrderAccepted #30, then no Fill". */
  readonly got: string
}

/** Follows one sequence through a run. */
export class SequenceMatcher {
  readonly sequence: Sequence
  /** Seqs of the steps that were met, by order; of the run under 0. */
  readonly #met = new Map<number, number[]>()
  #best: readonly number[] = []
  #bestOrder = 0

  constructor(sequence: Sequence) {
    this.sequence = sequence
  }

  see(kind: EntryKind, seq: number, body: object): void {
    const { of, steps } = this.sequence
    if (this.#best.length === steps.length) return
    const order = of === 'run' ? 0 : 'order' in body ? Number(body.order) : -1
    if (order < 0 || (typeof of === 'number' && of !== order)) return
    const met = this.#met.get(order) ?? []
    if (!fits(steps[met.length]!, kind, body)) return
    met.push(seq)
    this.#met.set(order, met)
    if (met.length <= this.#best.length) return
    this.#best = met
    this.#bestOrder = order
  }

  outcome(): SequenceOutcome {
    const { of, steps } = this.sequence
    const found = this.#best.map((seq, i) => `${formatStep(steps[i]!)} #${seq}`)
    const missing = steps[found.length]
    const whose = of === 'any' && found.length > 0 ? `order ${this.#bestOrder}: ` : ''
    const end = missing === undefined ? [] : [`${found.length > 0 ? 'then ' : ''}no ${formatStep(missing)}`]
    return { met: missing === undefined, got: `${whose}${[...found, ...end].join(', ')}` }
  }
}

function fits({ kind, words }: Step, seen: EntryKind, body: object): boolean {
  return kind === seen && words.every((word) => Object.values(body).includes(word))
}

/** The values of a kind's fields that are one of a list. */
function wordsOf(kind: EntryKind): readonly string[] {
  return Object.values<unknown>(ENTRY_FIELDS[kind]).flatMap((type) => (Array.isArray(type) ? (type as string[]) : []))
}
