/**
 * How an entry becomes bytes, compiled once from the table of kinds. A record is
 *
 *     u16 length of what follows | u8 kind | f64 ts | u32 cause | fields of the kind, packed | u32 check
 *
 * all little-endian. `cause` is how many entries back the cause stands, 0 for none. The seq is not stored: it is the
 * count of entries before. Two kinds are no entries but seals: they hold a SHA-256 in place of ts, cause and fields.
 */
import { Bug } from '../core/bug.ts'
import { ENTRY_FIELDS, ENTRY_KINDS, type EntryKind, type FieldType, type JournalEntry } from './entries.ts'

/** Seal after a full block. */
export const BLOCK_SEAL = 254
/** Seal at the end of a journal that was closed. */
export const END_SEAL = 255

export const CHECK_BYTES = 4
export const CODE_AT = 2
const HEAD_BYTES = CODE_AT + 1
export const TS_AT: number = HEAD_BYTES
export const CAUSE_AT: number = TS_AT + 8
const FIELDS_AT = CAUSE_AT + 4
export const SEAL_BYTES: number = HEAD_BYTES + 32 + CHECK_BYTES

interface Field {
  readonly name: string
  readonly type: Exclude<FieldType, readonly string[]> | 'enumeration'
  /** Of an enumeration. */
  readonly values: readonly string[]
}

export interface RecordLayout {
  readonly kind: EntryKind
  readonly code: number
  /** Size of the whole record, the length in front and the check behind included. */
  readonly bytes: number
  readonly fields: readonly Field[]
}

type FieldValue = number | bigint | string

const SIZES: Record<Field['type'], number> = {
  enumeration: 1,
  u8: 1,
  i8: 1,
  u16: 2,
  u32: 4,
  i32: 4,
  int53: 8,
  f64: 8,
  i64: 8,
}

/** Layouts by code. */
export const LAYOUTS: readonly RecordLayout[] = ENTRY_KINDS.map(layoutOf)

/** The index of a kind in `ENTRY_KINDS`. Written out: this runs for every entry, and a `Map` takes 20 ns. */
export function codeOf(kind: EntryKind): number {
  switch (kind) {
    case 'RunStarted':
      return 0
    case 'RunEnded':
      return 1
    case 'TimerFired':
      return 2
    case 'MarketMarked':
      return 3
    case 'SubmitOrder':
      return 4
    case 'ModifyOrder':
      return 5
    case 'CancelOrder':
      return 6
    case 'CommandRefused':
      return 7
    case 'OrderAccepted':
      return 8
    case 'OrderRejected':
      return 9
    case 'OrderExpired':
      return 10
    case 'OrderCanceled':
      return 11
    case 'OrderModified':
      return 12
    case 'CancelRejected':
      return 13
    case 'ModifyRejected':
      return 14
    case 'Fill':
      return 15
  }
}

export const RECORD_BYTES_MAX: number = Math.max(SEAL_BYTES, ...LAYOUTS.map((layout) => layout.bytes))

function layoutOf(kind: EntryKind, code: number): RecordLayout {
  const fields = Object.entries<FieldType>(ENTRY_FIELDS[kind]).map(
    ([name, type]): Field =>
      typeof type === 'string' ? { name, type, values: [] } : { name, type: 'enumeration', values: type },
  )
  const bytes = fields.reduce((sum, field) => sum + SIZES[field.type], FIELDS_AT + CHECK_BYTES)
  return { kind, code, bytes, fields }
}

/** Where each field lies in a record, by the code of its kind; 0 for kinds that have no such field. */
export function offsetsOf<Name extends string>(): Record<Name, Uint8Array> {
  const offsets: Record<string, Uint8Array> = {}
  for (const { code, fields } of LAYOUTS) {
    let at = FIELDS_AT
    for (const { name, type } of fields) {
      offsets[name] ??= new Uint8Array(LAYOUTS.length)
      offsets[name][code] = at
      at += SIZES[type]
    }
  }
  return offsets
}

/** Writes the head of a record at `at`; returns where its fields begin. A value out of range is a Bug. */
export function encodeHead(
  layout: RecordLayout,
  view: DataView,
  at: number,
  seq: number,
  ts: number,
  cause: number,
): number {
  if (!Number.isSafeInteger(ts)) throw new Bug(`Cannot journal ${layout.kind} with ts ${ts}: not an exact integer`)
  if (cause !== -1 && !(Number.isInteger(cause) && cause >= 0 && cause < seq)) {
    throw new Bug(`Cannot journal ${layout.kind} with cause ${cause}: not an integer from 0 to ${seq - 1}`)
  }
  view.setUint16(at, layout.bytes - 2, true)
  view.setUint8(at + CODE_AT, layout.code)
  view.setFloat64(at + TS_AT, ts + 0, true)
  view.setUint32(at + CAUSE_AT, cause === -1 ? 0 : seq - cause, true)
  return at + FIELDS_AT
}

/**
 * Reads the record at `at`, whose check holds, as entry `seq`; or says in words what this version cannot read in it.
 */
export function decodeRecord(layout: RecordLayout, view: DataView, at: number, seq: number): JournalEntry | string {
  const back = view.getUint32(at + CAUSE_AT, true)
  if (back > seq) return `its cause stands ${back} entries back, before the first`
  const entry: Record<string, FieldValue> = {
    kind: layout.kind,
    seq,
    ts: view.getFloat64(at + TS_AT, true),
    cause: back === 0 ? -1 : seq - back,
  }
  let place = at + FIELDS_AT
  for (const field of layout.fields) {
    const value = decodeField(field, view, place)
    if (value === undefined) return `its ${field.name} has value ${view.getUint8(place)}, which is unknown here`
    entry[field.name] = value
    place += SIZES[field.type]
  }
  return entry as unknown as JournalEntry
}

function decodeField(field: Field, view: DataView, at: number): FieldValue | undefined {
  switch (field.type) {
    case 'enumeration':
      return field.values[view.getUint8(at)]
    case 'u8':
      return view.getUint8(at)
    case 'i8':
      return view.getInt8(at)
    case 'u16':
      return view.getUint16(at, true)
    case 'u32':
      return view.getUint32(at, true)
    case 'i32':
      return view.getInt32(at, true)
    case 'int53':
    case 'f64':
      return view.getFloat64(at, true)
    case 'i64':
      return view.getBigInt64(at, true)
  }
}
