/**
 * What is traded: its steps, its contract and the currency that it settles in. Prices, quantities and money elsewhere
 * are integers that mean nothing without one of these.
 */
import { InputError } from '../core/bug.ts'
import { type DecimalStep, decimalStep, formatSteps, parseDecimal, toFloat, trimDecimal } from '../core/decimal.ts'

/**
 * How price and quantity make money: `linear` = contract * price * quantity, `inverse` = contract * quantity / price.
 */
export type ContractKind = 'linear' | 'inverse'

/** The text form of an instrument, as manifests and scenarios hold it. Decimals are text so that they stay exact. */
export interface InstrumentSpec {
  /** The venue's string for it, such as `BTCUSDT`. */
  readonly symbol: string
  /** Where it trades, such as `binance-usdm`. */
  readonly venue: string
  /** Smallest price step. */
  readonly tickSize: string
  /** Smallest order quantity. */
  readonly lotSize: string
  /** Finest quantity in the feed; divides the lot. Default: the lot. */
  readonly qtyStep?: string
  readonly contract: ContractKind
  /**
   * Linear: units of base per unit of quantity. Inverse: value of one unit of quantity in quote currency. Default 1.
   */
  readonly contractSize?: string
  /** Currency of quantity shown to people, such as `BTC` or `contracts`. */
  readonly base: string
  /** Currency of profit and fees: the quote for linear, the base coin for inverse contracts. */
  readonly settle: string
}

/** An instrument ready for arithmetic. `id` is a small dense integer, used as an array index within one run. */
export interface Instrument {
  readonly id: number
  readonly symbol: string
  readonly venue: string
  readonly tick: DecimalStep
  readonly lot: DecimalStep
  readonly qtyStep: DecimalStep
  /** Quantity steps in one lot, an integer of at least 1. */
  readonly stepsPerLot: number
  readonly contract: ContractKind
  readonly contractSize: DecimalStep
  readonly base: string
  readonly settle: string
  /** Decimals of one money atom: 8 for linear contracts; 12 for inverse ones, whose amounts are rounded quotients. */
  readonly moneyDecimals: number
}

export function instrumentFrom(spec: InstrumentSpec, id: number): Instrument {
  const step = (field: 'tickSize' | 'lotSize' | 'qtyStep' | 'contractSize', text: string): DecimalStep => {
    const parsed = decimalStep(text)
    if (!parsed) throw new InputError({ path: field }, `"${text}" is not a positive decimal such as "0.01".`)
    return parsed
  }
  const lot = step('lotSize', spec.lotSize)
  const qtyStep = step('qtyStep', spec.qtyStep ?? spec.lotSize)
  const stepsPerLot = wholeRatio(lot, qtyStep)
  if (stepsPerLot === undefined) {
    throw new InputError({ path: 'qtyStep' }, `"${qtyStep.text}" does not divide the lot size "${lot.text}".`)
  }
  return {
    id,
    symbol: spec.symbol,
    venue: spec.venue,
    tick: step('tickSize', spec.tickSize),
    lot,
    qtyStep,
    stepsPerLot,
    contract: spec.contract,
    contractSize: step('contractSize', spec.contractSize ?? '1'),
    base: spec.base,
    settle: spec.settle,
    moneyDecimals: spec.contract === 'inverse' ? 12 : 8,
  }
}

/** The text form, with every default filled in. */
export function specOf(instrument: Instrument): Required<InstrumentSpec> {
  return {
    symbol: instrument.symbol,
    venue: instrument.venue,
    tickSize: instrument.tick.text,
    lotSize: instrument.lot.text,
    qtyStep: instrument.qtyStep.text,
    contract: instrument.contract,
    contractSize: instrument.contractSize.text,
    base: instrument.base,
    settle: instrument.settle,
  }
}

/** Price of a tick count for people, with the tick's decimals. */
export function formatPrice(priceTicks: number, instrument: Instrument): string {
  return formatSteps(priceTicks, instrument.tick)
}

/** Quantity of a lot count for people, without trailing zeros. */
export function formatLots(lotCount: number, instrument: Instrument): string {
  return trimDecimal(formatSteps(lotCount, instrument.lot))
}

/** The nearest double to the price of a tick count. */
export function priceFloat(priceTicks: number, instrument: Instrument): number {
  return toFloat(priceTicks, instrument.tick)
}

function wholeRatio(large: DecimalStep, small: DecimalStep): number | undefined {
  const a = parseDecimal(large.text)!
  const b = parseDecimal(small.text)!
  const decimals = Math.max(a.decimals, b.decimals)
  const numerator = a.mantissa * 10n ** BigInt(decimals - a.decimals)
  const denominator = b.mantissa * 10n ** BigInt(decimals - b.decimals)
  return numerator % denominator === 0n ? Number(numerator / denominator) : undefined
}
