/**
 * The story of one order, as data: what the trader saw when it decided, how each command travelled, what happened at
 * the venue, and how near another outcome was. Instants are nanoseconds since the run epoch, `ts` by the trader's
 * clock, `exchTs` by the venue's; quantities (`…Qty`) are decimal amounts of the instrument as doubles, since a queue
 * position may be a model's fraction.
 */
import type { JournalEntry } from '../../journal/entries.ts'
import type { InstrumentSpec } from '../../market/instrument.ts'
import type { Answer, CommandKind, OrderType, Reason, RunEnd, TimeInForce } from '../../market/orders.ts'
import type { FillEvidence } from '../../venue/sim/venue-witness.ts'

export interface OrderStory {
  readonly order: number
  readonly instrument: Required<InstrumentSpec>
  /** What was asked for first. */
  readonly asked: AskedOrder
  readonly outcome: Outcome
  readonly filledLots: number
  /** Lots that were open when it ended, or still are. */
  readonly leavesLots: number
  /** In the order in which they were sent. */
  readonly commands: readonly CommandStory[]
  /** What became of it at the venue, in order. Without `all`, of what happened in the queue a selection. */
  readonly events: readonly VenueEvent[]
  readonly queue: QueueDigest | undefined
  /** When it left the venue. */
  readonly endTs: number | undefined
  readonly runEnd: { readonly ts: number; readonly reason: RunEnd | undefined } | undefined
  readonly whatIf: WhatIf
}

export interface AskedOrder {
  readonly side: 1 | -1
  readonly type: OrderType
  readonly timeInForce: TimeInForce
  readonly postOnly: boolean
  readonly priceTicks: number
  readonly lots: number
}

/** `lost`: refused on the way to the venue. `unanswered`: the run ended before any answer came. */
export type Outcome = 'filled' | 'canceled' | 'expired' | 'rejected' | 'refused' | 'lost' | 'open' | 'unanswered'

/** Best prices with what stood there; undefined for an empty side. */
export interface BestPrices {
  readonly bid: BestPrice | undefined
  readonly ask: BestPrice | undefined
}

export interface BestPrice {
  readonly priceTicks: number
  readonly qty: number
}

export interface CommandStory {
  readonly kind: CommandKind
  readonly seq: number
  readonly sentTs: number
  /** Of a modification: what it asked for. */
  readonly priceTicks?: number
  readonly lots?: number
  /** The entry that the trader acted on; undefined where it was market data. */
  readonly cause: JournalEntry | undefined
  /** The best prices of the trader's book then; undefined where the recording ends before. */
  readonly saw: BestPrices | undefined
  readonly gate: GateVerdict
  /** When it reached the venue: undefined if it never did, or if the run ended before that was known. */
  readonly arrivalTs: number | undefined
  /** The first answer, and when the trader heard it. */
  readonly answer: { readonly kind: Answer['kind']; readonly ts: number; readonly reason?: Reason } | undefined
  /** It was refused on its way to the venue. */
  readonly lost: boolean
}

/** `unasked`: cancels are never asked about. */
export type GateVerdict =
  | { readonly verdict: 'passed'; readonly limits: number }
  | { readonly verdict: 'unasked' }
  | { readonly verdict: 'refused'; readonly reason: Reason; readonly numbers: GateNumbers }

/** What the gate looked at, of the limit that refused. */
export interface GateNumbers {
  readonly positionLots: number
  /** Open on the order's side, without the order itself. */
  readonly openLots: number
  readonly lots: number
  readonly priceTicks: number
  readonly sentInLastSecond: number
  /** Lots, commands a second, or parts per billion of the mid. */
  readonly limit: number
}

/** What happened to the order at the venue; `heardTs`: when the trader knew, undefined if it never did. */
export type VenueEvent =
  | ({ readonly kind: 'rested' } & RestedEvent)
  | ({ readonly kind: 'trade' | 'left' | 'joined' } & QueueEvent)
  | ({ readonly kind: 'answer' } & AnswerEvent)

export interface RestedEvent extends BestPrices {
  readonly exchTs: number
  /** Seq of the command that brought it there. */
  readonly by: number | undefined
  readonly priceTicks: number
  readonly lots: number
  /** What stood ahead on arrival: all that the level showed. */
  readonly aheadQty: number
}

/**
 * Something at the order's price: a trade; less shown than before by more than what was traded (`left`, taken to be
 * cancels); or more (`joined`).
 */
export interface QueueEvent {
  readonly exchTs: number
  readonly qty: number
  /** Shown at the price afterwards, by others than us. */
  readonly levelQty: number
  readonly aheadBefore: number
  /** Below zero: trades went past the order by so much. */
  readonly aheadAfter: number
}

export interface AnswerEvent {
  readonly exchTs: number
  /** Seq of the command that it answers; undefined where the market did it. */
  readonly by: number | undefined
  readonly answer: Answer
  readonly heardTs: number | undefined
  /** The best prices at the venue then. */
  readonly best: BestPrices
  /** Of a fill: what let it happen. */
  readonly evidence?: FillEvidence
  /** Of a modification: whether the place in the queue was kept. */
  readonly kept?: boolean
}

export interface QueueSum {
  count: number
  qty: number
  /** By how much it took off what was ahead. */
  aheadQty: number
}

/** All that happened at the order's price while it rested there. */
export interface QueueDigest {
  readonly trades: QueueSum
  readonly left: QueueSum
  readonly joined: QueueSum
  /** Trades at the price that the venue passed over, since they say nothing of the queue. */
  readonly passedOver: { count: number; qty: number }
  /** What was ahead at the end of the order's life. */
  readonly aheadQty: number
  /** How many queue events are not in `events`. */
  readonly leftOut: number
}

export interface WhatIf {
  /** With another latency of the command that gave the order its place, all else equal. */
  readonly latency: readonly LatencyMargin[]
  /** Had a canceled order stayed. */
  readonly stay?: StayMargin
  /** How much an order lacked that was not filled, or not in full. */
  readonly missing?: Missing
  /** How much more could have stood in the way of the last fill. */
  readonly spare?: Spare
  /** A cancel or modification that came after the order's end, by so much. */
  readonly lateByNs?: { readonly command: CommandKind; readonly ns: number }
}

/**
 * `fills`, `fills-in-full`: it would have, with a latency of at most `latencyNs`. `still-fills`: as many lots, as maker
 * or taker as it was, by the same moment, up to `latencyNs`. `rests` and `rests-later`: not refused for crossing, with
 * at most, or at least, so much. Without `latencyNs` there is no such latency: not even none at all, or none within
 * `horizonNs` after the arrival; for `still-fills`, any up to there.
 */
export interface LatencyMargin {
  readonly outcome: 'fills' | 'fills-in-full' | 'still-fills' | 'rests' | 'rests-later'
  readonly command: CommandKind
  readonly actualNs: number
  readonly latencyNs: number | undefined
  /** Of `fills` and `fills-in-full`: lots filled there, and of these on arrival, as taker. */
  readonly lots: number
  readonly takenLots: number
  readonly horizonNs: number
}

export interface StayMargin {
  /** How much longer until it would have been filled; undefined if not within the horizon. */
  readonly longerNs: number | undefined
  readonly lots: number
  readonly horizonNs: number
  /** The recording ended before the horizon. */
  readonly dataEnded: boolean
}

/** `queue`: at the trade that came nearest, so much more was needed. `price`: the market came no nearer than that. */
export type Missing =
  | { readonly by: 'queue'; readonly qty: number; readonly lots: number; readonly exchTs: number }
  | { readonly by: 'price'; readonly ticks: number; readonly of: 'quote' | 'trade'; readonly exchTs: number }

/** `queue`: so much more could have stood ahead at the deciding trade. `price`: so far beyond the price it came. */
export type Spare =
  | { readonly by: 'queue'; readonly qty: number; readonly lots: number; readonly exchTs: number }
  | { readonly by: 'price'; readonly ticks: number; readonly exchTs: number }
