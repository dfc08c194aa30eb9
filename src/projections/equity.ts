/**
 * Equity of each instrument and of each settlement currency, marked at the mid of the trader's own book. Instruments
 * that settle in the same currency are added; different currencies never are.
 *
 * Samples are the journal's `MarketMarked`, which the trader writes for all instruments at once, in the order of
 * their ids, at multiples of the sampling interval and once more at the end. Sharpe and Sortino use those at
 * multiples of the interval alone, so that all differences cover the same time; the drawdown uses all. Where a side
 * of the book is empty the last mid stands.
 */
import { Bug } from '../core/bug.ts'
import { NANOS_PER_DAY, NO_ASK, NO_BID } from '../core/units.ts'
import type { EntryOf, JournalEntry } from '../journal/entries.ts'
import type { Instrument } from '../market/instrument.ts'
import { cashSign, type MoneyScale, moneyScale, notionalAtoms } from '../market/money.ts'
import { EquityCurve } from './equity-curve.ts'
import type { Account, Ledger } from './ledger.ts'
import type { Projection } from './projection.ts'

/** Crypto venues never close: a year has 365 days of trading. The reference's default is 252. */
export const TRADING_DAYS_A_YEAR = 365

/** Atoms are of `currency` with `moneyDecimals` decimals. */
export interface EquityFigures {
  readonly currency: string
  readonly moneyDecimals: number
  /** Cash and the position at the last mid, without fees; undefined for a position that never had a mid. */
  readonly grossAtoms: bigint | undefined
  readonly feeAtoms: bigint
  readonly netAtoms: bigint | undefined
  /** Of net equity over all samples. */
  readonly maxDrawdownAtoms: bigint
  /** Regular samples. */
  readonly samples: number
  /** NaN where undefined. */
  readonly sharpe: number
  /** NaN where undefined. */
  readonly sortino: number
}

export interface EquityView {
  /** By instrument id. */
  readonly instruments: readonly EquityFigures[]
  /** In the order of the first instrument of each. */
  readonly currencies: readonly EquityFigures[]
}

/** Takes a currency's net equity at a regular sample; undefined where it is not known. */
export type OnEquitySample = (ts: number, currency: string, netAtoms: bigint | undefined, moneyDecimals: number) => void

interface Marked {
  readonly account: Readonly<Account>
  readonly cashSign: bigint
  /** For prices that count half ticks. */
  readonly halfTickScale: MoneyScale
  readonly curve: EquityCurve
  readonly pot: Pot
  readonly moneyDecimals: number
  /** Best bid plus best ask: the mid in half ticks. */
  midHalfTicks: number | undefined
}

/** The instruments of one currency. */
interface Pot {
  readonly currency: string
  /** Those of the instrument with the most. */
  moneyDecimals: number
  readonly members: Marked[]
  readonly curve: EquityCurve
}

export class Equity implements Projection<EquityView> {
  readonly name = 'equity'
  readonly version = 1
  readonly #marked: readonly Marked[]
  readonly #pots = new Map<string, Pot>()
  readonly #sampleEveryNs: number
  readonly #onSample: OnEquitySample | undefined
  #sampleTs = -1
  /** Whether the marks of this instant are those of a sampling time. */
  #regular = false

  /** `ledger` must be of the same run and get each entry before this does. */
  constructor(instruments: readonly Instrument[], ledger: Ledger, sampleEveryNs: number, onSample?: OnEquitySample) {
    this.#sampleEveryNs = sampleEveryNs
    this.#onSample = onSample
    const accounts = ledger.view()
    this.#marked = instruments.map((instrument, i) => this.#mark(instrument, accounts[i]!))
  }

  apply(entry: JournalEntry): void {
    if (entry.kind === 'MarketMarked') this.#sample(entry)
  }

  view(): EquityView {
    return {
      instruments: this.#marked.map((marked) => this.#figures([marked], marked.moneyDecimals, marked.curve)),
      currencies: [...this.#pots.values()].map(({ members, moneyDecimals, curve }) =>
        this.#figures(members, moneyDecimals, curve),
      ),
    }
  }

  #mark(instrument: Instrument, account: Readonly<Account>): Marked {
    const { settle: currency, moneyDecimals } = instrument
    let pot = this.#pots.get(currency)
    if (pot === undefined) {
      pot = { currency, moneyDecimals, members: [], curve: new EquityCurve() }
      this.#pots.set(currency, pot)
    }
    pot.moneyDecimals = Math.max(pot.moneyDecimals, moneyDecimals)
    const marked: Marked = {
      account,
      cashSign: cashSign(instrument),
      halfTickScale: halfTicks(moneyScale(instrument)),
      curve: new EquityCurve(),
      pot,
      moneyDecimals,
      midHalfTicks: undefined,
    }
    pot.members.push(marked)
    return marked
  }

  #sample({ instrument, ts, bidTicks, askTicks }: EntryOf<'MarketMarked'>): void {
    const marked = this.#marked[instrument]
    if (marked === undefined) throw new Bug(`Cannot mark instrument ${instrument}: the run has none of that id`)
    if (bidTicks !== NO_BID && askTicks !== NO_ASK) marked.midHalfTicks = bidTicks + askTicks
    const { pot, curve } = marked
    // A second round of marks at the same instant, as at the end of a run, is no new interval.
    const first = this.#marked[0] === marked
    if (first) this.#regular = ts % this.#sampleEveryNs === 0 && ts !== this.#sampleTs
    if (first) this.#sampleTs = ts
    this.#record(curve, netOf(marked))
    if (pot.members.at(-1) !== marked) return
    const netAtoms = sumOf(pot.members, pot.moneyDecimals, netOf)
    this.#record(pot.curve, netAtoms)
    if (this.#regular) this.#onSample?.(ts, pot.currency, netAtoms, pot.moneyDecimals)
  }

  #record(curve: EquityCurve, netAtoms: bigint | undefined): void {
    if (this.#regular) curve.sample(netAtoms)
    else if (netAtoms !== undefined) curve.observe(netAtoms)
  }

  #figures(members: readonly Marked[], moneyDecimals: number, curve: EquityCurve): EquityFigures {
    const samplesPerYear = (NANOS_PER_DAY / this.#sampleEveryNs) * TRADING_DAYS_A_YEAR
    return {
      currency: members[0]!.pot.currency,
      moneyDecimals,
      grossAtoms: sumOf(members, moneyDecimals, grossOf),
      feeAtoms: sumOf(members, moneyDecimals, ({ account }) => account.feeAtoms) ?? 0n,
      netAtoms: sumOf(members, moneyDecimals, netOf),
      maxDrawdownAtoms: curve.maxDrawdownAtoms,
      samples: curve.samples,
      sharpe: curve.sharpe(samplesPerYear),
      sortino: curve.sortino(samplesPerYear),
    }
  }
}

function grossOf({ account, midHalfTicks, cashSign, halfTickScale }: Marked): bigint | undefined {
  const { positionLots, cashAtoms } = account
  if (positionLots === 0) return cashAtoms
  if (midHalfTicks === undefined) return undefined
  return cashAtoms + cashSign * notionalAtoms(midHalfTicks, positionLots, halfTickScale)
}

function netOf(marked: Marked): bigint | undefined {
  const gross = grossOf(marked)
  return gross === undefined ? undefined : gross - marked.account.feeAtoms
}

/** Adds amounts in atoms of `moneyDecimals` decimals; undefined if one is. */
function sumOf(
  members: readonly Marked[],
  moneyDecimals: number,
  amountOf: (marked: Marked) => bigint | undefined,
): bigint | undefined {
  let sum = 0n
  for (const marked of members) {
    const amount = amountOf(marked)
    if (amount === undefined) return undefined
    sum += amount * 10n ** BigInt(moneyDecimals - marked.moneyDecimals)
  }
  return sum
}

/** The same scale for prices in half ticks, which make the mid a whole number. */
export function halfTicks({ linear, numerator, denominator }: MoneyScale): MoneyScale {
  return linear
    ? { linear, numerator, denominator: denominator * 2n }
    : { linear, numerator: numerator * 2n, denominator }
}
