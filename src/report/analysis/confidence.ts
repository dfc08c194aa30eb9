/** What the profit of an instrument rests on: its fills by how sure they are. */
import { formatDecimal, trimDecimal } from '../../core/decimal.ts'
import { Histogram } from '../../core/histogram.ts'
import { formatLots, type Instrument } from '../../market/instrument.ts'
import type { FillRule } from '../../venue/sim/venue-witness.ts'
import { type Confidence, FILL_CONFIDENCES, type FillConfidence } from '../run-report.ts'
import { quantiles } from '../summary.ts'
import { ClassAccounts } from './class-accounts.ts'
import type { Judgement } from './fill-confidence.ts'

/** Margins are fractions of a lot and histograms hold whole numbers. */
const PARTS_A_LOT = 1000

export class ConfidenceFold {
  readonly accounts: ClassAccounts<FillConfidence>
  readonly #instrument: Instrument
  readonly #byRule: Record<FillRule, number> = { 'best-crossed': 0, 'traded-through': 0, queue: 0, 'on-arrival': 0 }
  readonly #queueMargin = new Histogram()

  constructor(instrument: Instrument) {
    this.#instrument = instrument
    this.accounts = new ClassAccounts(instrument, FILL_CONFIDENCES)
  }

  fill(rule: FillRule, { confidence, margin }: Judgement): void {
    this.#byRule[rule]++
    if (confidence === 'queue-dependent') this.#queueMargin.record(Math.round(margin * PARTS_A_LOT))
  }

  view(): Confidence {
    const { moneyDecimals } = this.#instrument
    const money = (atoms: bigint | undefined): string | null =>
      atoms === undefined ? null : trimDecimal(formatDecimal(atoms, moneyDecimals))
    const nets = this.accounts.netByClass()
    const total = this.accounts.netAtoms
    const queue = nets.get('queue-dependent')
    const isProfit = total !== undefined && total > 0n
    return {
      classes: [...this.accounts.classes].map(([confidence, { fills, lots }]) => ({
        confidence,
        fills,
        volume: formatLots(lots, this.#instrument),
        net: money(nets.get(confidence)),
      })),
      queueShareOfProfit: isProfit && queue !== undefined ? Number(queue) / Number(total) : null,
      netWithoutQueueDependent: total === undefined || queue === undefined ? null : money(total - queue),
      byRule: { ...this.#byRule },
      queueMarginLots: quantiles(this.#queueMargin, (parts) => parts / PARTS_A_LOT),
    }
  }
}
