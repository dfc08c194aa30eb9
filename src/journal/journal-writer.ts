/**
 * Writes a journal as bytes: a header with the manifest, one record an entry, a seal after every block and one at the
 * end (the format is in docs/journal.md). It holds at most one block and hands its bytes on; where they go is not its
 * concern.
 */
import { assert, Bug } from '../core/bug.ts'
import { canonicalJson } from './canonical-json.ts'
import { BLOCK_ENTRIES, continueCheck, type Sha256, toHex } from './chain.ts'
import type { EntryBody, EntryKind, JournalSink } from './entries.ts'
import { encodeHeader } from './header.ts'
import { ENCODERS, FieldWriter } from './record-encoders.ts'
import {
  BLOCK_SEAL,
  CHECK_BYTES,
  codeOf,
  END_SEAL,
  encodeHead,
  LAYOUTS,
  RECORD_BYTES_MAX,
  SEAL_BYTES,
} from './record-layout.ts'

export class JournalWriter implements JournalSink {
  readonly #sha256: Sha256
  readonly #onBytes: (chunk: Uint8Array) => void
  /** The records of the current block from its start, and room for its seal. */
  readonly #block: Uint8Array = new Uint8Array(RECORD_BYTES_MAX * BLOCK_ENTRIES + SEAL_BYTES)
  readonly #view: DataView = new DataView(this.#block.buffer)
  readonly #fields: FieldWriter = new FieldWriter(this.#view)
  #filled = 0
  /** Bytes of the block that were handed on already. */
  #handedOn = 0
  #entries = 0
  #lastTs = Number.NEGATIVE_INFINITY
  #check: number
  #hash: Uint8Array
  /** `failed` also while a step is under way, so that a throw out of it leaves the writer closed. */
  #state: 'open' | 'failed' | 'sealed' = 'failed'

  /**
   * `manifest` is a JSON value: what the run was made of. `onBytes` gets the bytes in order; a chunk is valid during
   * the call only. When `onBytes` throws, or an entry is refused, the writer takes nothing more.
   */
  constructor(manifest: unknown, sha256: Sha256, onBytes: (chunk: Uint8Array) => void) {
    this.#sha256 = sha256
    this.#onBytes = onBytes
    const text = new TextEncoder().encode(canonicalJson(manifest))
    const header = encodeHeader(text)
    this.#check = header.check
    this.#hash = sha256(text)
    onBytes(header.bytes)
    this.#state = 'open'
  }

  /** Entries so far: the seq of the next one. */
  get entries(): number {
    return this.#entries
  }

  /** The root hash that `seal` would give now, in hexadecimal. Costs a hash over the current block. */
  get rootSoFar(): string {
    if (this.#state === 'sealed') return toHex(this.#hash)
    return toHex(this.#sha256(this.#hash, this.#block.subarray(0, this.#filled)))
  }

  /** Time may not go back, and the cause must stand before; both are Bugs, as is a value that its field cannot hold. */
  append<K extends EntryKind>(kind: K, ts: number, cause: number, body: EntryBody<K>): number {
    if (this.#state !== 'open') this.#refuse()
    this.#state = 'failed'
    const seq = this.#entries
    const code = codeOf(kind)
    const layout = LAYOUTS[code]!
    if (!(ts >= this.#lastTs)) throw new Bug(`Cannot journal ${kind} at ${ts}: entry ${seq - 1} is at ${this.#lastTs}`)
    this.#fields.begin(kind, encodeHead(layout, this.#view, this.#filled, seq, ts, cause))
    ENCODERS[code]!(this.#fields, body)
    this.#close(layout.bytes)
    this.#lastTs = ts
    this.#entries = seq + 1
    if (this.#entries % BLOCK_ENTRIES === 0) this.#sealBlock(BLOCK_SEAL)
    this.#state = 'open'
    return seq
  }

  /** Hands on all bytes so far. It leaves no trace in them. */
  flush(): void {
    if (this.#state !== 'open') this.#refuse()
    this.#state = 'failed'
    this.#handOn()
    this.#state = 'open'
  }

  /** Ends the journal and returns its root hash in hexadecimal. */
  seal(): string {
    if (this.#state !== 'open') this.#refuse()
    this.#state = 'failed'
    this.#sealBlock(END_SEAL)
    this.#state = 'sealed'
    return toHex(this.#hash)
  }

  #sealBlock(code: typeof BLOCK_SEAL | typeof END_SEAL): void {
    this.#hash = this.#sha256(this.#hash, this.#block.subarray(0, this.#filled))
    assert(this.#hash.length === 32, `A SHA-256 has 32 bytes, not ${this.#hash.length}`)
    this.#view.setUint16(this.#filled, SEAL_BYTES - 2, true)
    this.#view.setUint8(this.#filled + 2, code)
    this.#block.set(this.#hash, this.#filled + 3)
    this.#close(SEAL_BYTES)
    this.#handOn()
    this.#filled = 0
    this.#handedOn = 0
  }

  /** Ends the record of that many bytes with its check. */
  #close(bytes: number): void {
    const checkAt = this.#filled + bytes - CHECK_BYTES
    this.#check = continueCheck(this.#check, this.#view, this.#filled, checkAt)
    this.#view.setUint32(checkAt, this.#check, true)
    this.#filled += bytes
  }

  #handOn(): void {
    if (this.#handedOn === this.#filled) return
    this.#onBytes(this.#block.subarray(this.#handedOn, this.#filled))
    this.#handedOn = this.#filled
  }

  #refuse(): never {
    const why = this.#state === 'sealed' ? 'it was sealed' : 'an earlier step failed'
    throw new Bug(`Cannot go on with the journal after ${this.#entries} entries: ${why}`)
  }
}
