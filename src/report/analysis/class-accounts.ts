/**
 * Profit by class of fill: what the fills of a class bought and sold is worth at the last mid, less what was paid for
 * it, less fees. Exact in atoms: over the classes it adds up to the net result of the summary.
 */

import type { Instrument } from '../../market/instrument.ts'
import { type MoneyScale, moneyScale, notionalAtoms, cashSign as signOf } from '../../market/money.ts'
import { halfTicks } from '../../projections/equity.ts'

export interface ClassAccount {
  fills: number
  /** Bought and sold. */
  lots: number
  positionLots: number
  /** Received less paid, less fees. */
  cashAtoms: bigint
}

export class ClassAccounts<Class extends string> {
  readonly classes: ReadonlyMap<Class, ClassAccount>
  readonly #scale: MoneyScale
  readonly #halfTickScale: MoneyScale
  readonly #cashSign: bigint
  #midHalfTicks: number | undefined

  constructor(instrument: Instrument, classes: readonly Class[]) {
    this.#scale = moneyScale(instrument)
    this.#halfTickScale = halfTicks(this.#scale)
    this.#cashSign = signOf(instrument)
    this.classes = new Map(classes.map((name) => [name, { fills: 0, lots: 0, positionLots: 0, cashAtoms: 0n }]))
  }

  fill(name: Class, side: number, priceTicks: number, lots: number, feeAtoms: bigint): void {
    const account = this.classes.get(name)!
    account.fills++
    account.lots += lots
    account.positionLots += side * lots
    account.cashAtoms -= BigInt(side) * this.#cashSign * notionalAtoms(priceTicks, lots, this.#scale) + feeAtoms
  }

  mark(midHalfTicks: number): void {
    this.#midHalfTicks = midHalfTicks
  }

  get positionLots(): number {
    let lots = 0
    for (const { positionLots } of this.classes.values()) lots += positionLots
    return lots
  }

  /** What the position is worth at the last mid; undefined for a position while there was none. */
  get worthAtoms(): bigint | undefined {
    return this.#worth(this.positionLots)
  }

  /** What the position is worth at a mid that is not marked. */
  worthAt(midHalfTicks: number): bigint {
    return this.#cashSign * notionalAtoms(midHalfTicks, this.positionLots, this.#halfTickScale)
  }

  /** Of all classes; undefined for a position while there was no mid. */
  get netAtoms(): bigint | undefined {
    const worth = this.#worth(this.positionLots)
    if (worth === undefined) return undefined
    let atoms = worth
    for (const { cashAtoms } of this.classes.values()) atoms += cashAtoms
    return atoms
  }

  /**
   * Of each class, in order. A class is worth what the position changes by when it is added to those before it: one by
   * one their values could round to another sum than that of the whole position.
   */
  netByClass(): Map<Class, bigint | undefined> {
    const nets = new Map<Class, bigint | undefined>()
    let lots = 0
    for (const [name, { positionLots, cashAtoms }] of this.classes) {
      const [before, after] = [this.#worth(lots), this.#worth(lots + positionLots)]
      lots += positionLots
      const unknown = positionLots !== 0 && (before === undefined || after === undefined)
      nets.set(name, unknown ? undefined : cashAtoms + (positionLots === 0 ? 0n : after! - before!))
    }
    return nets
  }

  #worth(lots: number): bigint | undefined {
    if (lots === 0) return 0n
    if (this.#midHalfTicks === undefined) return undefined
    return this.#cashSign * notionalAtoms(this.#midHalfTicks, lots, this.#halfTickScale)
  }
}
