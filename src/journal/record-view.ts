/**
 * An entry where its record lies, read field by field when it is asked: for those who go through many entries and keep
 * none. It has the fields of every kind and answers for those of its own.
 */
import { COMMAND_KINDS, LIQUIDITY, ORDER_TYPES, REASONS, RUN_ENDS, TIME_IN_FORCE } from '../market/orders.ts'
import { ENTRY_KINDS, type EntryBodies, type EntryKind, type JournalEntry } from './entries.ts'
import { CAUSE_AT, CODE_AT, offsetsOf, TS_AT } from './record-layout.ts'

type AnyField = { [K in EntryKind]: keyof EntryBodies[K] }[EntryKind]
type AnyEntry = { readonly [F in AnyField | 'kind' | 'seq' | 'ts' | 'cause']: unknown }

/** Where each field lies in a record, by the code of its kind. */
const AT: { readonly [F in AnyField]: Uint8Array } = offsetsOf()

export class RecordView implements AnyEntry {
  seq = 0
  #code = 0
  #at = 0
  readonly #view: DataView

  constructor(view: DataView) {
    this.#view = view
  }

  /** Looks at the record at `at` as entry `seq`. The result is this view, and is another entry after the next call. */
  look(at: number, seq: number): JournalEntry {
    this.#at = at
    this.#code = this.#view.getUint8(at + CODE_AT)
    this.seq = seq
    return this as unknown as JournalEntry
  }

  get kind(): EntryKind {
    return ENTRY_KINDS[this.#code]!
  }

  get ts(): number {
    return this.#view.getFloat64(this.#at + TS_AT, true)
  }

  get cause(): number {
    const back = this.#view.getUint32(this.#at + CAUSE_AT, true)
    return back === 0 ? -1 : this.seq - back
  }

  get instrument(): number {
    return this.#view.getUint16(this.#placeOf(AT.instrument), true)
  }

  get order(): number {
    return this.#view.getUint32(this.#placeOf(AT.order), true)
  }

  get exchTs(): number {
    return this.#view.getFloat64(this.#placeOf(AT.exchTs), true)
  }

  get priceTicks(): number {
    return this.#view.getInt32(this.#placeOf(AT.priceTicks), true)
  }

  get lots(): number {
    return this.#view.getFloat64(this.#placeOf(AT.lots), true)
  }

  get leavesLots(): number {
    return this.#view.getFloat64(this.#placeOf(AT.leavesLots), true)
  }

  get side(): number {
    return this.#view.getInt8(this.#placeOf(AT.side))
  }

  get type(): string {
    return ORDER_TYPES[this.#byte(AT.type)]!
  }

  get timeInForce(): string {
    return TIME_IN_FORCE[this.#byte(AT.timeInForce)]!
  }

  get postOnly(): number {
    return this.#byte(AT.postOnly)
  }

  get row(): number {
    return this.#view.getFloat64(this.#placeOf(AT.row), true)
  }

  get aheadSteps(): number {
    return this.#view.getFloat64(this.#placeOf(AT.aheadSteps), true)
  }

  get liquidity(): string {
    return LIQUIDITY[this.#byte(AT.liquidity)]!
  }

  get feeAtoms(): bigint {
    return this.#view.getBigInt64(this.#placeOf(AT.feeAtoms), true)
  }

  get bidTicks(): number {
    return this.#view.getInt32(this.#placeOf(AT.bidTicks), true)
  }

  get askTicks(): number {
    return this.#view.getInt32(this.#placeOf(AT.askTicks), true)
  }

  get timer(): number {
    return this.#view.getUint32(this.#placeOf(AT.timer), true)
  }

  get command(): string {
    return COMMAND_KINDS[this.#byte(AT.command)]!
  }

  /** Why a run ended, or why something was refused. */
  get reason(): string {
    const reasons = this.kind === 'RunEnded' ? RUN_ENDS : REASONS
    return reasons[this.#byte(AT.reason)]!
  }

  #placeOf(offsets: Uint8Array): number {
    return this.#at + offsets[this.#code]!
  }

  #byte(offsets: Uint8Array): number {
    return this.#view.getUint8(this.#placeOf(offsets))
  }
}
