/**
 * The fields of each kind as bytes, written out by kind, and each read where its kind is known: a loop over the table
 * looks every field up by name, which is three quarters of the time that an entry costs. The table
 * (`record-layout.ts`) is the format, and reads; a test holds the bytes of each encoder against it.
 */
import { Bug } from '../core/bug.ts'
import { COMMAND_KINDS, LIQUIDITY, ORDER_TYPES, REASONS, RUN_ENDS, TIME_IN_FORCE } from '../market/orders.ts'
import { ENTRY_KINDS, type EntryBodies, type EntryKind } from './entries.ts'

/** Packs little-endian fields one behind the other. A value that its field cannot hold exactly is a Bug. */
export class FieldWriter {
  at = 0
  readonly #view: DataView
  #kind: EntryKind = 'RunStarted'

  constructor(view: DataView) {
    this.#view = view
  }

  /** Goes to where the fields of a record of `kind` begin. */
  begin(kind: EntryKind, at: number): void {
    this.#kind = kind
    this.at = at
  }

  u8(name: string, value: number): void {
    if ((value & 0xff) !== value) this.#refuse(name, value, 'an integer from 0 to 255')
    this.#view.setUint8(this.at, value)
    this.at += 1
  }

  i8(name: string, value: number): void {
    if ((value << 24) >> 24 !== value) this.#refuse(name, value, 'an integer from -128 to 127')
    this.#view.setInt8(this.at, value)
    this.at += 1
  }

  u16(name: string, value: number): void {
    if ((value & 0xffff) !== value) this.#refuse(name, value, 'an integer from 0 to 65535')
    this.#view.setUint16(this.at, value, true)
    this.at += 2
  }

  u32(name: string, value: number): void {
    if (value >>> 0 !== value) this.#refuse(name, value, 'an integer from 0 to 4294967295')
    this.#view.setUint32(this.at, value, true)
    this.at += 4
  }

  i32(name: string, value: number): void {
    if ((value | 0) !== value) this.#refuse(name, value, 'an integer from -2147483648 to 2147483647')
    this.#view.setInt32(this.at, value, true)
    this.at += 4
  }

  int53(name: string, value: number): void {
    if (!Number.isSafeInteger(value)) this.#refuse(name, value, 'an exact integer')
    this.#view.setFloat64(this.at, value + 0, true)
    this.at += 8
  }

  f64(name: string, value: number): void {
    if (!Number.isFinite(value)) this.#refuse(name, value, 'a finite number')
    this.#view.setFloat64(this.at, value + 0, true)
    this.at += 8
  }

  i64(name: string, value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value)
      this.#refuse(name, value, 'a bigint of 64 bits')
    this.#view.setBigInt64(this.at, value, true)
    this.at += 8
  }

  oneOf(name: string, values: readonly string[], value: string): void {
    const index = values.indexOf(value)
    if (index < 0) this.#refuse(name, value, `one of ${values.join(', ')}`)
    this.#view.setUint8(this.at, index)
    this.at += 1
  }

  #refuse(name: string, value: unknown, right: string): never {
    throw new Bug(`Cannot journal ${this.#kind} with ${name} ${String(value)}: not ${right}`)
  }
}

type Encoder<K extends EntryKind> = (to: FieldWriter, body: EntryBodies[K]) => void

/** An answer about an order, up to the venue's clock. */
function putAnswer(to: FieldWriter, instrument: number, order: number, exchTs: number): void {
  putOrder(to, instrument, order)
  to.int53('exchTs', exchTs)
}

function putOrder(to: FieldWriter, instrument: number, order: number): void {
  to.u16('instrument', instrument)
  to.u32('order', order)
}

function putRefusal(to: FieldWriter, body: EntryBodies['OrderRejected']): void {
  putAnswer(to, body.instrument, body.order, body.exchTs)
  to.oneOf('reason', REASONS, body.reason)
}

/** By kind; the order of the fields is that of `ENTRY_FIELDS`. */
const ENCODER_OF: { readonly [K in EntryKind]: Encoder<K> } = {
  RunStarted: () => {},
  RunEnded: (to, body) => to.oneOf('reason', RUN_ENDS, body.reason),
  TimerFired: (to, body) => to.u32('timer', body.timer),
  MarketMarked: (to, body) => {
    to.u16('instrument', body.instrument)
    to.i32('bidTicks', body.bidTicks)
    to.i32('askTicks', body.askTicks)
    to.int53('row', body.row)
  },
  SubmitOrder: (to, body) => {
    putOrder(to, body.instrument, body.order)
    to.i8('side', body.side)
    to.oneOf('type', ORDER_TYPES, body.type)
    to.oneOf('timeInForce', TIME_IN_FORCE, body.timeInForce)
    to.u8('postOnly', body.postOnly)
    to.i32('priceTicks', body.priceTicks)
    to.int53('lots', body.lots)
    to.int53('row', body.row)
  },
  ModifyOrder: (to, body) => {
    putOrder(to, body.instrument, body.order)
    to.i32('priceTicks', body.priceTicks)
    to.int53('lots', body.lots)
    to.int53('row', body.row)
  },
  CancelOrder: (to, body) => {
    putOrder(to, body.instrument, body.order)
    to.int53('row', body.row)
  },
  CommandRefused: (to, body) => {
    putOrder(to, body.instrument, body.order)
    to.oneOf('command', COMMAND_KINDS, body.command)
    to.oneOf('reason', REASONS, body.reason)
  },
  OrderAccepted: (to, body) => {
    putAnswer(to, body.instrument, body.order, body.exchTs)
    to.f64('aheadSteps', body.aheadSteps)
  },
  OrderRejected: putRefusal,
  OrderExpired: (to, body) => {
    putAnswer(to, body.instrument, body.order, body.exchTs)
    to.int53('leavesLots', body.leavesLots)
    to.oneOf('reason', REASONS, body.reason)
  },
  OrderCanceled: (to, body) => {
    putAnswer(to, body.instrument, body.order, body.exchTs)
    to.int53('leavesLots', body.leavesLots)
  },
  OrderModified: (to, body) => {
    putAnswer(to, body.instrument, body.order, body.exchTs)
    to.i32('priceTicks', body.priceTicks)
    to.int53('leavesLots', body.leavesLots)
  },
  CancelRejected: putRefusal,
  ModifyRejected: putRefusal,
  Fill: (to, body) => {
    putAnswer(to, body.instrument, body.order, body.exchTs)
    to.i32('priceTicks', body.priceTicks)
    to.int53('lots', body.lots)
    to.int53('leavesLots', body.leavesLots)
    to.oneOf('liquidity', LIQUIDITY, body.liquidity)
    to.i64('feeAtoms', body.feeAtoms)
  },
}

/** By code. */
export const ENCODERS: readonly Encoder<EntryKind>[] = ENTRY_KINDS.map((kind) => ENCODER_OF[kind] as Encoder<EntryKind>)
