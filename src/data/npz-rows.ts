/**
 * Event records of hftbacktest to market rows and back. Both hold the same facts: prices and quantities are doubles
 * there and integer counts of a step here, and a double belongs to a count exactly when it is the double nearest to the
 * count's decimal value. Everything a market row has no room for is refused, or dropped and counted under a named
 * policy.
 */
import { InputError } from '../core/bug.ts'
import { type DecimalStep, toFloat } from '../core/decimal.ts'
import { roundHalfAway } from '../core/round-half-away.ts'
import { NO_ASK } from '../core/units.ts'
import {
  KIND_MASK,
  type MarketColumns,
  NO_PRICE,
  RowKind,
  reserveColumns,
  TRADER_SEES,
  VENUE_SEES,
} from '../market/columns.ts'
import type { Instrument } from '../market/instrument.ts'
import { type BlockColumns, type EpochWords, epochWords } from './columns-codec.ts'
import { RECORD_BYTES } from './npy.ts'
import type { RecordChunk } from './npz-reader.ts'

/** What may be changed or left out on the way in, by named policies: the choices of each, the default first. */
export const NPZ_POLICY_CHOICES = {
  /** A price that is no whole number of ticks: refuse the input, or round half away from zero. */
  'off-tick': ['error', 'round'],
  /** A quantity that is no whole number of quantity steps: refuse the input, or round half away from zero. */
  'off-step': ['error', 'round'],
  /**
   * Flags beyond kind, side and visibility, or `order_id`, `ival`, `fval` that are not 0: refuse, or leave them out.
   */
  'extra-fields': ['error', 'drop'],
} as const

type Choices = typeof NPZ_POLICY_CHOICES
export type NpzPolicies = { readonly [Name in keyof Choices]?: Choices[Name][number] }

const WORDS = RECORD_BYTES / 4
const DOUBLES = RECORD_BYTES / 8
/** Bits of `ev` that a market row keeps: the kind, and the four flags at the top. */
const KEPT_BITS = 0xf0_00_00_ff | 0
const L3_KIND_FIRST = 10
const L3_KIND_LAST = 13
const WORD = 4_294_967_296

/**
 * The four flags as they stand in `ev >>> 28` (exchange, local, buy, sell) to those of a row, and back: both swap the
 * sides.
 */
const SWAP_SIDES: readonly number[] = Array.from({ length: 16 }, (_, n) => (n & 12) | ((n & 1) << 1) | ((n >> 1) & 1))

/** Turns the records of one or more files, in order, into rows. */
export class RecordDecoder {
  /** How many values each policy changed or left out. */
  readonly counts: Record<keyof NpzPolicies, number> = { 'off-tick': 0, 'off-step': 0, 'extra-fields': 0 }
  readonly #instrument: Instrument
  readonly #policies: NpzPolicies
  readonly #epoch: EpochWords
  #venueTs = Number.NEGATIVE_INFINITY
  #traderTs = Number.NEGATIVE_INFINITY

  constructor(instrument: Instrument, epochNs: bigint, policies: NpzPolicies) {
    this.#instrument = instrument
    this.#epoch = epochWords(epochNs)
    this.#policies = policies
  }

  /** Appends the rows of a chunk. Throws `InputError` (file, row, value) for what the policies do not allow. */
  decode(file: string, chunk: RecordChunk, into: MarketColumns): void {
    const { bytes, firstRow, rows } = chunk
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, rows * WORDS)
    const doubles = new Float64Array(bytes.buffer, bytes.byteOffset, rows * DOUBLES)
    reserveColumns(into, into.length + rows)
    for (let i = 0; i < rows; i++) {
      const place = { file, row: firstRow + i }
      const w = i * WORDS
      const at = into.length++
      const ev = words[w]!
      this.#checkExtra(place, words, w)
      const flags = (ev & KIND_MASK) | (SWAP_SIDES[ev >>> 28]! << 8)
      const exchTs = (words[w + 3]! - this.#epoch.high) * WORD + ((words[w + 2]! >>> 0) - this.#epoch.low)
      const localTs = (words[w + 5]! - this.#epoch.high) * WORD + ((words[w + 4]! >>> 0) - this.#epoch.low)
      this.#checkClocks(place, flags, exchTs, localTs)
      into.exchTs[at] = exchTs
      into.localTs[at] = localTs
      into.flags[at] = flags
      into.priceTicks[at] = this.#ticks(place, ev & KIND_MASK, doubles[i * DOUBLES + 3]!)
      into.qtySteps[at] = this.#steps(place, 'qty', doubles[i * DOUBLES + 4]!, this.#instrument.qtyStep)
    }
  }

  #checkExtra(place: { file: string; row: number }, words: Int32Array, w: number): void {
    const ev = words[w]!
    const kind = ev & KIND_MASK
    if (kind >= L3_KIND_FIRST && kind <= L3_KIND_LAST) {
      throw new InputError(place, `has kind ${kind}, an order-by-order (L3) event. Only L2 files can be imported.`)
    }
    const extraBits = (ev & ~KEPT_BITS) | words[w + 1]!
    const spare = words[w + 10]! | words[w + 11]! | words[w + 12]! | words[w + 13]! | words[w + 14]! | words[w + 15]!
    if ((extraBits | spare) === 0) return
    if (this.#policies['extra-fields'] !== 'drop') {
      const what = extraBits !== 0 ? 'flags beyond kind, side and visibility' : 'an order_id, ival or fval'
      throw new InputError(place, `has ${what}, which a market file cannot hold. --extra-fields drop leaves them out.`)
    }
    this.counts['extra-fields']++
  }

  #checkClocks(place: { file: string; row: number }, flags: number, exchTs: number, localTs: number): void {
    if (Math.abs(exchTs) > Number.MAX_SAFE_INTEGER || Math.abs(localTs) > Number.MAX_SAFE_INTEGER) {
      throw new InputError(
        place,
        'has a stamp 2^53 ns (104 days) or more from the first row. Are the stamps nanoseconds?',
      )
    }
    if ((flags & VENUE_SEES) !== 0) {
      if (exchTs < this.#venueTs) throw new InputError(place, `exch_ts goes back by ${this.#venueTs - exchTs} ns.`)
      this.#venueTs = exchTs
    }
    if ((flags & TRADER_SEES) !== 0) {
      if (localTs < this.#traderTs) throw new InputError(place, `local_ts goes back by ${this.#traderTs - localTs} ns.`)
      this.#traderTs = localTs
    }
  }

  #ticks(place: { file: string; row: number }, kind: number, price: number): number {
    if (Number.isNaN(price)) {
      if (kind === RowKind.Clear) return NO_PRICE
      throw new InputError(place, 'px is NaN; only a clear may have no price.')
    }
    const ticks = this.#steps(place, 'px', price, this.#instrument.tick)
    if (ticks <= NO_PRICE || ticks >= NO_ASK) {
      throw new InputError(place, `px ${price} is ${ticks} ticks of ${this.#instrument.tick.text}, beyond 32 bits.`)
    }
    return ticks
  }

  #steps(place: { file: string; row: number }, field: 'px' | 'qty', value: number, step: DecimalStep): number {
    const steps = roundHalfAway((value * step.scale) / step.numerator)
    if (!Number.isSafeInteger(steps)) {
      const why = Number.isFinite(value) ? `more than 2^53 steps of ${step.text}` : 'no number: the file looks damaged'
      throw new InputError(place, `${field} ${value} is ${why}.`)
    }
    if (toFloat(steps, step) === value) return steps
    const policy = field === 'px' ? 'off-tick' : 'off-step'
    if (this.#policies[policy] !== 'round') {
      const what = `${field} ${value} is not a whole number of steps of ${step.text}`
      const option = field === 'px' ? '--tick' : '--step'
      throw new InputError(
        place,
        `${what}: give the finest of the data with ${option}, or round with --${policy} round.`,
      )
    }
    this.counts[policy]++
    // As hftbacktest divides, which decides what lies half-way in decimals.
    return roundHalfAway(value / toFloat(1, step))
  }
}

/** Writes `rows` rows of a block, from row `from`, into `bytes` as event records. */
export function encodeRecords(
  block: BlockColumns,
  from: number,
  rows: number,
  instrument: Instrument,
  bytes: Uint8Array,
): void {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, rows * WORDS)
  const doubles = new Float64Array(bytes.buffer, bytes.byteOffset, rows * DOUBLES)
  words.fill(0)
  for (let i = 0; i < rows; i++) {
    const row = from + i
    const w = i * WORDS
    const flags = block.flags[row]!
    const ticks = block.priceTicks[row]!
    words[w] = (flags & KIND_MASK) | (SWAP_SIDES[(flags >> 8) & 15]! << 28)
    words[w + 2] = block.exchWords[2 * row]!
    words[w + 3] = block.exchWords[2 * row + 1]!
    words[w + 4] = block.localWords[2 * row]!
    words[w + 5] = block.localWords[2 * row + 1]!
    doubles[i * DOUBLES + 3] = ticks === NO_PRICE ? Number.NaN : toFloat(ticks, instrument.tick)
    const steps = block.qtyWords[2 * row + 1]! * WORD + (block.qtyWords[2 * row]! >>> 0)
    doubles[i * DOUBLES + 4] = toFloat(steps, instrument.qtyStep)
  }
}
