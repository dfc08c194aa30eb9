/**
 * Writes a journal as bytes: a header with the manifest, one record an entry, a seal after every block and one at the
 * end (the format is in docs/journal.md). It holds at most one block and hands its bytes on; where they go is not its
 * concern.
 */
import { assert, Bug } from '../core/bug.ts'
import { canonicalJson } from './canonical-json.ts'
import { BLOCK_ENTRIES, type Sha256, toHex } from './chain.ts'
import type { EntryBody, EntryKind, JournalEntry, JournalSink } from './entries.ts'
import { encodeHeader } from './header.ts'
import { endWithChecks } from './record-checks.ts'
import { ENCODERS, FieldWriter } from './record-encoders.ts'
import {
  BLOCK_SEAL,
  CHECK_BYTES,
  CODE_AT,
  codeOf,
  END_SEAL,
  encodeHead,
  LAYOUTS,
  RECORD_BYTES_MAX,
  SEAL_BYTES,
} from './record-layout.ts'
import { RecordView } from './record-view.ts'

interface Follower {
  readonly apply: (entry: JournalEntry) => void
  /** -1: none. */
  readonly passOverCode: number
}

export class JournalWriter implements JournalSink {
  readonly #sha256: Sha256
  readonly #onBytes: (chunk: Uint8Array) => void
  /** The records of the current block from its start, and room for its seal. */
  readonly #block: Uint8Array = new Uint8Array(RECORD_BYTES_MAX * BLOCK_ENTRIES + SEAL_BYTES)
  readonly #view: DataView = new DataView(this.#block.buffer)
  readonly #fields: FieldWriter = new FieldWriter(this.#view)
  #filled = 0
  /** Bytes of the block that have their checks. */
  #checked = 0
  /** Bytes of the block that were handed on already. */
  #handedOn = 0
  #entries = 0
  /** Entries that the followers have. */
  #followed = 0
  #followers: Follower[] = []
  readonly #followedView: RecordView = new RecordView(this.#view)
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
    this.#writeChecks()
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
    this.#filled += layout.bytes
    this.#lastTs = ts
    this.#entries = seq + 1
    const fromByte = this.#handedOn
    const isFull = this.#entries % BLOCK_ENTRIES === 0
    if (isFull) this.#sealBlock(BLOCK_SEAL)
    this.#state = 'open'
    if (isFull) this.#tell(fromByte)
    return seq
  }

  /**
   * `apply` gets every entry, in order, as soon as its bytes were handed on: a thousand at a time, which costs a
   * fraction of one at a time. Call it before the first entry. An entry is valid during the call only; one that `apply`
   * throws at is the last that anybody is told of. One kind may be passed over.
   */
  follow(apply: (entry: JournalEntry) => void, passOver?: EntryKind): void {
    this.#followers.push({ apply, passOverCode: passOver === undefined ? -1 : codeOf(passOver) })
  }

  /** Hands on all bytes so far. It leaves no trace in them. */
  flush(): void {
    if (this.#state !== 'open') this.#refuse()
    this.#state = 'failed'
    const fromByte = this.#handedOn
    this.#handOn()
    this.#state = 'open'
    this.#tell(fromByte)
  }

  /** Ends the journal and returns its root hash in hexadecimal. */
  seal(): string {
    if (this.#state !== 'open') this.#refuse()
    this.#state = 'failed'
    const fromByte = this.#handedOn
    this.#sealBlock(END_SEAL)
    this.#state = 'sealed'
    this.#tell(fromByte)
    return toHex(this.#hash)
  }

  #sealBlock(code: typeof BLOCK_SEAL | typeof END_SEAL): void {
    this.#writeChecks()
    this.#hash = this.#sha256(this.#hash, this.#block.subarray(0, this.#filled))
    assert(this.#hash.length === 32, `A SHA-256 has 32 bytes, not ${this.#hash.length}`)
    this.#view.setUint16(this.#filled, SEAL_BYTES - 2, true)
    this.#view.setUint8(this.#filled + CODE_AT, code)
    this.#block.set(this.#hash, this.#filled + SEAL_BYTES - CHECK_BYTES - this.#hash.length)
    this.#filled += SEAL_BYTES
    this.#handOn()
    this.#filled = 0
    this.#checked = 0
    this.#handedOn = 0
  }

  /** Ends every record so far with its check. */
  #writeChecks(): void {
    this.#check = endWithChecks(this.#block.subarray(this.#checked, this.#filled), this.#check)
    this.#checked = this.#filled
  }

  #handOn(): void {
    if (this.#handedOn === this.#filled) return
    this.#writeChecks()
    this.#onBytes(this.#block.subarray(this.#handedOn, this.#filled))
    this.#handedOn = this.#filled
  }

  /**
   * Tells the followers of the entries that were handed on, whose records begin at a byte of the block. The journal's
   * own step is over: what a follower throws ends its following, and not the journal.
   */
  #tell(fromByte: number): void {
    const followers = this.#followers
    this.#followers = []
    for (let at = fromByte; this.#followed < this.#entries; ) {
      const seq = this.#followed++
      const code = this.#view.getUint8(at + CODE_AT)
      for (const { apply, passOverCode } of followers) {
        if (code !== passOverCode) apply(this.#followedView.look(at, seq))
      }
      at += LAYOUTS[code]!.bytes
    }
    this.#followers = followers
  }

  #refuse(): never {
    const why = this.#state === 'sealed' ? 'it was sealed' : 'an earlier step failed'
    throw new Bug(`Cannot go on with the journal after ${this.#entries} entries: ${why}`)
  }
}
