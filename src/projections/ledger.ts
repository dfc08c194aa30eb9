/**
 * The exact account of each instrument, folded from fills: position in lots, cash and fees in atoms. Cash leaves fees
 * out: a buy pays its notional on a linear contract and receives it on an inverse one, so that
 *
 *     gross equity = cash + sign * notional(position, price)        sign = +1 linear, -1 inverse
 *     net equity   = gross equity - fees
 *
 * which is the reference's `balance + c*pos*price - fee` and `-balance - c*pos/price - fee`.
 */

import { Bug } from '../core/bug.ts'
import { IntMap } from '../core/int-map.ts'
import type { EntryOf, JournalEntry } from '../journal/entries.ts'
import type { Instrument } from '../market/instrument.ts'
import { cashSign, type MoneyScale, moneyScale, notionalAtoms } from '../market/money.ts'
import type { Projection } from './projection.ts'

/** Fills of one kind of liquidity. */
export interface TradedSums {
  fills: number
  lots: number
  /** Value at the fills' own prices. */
  notionalAtoms: bigint
  /** Sum of fees, in which rebates count as negative. */
  feeAtoms: bigint
}

/** The account of one instrument. Amounts are in atoms of its settlement currency. */
export interface Account {
  positionLots: number
  /** Received less paid for what was traded, without fees. */
  cashAtoms: bigint
  /** What was paid for fees, less what came back as rebates. */
  feeAtoms: bigint
  /** The rebates in it, as a positive amount. */
  rebateAtoms: bigint
  readonly maker: TradedSums
  readonly taker: TradedSums
}

/** By instrument id. */
export type LedgerView = readonly Readonly<Account>[]

interface Book extends Account {
  readonly scale: MoneyScale
  readonly cashSign: bigint
}

export class Ledger implements Projection<LedgerView> {
  readonly name = 'ledger'
  readonly version = 1
  readonly #accounts: readonly Book[]
  /** Side of each open order. */
  readonly #sides = new IntMap<number>()

  constructor(instruments: readonly Instrument[]) {
    this.#accounts = instruments.map((instrument) => ({
      positionLots: 0,
      cashAtoms: 0n,
      feeAtoms: 0n,
      rebateAtoms: 0n,
      maker: { fills: 0, lots: 0, notionalAtoms: 0n, feeAtoms: 0n },
      taker: { fills: 0, lots: 0, notionalAtoms: 0n, feeAtoms: 0n },
      scale: moneyScale(instrument),
      cashSign: cashSign(instrument),
    }))
  }

  apply(entry: JournalEntry): void {
    switch (entry.kind) {
      case 'SubmitOrder':
        this.#sides.set(entry.order, entry.side)
        return
      case 'Fill':
        this.#book(entry)
        if (entry.leavesLots === 0) this.#sides.delete(entry.order)
        return
      case 'CommandRefused':
        if (entry.command === 'SubmitOrder') this.#sides.delete(entry.order)
        return
      case 'OrderRejected':
      case 'OrderExpired':
      case 'OrderCanceled':
        this.#sides.delete(entry.order)
        return
      default:
    }
  }

  view(): LedgerView {
    return this.#accounts
  }

  #book({ order, instrument, priceTicks, lots, liquidity, feeAtoms }: EntryOf<'Fill'>): void {
    const side = this.#sides.get(order)
    const account = this.#accounts[instrument]
    if (side === undefined || account === undefined) {
      throw new Bug(`Cannot book a fill of order ${order} of instrument ${instrument}: it is not open`)
    }
    const notional = notionalAtoms(priceTicks, lots, account.scale)
    account.positionLots += side * lots
    account.cashAtoms -= BigInt(side) * account.cashSign * notional
    account.feeAtoms += feeAtoms
    if (feeAtoms < 0n) account.rebateAtoms -= feeAtoms
    const sums = account[liquidity]
    sums.fills++
    sums.lots += lots
    sums.notionalAtoms += notional
    sums.feeAtoms += feeAtoms
  }
}
