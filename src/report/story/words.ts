/** Quantities, prices and spans of a story as people read them. */
import { formatSteps, toFloat } from '../../core/decimal.ts'
import { formatLots, formatPrice, type Instrument } from '../../market/instrument.ts'
import type { CommandKind, Reason } from '../../market/orders.ts'
import type { BestPrice, BestPrices } from './order-story.ts'

export class Words {
  readonly instrument: Instrument

  constructor(instrument: Instrument) {
    this.instrument = instrument
  }

  price(priceTicks: number): string {
    return formatPrice(priceTicks, this.instrument)
  }

  /** "0.003 BTC". */
  lots(lots: number): string {
    return `${formatLots(lots, this.instrument)} ${this.instrument.base}`
  }

  get lotQty(): number {
    return toFloat(1, this.instrument.lot)
  }

  /** A quantity that may be a fraction of a step, to six digits: "0.0008 BTC". */
  qty(qty: number): string {
    return `${this.bare(qty)} ${this.instrument.base}`
  }

  bare(qty: number): string {
    return plainDigits(qty, 6)
  }

  /** "0.2 (2 ticks)". */
  distance(ticks: number): string {
    return `${formatSteps(ticks, this.instrument.tick)} (${ticks} ${ticks === 1 ? 'tick' : 'ticks'})`
  }

  best({ bid, ask }: BestPrices): string {
    return `bid ${this.level(bid)}, ask ${this.level(ask)}`
  }

  level(level: BestPrice | undefined): string {
    return level === undefined ? 'none' : `${this.price(level.priceTicks)} x ${this.bare(level.qty)}`
  }

  side(side: 1 | -1): string {
    return side > 0 ? 'buy' : 'sell'
  }
}

export const COMMAND_WORDS: Readonly<Record<CommandKind, string>> = {
  SubmitOrder: 'submission',
  ModifyOrder: 'modification',
  CancelOrder: 'cancel',
}

export const GATE_WORDS: Readonly<Partial<Record<Reason, string>>> = {
  'order-size': 'maxOrderSize',
  position: 'maxPosition',
  'order-rate': 'maxOrdersPerSecond',
  'price-band': 'priceBand',
}

/** Digits without an exponent and without "-0". */
function plainDigits(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits)) + 0
  const text = String(rounded)
  return text.includes('e') ? rounded.toFixed(12).replace(/\.?0+$/, '') : text
}
