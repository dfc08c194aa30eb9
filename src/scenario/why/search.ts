/**
 * Questions of the form "with which latency would it have been otherwise": for which arrivals does something hold of a
 * phantom, and where is the first or the last of them. Answers are exact to the nanosecond. Every instant is tried as
 * long as there are not too many of them for one pass; of more, every second or fourth is, and then all those between
 * the two that differ.
 */
import type { LatencyMargin } from '../../report/story/order-story.ts'
import type { SimulatedVenue } from '../../venue/sim/simulated-venue.ts'
import type { Life, Placement } from './life.ts'
import { type Phantom, Phantoms, type Span } from './phantoms.ts'

export interface Question {
  readonly outcome: LatencyMargin['outcome']
  readonly span: Span
  /** Which of the phantoms is looked for: the first or the last of which it holds. */
  readonly pick: 'first' | 'last'
  holds(phantom: Phantom): boolean
  /** What becomes of a phantom counts up to this instant; undefined: what its arrival makes of it. */
  readonly deadlineTs: number | undefined
}

/** What is worth asking about an order. `endTs`: how far its life is known. */
export function questionsOf(life: Life, endTs: number, horizonNs: number): Question[] {
  const { placement, outcome, filledSince } = life
  if (placement === undefined) return []
  const { earliestTs, arrivalTs } = placement
  const sooner: Span = { fromTs: earliestTs, toTs: arrivalTs }
  const later: Span = { fromTs: arrivalTs, toTs: arrivalTs + horizonNs + 1 }
  // With a later modification the order would have stayed where it was before, and met something else there.
  const wasSubmitted = placement.of.entry.kind === 'SubmitOrder'
  const { lots } = filledSince
  if (outcome === 'rejected' || (outcome === 'expired' && life.endReason === 'post-only-would-cross')) {
    const holds = ({ rested }: Phantom): boolean => rested
    const rests: Question = { outcome: 'rests', span: sooner, pick: 'last', holds, deadlineTs: undefined }
    const restsLater: Question = { outcome: 'rests-later', span: later, pick: 'first', holds, deadlineTs: undefined }
    return wasSubmitted ? [rests, restsLater] : [rests]
  }
  if (outcome === 'filled' && !wasSubmitted) return []
  if (outcome === 'filled' && filledSince.taker) {
    const holds = ({ takenLots }: Phantom): boolean => takenLots < lots
    return [{ outcome: 'still-fills', span: later, pick: 'first', holds, deadlineTs: undefined }]
  }
  if (outcome === 'filled') {
    const span = { fromTs: arrivalTs, toTs: endTs }
    const holds = ({ filledLots, takenLots }: Phantom): boolean => filledLots - takenLots < lots
    return [{ outcome: 'still-fills', span, pick: 'first', holds, deadlineTs: endTs }]
  }
  const deadlineTs = outcome === 'expired' ? undefined : endTs
  const wantedLots = lots === 0 ? 1 : lots + life.leavesLots
  const holds = ({ filledLots }: Phantom): boolean => filledLots >= wantedLots
  return [{ outcome: lots === 0 ? 'fills' : 'fills-in-full', span: sooner, pick: 'last', holds, deadlineTs }]
}

/** One question over one pass. */
export class Search {
  readonly question: Question
  readonly phantoms: Phantoms
  /** Nothing more can change the answer of this pass. */
  settled = false

  constructor(question: Question, placement: Placement, venue: SimulatedVenue, firstOrder: number, most: number) {
    this.question = question
    this.phantoms = new Phantoms(question.span, placement.submit, venue, firstOrder, most)
  }

  /** The last instant that the pass has to come to. */
  get endTs(): number {
    const { span, deadlineTs } = this.question
    return this.settled ? Number.NEGATIVE_INFINITY : (deadlineTs ?? span.toTs - 1)
  }

  /** Arrivals before `nextTs` were tried; nothing that came after them has happened yet. */
  arrived(nextTs: number, nowTs: number): void {
    const { question, phantoms } = this
    if (this.settled || question.deadlineTs !== undefined) return
    const newest = phantoms.tried.at(-1)
    if (question.pick === 'first' && newest !== undefined && question.holds(newest)) this.settled = true
    if (nextTs >= question.span.toTs) this.settled = true
    phantoms.dismiss(nowTs)
  }

  /** All before `nextTs` has happened. */
  passed(nextTs: number, nowTs: number): void {
    const { deadlineTs } = this.question
    if (this.settled || deadlineTs === undefined || nextTs <= deadlineTs) return
    this.settled = true
    this.phantoms.dismiss(nowTs)
  }

  /** What was found, and where to look on for what lies between the instants that were tried. */
  result(): { readonly found: Phantom | undefined; readonly gap: Span | undefined } {
    const { question, phantoms } = this
    const { tried, stride } = phantoms
    const isFirst = question.pick === 'first'
    const at = isFirst ? tried.findIndex(question.holds) : tried.findLastIndex(question.holds)
    const found = tried[at]
    if (stride === 1 || found === undefined) return { found, gap: undefined }
    const fromTs = isFirst ? (tried[at - 1]?.toTs ?? found.fromTs) : found.toTs
    const toTs = isFirst ? found.fromTs : (tried[at + 1]?.fromTs ?? question.span.toTs)
    return { found, gap: fromTs < toTs ? { fromTs, toTs } : undefined }
  }
}

/** The answer to a question, in terms of the latency of the command that arrives. */
export function marginOf(
  question: Question,
  found: Phantom | undefined,
  { sentTs, arrivalTs, of }: Placement,
  horizonNs: number,
): LatencyMargin {
  const boundaryTs = boundaryOf(question, found)
  return {
    outcome: question.outcome,
    command: of.entry.kind,
    actualNs: arrivalTs - sentTs,
    latencyNs: boundaryTs === undefined ? undefined : boundaryTs - sentTs,
    lots: question.pick === 'last' ? (found?.filledLots ?? 0) : 0,
    takenLots: question.pick === 'last' ? (found?.takenLots ?? 0) : 0,
    horizonNs,
  }
}

function boundaryOf({ outcome, span, deadlineTs }: Question, found: Phantom | undefined): number | undefined {
  if (outcome === 'rests-later') return found?.fromTs
  if (outcome !== 'still-fills') return found && found.toTs - 1
  if (found !== undefined) return found.fromTs - 1
  // Whatever arrives before the fill itself is filled.
  return deadlineTs === undefined ? undefined : span.toTs - 1
}
