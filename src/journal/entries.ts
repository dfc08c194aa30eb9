/**
 * The vocabulary of the journal: what the trader saw and did, as one table of entry kinds and their fields. The table
 * drives the writer, the reader, `journal show` and the types, so that no field can be known to one of them alone.
 * Codes are part of the file format: add kinds and enumeration values at the end, never renumber.
 */

import {
  COMMAND_KINDS,
  type CommandKind,
  LIQUIDITY,
  type Liquidity,
  ORDER_TYPES,
  type OrderType,
  REASONS,
  type Reason,
  RUN_ENDS,
  type RunEnd,
  TIME_IN_FORCE,
  type TimeInForce,
} from '../market/orders.ts'

/**
 * How a field is stored: an enumeration (one byte, the index of its value) or a little-endian number. `int53` is an
 * exact integer within +-2^53 stored as a double; `f64` is any finite double.
 */
export type FieldType = 'u8' | 'i8' | 'u16' | 'u32' | 'i32' | 'int53' | 'f64' | 'i64' | readonly string[]

/**
 * The fields of each kind. Every entry also has `seq` (its place), `ts` (the trader's clock) and `cause` (the seq that
 * led to it, -1 for none). All instants are nanoseconds since the run epoch. `order` is the client order id, `exchTs`
 * the venue's clock. `row` is the number of market rows of that instrument that the trader had seen when it acted:
 * market rows stand in the journal by reference only.
 */
export interface EntryBodies {
  RunStarted: Record<never, never>
  RunEnded: { reason: RunEnd }
  TimerFired: { timer: number }
  /** Best prices as the trader sees them, sampled for equity and markouts. NO_BID / NO_ASK where a side is empty. */
  MarketMarked: { instrument: number; bidTicks: number; askTicks: number; row: number }
  /** `postOnly`: 1 = refuse to take liquidity. */
  SubmitOrder: OrderRef & {
    side: number
    type: OrderType
    timeInForce: TimeInForce
    postOnly: number
    priceTicks: number
    lots: number
    row: number
  }
  /** `lots` is the new open quantity. */
  ModifyOrder: OrderRef & { priceTicks: number; lots: number; row: number }
  CancelOrder: OrderRef & { row: number }
  /** The risk gate refused the command that is the cause; it never left for the venue. */
  CommandRefused: OrderRef & { command: CommandKind; reason: Reason }
  /** `aheadSteps`: quantity ahead in the queue on arrival, known for simulated venues only (-1 elsewhere). */
  OrderAccepted: OrderRef & { exchTs: number; aheadSteps: number }
  OrderRejected: OrderRef & { exchTs: number; reason: Reason }
  /** Ended by its time in force with `leavesLots` unfilled. */
  OrderExpired: OrderRef & { exchTs: number; leavesLots: number; reason: Reason }
  OrderCanceled: OrderRef & { exchTs: number; leavesLots: number }
  /** `leavesLots` is the open quantity after the change. */
  OrderModified: OrderRef & { exchTs: number; priceTicks: number; leavesLots: number }
  CancelRejected: OrderRef & { exchTs: number; reason: Reason }
  ModifyRejected: OrderRef & { exchTs: number; reason: Reason }
  /** `feeAtoms`: positive costs, negative is a rebate. */
  Fill: OrderRef & {
    exchTs: number
    priceTicks: number
    lots: number
    leavesLots: number
    liquidity: Liquidity
    feeAtoms: bigint
  }
}

interface OrderRef {
  instrument: number
  order: number
}

export type EntryKind = keyof EntryBodies
export type EntryBody<K extends EntryKind> = EntryBodies[K]

/** How the fields are stored, in file order. The compiler holds it to `EntryBodies`. */
export const ENTRY_FIELDS: { readonly [K in EntryKind]: { readonly [F in keyof EntryBodies[K]]: FieldType } } = {
  RunStarted: {},
  RunEnded: { reason: RUN_ENDS },
  TimerFired: { timer: 'u32' },
  MarketMarked: { instrument: 'u16', bidTicks: 'i32', askTicks: 'i32', row: 'int53' },
  SubmitOrder: {
    instrument: 'u16',
    order: 'u32',
    side: 'i8',
    type: ORDER_TYPES,
    timeInForce: TIME_IN_FORCE,
    postOnly: 'u8',
    priceTicks: 'i32',
    lots: 'int53',
    row: 'int53',
  },
  ModifyOrder: { instrument: 'u16', order: 'u32', priceTicks: 'i32', lots: 'int53', row: 'int53' },
  CancelOrder: { instrument: 'u16', order: 'u32', row: 'int53' },
  CommandRefused: { instrument: 'u16', order: 'u32', command: COMMAND_KINDS, reason: REASONS },
  OrderAccepted: { instrument: 'u16', order: 'u32', exchTs: 'int53', aheadSteps: 'f64' },
  OrderRejected: { instrument: 'u16', order: 'u32', exchTs: 'int53', reason: REASONS },
  OrderExpired: { instrument: 'u16', order: 'u32', exchTs: 'int53', leavesLots: 'int53', reason: REASONS },
  OrderCanceled: { instrument: 'u16', order: 'u32', exchTs: 'int53', leavesLots: 'int53' },
  OrderModified: { instrument: 'u16', order: 'u32', exchTs: 'int53', priceTicks: 'i32', leavesLots: 'int53' },
  CancelRejected: { instrument: 'u16', order: 'u32', exchTs: 'int53', reason: REASONS },
  ModifyRejected: { instrument: 'u16', order: 'u32', exchTs: 'int53', reason: REASONS },
  Fill: {
    instrument: 'u16',
    order: 'u32',
    exchTs: 'int53',
    priceTicks: 'i32',
    lots: 'int53',
    leavesLots: 'int53',
    liquidity: LIQUIDITY,
    feeAtoms: 'i64',
  },
}

/** Kinds in the order of their codes: the code of a kind is its index here. */
export const ENTRY_KINDS: readonly EntryKind[] = Object.keys(ENTRY_FIELDS) as EntryKind[]

/** One entry with its kind known. */
export type EntryOf<K extends EntryKind> = {
  readonly kind: K
  readonly seq: number
  readonly ts: number
  readonly cause: number
} & Readonly<EntryBodies[K]>

/** Any entry; `switch (entry.kind)` narrows it. */
export type JournalEntry = { [K in EntryKind]: EntryOf<K> }[EntryKind]

/** What the trader writes to; the file, a test's array or nothing may stand behind it. */
export interface JournalSink {
  /** Appends one entry and returns its seq. Throws when the entry could not be kept: trading must then stop. */
  append<K extends EntryKind>(kind: K, ts: number, cause: number, body: EntryBody<K>): number
}
