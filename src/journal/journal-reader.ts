/**
 * Reads a journal entry by entry and believes nothing: every record must have the length of its kind and the check that
 * the chain gives, every seal the hash of its block. It stops at the first thing that is wrong; what it gave out before
 * stands.
 */
import { type ByteSource, ByteWindow } from './byte-source.ts'
import { BLOCK_ENTRIES, continueCheck, type Sha256, toHex } from './chain.ts'
import type { JournalEntry } from './entries.ts'
import { MAGIC, MANIFEST_BYTES_MAX, PREAMBLE_BYTES } from './header.ts'
import {
  BLOCK_SEAL,
  CHECK_BYTES,
  decodeRecord,
  END_SEAL,
  LAYOUTS,
  RECORD_BYTES_MAX,
  SEAL_BYTES,
} from './record-layout.ts'

/** Why a reader stopped before a final seal. */
export interface JournalProblem {
  /**
   * `torn`: the bytes end early, or in nothing but zeros, as after a crash; all entries before are whole. `corrupt`:
   * the bytes are not those that were written.
   */
  readonly kind: 'corrupt' | 'torn'
  /** The entry that could not be read: as many stand whole before it. */
  readonly seq: number
  /** Where its record begins; 0 for damage to the header. */
  readonly byteOffset: number
  readonly what: string
}

export class JournalReader implements Iterable<JournalEntry> {
  readonly #sha256: Sha256
  readonly #window: ByteWindow
  /** Start of the current record, counted from the window's start: the window's start is that of the block. */
  #at = 0
  #check = 0
  #hash: Uint8Array = new Uint8Array(32)
  #entries = 0
  #byteOffset = 0
  #sealed = false
  /** The root hash once reading has ended. */
  #root: string | undefined
  #problem: JournalProblem | undefined
  #manifest: Uint8Array = new Uint8Array(0)

  /** Reads the header; if it is damaged, `problem` says so and there are no entries. */
  constructor(source: ByteSource, sha256: Sha256) {
    this.#sha256 = sha256
    this.#window = new ByteWindow(source, RECORD_BYTES_MAX * BLOCK_ENTRIES)
    this.#readHeader()
    this.#hash = sha256(this.#manifest)
  }

  /** Canonical JSON of what the run was made of; empty where the header is damaged. */
  get manifestText(): string {
    return new TextDecoder().decode(this.#manifest)
  }

  /** Entries read so far. */
  get entries(): number {
    return this.#entries
  }

  /** Place of the record of the entry that was read last; after a seal or a problem, of that. */
  get byteOffset(): number {
    return this.#byteOffset
  }

  /** Whether the end was reached and was sealed. */
  get sealed(): boolean {
    return this.#sealed
  }

  /** Why reading stopped; undefined as long as all is well. */
  get problem(): JournalProblem | undefined {
    return this.#problem
  }

  /** The root hash, in hexadecimal, of a journal that ends after the entries read so far. */
  get rootSoFar(): string {
    if (this.#root !== undefined) return this.#root
    const { bytes, start } = this.#window
    return toHex(this.#sha256(this.#hash, bytes.subarray(start, start + this.#at)))
  }

  /** The next entry, or undefined at the end: then `sealed` or `problem` says which end it is. */
  next(): JournalEntry | undefined {
    while (!this.#sealed && !this.#problem) {
      const entry = this.#readRecord()
      if (entry) return entry
    }
    return undefined
  }

  *[Symbol.iterator](): Generator<JournalEntry, void> {
    for (let entry = this.next(); entry; entry = this.next()) yield entry
  }

  #readHeader(): undefined {
    const window = this.#window
    if (!window.has(PREAMBLE_BYTES)) return this.#fail('torn', 'the file ends within the header')
    if (!MAGIC.every((byte, i) => byte === window.bytes[window.start + i])) {
      return this.#fail('corrupt', 'it does not begin with HFTSIMJ1: it is no journal, or of another version')
    }
    const preambleCheck = continueCheck(0, window.view, window.start, window.start + 12)
    const length = window.view.getUint32(window.start + 8, true)
    if (preambleCheck !== window.view.getUint32(window.start + 12, true) || length > MANIFEST_BYTES_MAX) {
      return this.#fail('corrupt', 'the length of the manifest was altered')
    }
    const bytes = PREAMBLE_BYTES + length + CHECK_BYTES
    if (!window.has(bytes)) return this.#fail('torn', 'the file ends within the header')
    const checkAt = window.start + bytes - CHECK_BYTES
    this.#check = continueCheck(preambleCheck, window.view, window.start + PREAMBLE_BYTES, checkAt)
    if (this.#check !== window.view.getUint32(checkAt, true)) return this.#fail('corrupt', 'the manifest was altered')
    this.#manifest = window.bytes.slice(window.start + PREAMBLE_BYTES, checkAt)
    window.start += bytes
  }

  /** Reads one record: an entry, or a seal (undefined) or a problem (undefined too). */
  #readRecord(): JournalEntry | undefined {
    const window = this.#window
    if (!window.has(this.#at + 3)) {
      const whole = window.available === this.#at
      return this.#fail('torn', whole ? 'the file ends without its seal' : 'the file ends within this record')
    }
    const at = window.start + this.#at
    this.#byteOffset = window.placeOf(at)
    const code = window.bytes[at + 2]!
    const isSeal = code === BLOCK_SEAL || code === END_SEAL
    const layout = isSeal ? undefined : LAYOUTS[code]
    const bytes = isSeal ? SEAL_BYTES : layout?.bytes
    const length = window.view.getUint16(at, true) + 2
    if (bytes === undefined) return this.#failOrTear(length, `its kind has code ${code}, which is unknown here`)
    if (bytes !== length) return this.#failOrTear(length, `its length is ${length} bytes where its kind has ${bytes}`)
    if (!window.has(this.#at + bytes)) return this.#fail('torn', 'the file ends within this record')
    return this.#checkRecord(layout, code, bytes)
  }

  #checkRecord(layout: (typeof LAYOUTS)[number] | undefined, code: number, bytes: number): JournalEntry | undefined {
    const { view, start } = this.#window
    const at = start + this.#at
    const checkAt = at + bytes - CHECK_BYTES
    const check = continueCheck(this.#check, view, at, checkAt)
    if (check !== view.getUint32(checkAt, true)) {
      return this.#failOrTear(
        bytes,
        'its check fails: it was altered, or a record before it was dropped, moved or repeated',
      )
    }
    if (!layout) return this.#readSeal(code, check)
    if (this.#blockIsFull) {
      return this.#fail('corrupt', `no seal stands after ${BLOCK_ENTRIES} entries`)
    }
    const entry = decodeRecord(layout, view, at, this.#entries)
    if (typeof entry === 'string') return this.#fail('corrupt', entry)
    this.#check = check
    this.#at += bytes
    this.#entries++
    return entry
  }

  get #blockIsFull(): boolean {
    return this.#at > 0 && this.#entries % BLOCK_ENTRIES === 0
  }

  #readSeal(code: number, check: number): undefined {
    const window = this.#window
    const at = window.start + this.#at
    if (this.#blockIsFull !== (code === BLOCK_SEAL)) return this.#fail('corrupt', 'a seal stands where none belongs')
    const hash = this.#sha256(this.#hash, window.bytes.subarray(window.start, at))
    if (!hash.every((byte, i) => byte === window.bytes[at + 3 + i])) {
      return this.#fail('corrupt', 'the hash of the block before this seal differs')
    }
    if (code === END_SEAL && window.has(this.#at + SEAL_BYTES + 1)) {
      return this.#fail('corrupt', 'bytes follow the final seal', SEAL_BYTES)
    }
    this.#hash = hash
    this.#check = check
    window.start += this.#at + SEAL_BYTES
    this.#at = 0
    if (code === END_SEAL) {
      this.#root = toHex(hash)
      this.#sealed = true
    }
  }

  /**
   * After a crash a file may have its length but not yet its bytes: a bad record with only zeros behind it is a torn
   * tail.
   */
  #failOrTear(length: number, what: string): undefined {
    this.#fail('corrupt', what)
    const window = this.#window
    window.start += this.#at + Math.min(length, RECORD_BYTES_MAX)
    let zeros = 0
    for (; window.has(1); window.start++) {
      if (window.bytes[window.start] !== 0) return
      zeros++
    }
    if (zeros > 0) this.#problem = { ...this.#problem!, kind: 'torn', what: `the file ends in ${zeros} zero bytes` }
  }

  #fail(kind: JournalProblem['kind'], what: string, beyond = 0): undefined {
    this.#root = this.rootSoFar
    this.#byteOffset = this.#window.placeOf(this.#window.start + this.#at) + beyond
    this.#problem = { kind, seq: this.#entries, byteOffset: this.#byteOffset, what }
  }
}
