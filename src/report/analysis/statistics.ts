/**
 * The figures that hftbacktest's statistics have beside Sharpe, Sortino and drawdown, which the summary has. There are
 * two differences: equity begins at 0 with the run, not at the first sample, and a year has 365 days.
 */
import { formatDecimal, trimDecimal } from '../../core/decimal.ts'
import { NANOS_PER_DAY } from '../../core/units.ts'
import type { Instrument } from '../../market/instrument.ts'
import { atomsFloat } from '../../market/money.ts'
import { TRADING_DAYS_A_YEAR } from '../../projections/equity.ts'
import type { Statistics } from '../run-report.ts'
import { type InstrumentSummary, numberOrNull } from '../summary.ts'

/** What positions were worth at the samples and right after each fill. */
export class PositionValues {
  readonly #instrument: Instrument
  #max = 0n
  #sum = 0
  #samples = 0

  constructor(instrument: Instrument) {
    this.#instrument = instrument
  }

  /** `worthAtoms` of either sign; undefined while there was no mid. */
  sample(worthAtoms: bigint | undefined): void {
    if (worthAtoms === undefined) return
    this.#sum += atomsFloat(this.#reached(worthAtoms), this.#instrument)
    this.#samples++
  }

  /** After a fill: counts for the largest value, not for the mean, which is over even times. */
  fill(worthAtoms: bigint | undefined): void {
    if (worthAtoms !== undefined) this.#reached(worthAtoms)
  }

  #reached(worthAtoms: bigint): bigint {
    const value = worthAtoms < 0n ? -worthAtoms : worthAtoms
    if (value > this.#max) this.#max = value
    return value
  }

  get max(): string {
    return trimDecimal(formatDecimal(this.#max, this.#instrument.moneyDecimals))
  }

  get mean(): number | null {
    return this.#samples === 0 ? null : this.#sum / this.#samples
  }
}

export function statisticsOf(summary: InstrumentSummary, durationNs: number, values: PositionValues): Statistics {
  const { pnl, fills, volume, turnover } = summary
  const net = pnl.net === null ? Number.NaN : Number(pnl.net)
  const days = durationNs / NANOS_PER_DAY
  return {
    annualReturn: numberOrNull((net / days) * TRADING_DAYS_A_YEAR),
    returnOverMaxDrawdown: numberOrNull(net / Number(pnl.maxDrawdown)),
    returnOverTurnover: numberOrNull(net / Number(turnover)),
    fillsPerDay: numberOrNull(fills / days),
    volumePerDay: numberOrNull(Number(volume) / days),
    turnoverPerDay: numberOrNull(Number(turnover) / days),
    maxPositionValue: values.max,
    meanPositionValue: values.mean,
  }
}
