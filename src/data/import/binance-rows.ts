/**
 * Messages of one instrument as parked rows: prices and quantities become integers here. What the steps of the
 * instrument do not allow is refused or left out, as the policies say.
 */
import { basename } from 'node:path'
import { InputError, type InputPlace } from '../../core/bug.ts'
import { type DecimalStep, parseSteps, toFloat } from '../../core/decimal.ts'
import { BUY, NO_PRICE, RowKind, SELL } from '../../market/columns.ts'
import type { Instrument } from '../../market/instrument.ts'
import type { DepthMessage, LevelText, SnapshotMessage, TradeMessage } from './binance-message.ts'
import type { Arrival, DepthSink } from './depth-sync.ts'
import type { RepairTally, ResolvedPolicies } from './policies.ts'
import { STEP_BACK_NS_MAX } from './receipt-clock.ts'
import type { RowSpill } from './row-spill.ts'

/** A stretch without data before the parked row of that number. */
export interface ParkedGap {
  readonly row: number
  readonly what: string
}

/** The int32 extremes mean "no price". */
const PRICE_TICKS_MAX = 2_147_483_646

export const levelCount = (message: DepthMessage | SnapshotMessage): number => message.bids.length + message.asks.length

export class BinanceRows implements DepthSink {
  readonly gaps: ParkedGap[] = []
  snapshots = 0
  unusedSnapshots = 0
  readonly #instrument: Instrument
  readonly #spill: RowSpill
  readonly #policies: ResolvedPolicies
  readonly #tally: RepairTally
  #depthExchTs = Number.NEGATIVE_INFINITY

  constructor(instrument: Instrument, spill: RowSpill, policies: ResolvedPolicies, tally: RepairTally) {
    this.#instrument = instrument
    this.#spill = spill
    this.#policies = policies
    this.#tally = tally
  }

  trade(message: TradeMessage, arrival: Arrival): void {
    const side = message.isSellAggressor ? SELL : BUY
    this.#level(RowKind.Trade | side, [message.price, message.qty], arrival, 'data')
  }

  /** The in-stream convention: clear a side down to the last level of the snapshot, then its levels; bids first. */
  snapshot(message: SnapshotMessage, arrival: Arrival): void {
    this.snapshots++
    const ordered = this.#inOrder(arrival, levelCount(message))
    for (const [side, levels, path] of [
      [BUY, message.bids, 'bids'],
      [SELL, message.asks, 'asks'],
    ] as const) {
      const last = levels.at(-1)
      if (last) this.#level(RowKind.Clear | side, [last[0], '0'], ordered, path, levels.length - 1)
      this.#levels(RowKind.Snapshot | side, levels, ordered, path)
    }
  }

  depth(message: DepthMessage, arrival: Arrival): void {
    const ordered = this.#inOrder(arrival, levelCount(message))
    this.#levels(RowKind.Depth | BUY, message.bids, ordered, 'data.b')
    this.#levels(RowKind.Depth | SELL, message.asks, ordered, 'data.a')
  }

  /** An unknown book is shown as an empty one: nobody may trade on levels that may be long gone. */
  broken(what: string, arrival: Arrival): void {
    this.gap(what, arrival)
    this.#push(RowKind.Clear, NO_PRICE, 0, this.#inOrder(arrival, 1))
  }

  gap(what: string, at: Arrival): void {
    this.gaps.push({ row: this.#spill.rows, what: `${what} (line ${at.line} of ${basename(at.file)})` })
  }

  leftOut(policy: 'before-snapshot' | 'repeated-depth', message: DepthMessage): void {
    this.#tally.count(policy, levelCount(message))
  }

  late(message: DepthMessage): void {
    this.#tally.count('late-snapshot', levelCount(message))
  }

  unusedSnapshot(): void {
    this.unusedSnapshots++
  }

  /** Depth rows stand in the order of their ids at the venue too. */
  #inOrder(arrival: Arrival, rows: number): Arrival {
    if (arrival.exchTs >= this.#depthExchTs) {
      this.#depthExchTs = arrival.exchTs
      return arrival
    }
    this.#tally.count('depth-order', rows)
    return { ...arrival, exchTs: this.#depthExchTs }
  }

  #levels(flags: number, levels: readonly LevelText[], arrival: Arrival, path: string): void {
    for (let i = 0; i < levels.length; i++) this.#level(flags, levels[i]!, arrival, path, i)
  }

  #level(flags: number, level: LevelText, arrival: Arrival, path: string, index?: number): void {
    const { tick, qtyStep } = this.#instrument
    // No price is 0, and no quantity is below it; -1 stands for what is no decimal.
    const priceTicks = parseSteps(level[0], tick) ?? -1
    const qtySteps = parseSteps(level[1], qtyStep) ?? -1
    if (priceTicks > 0 && priceTicks <= PRICE_TICKS_MAX && qtySteps >= 0) {
      this.#push(flags, priceTicks, qtySteps, arrival)
      return
    }
    const place = { file: arrival.file, line: arrival.line, path: index === undefined ? path : `${path}[${index}]` }
    if (!(qtySteps >= 0)) this.#offStep(level[1], qtySteps, place)
    else this.#offTick(level[0], priceTicks, place)
  }

  #offTick(text: string, priceTicks: number, place: InputPlace): void {
    const { tick } = this.#instrument
    if (!Number.isNaN(priceTicks)) {
      const largest = `${PRICE_TICKS_MAX} ticks of ${tick.text}`
      throw new InputError(place, `the price "${text}" is no decimal above 0 and up to ${largest}.`)
    }
    this.#refuseOrDrop('off-tick', `the price "${text}" is no whole number of ticks`, '--tick', tick, place)
  }

  #offStep(text: string, qtySteps: number, place: InputPlace): void {
    if (!Number.isNaN(qtySteps)) throw new InputError(place, `the quantity "${text}" is no decimal of at least 0.`)
    const { qtyStep } = this.#instrument
    if (Math.abs(Number(text)) > toFloat(Number.MAX_SAFE_INTEGER, qtyStep)) {
      const what = `the quantity "${text}" is more than 2^53 steps of ${qtyStep.text}`
      throw new InputError(place, `${what}: give a coarser --step, such as the lot.`)
    }
    const what = `the quantity "${text}" is no whole number of quantity steps`
    this.#refuseOrDrop('off-step', what, '--lot or --step', qtyStep, place)
  }

  #refuseOrDrop(
    policy: 'off-tick' | 'off-step',
    what: string,
    option: string,
    step: DecimalStep,
    place: InputPlace,
  ): void {
    if (this.#policies[policy] === 'drop') return this.#tally.count(policy)
    throw new InputError(
      place,
      `${what} of ${step.text}. Give the right ${option}, or leave such rows out: --${policy} drop.`,
    )
  }

  #push(flags: number, priceTicks: number, qtySteps: number, arrival: Arrival): void {
    const { exchTs, localTs, file, line } = arrival
    this.#spill.push({ flags, exchTs, localTs, priceTicks, qtySteps })
    if (this.#spill.stepBackNs > STEP_BACK_NS_MAX) {
      const back = `${this.#spill.stepBackNs / 1e9} s behind that of a line before`
      throw new InputError({ file, line }, `the venue's time is ${back}: give the files in order of time.`)
    }
  }
}
