/**
 * The first pass of a Binance import: lines in order of receipt, of one file or of several that continue one another.
 * Keeps to one symbol, reads the clocks, follows the ids, and hands messages on to become rows.
 */
import { InputError, type InputPlace } from '../../core/bug.ts'
import { type Instrument, instrumentFrom } from '../../market/instrument.ts'
import { type BinanceVenue, binanceInstrument, type InstrumentSteps } from './binance-instruments.ts'
import {
  type BinanceMessage,
  type DepthMessage,
  parseLine,
  type SnapshotMessage,
  type TradeMessage,
} from './binance-message.ts'
import { BinanceRows, levelCount, type ParkedGap } from './binance-rows.ts'
import { type Arrival, DepthSync } from './depth-sync.ts'
import type { RepairTally, ResolvedPolicies } from './policies.ts'
import { ReceiptClock } from './receipt-clock.ts'
import type { RowSpill } from './row-spill.ts'

export interface RecordingOptions extends InstrumentSteps {
  readonly venue: BinanceVenue
  /** Takes the lines of this symbol alone. Without it all lines must be of one symbol. */
  readonly symbol: string | undefined
  readonly policies: ResolvedPolicies
}

export class BinanceRecording {
  readonly clock: ReceiptClock = new ReceiptClock()
  /** What was met, for the manifest. */
  readonly health: Record<string, number> = {}
  readonly #options: RecordingOptions
  readonly #spill: RowSpill
  readonly #tally: RepairTally
  /** From the first line that names the symbol on. */
  #book: { symbol: string; instrument: Instrument; rows: BinanceRows; sync: DepthSync } | undefined
  /** A snapshot that does not name its symbol, before any line that does. Only the last one counts. */
  #early: { message: SnapshotMessage; arrival: Arrival } | undefined
  #namelessSnapshot: InputPlace | undefined
  #hasOtherSymbols = false
  #tradeId: number | undefined

  constructor(options: RecordingOptions, spill: RowSpill, tally: RepairTally) {
    this.#options = options
    this.#spill = spill
    this.#tally = tally
    if (options.symbol !== undefined) this.#open(options.symbol.toUpperCase(), {})
  }

  get gaps(): readonly ParkedGap[] {
    return this.#book?.rows.gaps ?? []
  }

  onLine(text: string, file: string, line: number): void {
    const place = { file, line }
    const recorded = parseLine(text, this.#options.venue, place)
    const { message } = recorded
    this.#meet('lines')
    if (!this.#isOurs(message, place)) return this.#meet('otherSymbols')
    if (message.kind === 'ignored') return this.#meet(`ignored.${message.channel}`)
    const { arrival, wasRaised } = this.clock.arrival(recorded, file, line)
    if (wasRaised) this.#tally.count('receipt-order', message.kind === 'trade' ? 1 : levelCount(message))
    if (message.kind === 'trade') this.#onTrade(message, arrival)
    else if (message.kind === 'depth') this.#onDepth(message, arrival)
    else this.#onSnapshot(message, arrival)
  }

  /** Ends the input. Throws `InputError` where it held nothing to trade on. */
  end(lastFile: string): Instrument {
    const place = { file: lastFile }
    if (!this.#book) {
      throw new InputError(place, 'no line names a symbol: this is no recording of depth and trade streams.')
    }
    const { sync, rows, symbol, instrument } = this.#book
    sync.end()
    if (rows.snapshots === 0 && this.health['depthMessages'] !== undefined) {
      throw new InputError(
        place,
        'no depth snapshot joins the depth messages, so there is no book. A file that continues another one must be ' +
          'given behind it, in one import.',
      )
    }
    if (this.#spill.rows === 0) {
      throw new InputError(place, `no depth message or trade of ${symbol}: there is nothing to import.`)
    }
    if (rows.unusedSnapshots > 0) this.#meet('unusedSnapshots', rows.unusedSnapshots)
    return instrument
  }

  #meet(what: string, count = 1): void {
    this.health[what] = (this.health[what] ?? 0) + count
  }

  #open(symbol: string, place: InputPlace): void {
    const { venue, tickSize, lotSize, qtyStep, policies } = this.#options
    const instrument = instrumentFrom(binanceInstrument(venue, symbol, { tickSize, lotSize, qtyStep }, place), 0)
    const rows = new BinanceRows(instrument, this.#spill, policies, this.#tally)
    this.#book = { symbol, instrument, rows, sync: new DepthSync(rows) }
  }

  #isOurs(message: BinanceMessage, place: InputPlace): boolean {
    if (message.symbol === undefined) {
      if (message.kind === 'snapshot') this.#namelessSnapshot ??= place
      this.#refuseAmbiguity()
      return true
    }
    if (!this.#book) this.#open(message.symbol, place)
    const ours = this.#book?.symbol
    if (message.symbol === ours) return true
    if (this.#options.symbol === undefined) {
      const what = `the line is of ${message.symbol} and those before it are of ${ours}`
      throw new InputError(place, `${what}. Choose one with --symbol.`)
    }
    this.#hasOtherSymbols = true
    this.#refuseAmbiguity()
    return false
  }

  #refuseAmbiguity(): void {
    if (!this.#hasOtherSymbols || !this.#namelessSnapshot) return
    throw new InputError(
      this.#namelessSnapshot,
      'the snapshot does not name its symbol and the recording holds several. Split the recording by symbol first.',
    )
  }

  #onTrade(message: TradeMessage, arrival: Arrival): void {
    this.#meet('trades')
    const before = this.#tradeId
    if (before !== undefined && message.id <= before) return this.#tally.count('repeated-trade')
    this.#tradeId = message.id
    if (before !== undefined && message.id > before + 1) {
      this.#meet('missingTrades', message.id - before - 1)
      this.#book?.rows.gap(`trades missing between ids ${before} and ${message.id}`, arrival)
    }
    if (message.origin !== 'MARKET' && this.#options.policies['insurance-fund'] === 'drop') {
      return this.#tally.count('insurance-fund')
    }
    this.clock.measure(arrival)
    this.#book?.rows.trade(message, arrival)
  }

  #onDepth(message: DepthMessage, arrival: Arrival): void {
    this.#meet('depthMessages')
    // An empty message has no rows, and so no latency of rows.
    if (levelCount(message) > 0) this.clock.measure(arrival)
    this.#releaseEarly()
    this.#book?.sync.onDepth(message, arrival)
  }

  #onSnapshot(message: SnapshotMessage, arrival: Arrival): void {
    this.#meet('snapshots')
    if (message.exchMs !== undefined) this.clock.measure(arrival)
    if (!this.#book) {
      if (this.#early) this.#meet('unusedSnapshots')
      this.#early = { message, arrival }
      return
    }
    this.#releaseEarly()
    this.#book.sync.onSnapshot(message, arrival)
  }

  #releaseEarly(): void {
    const early = this.#early
    this.#early = undefined
    if (early) this.#book?.sync.onSnapshot(early.message, early.arrival)
  }
}
